"""The score sheets that a unit may choose from: those that come with us, and those of the offices above it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.scores import ScoringProfile
from bot.model.units import Unit
from bot.refusals import NoSuchProfile, ProfileWrong
from bot.services.audit import note
from bot.services.scoring.criteria import Profile
from bot.services.scoring.sheets import NAME, profile_from, shipped, shipped_texts
from bot.words import scoring as words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet, and whose it is (None: it comes with us)."""

    profile: Profile
    unit: Unit | None
    text: str
    """As it is written."""


async def sheets_at(db: AsyncSession, unit: Unit) -> list[Sheet]:
    """Those that come with us and those of the offices above, by name; the nearest of one name."""
    found = await db.execute(
        select(ScoringProfile, Unit)
        .join(Unit, Unit.id == ScoringProfile.unit_id)
        .where(ScoringProfile.unit_id.in_(_line(unit)))
    )
    own = sorted(found, key=lambda row: len(row[1].path))
    sheets = {name: Sheet(shipped()[name], None, text) for name, text in shipped_texts().items()}
    sheets |= {one.name: Sheet(profile_from(one.name, one.content), above, one.content) for one, above in own}
    return [sheets[name] for name in sorted(sheets)]


def _line(unit: Unit) -> list[int]:
    return [int(part) for part in unit.path.strip("/").split("/")]


async def sheet_named(db: AsyncSession, unit: Unit, name: str) -> Profile:
    """Raises NoSuchProfile with those that there are."""
    sheets = {one.profile.name: one.profile for one in await sheets_at(db, unit)}
    if name not in sheets:
        raise NoSuchProfile(name=name, known=", ".join(sheets))
    return sheets[name]


async def keep_sheet(db: AsyncSession, unit: Unit, name: str, text: str, by: str, now: datetime) -> Profile:
    """Write down an office's own sheet, in the place of an earlier one of that name; raises ProfileWrong."""
    if NAME.fullmatch(name) is None:
        raise ProfileWrong(why=words.BAD_NAME)
    if name in shipped():
        raise ProfileWrong(why=words.SHIPPED)
    profile = profile_from(name, text)
    own: ScoringProfile | None = await db.scalar(
        select(ScoringProfile).filter_by(unit_id=unit.id, name=name).with_for_update()
    )
    if own is None:
        db.add(ScoringProfile(unit_id=unit.id, name=name, content=text, by=by, at=now))
    else:
        own.content, own.by, own.at = text, by, now
    note(db, by, "scoring_profile_kept", f"unit:{unit.id}", now, name=name)
    await db.flush()
    return profile
