"""What meetings concluded: whose it is, whether it is done, what the next meeting looks back on; who is told when."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.conclusions import Conclusion
from bot.model.meetings import Meeting, MeetingKind, Step
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.refusals import ConclusionUnreadable, DoubtfulWords, NoSuchConclusion, SecrecyMarked, TooManyItems
from bot.services import conclusions, tasks
from bot.services.conclusions import State
from bot.services.meetings import cancel_meeting
from bot.services.unit_settings import change
from bot.words.conclusions import MOST
from tests import village
from tests.village import at

HELD = at(2026, 11, 3, 19)
AFTER = at(2026, 11, 3, 21)


class Place:
    """A cell with its secretary, Lan and two called Hùng; a meeting that was held."""

    def __init__(self, db: AsyncSession, cell: Unit, people: list[Member], meeting: Meeting) -> None:
        self.db, self.cell, self.meeting = db, cell, meeting
        self.secretary, self.lan, self.hung, self.other = people

    async def concludes(self, *lines: str, now: datetime = AFTER) -> list[conclusions.Concluded]:
        return await conclusions.add_conclusions(self.db, self.meeting, lines, "test", now)

    async def why_not(self, *lines: str, now: datetime = AFTER) -> str:
        with pytest.raises(ConclusionUnreadable) as refusal:
            await self.concludes(*lines, now=now)
        return str(refusal.value.facts["why"])

    async def says(self) -> list[tuple[int | None, str]]:
        """Every word that was passed on: to whom, and what."""
        found = await self.db.scalars(select(Notice).filter_by(step=Step.PASSED_ON).order_by(Notice.id))
        return [(one.member_id, str((one.content or {}).get("text"))) for one in found]


async def village_of(db: AsyncSession) -> Place:
    cell = await village.cell(db, since=date(2026, 1, 1))
    people = [
        await village.member(db, cell, name)
        for name in ("Trần Thị Bình", "Nguyễn Thị Lan", "Lê Văn Hùng", "Phạm Văn Hùng")
    ]
    await village.office(db, people[0], cell)
    for person in people:
        await village.reachable_at(db, person, HELD)
    return Place(db, cell, people, await village.held(db, cell, HELD))


@pytest.fixture
async def place(sqlite_db: AsyncSession) -> Place:
    return await village_of(sqlite_db)


async def test_a_conclusion_is_given_to_somebody_of_the_cell(place: Place) -> None:
    first, second = await place.concludes("Sửa đường; giao đ/c Lan, hạn 25/12", "Nhất trí kết nạp")
    assert (first.row.position, first.row.text, first.who, first.row.due_on) == (
        1, "Sửa đường", place.lan, date(2026, 12, 25),
    )  # fmt: skip
    assert first.is_task
    assert (second.row.position, second.who, second.is_task) == (2, None, False)


async def test_a_name_that_two_have_is_asked_for_in_full(place: Place) -> None:
    assert "2 đồng chí" in await place.why_not("Sửa cầu; giao đ/c Hùng")
    (found,) = await place.concludes("Sửa cầu; giao đ/c Phạm Văn Hùng")
    assert found.who is place.other


async def test_a_person_of_nowhere_is_refused_and_nothing_of_all_lines_is_written(place: Place) -> None:
    assert "Không thấy" in await place.why_not("Sửa đường", "Sửa cầu; giao đ/c Nguyệt")
    assert await conclusions.conclusions_of(place.db, place.meeting.id) == []
    (found,) = await place.concludes("Đề nghị xã giao đất làm sân")
    assert (found.who, found.row.text) == (None, "Đề nghị xã giao đất làm sân")


async def test_a_sentence_with_its_person_in_it_stays_whole(place: Place) -> None:
    (found,) = await place.concludes("Giao đồng chí Lan phụ trách sửa đường trước 25/12")
    assert (found.row.text, found.who) == ("Giao đồng chí Lan phụ trách sửa đường", place.lan)


async def test_marks_are_looked_for_first(place: Place) -> None:
    with pytest.raises(SecrecyMarked):
        await place.concludes("Làm theo", "tài liệu", "mật số 3")
    with pytest.raises(DoubtfulWords):
        await place.concludes("Sinh hoạt thân mật")


async def test_a_meeting_to_come_or_off_has_no_conclusions(place: Place) -> None:
    place.meeting = await village.meeting(place.db, place.cell, AFTER)
    assert "chưa bắt đầu" in await place.why_not("Sửa đường")
    await cancel_meeting(place.db, place.meeting.id, "test", AFTER)
    assert "đã hoãn" in await place.why_not("Sửa đường", now=AFTER + timedelta(days=3))


async def test_there_are_so_many_at_most(place: Place) -> None:
    with pytest.raises(TooManyItems):
        await place.concludes(*["Sửa đường"] * (MOST + 1))


async def test_changing_keeps_what_the_line_does_not_say(place: Place) -> None:
    (found,) = await place.concludes("Sửa đường; giao đ/c Lan, hạn 25/12")
    found.row.reminded_on = date(2026, 12, 1)
    changed = await conclusions.change_conclusion(place.db, place.meeting, 1, "Sửa cầu", "test", AFTER)
    assert (changed.row.text, changed.who, changed.row.due_on) == ("Sửa cầu", place.lan, date(2026, 12, 25))
    assert changed.row.reminded_on is not None
    changed = await conclusions.change_conclusion(
        place.db, place.meeting, 1, "giao đ/c Bình, hạn 30/12", "test", AFTER, only_whose=True
    )
    assert (changed.row.text, changed.who, changed.row.reminded_on) == ("Sửa cầu", place.secretary, None)
    with pytest.raises(NoSuchConclusion):
        await conclusions.change_conclusion(place.db, place.meeting, 2, "Sửa cầu", "test", AFTER)


async def test_those_behind_one_that_goes_move_up(place: Place) -> None:
    first, *_ = await place.concludes("Một việc", "Hai việc", "Ba việc")
    await conclusions.remove_conclusion(place.db, place.meeting, first.row.id, "test", AFTER)
    left = await conclusions.conclusions_of(place.db, place.meeting.id)
    assert [(one.row.position, one.row.text) for one in left] == [(1, "Hai việc"), (2, "Ba việc")]


async def test_the_first_tap_says_when_it_was_done(place: Place) -> None:
    (found,) = await place.concludes("Sửa đường; giao đ/c Lan, hạn 25/12")
    today = date(2026, 12, 26)
    assert found.state(date(2026, 12, 25)) is State.OPEN
    assert found.state(today) is State.LATE
    for day in (24, 27):
        done = await conclusions.mark_done(place.db, found.row.id, True, "member:1", at(2026, 12, day))
    assert (done.row.done_at, done.state(today)) == (at(2026, 12, 24), State.DONE)
    await conclusions.mark_done(place.db, found.row.id, False, "member:1", at(2026, 12, 27))
    done = await conclusions.mark_done(place.db, found.row.id, True, "member:1", at(2026, 12, 27))
    assert done.state(today) is State.LATE_DONE


# Looking back


async def test_the_next_meeting_looks_back_on_the_last_one_and_on_older_tasks_that_are_not_done(
    each_db: AsyncSession,
) -> None:
    place = await village_of(each_db)
    await place.concludes("Cũ, xong; giao đ/c Lan", "Cũ, chưa xong; giao đ/c Lan", "Cũ, không giao ai")
    done, *_ = await conclusions.conclusions_of(place.db, place.meeting.id)
    await conclusions.mark_done(place.db, done.row.id, True, "test", AFTER)
    place.meeting = await village.held(place.db, place.cell, at(2026, 12, 3, 19))
    await place.concludes("Mới, không giao ai", now=at(2026, 12, 3, 21))
    await village.held(place.db, place.cell, at(2026, 12, 1, 19), MeetingKind.COMMITTEE)
    following = await village.meeting(place.db, place.cell, at(2026, 12, 20))
    carried = await conclusions.carried_over(place.db, following)
    assert [one.row.text for one in carried] == ["Cũ, chưa xong", "Mới, không giao ai"]
    following.kind = MeetingKind.COMMITTEE
    assert await conclusions.carried_over(place.db, following) == []


# Telling


async def test_whoever_is_given_something_is_told_but_for_whoever_wrote_it(place: Place) -> None:
    given = await place.concludes("Sửa đường; giao đ/c Lan, hạn 25/12", "Họp dân; giao đ/c Bình")
    await tasks.tell_given(place.db, given, place.secretary.id, AFTER)
    ((who, text),) = await place.says()
    assert who == place.lan.id
    assert "giao việc cho đồng chí Nguyễn Thị Lan: Sửa đường, hạn 25/12/2026" in text
    await tasks.tell_given(place.db, given, place.secretary.id, AFTER)
    assert len(await place.says()) == 2


async def test_they_are_reminded_the_day_before_and_on_the_day_and_then_the_secretary_hears(
    each_db: AsyncSession,
) -> None:
    place = await village_of(each_db)
    await place.concludes("Sửa đường; giao đ/c Lan, hạn 25/12", "Thu quỹ, hạn 25/12")
    for day in (23, 24, 25, 26, 27):
        for hour in (6, 8, 20):
            while await tasks.remind_tasks(place.db, at(2026, 12, day, hour)):
                pass
    said = await place.says()
    assert [who for who, _ in said] == [place.lan.id, place.lan.id, place.secretary.id]
    assert ["đến hạn ngày mai" in said[0][1], "đến hạn hôm nay" in said[1][1]] == [True, True]
    assert "2 việc đã giao quá hạn" in said[2][1]
    assert "đ/c Nguyễn Thị Lan" in said[2][1]


async def test_how_many_days_before_is_the_units_choice(place: Place) -> None:
    change(place.cell, "task_days", "3")
    await place.concludes("Sửa đường; giao đ/c Lan, hạn 25/12")
    for day in (21, 22, 23, 25):
        await tasks.remind_tasks(place.db, at(2026, 12, day))
    said = [text for _, text in await place.says()]
    assert ["còn 3 ngày" in said[0], "hôm nay" in said[1], len(said)] == [True, True, 2]
    change(place.cell, "task_days", "0")
    await place.concludes("Sửa cầu; giao đ/c Lan, hạn 25/12")
    assert await tasks.remind_tasks(place.db, at(2026, 12, 24)) == 0
    assert await tasks.remind_tasks(place.db, at(2026, 12, 25)) == 1


async def test_what_is_done_reminds_nobody_and_a_new_day_reminds_anew(place: Place) -> None:
    (found,) = await place.concludes("Sửa đường; giao đ/c Lan, hạn 25/12")
    await conclusions.mark_done(place.db, found.row.id, True, "test", AFTER)
    assert await tasks.remind_tasks(place.db, at(2026, 12, 25)) == 0
    await conclusions.mark_done(place.db, found.row.id, False, "test", AFTER)
    assert await tasks.remind_tasks(place.db, at(2026, 12, 27)) == 1
    await conclusions.change_conclusion(
        place.db, place.meeting, 1, "hạn 30/12", "test", at(2026, 12, 27), only_whose=True
    )
    assert await tasks.remind_tasks(place.db, at(2026, 12, 29)) == 1


async def test_a_task_of_somebody_without_a_phone_or_a_cell_without_leaders_stops_nothing(place: Place) -> None:
    await place.concludes("Sửa đường; giao đ/c Lan, hạn 25/12")
    place.db.add(
        Conclusion(
            meeting_id=place.meeting.id, position=2, text="Của ai", member_id=(await _nobody(place)).id,
            due_on=date(2026, 12, 25), by="test", at=AFTER,
        )
    )  # fmt: skip
    await place.db.flush()
    assert await tasks.remind_tasks(place.db, at(2026, 12, 25)) == 2
    assert [who for who, _ in await place.says()] == [place.lan.id]


async def _nobody(place: Place) -> Member:
    return await village.member(place.db, place.cell, "Vũ Thị Xa")
