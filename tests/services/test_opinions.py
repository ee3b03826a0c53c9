"""Opinions on their way up and back: what each unit has, when it is due, what is counted, what is kept how long."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.opinions import Opinion, OpinionKind, OpinionState
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.refusals import (
    MayBeOfAPerson,
    NobodyHears,
    NobodyHearsAbove,
    NoCellToHear,
    NoSuchOpinion,
    NotByMessage,
    OpinionSettled,
    TooManyOpinions,
)
from bot.services import opinion_sending, opinions
from bot.services.erasing import erase_ways
from bot.services.merging import merge
from bot.services.opinion_clock import remind_opinions
from bot.services.opinion_counts import count_late, counts_below, late_below, sees_counts
from bot.services.opinion_guard import wording
from bot.services.opinion_hearers import asking
from bot.services.opinion_routes import answer, ask_back, keep, pass_up
from bot.services.opinion_sources import names_of
from bot.services.opinions_kept import drafts
from bot.services.own_data import own_data_of
from bot.services.retention import take_away
from bot.services.roles import end_role
from bot.services.tree import add_unit
from bot.services.unit_settings import change
from tests import village
from tests.conftest import NOW
from tests.village import at

ROAD, LIGHT = "Đường vào thôn hỏng nặng, xin sửa sớm.", "Xin lắp đèn ở ngã ba nhà văn hóa."
BY = "test"
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


@dataclass
class Place:
    """A cell of six with its secretary, below a commune whose office hears, below a province where nobody does."""

    db: AsyncSession
    province: Unit
    commune: Unit
    cell: Unit
    lan: Member
    binh: Member
    secretary: Member
    office: Member

    async def send(
        self,
        who: Member,
        text: str = ROAD,
        kind: OpinionKind = OpinionKind.ECONOMY,
        *,
        named: bool = False,
        now: datetime = NOW,
    ) -> Opinion:
        return (await opinion_sending.send(self.db, who, kind, text, now, is_named=named)).row

    async def told(self, who: Member) -> list[str]:
        found = await self.db.scalars(select(Notice).filter_by(member_id=who.id, step="passed_on").order_by(Notice.id))
        return [str((one.content or {})["text"]) for one in found]


async def a_place(db: AsyncSession) -> Place:
    province = await add_unit(db, "tinh", "Tỉnh ủy Vĩnh Phúc", UnitKind.PROVINCE, None, village.LONG_AGO)
    commune = await add_unit(db, "xa", "Đảng ủy xã Bạch Lưu", UnitKind.COMMUNE, province, village.LONG_AGO)
    cell = await village.cell(db, commune)
    other = await village.cell(db, commune, "khac")
    lan, binh, secretary = [
        await village.member(db, cell, name) for name in ("Nguyễn Thị Lan", "Lê Văn Bình", "Trần Thị Hoa")
    ]
    await village.members(db, cell, 3)
    office = await village.member(db, other, "Lò Văn Phòng")
    await village.office(db, secretary, cell)
    await village.office(db, office, commune, Office.OFFICE)
    for number, one in enumerate((lan, binh, secretary, office)):
        await village.reachable_at(db, one, NOW, str(number))
    return Place(db, province, commune, cell, lan, binh, secretary, office)


@pytest.fixture
async def place(db: AsyncSession) -> Place:
    return await a_place(db)


@pytest.fixture
async def each_place(each_db: AsyncSession) -> Place:
    return await a_place(each_db)


# The way up and back


async def test_two_go_up_as_one_in_other_words_and_the_answer_comes_back_to_both(each_place: Place) -> None:
    place = each_place
    first, second = await place.send(place.lan, named=True), await place.send(place.binh, "Xin sửa đường trước Tết.")
    new, to = await pass_up(place.db, [first, second], "Bà con xin sửa đường thôn.", BY, NOW)
    assert (to.id, new.unit_id, new.from_unit_id, new.member_id) == (
        place.commune.id,
        place.commune.id,
        place.cell.id,
        None,
    )
    assert (first.text, first.state, new.text) == (ROAD, OpinionState.PASSED, "Bà con xin sửa đường thôn.")
    assert await names_of(place.db, new) == ["Nguyễn Thị Lan"]
    assert await names_of(place.db, second) == ["Lê Văn Bình"]
    await answer(place.db, new, "Xã sửa xong trước 20/1.", BY, NOW)
    assert {one.state for one in (first, second, new)} == {OpinionState.ANSWERED}
    for who in (place.lan, place.binh):
        passed, answered = await place.told(who)
        assert "chuyển lên Đảng ủy xã Bạch Lưu" in passed
        assert "Xã sửa xong trước 20/1." in answered
    assert len(await place.told(place.secretary)) == 3  # two came, and they were answered


async def test_of_two_who_decide_at_once_the_second_finds_it_settled(place: Place) -> None:
    row = await place.send(place.lan)
    await keep(place.db, row, BY, NOW)
    with pytest.raises(OpinionSettled):
        await answer(place.db, row, "Đã xem.", BY, NOW)
    with pytest.raises(OpinionSettled):
        await pass_up(place.db, [row], ROAD, BY, NOW)
    with pytest.raises(OpinionSettled):
        await opinions.take_back(place.db, row, NOW)


async def test_it_goes_past_a_unit_where_nobody_hears_and_never_further_than_somebody_does(place: Place) -> None:
    top = await village.member(place.db, place.cell, "Vi Văn Tỉnh")
    row = await place.send(place.lan)
    new, _ = await pass_up(place.db, [row], ROAD, BY, NOW)
    with pytest.raises(NobodyHearsAbove):
        await pass_up(place.db, [new], ROAD, BY, NOW)
    await village.office(place.db, top, place.province, Office.PROVINCE)
    last, to = await pass_up(place.db, [new], ROAD, BY, NOW)
    assert to.id == place.province.id
    await answer(place.db, last, "Tỉnh đã có kế hoạch.", BY, NOW)
    assert (row.state, row.settled_unit_id) == (OpinionState.ANSWERED, place.province.id)


async def test_who_is_asked_back_adds_to_it_and_its_days_begin_anew(place: Place) -> None:
    row = await place.send(place.lan)
    assert await ask_back(place.db, row, "Đoạn nào?", BY, NOW)
    assert "“Đoạn nào?”" in (await place.told(place.lan))[-1]
    later = NOW + timedelta(days=5)
    await opinions.add_to(place.db, row, "Đoạn từ cầu đến chợ.", later)
    assert (row.state, row.addition) == (OpinionState.HELD, "Đoạn từ cầu đến chợ.")
    assert row.due_on > date(2026, 12, 14)
    new, _ = await pass_up(place.db, [row], ROAD, BY, later)
    await ask_back(place.db, new, "Dài bao nhiêu?", BY, later)
    assert f"ý kiến số {row.id} đã chuyển lên" in (await place.told(place.secretary))[-1]


async def test_nobody_is_told_the_words(place: Place) -> None:
    row = await place.send(place.lan, named=True)
    await pass_up(place.db, [row], ROAD, BY, NOW)
    told = [*await place.told(place.secretary), *await place.told(place.office)]
    assert told
    assert [one for one in told if "hỏng" in one or "Lan" in one] == []
    rows = (await place.db.scalars(select(AuditRow))).all()
    assert [row for row in rows if "hỏng" in str(row.facts) or row.by == f"member:{place.lan.id}"] == []


# A cell where nobody hears


async def test_where_nobody_at_the_cell_hears_it_goes_to_the_next_above_and_is_answered_there(place: Place) -> None:
    await end_role(place.db, place.secretary, place.cell, Office.SECRETARY, BY, NOW)
    sent = await opinion_sending.send(place.db, place.lan, OpinionKind.ECONOMY, ROAD, NOW)
    row, above = sent.row, sent.above
    assert above is not None
    assert (row.unit_id, row.state, row.into_id) == (place.cell.id, OpinionState.PASSED, above.id)
    assert (above.unit_id, above.text, sent.is_told) == (place.commune.id, ROAD, True)
    assert await names_of(place.db, above) == []
    counts = await counts_below(place.db, place.commune, *NOVEMBER, NOW)
    assert counts.own.states == {"passed": 1}
    assert await ask_back(place.db, above, "Đoạn nào?", BY, NOW)
    assert f"bổ sung ý kiến {row.id}" in (await place.told(place.lan))[-1]
    asks = await asking(place.db, row, NOW)
    assert asks is above
    await opinions.add_to(place.db, asks, "Đoạn từ cầu đến chợ.", NOW)
    await answer(place.db, above, "Xã sửa xong trước 20/1.", BY, NOW)
    assert "Xã sửa xong trước 20/1." in (await place.told(place.lan))[-1]


async def test_where_nobody_hears_at_all_nothing_is_kept(place: Place) -> None:
    await end_role(place.db, place.secretary, place.cell, Office.SECRETARY, BY, NOW)
    await end_role(place.db, place.office, place.commune, Office.OFFICE, BY, NOW)
    with pytest.raises(NobodyHears):
        await place.send(place.lan)
    assert await opinions.sent_by(place.db, place.lan.id) == []


# Who may send, and what


async def test_only_who_is_in_a_cell_and_so_many_a_day(place: Place) -> None:
    stranger = Member(name="Người Lạ", sort_key="la", search_key="la")
    place.db.add(stranger)
    await place.db.flush()
    with pytest.raises(NoCellToHear):
        await place.send(stranger)
    for _ in range(opinion_sending.MOST_A_DAY):
        await place.send(place.lan)
    with pytest.raises(TooManyOpinions):
        await place.send(place.lan)
    await place.send(place.lan, now=NOW + timedelta(days=1))


def test_words_that_go_up_are_guarded_as_well() -> None:
    with pytest.raises(NotByMessage):
        wording("Đề nghị kỷ luật đồng chí Nam")
    with pytest.raises(MayBeOfAPerson):
        wording("Đề nghị khen ông Lâm hiến đất")
    assert wording("  Xin sửa   đường ") == "Xin sửa đường"


async def test_each_number_opens_for_its_unit_and_its_sender_alone(each_place: Place) -> None:
    place = each_place
    row = await place.send(place.lan)
    new, _ = await pass_up(place.db, [row], ROAD, BY, NOW)

    async def opens(which: Opinion) -> list[bool]:
        found = []
        for who in (place.lan, place.binh, place.secretary, place.office):
            try:
                await opinions.heard_at(place.db, [who.id], which.id, NOW)
                found.append(True)
            except NoSuchOpinion:
                found.append(False)
        return found

    assert await opens(row) == [False, False, True, False]
    assert await opens(new) == [False, False, False, True]
    assert (await opinions.own(place.db, [place.lan.id], row.id)).id == row.id
    for who, which in ((place.binh, row), (place.secretary, row), (place.lan, new)):
        with pytest.raises(NoSuchOpinion):
            await opinions.own(place.db, [who.id], which.id)


# The clock


async def test_whoever_has_it_is_reminded_on_its_day_and_three_days_after_once_each(each_place: Place) -> None:
    place = each_place
    change(place.cell, "opinion_days", "2")
    row = await place.send(place.lan)
    assert row.due_on == date(2026, 11, 24)
    before = len(await place.told(place.secretary))

    async def reminded(day: int, hour: int = 9) -> int:
        now = at(2026, 11, day, hour)
        while await remind_opinions(place.db, now):
            pass
        return len(await place.told(place.secretary)) - before

    assert [await reminded(23), await reminded(24, 5), await reminded(24), await reminded(25), await reminded(26)] == [
        0,
        0,
        1,
        1,
        1,
    ]
    assert [await reminded(27), await reminded(28)] == [2, 2]
    assert [one.opinion_id for one in await late_below(place.db, place.commune, at(2026, 11, 25))] == [row.id]
    assert "quá hạn" in (await place.told(place.secretary))[-1]


async def test_who_was_asked_back_is_reminded_once_and_then_it_is_late_where_it_was_asked(each_place: Place) -> None:
    place = each_place
    change(place.cell, "opinion_days", "2")
    row = await place.send(place.lan)
    await ask_back(place.db, row, "Đoạn nào?", BY, at(2026, 11, 24))

    async def told(day: int) -> int:
        now = at(2026, 11, day, 9)
        while await remind_opinions(place.db, now):
            pass
        return len(await place.told(place.lan))

    assert row.due_on == date(2026, 11, 26)
    assert [await told(day) for day in (24, 25, 26, 27, 30)] == [1, 1, 2, 2, 2]
    assert (await place.told(place.lan))[-1].startswith("Nhắc lại: ")
    assert len(await place.told(place.secretary)) == 1
    assert row.due_on == date(2026, 11, 30)
    late = [opinions.is_late(row, date(2026, *on)) for on in ((11, 30), (12, 1))]
    listed = [await late_below(place.db, place.commune, at(2026, *on)) for on in ((11, 30), (12, 1))]
    assert (late, [len(one) for one in listed]) == ([False, True], [0, 1])
    assert await count_late(place.db, place.commune, at(2026, 12, 1)) == 1
    assert await opinions.waiting_at(place.db, place.cell) == [row]


# Counts


async def test_counts_are_sums_by_the_tree_without_what_was_taken_back(each_place: Place) -> None:
    place = each_place
    first, second, third = (
        await place.send(place.lan),
        await place.send(place.binh, LIGHT, OpinionKind.PARTY),
        await place.send(place.binh),
    )
    await pass_up(place.db, [first], ROAD, BY, NOW)
    await answer(place.db, second, "Đã lắp.", BY, NOW)
    await opinions.take_back(place.db, third, NOW)
    found = await counts_below(place.db, place.province, *NOVEMBER, NOW)
    assert (found.own.total, dict(found.own.states)) == (2, {"passed": 1, "answered": 1})
    assert dict(found.own.kinds) == {OpinionKind.ECONOMY: 1, OpinionKind.PARTY: 1}
    assert [row.unit.code for row in found.below if row.unit] == ["xa"]
    december = await counts_below(place.db, place.province, date(2026, 12, 1), date(2026, 12, 31), NOW)
    assert (december.own.total, list(december.below)) == (0, [])


async def test_a_small_cell_is_never_told_alone(place: Place) -> None:
    small = await village.cell(place.db, place.commune, "nho")
    one = await village.member(place.db, small, "Giàng A Páo")
    await place.send(one)
    alone = await counts_below(place.db, place.commune, *NOVEMBER, NOW)
    assert (alone.is_hidden, alone.own.total, list(alone.below)) == (True, 0, [])
    await place.send(place.lan)
    together = await counts_below(place.db, place.commune, *NOVEMBER, NOW)
    assert [(row.unit, row.cells, row.total) for row in together.below] == [(None, 2, 2)]
    assert (await counts_below(place.db, small, *NOVEMBER, NOW)).is_hidden


async def test_who_sees_counts_of_a_cell_hears_there_or_follows_it_from_above(place: Place) -> None:
    clerk = await village.member(place.db, place.cell, "Đỗ Văn Ký")
    await village.office(place.db, clerk, place.cell, Office.CLERK)
    seen = [
        await sees_counts(place.db, one.id, place.cell, NOW)
        for one in (place.lan, clerk, place.secretary, place.office)
    ]
    assert seen == [False, False, True, True]
    assert not await sees_counts(place.db, place.secretary.id, place.commune, NOW)


# How long it is kept


async def kept(place: Place, row: Opinion) -> tuple[object, ...]:
    await place.db.refresh(row)
    return row.text, row.answer, row.member_id, row.state


async def test_words_go_a_year_after_the_end_and_counts_stay(each_place: Place) -> None:
    place = each_place
    row, waiting = await place.send(place.lan), await place.send(place.binh)
    await answer(place.db, row, "Đã sửa.", BY, NOW)
    await take_away(place.db, NOW + timedelta(days=364))
    await place.db.refresh(row)
    assert row.text == ROAD
    await take_away(place.db, NOW + timedelta(days=366))
    await place.db.refresh(waiting)
    assert await kept(place, row) == (None, None, None, OpinionState.ANSWERED)
    assert waiting.text == ROAD
    await take_away(place.db, at(2028, 12, 15))
    assert await kept(place, waiting) == (None, None, None, OpinionState.HELD)
    assert (await counts_below(place.db, place.commune, *NOVEMBER, NOW)).own.total == 2


@pytest.mark.parametrize("what", ["opinion", "opinion_up"])
async def test_what_was_typed_and_not_sent_goes_after_a_day(each_place: Place, what: str) -> None:
    place = each_place
    endpoint = await village.reachable_at(place.db, place.lan, NOW, "77")
    endpoint.draft = {"no": 1, "what": what, "text": ROAD, "at": NOW.isoformat()}
    await place.db.flush()
    assert [await drafts(place.db, NOW + timedelta(hours=hours), 10) for hours in (23, 25)] == [0, 1]
    await place.db.refresh(endpoint)
    assert endpoint.draft is None


async def test_who_wants_the_data_erased_takes_the_words_along(place: Place) -> None:
    row, other = await place.send(place.lan), await place.send(place.binh, LIGHT)
    new, _ = await pass_up(place.db, [row], ROAD, BY, NOW)
    await erase_ways(place.db, place.lan, BY, NOW)
    assert (row.text, row.member_id, new.text, new.state) == (None, None, None, OpinionState.KEPT)
    assert other.text == LIGHT
    assert (await counts_below(place.db, place.commune, *NOVEMBER, NOW)).own.total == 2


async def test_of_two_entries_merged_into_one_the_opinions_are_of_the_one(place: Place) -> None:
    twin = await village.member(place.db, place.cell, "Nguyễn Thị Lan")
    row = await place.send(twin)
    await merge(place.db, place.lan.id, twin.id, BY, NOW)
    assert [one.id for one in await opinions.sent_by(place.db, place.lan.id)] == [row.id]


async def test_the_copy_of_the_own_data_has_the_own_opinions_and_nobody_elses(place: Place) -> None:
    row, _ = await place.send(place.lan), await place.send(place.binh, LIGHT)
    assert [one.id for one in (await own_data_of(place.db, place.lan.id)).opinions] == [row.id]
    assert (await own_data_of(place.db, place.secretary.id)).opinions == []
