"""A month of ten cells, wholly in the chat: called, answered, nudged, decided, held, closed, reported."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import Running, at_work
from bot.channels.rehearsal import Phone, Rehearsal
from bot.channels.rehearsal_phones import Bubble
from bot.config import Settings
from bot.house import House, open_house
from bot.model.inbox import InboxRow, InboxState
from bot.model.meetings import Meeting, MeetingState, MeetingStep
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.participations import Participation
from bot.model.roles import Office
from bot.model.series import Series
from bot.model.units import Unit, UnitKind
from bot.networks import rehearsal_network
from bot.services import people, roles, tree
from bot.services.import_writing import write_import
from bot.services.importing import plan_import
from bot.services.participation import roll_up_all, write_due_months
from bot.services.people import Belonging
from bot.services.rate import Counts
from bot.services.recount import recount
from bot.services.roster.reading import read_roster
from bot.words.times import day_of
from tests import village
from tests.stage import ROSTERS, quicken
from tests.village import at

MORNING = at(2026, 11, 21)
HELD = at(2026, 12, 3, 19, 30)
SMART, PLAIN = 0.55, 0.85
"""Up to the first share of people have a phone with buttons, up to the second a plain one, the rest none."""


@dataclass
class Cell:
    """A cell, its people in the order of the roll, its secretary's phone, and what its roll will say."""

    unit: Unit
    people: list[Member]
    phone: Phone
    said: int = 0
    """Messages that the secretary has sent."""
    excused: set[int] = field(default_factory=set)
    unexcused: set[int] = field(default_factory=set)

    def tells(self, text: str) -> None:
        self.said += 1
        self.phone.says(text)

    @property
    def counts(self) -> Counts:
        away = len(self.excused) + len(self.unexcused)
        return Counts(len(self.people), len(self.people) - away, len(self.excused), len(self.unexcused))

    @property
    def line(self) -> str:
        """`vắng 4P 9K`, or everybody."""
        marks = [f"{one}P" for one in sorted(self.excused)] + [f"{one}K" for one in sorted(self.unexcused)]
        return f"vắng {' '.join(marks)}" if marks else "đủ"


@dataclass
class Month:
    """The house at work with its phones, and the hour that people call now."""

    house: House
    networks: dict[str, Rehearsal]
    hour: datetime = MORNING
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))
    luck: random.Random = field(default_factory=lambda: random.Random(1975))  # noqa: S311 - the same month each time
    cells: list[Cell] = field(default_factory=list)
    committee: Phone | None = None
    phones: dict[int, Phone] = field(default_factory=dict)
    running: Running | None = None

    def now(self) -> datetime:
        return self.hour + (datetime.now(UTC) - self.begun)

    async def comes(self, hour: datetime) -> None:
        """Move the clock on and wait until all that is due by then is done."""
        self.hour, self.begun = hour, datetime.now(UTC)
        await asyncio.sleep(0.3)  # the clock ticks
        await self.quiet()

    async def quiet(self) -> None:
        """Three looks in a row find nothing to do: between the phone and the inbox, words are for a moment nowhere."""
        end, looks = time.monotonic() + 30, 0
        while looks < 3:
            looks = 0 if await self._is_busy() else looks + 1
            assert time.monotonic() < end, "it never becomes quiet"
            await asyncio.sleep(0.01)

    async def _is_busy(self) -> bool:
        waiting = Notice.state.in_((NoticeState.WAITING, NoticeState.SENDING)) & (Notice.not_before <= self.now())
        questions = (
            select(func.count(InboxRow.id)).where(InboxRow.handled_at.is_(None)),
            select(func.count(Notice.id)).where(waiting),
            select(func.count(MeetingStep.id)).where(MeetingStep.done_at.is_(None), MeetingStep.due_at <= self.now()),
        )
        async with self.house.sessions() as db:
            counts = [await db.scalar(question) for question in questions]
        return any(counts) or not all(network.is_idle for network in self.networks.values())


async def test_a_month_of_ten_cells_is_done_in_the_chat(sqlite_url: str) -> None:
    quicken()
    settings = Settings(
        database_url=SecretStr(sqlite_url), rate={"rehearsal": 1000.0, "rehearsal_plain": 1000.0}, _env_file=None
    )
    async with open_house(settings) as house:
        month = Month(house, rehearsal_network())
        await the_commune_is_read_and_linked(month)
        async with at_work(house, month.networks, month.now) as month.running:
            await nine_secretaries_call_a_meeting(month)
            await month.comes(HELD - timedelta(days=3))
            await those_who_are_told_answer(month)
            await month.comes(HELD - timedelta(days=1))
            await secretaries_see_and_decide(month)
            await month.comes(HELD + timedelta(hours=1))
            await rolls_are_closed(month)
            await month.comes(at(2027, 1, 2))
            await the_month_is_counted(month)
            await the_committee_sees_it_all(month)
        await nothing_was_lost(month)


async def the_commune_is_read_and_linked(month: Month) -> None:
    sheet = read_roster(ROSTERS / "bach-luu.xlsx", day_of(MORNING))
    async with month.house.sessions.begin() as db:
        plan = await plan_import(db, "bach-luu", sheet, day_of(MORNING))
        await write_import(db, "bach-luu", sheet.title or "", plan, "test", MORNING)
        units = await tree.children(db, await tree.unit_of(db, "bach-luu"))
        for number, unit in enumerate(unit for unit in units if unit.kind is UnitKind.CELL):
            month.cells.append(await a_cell(month, db, unit, has_buttons=number % 2 == 0))
        head = month.cells[0].people[-1]
        await roles.give_role(db, head, await tree.unit_of(db, "bach-luu"), Office.COMMUNE_COMMITTEE, "test", MORNING)
        month.committee = month.phones.get(head.id) or await linked(month, db, head, "rehearsal")


