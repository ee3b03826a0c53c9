"""What is about to be said of meetings, counted before it is written: its price by SMS depends on it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.units import Unit
from bot.services.paper_lines import papers_lines
from bot.services.permissions import Right, holders_at
from bot.services.telling import answer_choices, in_full_or_less, parts_of, told_of
from bot.services.terms import tariffs_in
from bot.services.unit_settings import settings_at
from bot.tariffs import Tariff
from bot.words import vi
from bot.words.times import day_of

SOME_PHONE = "+84900000000"
"""As long as the secretary's."""
SOME_LINK = "/m/" + 22 * "x"
"""As long as a personal one."""
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Said:
    """One message to the people of some cells, each worded by their own."""

    step: Step
    meetings: Mapping[int, tuple[Meeting, tuple[str, ...]]]
    """By cell, the meeting and what is said of it."""
    payers: Mapping[int, int]
    """The cell of each member."""

    async def parts(self, db: AsyncSession, tariff: Tariff, member_ids: Collection[int]) -> dict[int, int]:
        """Of how many parts the message to each of these would be; names of one length make the same."""
        capabilities = capabilities_of(tariff)
        how = _how(db, tariff)
        counted: dict[tuple[int, int], int] = {}
        parts = {}
        for member_id, name in (await _names(db, member_ids)).items():
            cell_id = self.payers[member_id]
            if (cell_id, len(name)) not in counted:
                meeting, lines = self.meetings[cell_id]
                choices = answer_choices(meeting, member_id)
                said = told_of(self.step, name, lines, how, choices, capabilities)
                counted[cell_id, len(name)] = parts_of(said, capabilities)
            parts[member_id] = counted[cell_id, len(name)]
        return parts


async def said_of(
    db: AsyncSession, step: Step, cells: Iterable[tuple[Unit, Meeting]], member_ids: Mapping[int, int]
) -> Said | None:
    """`member_ids`: each with the cell for which they are told. None where no network counts parts."""
    if not any(tariff.in_parts for tariff in tariffs_in(db).values()):
        return None
    held = list(cells)
    chairs = await _chairs(db, [cell.id for cell, _ in held], day_of(held[0][1].starts_at)) if held else {}
    settings = await settings_at(db, [cell for cell, _ in held]) if held else {}
    called = {meeting.id for _, meeting in held if meeting.id}
    papers = await papers_lines(db, [(meeting, cell) for cell, meeting in held], settings, called)
    meetings = {
        cell.id: (meeting, in_full_or_less(meeting, cell.name, chairs.get(cell.id), line))
        for (cell, meeting), line in zip(held, papers, strict=True)
    }
    return Said(step, meetings, member_ids)


def capabilities_of(tariff: Tariff) -> Capabilities:
    """As much as its channel says of itself, where words are counted."""
    return Capabilities(
        buttons=False,
        inbound=tariff.two_way,
        documents=False,
        removes=False,
        contact=False,
        abroad=False,
        text_limit=0,
        links=not tariff.two_way,
        to_phones=True,
        most_parts=tariff.max_parts if tariff.in_parts else None,
        marks=tariff.marks,
    )


def _how(db: AsyncSession, tariff: Tariff) -> str:
    """As long as it will be."""
    site = db.info.get("public_url")
    if tariff.two_way:
        return vi.BY_NUMBER
    return vi.by_link(f"{site}{SOME_LINK}") if site else vi.by_call(SOME_PHONE)


async def _chairs(db: AsyncSession, cell_ids: Collection[int], on: date) -> dict[int, str]:
    leaders = await holders_at(db, list(cell_ids), Right.DECIDE_LEAVE, on)
    first = {cell_id: found[0] for cell_id, found in leaders.items() if found}
    names = await _names(db, set(first.values()))
    return {cell_id: names[member_id] for cell_id, member_id in first.items()}


async def _names(db: AsyncSession, member_ids: Collection[int]) -> dict[int, str]:
    ids = list(member_ids)
    names: dict[int, str] = {}
    for start in range(0, len(ids), AT_ONCE):
        found = await db.execute(select(Member.id, Member.name).where(Member.id.in_(ids[start : start + AT_ONCE])))
        names |= dict(found.all())
    return names
