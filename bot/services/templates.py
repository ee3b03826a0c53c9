"""Letters and minutes as units want them: the nearest unit upward that has a Word template of its own is obeyed.

Whoever makes such a document asks `template_of`, takes the shipped one (`bot/reports/templates/<name>.docx`) where that
is None, and fills it in with `filled_in`.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.document_templates import DocumentTemplate
from bot.model.units import Unit
from bot.refusals import NoSuchTemplate
from bot.services.audit import note

INVITATION, MINUTES, REPORT = "invitation", "minutes", "report"
NAMES = (INVITATION, MINUTES, REPORT)
Facts = Mapping[str, object]
"""What a template can name: words, numbers, and lists and mappings of them; `None` prints nothing."""


async def template_of(db: AsyncSession, unit: Unit, name: str) -> bytes | None:
    """The Word file that holds at a unit; None where the shipped one does. Raises NoSuchTemplate for another name."""
    found = await _nearest(db, unit, name)
    return found[0].content if found else None


async def whose_template(db: AsyncSession, unit: Unit, name: str) -> tuple[DocumentTemplate, Unit] | None:
    """The same, and which unit it is of."""
    return await _nearest(db, unit, name)


async def _nearest(db: AsyncSession, unit: Unit, name: str) -> tuple[DocumentTemplate, Unit] | None:
    _demand_known(name)
    line = [int(part) for part in unit.path.strip("/").split("/")]
    found = await db.execute(
        select(DocumentTemplate, Unit)
        .join(Unit, Unit.id == DocumentTemplate.unit_id)
        .where(DocumentTemplate.unit_id.in_(line), DocumentTemplate.name == name)
    )
    own = sorted(((line.index(above.id), one, above) for one, above in found), key=lambda each: each[0])
    return own[-1][1:] if own else None


async def set_template(
    db: AsyncSession, unit: Unit, name: str, content: bytes, sample: Facts, by: str, now: datetime
) -> None:
    """Give a unit a template of its own, once it has been filled in with a sample.

    Raises NoSuchTemplate, or TemplateWrong with what is wrong with it.
    """
    _demand_known(name)
    filled_in(content, sample, strict=True)
    own = await _own(db, unit, name)
    if own is None:
        db.add(DocumentTemplate(unit_id=unit.id, name=name, content=content, by=by, at=now))
    else:
        own.content, own.by, own.at = content, by, now
    note(db, by, "template_set", f"unit:{unit.id}", now, name=name, size=len(content))
    await db.flush()


async def reset_template(db: AsyncSession, unit: Unit, name: str, by: str, now: datetime) -> bool:
    """Take a unit's own template away: that of the unit above holds again; False where it had none."""
    _demand_known(name)
    own = await _own(db, unit, name)
    if own is None:
        return False
    await db.delete(own)
    note(db, by, "template_reset", f"unit:{unit.id}", now, name=name)
    await db.flush()
    return True


async def _own(db: AsyncSession, unit: Unit, name: str) -> DocumentTemplate | None:
    found: DocumentTemplate | None = await db.scalar(
        select(DocumentTemplate).filter_by(unit_id=unit.id, name=name).with_for_update()
    )
    return found


def _demand_known(name: str) -> None:
    if name not in NAMES:
        raise NoSuchTemplate(name=name, known=", ".join(NAMES))


def filled_in(template: bytes, facts: Facts, *, strict: bool = False) -> bytes:
    """The template with these facts in it, as a .docx; slow, so from a thread where others wait.

    `strict`: a name that the facts do not have is wrong, too. Raises TemplateWrong.
    """
    from bot.services.word_templates import fill_in  # noqa: PLC0415 - slow to load, and for this alone

    return fill_in(template, facts, strict=strict)
