"""Invitation letters (giấy mời) for those beside the list of a meeting, and a blank one, in the unit's own form."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.guests import GuestKind
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.services.audit import as_member, note
from bot.services.guests import Beside, beside
from bot.services.meeting_papers import papers_of
from bot.services.meetings import meeting_of
from bot.services.notice_facts import chairs_of
from bot.services.permissions import Right, demand
from bot.services.templates import INVITATION, Facts, filled_in, template_of
from bot.services.usual_agendas import items_of
from bot.words import letters as words
from bot.words import vi
from bot.words.party_format import dated, hour_and_day, issuer, place
from bot.words.times import day_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHIPPED_FILE = Path(__file__).parent / "templates" / "invitation.docx"


async def letters(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`letters:<member>:<meeting>`; raises NotAllowed for who may not call meetings there."""
    meeting = await meeting_of(db, int(args[0]))
    await demand(db, member_id, Right.CALL, await db.get_one(Unit, meeting.cell_id), day_of(now))
    note(db, as_member(member_id), "letters_made", f"meeting:{meeting.id}", now)
    return await letters_of(db, meeting, now)


async def letters_of(db: AsyncSession, meeting: Meeting, now: datetime) -> Callable[[], Document]:
    """One letter for each who is invited beside the list, then a blank one."""
    cell = await db.get_one(Unit, meeting.cell_id)
    template = await template_of(db, cell, INVITATION) or shipped()
    facts = await _facts(db, meeting, cell, now)
    guests = [_guest(one) for one in await beside(db, meeting.id) if one.kind is not GuestKind.OWN]
    guests.append({"name": words.BLANK, "title": None, "organisation": None})
    return lambda: Document(words.name(meeting.id), in_one(template, facts, guests), DOCX)


def shipped() -> bytes:
    return SHIPPED_FILE.read_bytes()


def _guest(one: Beside) -> dict[str, str | None]:
    return {"name": one.name, "title": one.title, "organisation": one.organisation}


async def _facts(db: AsyncSession, meeting: Meeting, cell: Unit, now: datetime) -> Facts:
    upper = await db.get(Unit, cell.parent_id) if cell.parent_id else None
    chair = (await chairs_of(db, [meeting]))[meeting.id]
    return {
        "upper": upper.name.upper() if upper else "",
        "issuer": issuer(cell.name),
        "cell": vi.cell(cell.name),
        "mark": words.mark(is_cell=cell.is_cell),
        "place": place(upper.name if upper else None),
        "date": dated(day_of(now)),
        "kind": vi.KINDS[meeting.kind],
        "topic": meeting.topic,
        "time": hour_and_day(meeting.starts_at),
        "venue": meeting.place,
        "agenda": items_of(meeting),
        "papers": [one.title for one in await papers_of(db, meeting.id)],
        "chair": chair,
        "office": words.SECRETARY,
        "signer": chair,
    }


def in_one(template: bytes, facts: Facts, guests: Sequence[Mapping[str, str | None]]) -> bytes:
    """The letters one after the other, each on a page of its own: made of one template, they share all their parts."""
    from docx import Document as Paper  # noqa: PLC0415 - slow to load, and for this alone
    from docx.enum.text import WD_BREAK  # noqa: PLC0415

    first, *others = [Paper(BytesIO(filled_in(template, {**facts, "guest": guest}))) for guest in guests]
    end = first.element.body.sectPr
    for other in others:
        first.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for part in other.element.body:
            if part is not other.element.body.sectPr:
                end.addprevious(deepcopy(part))
    out = BytesIO()
    first.save(out)
    return out.getvalue()
