"""What is for a day to come is kept, shown, perhaps dropped, and done by the clock on its day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.notices import Notice
from bot.model.roles import Office, Role
from bot.model.tree_changes import TreeChange, TreeChangeState
from bot.refusals import CannotReorganise, NotAllowed
from bot.services.audit import as_member
from bot.services.meetings import cancel_meeting
from bot.services.reorganising.drafts import take_over
from bot.services.reorganising.on_the_day import change_tree
from bot.services.reorganising.plans import Fate, NotWritten, cancel, look_through, planned, write
from bot.services.tree import unit_of
from tests import village
from tests.services.reorganising.country import JULY, Country, all_agrees, line, met, report, said, settled

JUNE = village.at(2025, 6, 20)
MIDNIGHT = village.at(2025, 7, 1, 0, 0)


async def with_a_plan(db: AsyncSession) -> Country:
    """On 20 June it is decided that on 1 July district 2 ends."""
    country = await settled(db)
    await met(country, 6)
    look = await said(country, line(JULY, "close", "h2", "tinh"), now=JUNE)
    assert [one.fate for one in look.outcomes] == [Fate.PLANNED]
    return country


async def test_nothing_happens_before_the_day_and_everything_on_it(each_db: AsyncSession) -> None:
    country = await with_a_plan(each_db)
    assert await change_tree(each_db, village.at(2025, 6, 30, 23, 59)) == 0
    assert country["h2"].closed_on is None
    assert await change_tree(each_db, MIDNIGHT) == 1
    assert await change_tree(each_db, MIDNIGHT) == 0
    assert list(await planned(each_db)) == []
    assert country["h2"].closed_on == JULY
    await met(country, 7)
    assert list(await report(country, "tinh", "2025-06")) == ["tinh", "h1", "h2"]
    assert list(await report(country, "tinh", "2025-07")) == ["tinh", "h2-x1", "h2-x2", "h1"]
    await all_agrees(each_db)


async def test_a_day_on_which_the_machine_stood_still_is_made_up_for(db: AsyncSession) -> None:
    country = await with_a_plan(db)
    await met(country, 7, day=2)
    await change_tree(db, village.at(2025, 7, 4))
    assert list(await report(country, "tinh", "2025-07")) == ["tinh", "h2-x1", "h2-x2", "h1"]
    await all_agrees(db)


async def test_what_is_planned_can_be_dropped_until_it_is_done(db: AsyncSession) -> None:
    country = await with_a_plan(db)
    (row,) = await planned(db)
    await cancel(db, row.id, "test", JUNE)
    assert await change_tree(db, MIDNIGHT) == 0
    assert country["h2"].closed_on is None
    with pytest.raises(CannotReorganise):
        await cancel(db, row.id, "test", JUNE)
    look = await said(country, line(JULY, "close", "h2", "tinh"), now=JUNE)
    assert [one.fate for one in look.outcomes] == [Fate.PLANNED]


async def test_what_could_not_be_done_today_is_not_planned_either(db: AsyncSession) -> None:
    country = await settled(db)
    with pytest.raises(NotWritten):
        await said(country, line(JULY, "close", "h2"), now=JUNE)
    assert await planned(db) == []


async def test_a_meeting_that_is_still_to_come_before_the_day_is_only_to_be_closed_by_then(db: AsyncSession) -> None:
    country = await settled(db, districts=1, communes=1, cells=2)
    await village.meeting(db, country["h1-x1-c1"], JUNE)
    merge = line(JULY, "merge", "h1-x1-c1", "h1-x1-c2")
    look = await look_through(db, [merge], "test", JUNE)
    assert look.outcomes[0].effects is not None
    assert "Buổi họp 09h00 ngày 21/06 cần chốt trước ngày ấy." in look.outcomes[0].effects.notes
    await said(country, merge, now=JUNE)
    assert len(await planned(db)) == 1


async def test_a_plan_may_build_on_a_unit_that_it_founds(db: AsyncSession) -> None:
    country = await settled(db)
    new = line(JULY, "found", to="h1", name="Đảng ủy xã Mới", new_code="moi", unit_kind=country["h1-x1"].kind)
    look = await write(db, [new, line(JULY, "merge", "h1-x1", "moi")], "test", JUNE)
    assert [one.fate for one in look.outcomes] == [Fate.PLANNED, Fate.PLANNED]
    await change_tree(db, MIDNIGHT)
    assert country["h1-x1"].closed_on == JULY
    assert country["h1-x1-c1"].parent_id == (await unit_of(db, "moi")).id


async def test_what_stands_in_the_way_is_said_to_the_office_once_and_tried_again(each_db: AsyncSession) -> None:
    country = await settled(each_db, districts=1, communes=1, cells=2)
    clerk = await village.member(each_db, country["h1-x1-c2"], "Lê Thị Văn Phòng")
    await village.office(each_db, clerk, country["h1-x1"], Office.OFFICE)
    await village.reachable_at(each_db, clerk, JUNE)
    await said(country, line(JULY, "merge", "h1-x1-c1", "h1-x1-c2"), now=JUNE)
    meeting = await village.meeting(each_db, country["h1-x1-c1"], JUNE, timedelta(days=10))
    for minutes in (0, 5, 20):
        await change_tree(each_db, MIDNIGHT + timedelta(minutes=minutes))
    told = (await each_db.scalars(select(Notice).where(Notice.about.startswith("tree_change:")))).all()
    assert len(told) == 1
    assert "chưa chốt" in str(told[0].content)
    assert told[0].not_before >= village.at(2025, 7, 1, 6)
    assert country["h1-x1-c1"].closed_on is None
    await cancel_meeting(each_db, meeting.id, "test", MIDNIGHT)
    await change_tree(each_db, MIDNIGHT + timedelta(hours=1))
    assert country["h1-x1-c1"].closed_on == JULY


async def test_what_was_decided_together_is_done_together_or_not_at_all(db: AsyncSession) -> None:
    country = await settled(db)
    moves = [line(JULY, "move", "h2-x1", "h1"), line(JULY, "merge", "h2-x2-c1", "h2-x1-c1")]
    await said(country, *moves, now=JUNE)
    await village.meeting(db, country["h2-x2-c1"], JUNE, timedelta(days=10))
    await change_tree(db, MIDNIGHT)
    assert country["h2-x1"].parent_id == country["h2"].id
    states = set(await db.scalars(select(TreeChange.state)))
    assert states == {TreeChangeState.PLANNED}


async def test_what_breaks_is_set_aside_and_others_go_on(db: AsyncSession) -> None:
    country = await settled(db)
    await said(country, line(JULY, "close", "h1", "tinh"), now=JUNE)
    await said(country, line(JULY, "close", "h2", "tinh"), now=JUNE)
    broken, _ = await planned(db)
    broken.facts = broken.facts | {"unit_kind": "nothing that there is"}
    while await change_tree(db, MIDNIGHT):
        pass
    assert (country["h1"].closed_on, country["h2"].closed_on) == (None, JULY)
    (left,) = await planned(db)
    assert "Máy gặp lỗi" in (left.trouble or "")


async def test_a_later_part_of_a_file_waits_for_the_earlier_one(db: AsyncSession) -> None:
    country = await settled(db)
    parts = line(JULY, "merge", "h2-x2-c1", "h2-x1-c1"), line(date(2025, 8, 1), "move", "h2-x1", "h1")
    await said(country, *parts, now=JUNE)
    meeting = await village.meeting(db, country["h2-x2-c1"], JUNE, timedelta(days=10))
    august = village.at(2025, 8, 1, 0, 0)
    while await change_tree(db, august):
        pass
    assert country["h2-x1"].parent_id == country["h2"].id
    await cancel_meeting(db, meeting.id, "test", august)
    while await change_tree(db, august + timedelta(hours=1)):
        pass
    assert country["h2-x2-c1"].closed_on == JULY
    assert country["h2-x1"].parent_id == country["h1"].id


async def test_whose_office_ended_before_the_day_decides_no_more_until_somebody_takes_it_over(db: AsyncSession) -> None:
    country = await settled(db)
    former, present = [await village.member(db, country["h1-x1-c1"], name) for name in ("Lê Văn Cũ", "Lê Văn Mới")]
    for one in (former, present):
        await village.office(db, one, country["h2"], Office.OFFICE)
    await write(db, [line(JULY, "rename", "h2-x1", name="Xã Mới")], as_member(former.id), JUNE)
    await db.execute(update(Role).where(Role.member_id == former.id).values(until_on=JULY - timedelta(days=1)))
    assert await change_tree(db, MIDNIGHT) == 1
    (row,) = await planned(db)
    assert country["h2-x1"].name == "Đảng ủy xã 21"
    assert "không còn giữ chức vụ" in (row.trouble or "")
    with pytest.raises(NotAllowed):
        await take_over(db, former.id, row.id, MIDNIGHT)
    await take_over(db, present.id, row.id, MIDNIGHT)
    assert await change_tree(db, MIDNIGHT) == 1
    assert country["h2-x1"].name == "Xã Mới"


async def test_who_did_what_is_written_down(db: AsyncSession) -> None:
    await with_a_plan(db)
    await change_tree(db, MIDNIGHT)
    ours = AuditRow.deed.in_(["tree_change_planned", "unit_closed"])
    deeds = await db.execute(select(AuditRow.deed, AuditRow.about).where(ours).order_by(AuditRow.id))
    assert [(one.deed, one.about.split(":")[0]) for one in deeds] == [
        ("tree_change_planned", "tree_change"),
        ("unit_closed", "unit"),
    ]


async def test_what_was_tried_before_another_change_is_tried_again(db: AsyncSession) -> None:
    """Between trial and writing the unit was closed, and its new name for a day to come was kept all the same."""
    country = await settled(db)
    later = [line(JULY, "rename", "h1-x1", name="Đảng ủy xã Mới")]
    tried = await look_through(db, later, "test", JUNE)
    assert [one.fate for one in tried.outcomes] == [Fate.PLANNED]
    country["h1-x1"].closed_on = JUNE.date()
    await db.flush()
    with pytest.raises(NotWritten):
        await write(db, later, "test", JUNE, tried)
    assert list(await planned(db)) == []
