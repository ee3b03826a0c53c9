"""A cell's announcements to its own people: written, told once to each, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Reply
from bot.model.announcements import Announced, Announcement
from bot.model.meetings import Step
from bot.model.members import Membership
from bot.model.notices import Urgency
from bot.model.units import Unit
from bot.refusals import AnnouncementGone, AnnouncementWrong
from bot.services.addressees import Telling, tell
from bot.services.announcement_groups import owe_groups
from bot.services.audit import note
from bot.services.cell_plans import CellPlan, people_of, plan_telling, shortened
from bot.services.cell_telling import drop_waiting, reach_of, tell_again, tell_members, told_of
from bot.services.meetings import guard
from bot.services.people import holds
from bot.words import announcements as words
from bot.words.names import tidy
from bot.words.times import day_of
from bot.words.vi import cell

FEWEST, LONGEST, MOST_LINES = 5, 500, 4
LASTS, FARTHEST = timedelta(days=2), timedelta(days=60)
"""What could not leave by then is dropped, unless another day was said."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is announced; make the text with `checked_text`."""

    text: str
    until_at: datetime | None = None
    to_group: bool = False


def checked_text(text: str, *, harmless: bool = False) -> str:
    """The text as it is kept, in few lines; raises a refusal for what cannot be told to people."""
    lines = [line for line in map(tidy, text.splitlines()) if line]
    said = ("\n" if len(lines) <= MOST_LINES else " ").join(lines)
    guard((text, said), harmless=harmless)
    if not FEWEST <= len(said) <= LONGEST:
        raise AnnouncementWrong(why=words.length(FEWEST, LONGEST, len(said)))
    return said


def check_until(until_at: datetime, now: datetime) -> datetime:
    """Raises AnnouncementWrong for what is past or far away."""
    if until_at <= now:
        raise AnnouncementWrong(why=words.DAY_IS_PAST)
    if until_at - now > FARTHEST:
        raise AnnouncementWrong(why=words.too_far(FARTHEST.days))
    return until_at


def wording(unit: Unit, name: str, text: str, capabilities: Capabilities) -> Reply:
    """What one person reads, and on short messages as much of it as stands in two."""
    return shortened(lambda said: Reply(words.message(cell(unit.name), name, said)), text, capabilities)


async def plan_announcement(db: AsyncSession, unit: Unit, text: str, now: datetime) -> CellPlan:
    """Nothing is written; raises NobodyExpected."""
    return await plan_telling(db, unit, lambda name, can: wording(unit, name, text, can), now)


async def announce(db: AsyncSession, plan: CellPlan, draft: Draft, by: str, now: datetime) -> Announcement:
    """Owe it to each of them; whoever cannot be reached is written as failed."""
    until = draft.until_at or plan.leaves_at + LASTS
    row = Announcement(
        unit_id=plan.unit.id,
        text=draft.text,
        by=by,
        made_at=now,
        until_at=check_until(until, now),
        people=plan.people,
        to_group=draft.to_group,
    )
    db.add(row)
    await db.flush()
    everybody = (await people_of(db, plan.unit, now)).subquery()
    await tell(db, _telling(row, Announced.TEXT, now), everybody, now)
    if row.to_group:
        await owe_groups(db, row, plan.unit, Announced.TEXT, now)
    note(db, by, "announced", about(row), now, unit=plan.unit.code, people=plan.people, to_group=row.to_group)
    return row


def about(row: Announcement) -> str:
    return f"announcement:{row.id}"


def _telling(row: Announcement, what: Announced, now: datetime) -> Telling:
    return Telling(about(row), Step.ANNOUNCEMENT, Urgency.ROUTINE, now, row.until_at, revision=what)


async def announcement_of(db: AsyncSession, row_id: int, *, lock: bool = False) -> tuple[Announcement, Unit]:
    """Raises AnnouncementGone. `lock`: nobody takes it back or tells it again meanwhile."""
    asked = select(Announcement).where(Announcement.id == row_id)
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    row: Announcement | None = await db.scalar(asked)
    if row is None:
        raise AnnouncementGone
    return row, await db.get_one(Unit, row.unit_id)


def is_running(row: Announcement, now: datetime) -> bool:
    """Whether something of it may still leave, or leave again."""
    return row.recalled_at is None and row.text is not None and row.until_at > now


async def recall(db: AsyncSession, row_id: int, by: str, now: datetime) -> tuple[int, int]:
    """What waits is dropped, and whoever has it is told so: how many of each. Raises AnnouncementGone, also twice."""
    row, unit = await announcement_of(db, row_id, lock=True)
    if not is_running(row, now):
        raise AnnouncementGone
    dropped = await drop_waiting(db, about(row), "recalled", now)
    told = (await reach_of(db, about(row), Announced.TEXT)).told
    row.recalled_at, row.recalled_by = now, by
    row.until_at = max(row.until_at, now + LASTS)
    await tell_members(db, _telling(row, Announced.RECALLED, now), unit, told_of(about(row)), now)
    if row.to_group:
        await owe_groups(db, row, unit, Announced.RECALLED, now)
    note(db, by, "announcement_recalled", about(row), now, dropped=dropped, told=told)
    return dropped, told


async def announce_again(db: AsyncSession, row_id: int, by: str, now: datetime, round_: int | None = None) -> int:
    """Once more to whoever it has not reached; returns how many. Raises AnnouncementGone."""
    row, unit = await announcement_of(db, row_id, lock=True)
    if not is_running(row, now):
        raise AnnouncementGone
    count = await tell_again(db, _telling(row, Announced.TEXT, now), unit, now, round_)
    if count:
        note(db, by, "announced_again", about(row), now, people=count)
    return count


async def newest_of(db: AsyncSession, unit_id: int, most: int) -> Sequence[Announcement]:
    found = await db.scalars(
        select(Announcement).where(Announcement.unit_id == unit_id).order_by(Announcement.id.desc()).limit(most)
    )
    return found.all()


async def running_for(
    db: AsyncSession, member_ids: Sequence[int], now: datetime, most: int
) -> Sequence[tuple[Announcement, Unit]]:
    """What the cells of these people announce just now, the newest first."""
    theirs = select(Membership.unit_id).where(Membership.member_id.in_(member_ids), holds(day_of(now)))
    found = await db.execute(
        select(Announcement, Unit)
        .join(Unit, Unit.id == Announcement.unit_id)
        .where(
            Announcement.unit_id.in_(theirs),
            Announcement.recalled_at.is_(None),
            Announcement.text.is_not(None),
            Announcement.until_at > now,
        )
        .order_by(Announcement.id.desc())
        .limit(most)
    )
    return [(row, unit) for row, unit in found]
