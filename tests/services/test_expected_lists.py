"""Who is expected at which kind of meeting, and how each kind is counted."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import MemberStatus, StatusKind
from bot.model.notices import Notice
from bot.model.participations import Participation
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.refusals import KindNotHere, NobodyToCall
from bot.services.expected_lists import Audience, lists_of
from bot.services.invitations import invited_to, renew_lists, renew_open_lists
from bot.services.meetings import call_meeting, checked
from bot.services.participation import roll_up_all
from bot.services.party_groups import lead_group, put_into
from bot.services.permissions import chairs_at
from bot.services.recount import recount
from bot.services.roles import end_role, give_role
from bot.services.roll import Marks, close_roll, roll_of, take_roll
from bot.services.roll_sheet import counts_after, sheet_of
from bot.services.tally import silent_of, standing_of
from bot.services.tree import add_unit
from bot.services.unit_settings import settings_at
from bot.words.times import day_of
from tests import village
from tests.services.cell_of_many import LEADERS, many

CALLED = ("an", "bình", "cúc", "dũng", "em", "giang", "mai")
HOUR = timedelta(hours=1)


async def call(
    db: AsyncSession, unit: Unit, kind: MeetingKind, now: datetime, audience: Audience | None = None
) -> Meeting:
    wanted = checked(kind, now + HOUR, "Nhà văn hóa", None, now, audience=audience)
    return await call_meeting(db, unit, wanted, "test", now)


async def listed(db: AsyncSession, meeting: Meeting) -> dict[int, bool]:
    """By member, whether they are on the list without being counted yet."""
    found = await db.execute(select(Attendance.member_id, Attendance.is_optional).filter_by(meeting_id=meeting.id))
    return dict(found.all())


@pytest.mark.parametrize(
    "kind",
    [kind for kind in MeetingKind if kind.value not in {"congress", "committee", "group", "briefing"}],
)
async def test_to_most_kinds_the_expected_of_the_cell_are_called(
    db: AsyncSession, now: datetime, kind: MeetingKind
) -> None:
    place = await many(db, now)
    meeting = await call(db, place.cell, kind, now)
    assert await listed(db, meeting) == dict.fromkeys(place.named(*CALLED), False)


async def test_to_a_congress_the_exempt_and_those_sent_out_are_invited_too(
    each_db: AsyncSession, now: datetime
) -> None:
    place = await many(each_db, now)
    meeting = await call(each_db, place.cell, MeetingKind.CONGRESS, now)
    beside = dict.fromkeys(place.named("hoa", "kha"), True)
    assert await listed(each_db, meeting) == dict.fromkeys(place.named(*CALLED), False) | beside
    told = set(await each_db.scalars(select(Notice.member_id).filter_by(meeting_id=meeting.id)))
    assert told == place.named(*CALLED, "hoa", "kha")


async def test_at_a_congress_they_are_counted_in_both_only_where_they_come(
    each_db: AsyncSession, now: datetime
) -> None:
    place = await many(each_db, now)
    meeting = await call(each_db, place.cell, MeetingKind.CONGRESS, now)
    came = place.people["hoa"].id
    everybody = Marks(excused=[place.people["giang"].id], everybody_present=True)
    await take_roll(each_db, meeting.id, everybody, "test", now + HOUR)
    assert (await roll_of(each_db, meeting)).counts.expected == 7
    await take_roll(each_db, meeting.id, Marks(present=[came]), "test", now + HOUR)
    await close_roll(each_db, meeting.id, "test", now + HOUR)
    roll = await roll_of(each_db, meeting)
    assert (roll.counts.expected, roll.counts.present, roll.counts.excused) == (8, 7, 1)
    assert (roll.voting_base, roll.voting_present) == (5, 4)
    assert roll.quorum_ok
    await roll_up_all(each_db, now)
    assert await recount(each_db, "2026-01") == []
    counted = await each_db.scalar(
        select(Participation.expected).filter_by(unit_id=place.commune.id, kind=MeetingKind.CONGRESS)
    )
    assert counted == 8


async def test_a_correction_of_a_congress_counts_who_came_after_all(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    meeting = await call(db, place.cell, MeetingKind.CONGRESS, now)
    await take_roll(db, meeting.id, Marks(everybody_present=True), "test", now + HOUR)
    await close_roll(db, meeting.id, "test", now + HOUR)
    for marks, expected in ((Marks(present=[place.people["kha"].id]), 8), (Marks(excused=[place.people["kha"].id]), 7)):
        await take_roll(db, meeting.id, marks, "test", now + 2 * HOUR)
        await roll_up_all(db, now)
        assert (await roll_of(db, meeting)).counts.expected == expected
        assert await recount(db, "2026-01") == []


async def test_nobody_waits_for_the_answer_of_who_need_not_come(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    meeting = await call(db, place.cell, MeetingKind.CONGRESS, now)
    assert (await standing_of(db, meeting)).silent == 7
    assert {one.id for one in await silent_of(db, meeting)} == place.named(*CALLED)
    seats = await sheet_of(db, meeting)
    assert (len(seats), counts_after(seats, {}).expected) == (9, 7)
    with_one = {place.people["hoa"].id: Mark.PRESENT, place.people["kha"].id: Mark.EXCUSED}
    assert (counts_after(seats, with_one).expected, counts_after(seats, with_one).present) == (8, 1)


async def test_to_the_committee_those_are_called_who_lead_the_cell(each_db: AsyncSession, now: datetime) -> None:
    place = await many(each_db, now)
    meeting = await call(each_db, place.cell, MeetingKind.COMMITTEE, now)
    assert await listed(each_db, meeting) == dict.fromkeys(place.named(*LEADERS), False)
    await give_role(each_db, place.people["giang"], place.cell, Office.CELL_COMMITTEE, "test", now)
    await end_role(each_db, place.people["cúc"], place.cell, Office.CELL_COMMITTEE, "test", now)
    assert set(await invited_to(each_db, meeting.id)) == place.named("an", "bình", "giang")


async def test_a_group_meets_without_the_rest_of_the_cell(each_db: AsyncSession, now: datetime) -> None:
    place = await many(each_db, now)
    meeting = await call(each_db, place.group, MeetingKind.GROUP, now)
    assert await listed(each_db, meeting) == dict.fromkeys(place.named("dũng", "em"), False)
    await put_into(each_db, place.cell, place.group, [place.people["giang"].id], "test", now)
    await put_into(each_db, place.cell, None, [place.people["em"].id], "test", now)
    assert set(await invited_to(each_db, meeting.id)) == place.named("dũng", "giang")
    await take_roll(each_db, meeting.id, Marks(everybody_present=True), "test", now + HOUR)
    await close_roll(each_db, meeting.id, "test", now + HOUR)
    await roll_up_all(each_db, now)
    assert await recount(each_db, "2026-01") == []
    sums = await each_db.execute(select(Participation.unit_id, Participation.present).filter_by(kind=MeetingKind.GROUP))
    assert dict(sums.all()) == dict.fromkeys((place.group.id, place.cell.id, place.commune.id), 2)


async def test_a_closed_list_keeps_the_groups_of_its_day(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    meeting = await call(db, place.cell, MeetingKind.REGULAR, now)
    await take_roll(db, meeting.id, Marks(everybody_present=True), "test", now + HOUR)
    await close_roll(db, meeting.id, "test", now + HOUR)
    await put_into(db, place.cell, None, [place.people["em"].id], "test", now + 2 * HOUR)
    assert (await village.row_of(db, meeting, place.people["em"])).group_id == place.group.id


async def test_a_briefing_calls_the_secretaries_below_the_committee(each_db: AsyncSession, now: datetime) -> None:
    place = await many(each_db, now)
    other = await village.cell(each_db, place.commune, "tay")
    secretary = await village.member(each_db, other, "Lê Văn Tư")
    await village.office(each_db, secretary, other)
    elsewhere = await village.cell(each_db, await village.commune(each_db, "xa-khac"), "khac")
    await village.office(each_db, await village.member(each_db, elsewhere), elsewhere)
    meeting = await call(each_db, place.commune, MeetingKind.BRIEFING, now)
    assert set(await invited_to(each_db, meeting.id)) == {*place.named("an"), secretary.id}
    await end_role(each_db, secretary, other, Office.SECRETARY, "test", now)
    assert set(await invited_to(each_db, meeting.id)) == place.named("an")


async def test_a_briefing_calls_chosen_offices_of_chosen_units(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    other = await village.cell(db, place.commune, "tay")
    await village.office(db, await village.member(db, other), other)
    whom = Audience((Office.SECRETARY, Office.DEPUTY_SECRETARY), (place.cell.id,))
    meeting = await call(db, place.commune, MeetingKind.BRIEFING, now, whom)
    assert set(await invited_to(db, meeting.id)) == place.named("an", "bình")
    await renew_open_lists(db, [place.cell.id], now)
    assert set(await invited_to(db, meeting.id)) == place.named("an", "bình")


@pytest.mark.parametrize(
    ("at", "kind"),
    [("cell", "group"), ("cell", "briefing"), ("group", "regular"), ("commune", "regular"), ("commune", "committee")],
)
async def test_no_unit_holds_what_is_not_its_own(db: AsyncSession, now: datetime, at: str, kind: str) -> None:
    place = await many(db, now)
    with pytest.raises(KindNotHere):
        await call(db, getattr(place, at), MeetingKind(kind), now)


async def test_a_committee_of_nobody_and_an_empty_group_are_not_called(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.member(db, cell)
    group = await add_unit(db, "to", "Tổ đảng 2", UnitKind.GROUP, cell, day_of(now))
    for unit, kind in ((cell, MeetingKind.COMMITTEE), (group, MeetingKind.GROUP)):
        with pytest.raises(NobodyToCall):
            await call(db, unit, kind, now)


async def test_an_exemption_that_ends_makes_somebody_expected_again(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    meeting = await call(db, place.cell, MeetingKind.CONGRESS, now)
    exempt = place.people["hoa"]
    row = (await db.scalars(select(MemberStatus).filter_by(member_id=exempt.id, kind=StatusKind.EXEMPT))).one()
    row.until_on = day_of(now) - timedelta(days=1)
    await db.flush()
    await renew_lists(db, [meeting], now)
    assert (await listed(db, meeting))[exempt.id] is False


async def test_the_lists_of_many_meetings_cost_as_many_queries_as_that_of_one(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    meetings = [await call(db, place.cell, MeetingKind.REGULAR, now)]
    for number in range(5):
        cell = await village.cell(db, place.commune, f"thon-{number}")
        person = await village.member(db, cell)
        await village.office(db, person, cell)
        kinds = (MeetingKind.THEMATIC, MeetingKind.COMMITTEE)
        meetings += [Meeting(cell_id=cell.id, kind=kind, starts_at=now + HOUR) for kind in kinds]
    units = {unit.id: unit for unit in await db.scalars(select(Unit))}
    settings = await settings_at(db, units.values())
    asked: list[str] = []
    connection = await db.connection()
    event.listen(connection.sync_connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
    lists = await lists_of(db, meetings, units, settings)
    assert [len(one) for one in lists] == [7, *[1] * 10]
    assert len(asked) == 3


async def test_who_chairs_is_who_leads_there(each_db: AsyncSession, now: datetime) -> None:
    place = await many(each_db, now)
    await lead_group(each_db, place.group, place.people["dũng"], "test", now)
    chair = await village.member(each_db, place.cell, "Lê Văn Chủ")
    await village.office(each_db, chair, place.commune, Office.COMMUNE_COMMITTEE)
    found = await chairs_at(each_db, [place.cell.id, place.group.id, place.commune.id], day_of(now))
    assert found == {
        place.cell.id: place.people["an"].id,
        place.group.id: place.people["dũng"].id,
        place.commune.id: chair.id,
    }
