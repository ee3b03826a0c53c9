"""What a cell cannot solve goes up to who sent the visitors, and its answer comes back to them."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.meetings import Step
from bot.model.visits import Criterion, DifficultyState, VisitGrade
from bot.refusals import NoSuchDifficulty, NoSuchVisit, NothingSaid, NothingToShow, SecrecyMarked, VisitTooEarly
from bot.services.visit_difficulties import answer, difficulties_at, difficulty_of, raise_difficulty, receive
from bot.services.visit_remarks import mark, release, released_visit, write_remark
from tests.services.test_visits import EVENING
from tests.visit_places import Sending, sending

ROAD = "Đường vào thôn sạt lở, chi bộ không đủ kinh phí sửa"


@pytest.fixture
async def place(db: AsyncSession) -> Sending:
    made = await sending(db)
    await made.assign(is_announced=False)
    await made.call(EVENING)
    return made


async def told(place: Sending) -> list[tuple[int | None, str]]:
    return [(one.member_id, one.content["text"]) for one in await place.owed(Step.PASSED_ON) if one.content]


async def test_a_difficulty_goes_up_is_received_and_answered(place: Sending) -> None:
    visit = await place.visit()
    await raise_difficulty(place.db, visit.id, place.other.id, ROAD, EVENING)
    (raised,) = await difficulties_at(place.db, place.top)
    assert (raised.row.state, raised.row.text) == (DifficultyState.NEW, ROAD)
    for _ in range(2):
        await receive(place.db, raised.row.id, "test", EVENING)
    done = await answer(place.db, raised.row.id, "Xã bố trí máy xúc trong tháng 12", "test", EVENING)
    assert done.row.state is DifficultyState.ANSWERED
    first, second, third = await told(place)
    assert first == (
        place.planner.id,
        "Có khó khăn của Chi bộ Thôn Số 0 do người dự họp gửi lên, chờ cấp ủy tiếp nhận.",
    )
    assert second == (
        place.other.id,
        "Huyện ủy Bình Liêu đã tiếp nhận khó khăn của Chi bộ Thôn Số 0 mà đồng chí gửi lên.",
    )
    assert third[0] == place.other.id
    assert third[1].endswith("Ý kiến: Xã bố trí máy xúc trong tháng 12")


async def test_marked_words_go_no_further_and_no_log_has_any(place: Sending) -> None:
    visit = await place.visit()
    with pytest.raises(SecrecyMarked):
        await raise_difficulty(place.db, visit.id, place.leader.id, "TÀI LIỆU MẬT: danh sách", EVENING)
    with pytest.raises(NothingSaid):
        await raise_difficulty(place.db, visit.id, place.leader.id, "  ", EVENING)
    with pytest.raises(NoSuchVisit):
        await raise_difficulty(place.db, visit.id, place.secretary.id, ROAD, EVENING)
    await raise_difficulty(place.db, visit.id, place.leader.id, ROAD, EVENING)
    with pytest.raises(SecrecyMarked):
        await answer(
            place.db, (await difficulties_at(place.db, place.top))[0].row.id, "Tối mật: kế hoạch", "t", EVENING
        )
    await place.db.flush()
    rows = await place.db.scalars(select(AuditRow))
    assert not any("sạt" in str(row.facts) or "sạt" in str(row.about) for row in rows)


async def test_the_cell_reads_the_remark_only_once_it_is_released(place: Sending) -> None:
    visit = await place.visit()
    with pytest.raises(VisitTooEarly):
        await write_remark(place.db, visit.id, place.leader.id, "Tốt", place.now)
    with pytest.raises(NothingToShow):
        await release(place.db, visit.id, place.leader.id, EVENING)
    await mark(place.db, visit.id, place.leader.id, Criterion.PREPARATION, VisitGrade.FAIR, EVENING)
    await write_remark(place.db, visit.id, place.leader.id, "Cần thảo luận nhiều hơn", EVENING)
    with pytest.raises(NoSuchVisit):
        await released_visit(place.db, visit.id)
    assert await told(place) == []
    for _ in range(2):
        await release(place.db, visit.id, place.leader.id, EVENING)
    assert (await released_visit(place.db, visit.id))[0].marks == {"preparation": "fair"}
    assert await told(place) == [
        (place.secretary.id, "Tổ công tác số 1 gửi chi bộ nhận xét về buổi họp 19h30 ngày 24/11.")
    ]


async def test_the_answer_comes_to_the_cell_as_well_where_it_may_read_the_remark(place: Sending) -> None:
    visit = await place.visit()
    await write_remark(place.db, visit.id, place.leader.id, "Tốt", EVENING)
    await release(place.db, visit.id, place.leader.id, EVENING)
    await raise_difficulty(place.db, visit.id, place.leader.id, ROAD, EVENING)
    (raised,) = await difficulties_at(place.db, place.top)
    await answer(place.db, raised.row.id, "Sẽ sửa", "test", EVENING)
    assert [member for member, said in await told(place) if "Sẽ sửa" in said] == [place.leader.id, place.secretary.id]


async def test_words_whose_time_is_over_are_no_difficulty_any_more(place: Sending) -> None:
    visit = await place.visit()
    await raise_difficulty(place.db, visit.id, place.leader.id, ROAD, EVENING)
    (raised,) = await difficulties_at(place.db, place.top)
    raised.row.text = None
    await place.db.flush()
    with pytest.raises(NoSuchDifficulty):
        await difficulty_of(place.db, raised.row.id)
