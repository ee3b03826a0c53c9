"""What people type in passing, where the machine asks for a yes, a place or a time: it is taken for what it is."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from bot.model.attendances import Answer
from bot.model.meetings import MeetingState
from bot.model.series import Series
from bot.services.addresses import endpoint_at
from bot.services.series import checked_monthly, set_series
from tests.handlers.conftest import Scene
from tests.handlers.secretary import called, her_plain_one, hers, talk, the_meeting
from tests.talk import Phone
from tests.village import at

LINE = "gọi họp 3/12 19h30 Nhà văn hóa thôn"
SERIES_LINE = "lịch hằng tháng mùng 3 19h30, Nhà văn hóa thôn"


async def answer_of_hers(scene: Scene) -> Answer | None:
    return (await scene.row(scene.secretary)).answer


async def ends_the_series(phone: Phone, scene: Scene) -> None:
    monthly = checked_monthly(3, at(2026, 12, 3, 19, 30).time(), "Sân đình")
    series = await set_series(scene.db, scene.cell, monthly, "test", scene.now)
    await phone.presses_value(f"series_end:{scene.cell.id}:{series.id}")


async def cuts_a_phone(phone: Phone, scene: Scene) -> None:
    await phone.presses_value(f"link_cut:{scene.cell.id}:{scene.lan.id}")


async def makes_codes(phone: Phone, scene: Scene) -> None:
    await phone.presses_value(f"codes_new:{scene.cell.id}:all")


async def calls_off(phone: Phone, _scene: Scene) -> None:
    await phone.says("hoãn họp")


async def enters_a_paper(phone: Phone, _scene: Scene) -> None:
    await talk(phone, ["giấy đồng ý", "1", "12/11"])


async def stops_a_channel(phone: Phone, _scene: Scene) -> None:
    await phone.says("kênh")
    await phone.presses("máy tập dượt")
    await phone.presses("Dừng kênh này")


Asked = Callable[[Phone, Scene], Awaitable[None]]
QUESTIONS: list[Asked] = [calls_off, ends_the_series, cuts_a_phone, makes_codes, enters_a_paper, stops_a_channel]


# Yes and no


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("word", ["có", "ok", "vang", "vắng ốm", "không"])
async def test_a_word_said_to_a_question_of_the_machine_is_never_the_own_answer(
    scene: Scene, asked: Asked, word: str
) -> None:
    phone = hers(scene)
    await asked(phone, scene)
    await phone.says(word)
    assert await answer_of_hers(scene) is None


@pytest.mark.parametrize("asked", QUESTIONS)
async def test_help_at_a_question_of_the_machine_says_how_to_answer_it(scene: Scene, asked: Asked) -> None:
    phone = hers(scene)
    await asked(phone, scene)
    assert "hỏi lại cho chắc" in await phone.says("?")


async def test_a_meeting_is_called_off_with_a_yes_and_kept_with_a_no(scene: Scene) -> None:
    phone = hers(scene)
    states = []
    for word in ("không", "đồng ý"):
        await talk(phone, ["hoãn họp", word])
        states.append(scene.meeting.state)
    assert states == [MeetingState.CALLED, MeetingState.CANCELLED]


@pytest.mark.parametrize("yes", ["ok", "vâng", "có", "đúng rồi", "được", "nhất trí", "Gửi ạ"])
async def test_a_yes_to_the_preview_sends_it(scene: Scene, yes: str) -> None:
    assert "Đã gọi họp." in await talk(hers(scene), [LINE, yes])


@pytest.mark.parametrize("other", ["vang", "dừng", "đừng", "không", "chưa"])
async def test_what_is_no_clear_yes_sends_nothing(scene: Scene, other: str) -> None:
    await talk(hers(scene), [LINE, other])
    assert await called(scene) == []


async def test_a_yes_to_another_question_than_the_preview_sends_nothing(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    await phone.presses("Loại họp")
    await phone.says("ok")
    assert await called(scene) == []


async def test_a_yes_moves_the_meeting_and_sets_the_series(scene: Scene) -> None:
    phone = hers(scene)
    assert "Đã dời họp." in await talk(phone, ["dời họp 5/12 19h", "ok"])
    assert "Đã đặt lịch" in await talk(phone, [SERIES_LINE, "nhất trí"])
    assert len((await scene.db.scalars(select(Series))).all()) == 1


# Places and topics


@pytest.mark.parametrize("begins", ["gọi họp 3/12 19h", "lịch hằng tháng mùng 3 19h"])
@pytest.mark.parametrize(
    "said", ["ok", "dạ", "vâng", "có", "vắng ốm", "👍", "gửi", "mã cho Nguyễn Văn An", "30 tết", "cuối tháng"]
)
async def test_what_answers_something_else_is_no_place(scene: Scene, begins: str, said: str) -> None:
    answer = await talk(hers(scene), [begins, said])
    assert "Địa điểm" not in answer
    assert "thôi" in answer
    assert "Sân đình" in await hers(scene).says("Sân đình")


async def test_the_own_answer_at_the_question_where_is_said_not_to_be_taken(scene: Scene) -> None:
    said = await talk(hers(scene), ["gọi họp 3/12 19h", "vắng ốm"])
    assert "chưa được ghi" in said
    assert "ốm" not in said
    assert await answer_of_hers(scene) is None


async def test_what_answers_something_else_is_no_topic(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says(LINE)
    await phone.presses("Thêm chủ đề")
    assert "“ok” không phải chủ đề" in await phone.says("ok")
    assert "Chủ đề: Công tác chuẩn bị Tết." in await phone.says("Công tác chuẩn bị Tết")


async def test_the_new_place_alone_moves_the_meeting(scene: Scene) -> None:
    assert "Địa điểm: nhà ông Ba." in await talk(hers(scene), ["chuyển họp nhà ông Ba"])
    assert "sang lúc nào" in await hers(scene).says("dời họp sang hôm khác")


# Times that are not read


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("gọi họp 30 tết 19h", "âm lịch"),
        ("gọi họp chiều 30 tết", "âm lịch"),
        ("gọi họp mùng 5 âm lịch 19h", "âm lịch"),
        ("gọi họp cuối tháng 19h", "Không đọc được thời gian"),
        ("gọi họp cuối tháng 19h Hội trường", "Không đọc được thời gian"),
        ("gọi họp thứ sáu 3/12 19h", "03/12/2026 là Thứ Năm"),
        ("dời họp rằm 19h", "âm lịch"),
        ("lịch hằng tháng thứ sáu 19h30", "ghi rõ tuần nào"),
        ("lịch hằng tháng 4 9", "Không đọc được thời gian"),
        ("lịch hằng tháng cuối tháng 19h", "Không đọc được thời gian"),
    ],
)
async def test_a_time_that_is_not_read_is_no_place_and_it_is_said_why(scene: Scene, said: str, why: str) -> None:
    answer = await hers(scene).says(said)
    assert why in answer
    assert "Mời" in answer
    assert (await endpoint_step(scene)) is None


async def endpoint_step(scene: Scene) -> str | None:
    return (await endpoint_at(scene.db, "rehearsal", "rehearsal", "9")).step


@pytest.mark.parametrize("place", ["nhà ông Năm", "Hội trường Tháng Tám", "nhà bà Tết", "trường tiểu học số 2"])
async def test_a_place_whose_name_is_like_a_time_is_a_place(scene: Scene, place: str) -> None:
    assert f"Địa điểm: {place}." in await talk(hers(scene), ["gọi họp 3/12 19h", place])


# Something else is begun


@pytest.mark.parametrize("looked_at", ["lịch họp", "gọi họp", "dời họp"])
async def test_where_nothing_is_said_yet_something_else_can_be_begun(scene: Scene, looked_at: str) -> None:
    assert "Họp ở đâu" in await talk(hers(scene), [looked_at, "lịch họp mùng 5 19h"])
    await hers(scene).says("thôi")
    assert "Địa điểm: Hội trường." in await talk(hers(scene), [looked_at, "gọi họp 4/12 19h30 Hội trường"])


# Few messages


async def test_from_help_a_meeting_is_called_in_six_messages_also_in_pieces(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    assert "Nhà văn hóa" in await talk(phone, ["?", "gọi họp", "3/12", "7h30"])
    assert "19 giờ 30" in await phone.says("tối")
    assert "Đã gọi họp." in await phone.says("1")
    assert len(phone.screen) == 6
    assert (await the_meeting(scene)).starts_at == at(2026, 12, 3, 19, 30)


async def test_help_at_morning_or_evening_asks_for_nothing_else(scene: Scene) -> None:
    assert "sáng" in (said := await talk(hers(scene), ["gọi họp 3/12 7h30", "?"]))
    assert "ngày" not in said
