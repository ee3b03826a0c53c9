"""The whole story of one meeting, over real HTTP, on both databases, with the clock moved on."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Answer, Attendance, Leave
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member
from bot.model.notices import NoticeState
from bot.model.roles import Office
from bot.model.units import Unit
from bot.reports.participation import document_of, participation
from bot.services import joining, meetings, people, roles, roll, tree
from bot.services.import_writing import write_import
from bot.services.importing import plan_import
from bot.services.ledger import Ledger, ledger_of
from bot.services.participation import roll_up_all, write_due_months
from bot.services.recount import recount
from bot.services.roster.reading import read_roster
from bot.words.times import day_of
from tests.fakes.telegram import Person
from tests.stage import ROSTERS, Stage, stage

SATURDAY = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""9 o'clock in Viet Nam."""
MEETING = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)
"""19:30 in Viet Nam, a Thursday."""


async def test_a_meeting_goes_from_the_roster_to_the_rate(database_url: str) -> None:
    async with stage(database_url, SATURDAY) as at:
        cell = await import_the_roster(at)
        members = await people_expected(at, cell)
        async with at.working():
            phones = await five_people_join(at, members[:5])
            meeting_id = await call_the_meeting(at, cell)
            await the_notice_waits_for_its_day(at, meeting_id, phones)
            at.set_clock(MEETING - timedelta(days=3))
            await everybody_linked_is_told(at, phones)
            await they_answer(at, meeting_id, phones)
            at.set_clock(MEETING - timedelta(days=1))
            await only_the_silent_are_reminded(at, phones)
            await a_mind_is_changed(at, meeting_id, phones[0])
            at.set_clock(MEETING + timedelta(hours=2))
            await after_the_start_no_answer_is_taken(at, meeting_id, phones[4])
        await the_roll_is_closed(at, meeting_id, members)
        await the_rate_is_known_at_every_level(at, cell, len(members))


async def import_the_roster(at: Stage) -> Unit:
    sheet = read_roster(ROSTERS / "bach-luu.xlsx", day_of(at.now()))
    async with at.house.sessions.begin() as db:
        plan = await plan_import(db, "bach-luu", sheet, day_of(at.now()))
        await write_import(db, "bach-luu", sheet.title or "", plan, "test", at.now())
        assert len(plan.added) == 165
        return await tree.cell_of(db, "bach-luu-hong-sen")


async def people_expected(at: Stage, cell: Unit) -> list[Member]:
    async with at.house.sessions() as db:
        belongings = await people.people_of_cell(db, cell.id, day_of(MEETING))
    expected = [one.member for one in people.expected(belongings, count_temporary_in=True)]
    assert (len(belongings), len(expected)) == (27, 25)
    return expected


async def five_people_join(at: Stage, members: list[Member]) -> list[Person]:
    """By link, by code and by the own number; nobody hears anything before agreeing."""
    async with at.house.sessions.begin() as db:
        secretary = await people.member_by_id(db, members[0].id)
        await roles.give_role(
            db, secretary, await tree.unit_of(db, "bach-luu-hong-sen"), Office.SECRETARY, "test", at.now()
        )
        invitations = await joining.invite(db, members[:4], "test", at.now())
    phones = [at.telegram.person(100 + number) for number in range(5)]
    await phones[0].starts(invitations[0].token)
    await phones[1].says(invitations[1].code)
    await phones[2].says(invitations[2].code.lower())
    await phones[3].starts(invitations[3].code)
    async with at.house.sessions.begin() as db:
        (await people.member_by_id(db, members[4].id)).phone = "+84900000999"
    await phones[4].shares_contact("84900000999")
    for phone in phones:
        await agree(at, phone)
    return phones


async def agree(at: Stage, phone: Person) -> None:
    await at.telegram.wait_for(lambda: phone.received)
    assert "đồng ý" in phone.received[-1].text.lower()
    await phone.presses("Đồng ý")
    await at.telegram.wait_for(lambda: "Đã nối máy" in phone.received[-1].text)


async def call_the_meeting(at: Stage, cell: Unit) -> int:
    async with at.house.sessions.begin() as db:
        call = meetings.checked(MeetingKind.REGULAR, MEETING, "Nhà văn hóa thôn", None, at.now())
        return (await meetings.call_meeting(db, await tree.cell_of(db, cell.code), call, "test", at.now())).id


async def the_notice_waits_for_its_day(at: Stage, meeting_id: int, phones: list[Person]) -> None:
    book = await ledger(at, meeting_id)
    assert (len(book.people), book.count(NoticeState.WAITING), book.count(NoticeState.FAILED)) == (25, 5, 20)
    assert not any("Nhà văn hóa" in phone.received[-1].text for phone in phones)


async def ledger(at: Stage, meeting_id: int) -> Ledger:
    async with at.house.sessions() as db:
        return await ledger_of(db, await db.get_one(Meeting, meeting_id))


