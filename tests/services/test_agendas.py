"""What meetings are about: from the unit's usual agenda, changed item by item, told again only once it is said."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Reply
from bot.model.attendances import Answer
from bot.model.audit import AuditRow
from bot.model.endpoints import Endpoint
from bot.model.groups import UnitGroup
from bot.model.meetings import Meeting, MeetingKind, MeetingState, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.refusals import (
    AgendaClosed,
    DoubtfulWords,
    ItemTooLong,
    NoItems,
    NoSuchItem,
    NothingToTellAgain,
    SecrecyMarked,
    TooManyItems,
)
from bot.services import agendas, content_notices
from bot.services.group_notices import group_word
from bot.services.meetings import cancel_meeting
from bot.services.usual_agendas import items_of, reset_usual, set_usual, usual_of
from bot.services.wording import word
from bot.words.agendas import MOST, SHIPPED, Edit, What
from tests import village
from tests.conftest import NOW

CHAT = Capabilities(True, True, True, True, True, False, 4000)
REGULAR = MeetingKind.REGULAR


async def place(db: AsyncSession) -> tuple[Unit, Unit]:
    commune = await village.commune(db)
    cell = await village.cell(db, commune)
    await village.member(db, cell)
    return commune, cell


async def test_the_nearest_unit_that_has_written_its_agenda_is_obeyed(db: AsyncSession) -> None:
    commune, cell = await place(db)
    assert (await usual_of(db, cell, REGULAR)).items == SHIPPED[REGULAR]
    await set_usual(db, commune, REGULAR, ["Của xã."], "test", NOW)
    assert (await usual_of(db, cell, REGULAR)).items == ("Của xã",)
    await set_usual(db, cell, REGULAR, ["Của thôn"], "test", NOW)
    await set_usual(db, cell, REGULAR, ["Của thôn", "Việc khác"], "test", NOW)
    assert (await usual_of(db, cell, REGULAR)).items == ("Của thôn", "Việc khác")
    assert (await usual_of(db, cell, MeetingKind.THEMATIC)).unit is None
    assert await reset_usual(db, cell, REGULAR, "test", NOW)
    assert not await reset_usual(db, cell, REGULAR, "test", NOW)
    assert (await usual_of(db, cell, REGULAR)).unit is commune


async def test_a_meeting_keeps_the_agenda_with_which_it_was_called(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    commune, cell = await place(db)
    plain = await village.meeting(db, cell, NOW)
    await set_usual(db, commune, REGULAR, ["Của xã"], "test", NOW)
    own = await village.meeting(db, cell, NOW, timedelta(days=2))
    await set_usual(db, commune, REGULAR, ["Khác"], "test", NOW)
    assert (plain.agenda, items_of(plain)) == (None, list(SHIPPED[REGULAR]))
    assert items_of(own) == ["Của xã"]


def test_items_are_changed_added_taken_away_and_moved() -> None:
    items = ["a", "b", "c"]
    assert agendas.edited(items, [Edit(What.CHANGE, 2, "x")]) == ["a", "x", "c"]
    assert agendas.edited(items, [Edit(What.CHANGE, 4, "x")]) == ["a", "b", "c", "x"]
    assert agendas.edited(items, [Edit(What.ADD, 0, "x"), Edit(What.ADD, 1, "y")]) == ["y", "a", "b", "c", "x"]
    assert agendas.edited(items, [Edit(What.REMOVE, 3), Edit(What.REMOVE, 1)]) == ["b"]
    assert agendas.edited(items, [Edit(What.MOVE, 3, to=1)]) == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("edits", "refusal"),
    [
        ([Edit(What.CHANGE, 5, "x")], NoSuchItem),
        ([Edit(What.REMOVE, 0)], NoSuchItem),
        ([Edit(What.MOVE, 1, to=9)], NoSuchItem),
        ([Edit(What.REMOVE, 3), Edit(What.REMOVE, 2), Edit(What.REMOVE, 1)], NoItems),
        ([Edit(What.ADD, 0, "x")] * MOST, TooManyItems),
        ([Edit(What.ADD, 0, "x" * 201)], ItemTooLong),
    ],
)
def test_what_is_no_agenda_is_refused(edits: list[Edit], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        agendas.edited(["a", "b", "c"], edits)


async def test_nothing_with_a_mark_is_kept(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    _, cell = await place(db)
    meeting = await village.meeting(db, cell, NOW)
    with pytest.raises(SecrecyMarked):
        await agendas.edit_agenda(db, meeting, [Edit(What.ADD, 0, "Công văn mật số 3")], "test", NOW)
    with pytest.raises(DoubtfulWords):
        await agendas.edit_agenda(db, meeting, [Edit(What.ADD, 0, "Thân mật")], "test", NOW)
    await agendas.edit_agenda(db, meeting, [Edit(What.ADD, 0, "Thân mật")], "test", NOW, harmless=True)
    assert items_of(meeting)[-1] == "Thân mật"
    facts = [str(row.facts) for row in await db.scalars(select(AuditRow))]
    assert not any("mật" in one for one in facts)


async def test_the_agenda_of_a_meeting_that_is_off_stays(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    _, cell = await place(db)
    meeting = await village.meeting(db, cell, NOW)
    meeting.state = MeetingState.CANCELLED
    with pytest.raises(AgendaClosed):
        await agendas.edit_agenda(db, meeting, [Edit(What.ADD, 0, "x")], "test", NOW)
    with pytest.raises(AgendaClosed):
        await agendas.take_usual(db, meeting, cell, "test", NOW)


# Telling


async def told(db: AsyncSession) -> tuple[Meeting, Member]:
    """A meeting of which one of two has been told."""
    _, cell = await place(db)
    lan = await village.member(db, cell, "Nguyễn Thị Lan")
    await village.reachable_at(db, lan, NOW)
    meeting = await village.meeting(db, cell, NOW)
    await village.has_been_told(db, meeting, lan)
    return meeting, lan


async def contents(db: AsyncSession) -> list[Notice]:
    return list(await db.scalars(select(Notice).filter_by(step=Step.CONTENT).order_by(Notice.id)))


async def test_a_change_tells_nobody_and_is_told_once_to_those_who_know_of_the_meeting(db: AsyncSession) -> None:
    meeting, lan = await told(db)
    await agendas.edit_agenda(db, meeting, [Edit(What.CHANGE, 1, "Khai mạc")], "test", NOW)
    assert await contents(db) == []
    found = await content_notices.hearers(db, meeting, NOW)
    assert found.member_ids == [lan.id]
    assert await content_notices.tell_again(db, meeting, found.round, "test", NOW) == 1
    assert await content_notices.tell_again(db, meeting, found.round, "test", NOW) == 0
    (notice,) = await contents(db)
    said = await word(db, notice, NOW, CHAT)
    assert isinstance(said, Reply)
    assert "Nội dung buổi họp có thay đổi" in said.text
    assert "Nội dung: 1. Khai mạc; 2. " in said.text
    assert [one.label for one in said.choices] == ["Có mặt", "Xin vắng"]
    notice.state = NoticeState.SENT
    again = await content_notices.hearers(db, meeting, NOW)
    assert await content_notices.tell_again(db, meeting, again.round, "test", NOW) == 1


async def test_whoever_has_answered_is_told_and_not_asked(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, lan = await told(db)
    await village.says(db, meeting, lan, Answer.COMING, NOW)
    await content_notices.tell_again(db, meeting, 1, "test", NOW)
    said = await word(db, (await contents(db))[0], NOW, CHAT)
    assert isinstance(said, Reply)
    assert said.choices == ()
    assert "dự được không" not in said.text


async def test_nobody_is_told_of_a_meeting_that_is_off_or_unknown(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, lan = await told(db)
    (await village.notices_of(db, meeting, lan))[0].state = NoticeState.FAILED
    with pytest.raises(NothingToTellAgain):
        await content_notices.hearers(db, meeting, NOW)
    await cancel_meeting(db, meeting.id, "test", NOW)
    assert not await content_notices.can_be_told(db, meeting, NOW)


async def test_the_shipped_agenda_makes_no_invitation_longer(sqlite_db: AsyncSession) -> None:
    meeting, lan = await told(sqlite_db)
    said = await word(sqlite_db, (await village.notices_of(sqlite_db, meeting, lan))[0], NOW, CHAT)
    assert isinstance(said, Reply)
    assert "Nội dung" not in said.text


async def test_a_group_hears_of_the_agenda_and_of_nobody(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    _, cell = await place(db)
    lan = await village.member(db, cell, "Nguyễn Thị Lan")
    chat = Endpoint(channel="rehearsal", account="rehearsal", external_id="group:1", offered=[], wrong_codes=0)
    db.add(chat)
    await db.flush()
    db.add(UnitGroup(unit_id=cell.id, endpoint_id=chat.id, name="Nhóm", since_at=NOW, named_by="test"))
    await set_usual(db, cell, REGULAR, ["Kiểm điểm đ/c Hùng", f"Xét {lan.name}", "Bàn việc làm đường"], "test", NOW)
    meeting = await village.meeting(db, cell, NOW)
    meeting.topic = f"Việc của {lan.name}"
    notice_id = await db.scalar(select(func.max(Notice.id)).filter_by(step=Step.GROUP))
    said = await group_word(db, notice_id or 0, meeting, cell)
    assert isinstance(said, Reply)
    assert "Nội dung: 1. Bàn việc làm đường." in said.text
    assert lan.name not in said.text