async def a_cell(month: Month, db: AsyncSession, unit: Unit, *, has_buttons: bool) -> Cell:
    """Everybody linked or not as luck has it; whoever calls and closes has a phone."""
    members = [one.member for one in await expected_in(db, unit)]
    secretary = members[0]
    for member in members:
        share = month.luck.random()
        if member is secretary:
            share = 0.0 if has_buttons else SMART
        if share < PLAIN:
            await linked(month, db, member, "rehearsal" if share < SMART else "rehearsal_plain")
    await roles.give_role(db, secretary, unit, Office.SECRETARY, "test", MORNING)
    cell = Cell(unit, members, month.phones[secretary.id])
    for number in range(2, len(members) + 1):
        fate = month.luck.random()
        if fate < 0.1:
            (cell.excused if fate < 0.07 else cell.unexcused).add(number)
    return cell


async def expected_in(db: AsyncSession, unit: Unit) -> list[Belonging]:
    belongings = await people.people_of_cell(db, unit.id, day_of(HELD))
    return people.expected(belongings, count_temporary_in=True)


async def linked(month: Month, db: AsyncSession, member: Member, channel: str) -> Phone:
    endpoint = await village.reachable_at(db, member, MORNING, chat=f"p{member.id}", channel=channel)
    endpoint.account = Rehearsal.account
    month.phones[member.id] = month.networks[channel].phone(endpoint.external_id)
    return month.phones[member.id]


async def nine_secretaries_call_a_meeting(month: Month) -> None:
    """The first sets a monthly series, the last one forgets, the others call: in one line, or question by question."""
    first, *others, _ = month.cells
    await talk(month, first, "lịch hằng tháng mùng 3 19h30, Nhà văn hóa thôn", "1")
    for number, cell in enumerate(others):
        if number % 2:
            await talk(month, cell, "gọi họp 3/12 19h30 Nhà văn hóa thôn", "1")
        else:
            await talk(month, cell, "gọi họp", "3/12 19h30", "Nhà văn hóa", "1")
        assert cell.said <= 6
        assert "Đã gọi họp" in cell.phone.screen[-1].text
    await month.comes(HELD - timedelta(days=7))
    async with month.house.sessions() as db:
        assert await db.scalar(select(func.count(Meeting.id))) == 9
        assert await db.scalar(select(Series.called_through)) == "2026-12"


async def talk(month: Month, cell: Cell, *texts: str) -> Bubble:
    for text in texts:
        cell.tells(text)
        await month.quiet()
    return cell.phone.screen[-1]


async def those_who_are_told_answer(month: Month) -> None:
    """Whoever will be away with leave says so; two in three of the others say that they come; the rest are silent."""
    for cell in month.cells[:-1]:
        for number, member in enumerate(cell.people, 1):
            phone = month.phones.get(member.id)
            if phone is None:
                continue
            assert "Kính mời" in "".join(reply.text for reply in phone.screen[-3:]), (cell.unit.name, number)
            if number in cell.excused:
                phone.says("xin vắng vì ốm")
            elif number not in cell.unexcused and number % 3:
                phone.says("có")
    await month.quiet()


async def secretaries_see_and_decide(month: Month) -> None:
    for cell in month.cells[:-1]:
        asked = sum(month.phones.get(cell.people[number - 1].id) is not None for number in cell.excused)
        shown = await talk(month, cell, "tình hình")
        assert f"xin vắng {asked}" in shown.text
        if asked:
            await talk(month, cell, "đơn xin vắng", "đồng ý tất cả")
            assert "chờ quyết định" not in (await talk(month, cell, "tình hình")).text


async def rolls_are_closed(month: Month) -> None:
    for cell in month.cells[:-1]:
        before = cell.said
        reply = await talk(month, cell, "điểm danh", cell.line, "chốt")
        assert cell.said - before <= 4
        assert f"Có mặt {cell.counts.present}/{cell.counts.expected}" in reply.text


async def the_month_is_counted(month: Month) -> None:
    """What the clock does within a minute, done now."""
    async with month.house.sessions.begin() as db:
        await write_due_months(db, month.now())
        await roll_up_all(db, month.now())
        assert await recount(db, "2026-11") == []


async def the_committee_sees_it_all(month: Month) -> None:
    assert month.committee is not None
    total = sum((cell.counts for cell in month.cells[:-1]), Counts())
    month.committee.says("báo cáo tháng 12")
    await month.quiet()
    seen = next(one for one in reversed(month.committee.screen) if "9/10" in one.text)  # a list may come on its own
    assert f"Có mặt {total.present}/{total.expected}" in seen.text
    assert any(month.cells[1].unit.name in choice.label for choice in seen.choices)
    async with month.house.sessions() as db:
        rows = await db.scalars(select(Participation).where(Participation.month == "2026-12"))
        stored = {row.unit_id: Counts(row.expected, row.present, row.excused, row.unexcused) for row in rows}
    assert {cell.unit.id: stored[cell.unit.id] for cell in month.cells[:-1]} == {
        cell.unit.id: cell.counts for cell in month.cells[:-1]
    }


async def nothing_was_lost(month: Month) -> None:
    """Every row of the inbox was answered, every notice came to an end, no cell was closed that did not meet."""
    async with month.house.sessions() as db:
        assert set(await db.scalars(select(InboxRow.state))) == {InboxState.DONE}
        states = set(await db.scalars(select(Notice.state)))
        assert not states & {NoticeState.WAITING, NoticeState.SENDING, NoticeState.UNCERTAIN}
        closed = await db.scalar(select(func.count(Meeting.id)).where(Meeting.state == MeetingState.CLOSED))
    assert closed == 9