async def everybody_linked_is_told(at: Stage, phones: list[Person]) -> None:
    await at.telegram.wait_for(lambda: all("Nhà văn hóa thôn" in phone.received[-1].text for phone in phones))
    labels = [button.text for button in phones[0].received[-1].buttons]
    assert [any(word in label for label in labels) for word in ("Có mặt", "Xin vắng")] == [True, True]
    assert "Thứ Năm, 03/12/2026, 19 giờ 30" in phones[0].received[-1].text


async def they_answer(at: Stage, meeting_id: int, phones: list[Person]) -> None:
    """A tap; a tap and a reason; words with a reason; an acknowledgement, which changes nothing; silence."""
    await phones[0].presses("Có mặt")
    await phones[1].presses("Xin vắng")
    await at.telegram.wait_for(lambda: "Vì sao" in phones[1].received[-1].text)
    assert (await answer_of(at, meeting_id, 1))[:2] == (Answer.AWAY, None)
    await phones[1].presses("công tác")
    await phones[2].says("xin phép vắng vì ốm")
    await phones[3].says("đã nhận")
    await at.telegram.wait_for(lambda: "lý do: ốm" in phones[2].received[-1].text)
    await at.telegram.wait_for(lambda: "Cảm ơn" in phones[3].received[-1].text)
    await at.telegram.wait_for(lambda: "công tác" in phones[1].received[-1].text)
    assert await answer_of(at, meeting_id, 0) == (Answer.COMING, None, None)
    assert await answer_of(at, meeting_id, 1) == (Answer.AWAY, "duty_trip", Leave.PENDING)
    assert await answer_of(at, meeting_id, 2) == (Answer.AWAY, "illness", Leave.PENDING)
    assert await answer_of(at, meeting_id, 3) == (None, None, None)


async def answer_of(at: Stage, meeting_id: int, number: int) -> tuple[Answer | None, str | None, Leave | None]:
    async with at.house.sessions() as db:
        row = (await listed(db, meeting_id))[number]
    return row.answer, row.reason, row.leave


async def listed(db: AsyncSession, meeting_id: int) -> list[Attendance]:
    found = await db.scalars(select(Attendance).filter_by(meeting_id=meeting_id).order_by(Attendance.id))
    return list(found)


async def only_the_silent_are_reminded(at: Stage, phones: list[Person]) -> None:
    await at.telegram.wait_for(lambda: all("Nhắc đồng chí" in phone.received[-1].text for phone in phones[3:]))
    assert not any("Nhắc đồng chí" in sent.text for phone in phones[:3] for sent in phone.received)


async def a_mind_is_changed(at: Stage, meeting_id: int, phone: Person) -> None:
    await phone.says("2 om")
    await at.telegram.wait_for(lambda: "XIN VẮNG" in phone.received[-1].text)
    assert await answer_of(at, meeting_id, 0) == (Answer.AWAY, "illness", Leave.PENDING)
    await phone.presses("Có mặt")
    await at.telegram.wait_for(lambda: "CÓ MẶT" in phone.received[-1].text)
    assert await answer_of(at, meeting_id, 0) == (Answer.COMING, None, None)


async def after_the_start_no_answer_is_taken(at: Stage, meeting_id: int, phone: Person) -> None:
    await phone.presses("Có mặt")
    await at.telegram.wait_for(lambda: "đã bắt đầu" in phone.received[-1].text)
    assert (await answer_of(at, meeting_id, 4))[0] is None


async def the_roll_is_closed(at: Stage, meeting_id: int, members: list[Member]) -> None:
    """21 present, 3 excused, 1 unexcused: the worked example's numbers on the real cell."""
    ids = [member.id for member in members]
    marks = roll.Marks(present=[ids[0], *ids[5:]], excused=ids[1:4], unexcused=ids[4:5])
    async with at.house.sessions.begin() as db:
        await roll.take_roll(db, meeting_id, marks, "test", at.now())
        closed = await roll.close_roll(db, meeting_id, "test", at.now())
        counts = (await roll.roll_of(db, closed)).counts
    assert (counts.expected, counts.present, counts.excused, counts.unexcused) == (25, 21, 3, 1)


async def the_rate_is_known_at_every_level(at: Stage, cell: Unit, expected: int) -> None:
    async with at.house.sessions.begin() as db:
        await write_due_months(db, at.now())
        await roll_up_all(db, at.now())
        commune = await tree.unit_of(db, "bach-luu")
        lines = {line.code: line for line in await participation(db, commune, "2026-12", "2026-12")}
        assert await recount(db, "2026-01") == []
    shown = document_of(lines[cell.code])
    assert (shown["rate_strict"], shown["rate_adjusted"], shown["met"], shown["due"]) == ("84.00", "95.45", 1, 1)
    whole = lines["bach-luu"]
    assert (whole.met, whole.due, whole.counts.expected) == (1, 10, expected)
    assert lines[cell.code].is_below
    assert sum(line.has_not_met for line in lines.values()) == 10
