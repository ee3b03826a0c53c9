"""Two words stop what is sent and two let it go on; they are never mixed up with stopping one's own messages."""

import pytest
from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.endpoints import Address
from bot.model.halts import Halt
from bot.model.roles import Office
from bot.refusals import NotAllowed
from bot.services.halts import Halted, halt, halted_units
from bot.words import stops, vi
from bot.words.refused import SENTENCES
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers
from tests.talk import Phone


@pytest.fixture(params=["buttons", "plain"])
async def secretary(request: pytest.FixtureRequest, scene: Scene) -> Phone:
    return hers(scene) if request.param == "buttons" else await her_plain_one(scene)


async def halted(scene: Scene) -> bool:
    return (await halted_units(scene.db)).covers(scene.cell)


async def test_it_is_asked_once_and_then_stopped(scene: Scene, secretary: Phone) -> None:
    asked = await secretary.says("dừng gửi")
    assert "DỪNG gửi mọi tin về buổi họp, văn bản, thông báo của Chi bộ Thôn thon? Đang chờ gửi: 2 tin." in asked
    assert not await halted(scene)
    said = await secretary.presses_value(f"halt_yes:{scene.cell.id}")
    assert "Đã dừng gửi" in said
    assert "2 tin đang chờ được giữ lại" in said
    assert "nhắn “gửi tiếp”" in said
    assert await halted_units(scene.db) == Halted(paths=(scene.cell.path,))


@pytest.mark.parametrize("words", ["có", "dừng", "đúng", "Dừng gửi ngay", "1"])
async def test_yes_in_words(scene: Scene, words: str) -> None:
    phone = await her_plain_one(scene)
    await phone.says("dung gui")
    assert "Đã dừng gửi" in await phone.says(words)
    assert await halted(scene)


@pytest.mark.parametrize("words", ["không", "Không dừng", "2"])
async def test_no_in_words(scene: Scene, words: str) -> None:
    phone = await her_plain_one(scene)
    await phone.says("dừng gửi")
    assert await phone.says(words) == stops.STILL_SENDING
    assert not await halted(scene)


async def test_other_words_neither_stop_nor_answer_anything(scene: Scene, secretary: Phone) -> None:
    await secretary.says("dừng gửi")
    await secretary.says("vắng")
    assert not await halted(scene)
    assert (await scene.row(scene.secretary)).answer is None


async def test_it_goes_on_after_one_more_question(scene: Scene, secretary: Phone) -> None:
    await halt(scene.db, scene.cell, "test", scene.now)
    assert "dừng từ 09h00 ngày 21/11" in await secretary.says("gửi tiếp")
    assert await halted(scene)
    assert "Đã gửi tiếp" in await secretary.says("có")
    assert not await halted(scene)


async def test_staying_stopped(scene: Scene, secretary: Phone) -> None:
    await halt(scene.db, scene.cell, "test", scene.now)
    await secretary.says("gửi tiếp")
    assert await secretary.says("không") == stops.STILL_STOPPED
    assert await halted(scene)


async def test_both_are_written_down_with_who_did_it(scene: Scene) -> None:
    phone = hers(scene)
    for said in ("dừng gửi", "có", "gửi tiếp", "có"):
        await phone.says(said)
    rows = await scene.db.scalars(select(AuditRow).where(AuditRow.deed.startswith("sending_")).order_by(AuditRow.id))
    by = f"member:{scene.secretary.id}"
    assert [(row.deed, row.by) for row in rows] == [("sending_stopped", by), ("sending_goes_on", by)]


async def test_a_button_of_an_earlier_stop_does_not_end_the_one_of_now(scene: Scene) -> None:
    phone = hers(scene)
    for said in ("dừng gửi", "có", "gửi tiếp"):
        await phone.says(said)
    (first,) = await scene.db.scalars(select(Halt))
    for said in ("có", "dừng gửi", "có"):
        await phone.says(said)
    assert "muốn GỬI TIẾP?" in await phone.presses_value(f"go_on_yes:{scene.cell.id}:{first.id}")
    assert await halted(scene)


async def test_where_nothing_is_stopped_nothing_goes_on(scene: Scene) -> None:
    assert "không có việc gửi nào đang dừng" in await hers(scene).says("gửi tiếp")


async def test_a_stop_from_above_is_not_ended_here(scene: Scene) -> None:
    await halt(scene.db, None, "test", scene.now)
    assert "đang dừng ở toàn hệ thống" in await hers(scene).says("gửi tiếp")
    assert await halted(scene)


async def test_own_stop_ends_and_the_one_above_is_told(scene: Scene) -> None:
    await halt(scene.db, None, "test", scene.now)
    await halt(scene.db, scene.cell, "test", scene.now)
    phone = hers(scene)
    await phone.says("gửi tiếp")
    assert "còn dừng ở toàn hệ thống" in await phone.says("có")


async def test_a_member_who_says_it_is_asked_about_the_own_messages(scene: Scene) -> None:
    assert await scene.phone.says("dừng gửi") == vi.DID_YOU_MEAN_STOP
    assert not await halted(scene)


async def test_a_member_who_says_gui_tiep_lets_nothing_go_on(scene: Scene) -> None:
    await halt(scene.db, scene.cell, "test", scene.now)
    assert await scene.phone.says("gửi tiếp") == SENTENCES[NotAllowed]
    assert await halted(scene)


@pytest.mark.parametrize("words", ["dừng", "dừng lại", "dừng nhận tin", "từ chối", "stop"])
async def test_words_for_the_own_messages_stop_nobody_elses(scene: Scene, words: str) -> None:
    await hers(scene).says(words)
    assert not await halted(scene)


async def test_stopping_what_is_sent_stops_nobodys_own_messages(scene: Scene, secretary: Phone) -> None:
    await secretary.says("dừng gửi")
    await secretary.says("có")
    assert list(await scene.db.scalars(select(Address).where(Address.stopped_at.is_not(None)))) == []


async def test_a_member_cannot_use_the_button_of_a_secretary(scene: Scene) -> None:
    await scene.phone.presses_value(f"halt_yes:{scene.cell.id}")
    assert not await halted(scene)


async def test_an_office_stops_its_unit_and_all_below(scene: Scene) -> None:
    top = await village.commune(scene.db)
    await village.office(scene.db, scene.lan, top, Office.OFFICE)
    assert "Đảng ủy xã Suối Trong và mọi đơn vị bên dưới" in await scene.phone.says("dừng gửi")
    await scene.phone.says("có")
    assert await halted_units(scene.db) == Halted(paths=(top.path,))


async def test_whoever_leads_two_units_is_asked_which(scene: Scene) -> None:
    other = await village.cell(scene.db, code="khac")
    await village.office(scene.db, scene.secretary, other, Office.DEPUTY_SECRETARY)
    phone = hers(scene)
    await phone.says("dừng gửi")
    await phone.presses("khac")
    await phone.presses("Dừng gửi ngay")
    assert await halted_units(scene.db) == Halted(paths=(other.path,))
    assert "khac" in await phone.says("gửi tiếp")


async def test_while_it_is_stopped_nobody_is_promised_that_something_leaves(scene: Scene) -> None:
    phone = hers(scene)
    assert stops.HELD_BACK not in await phone.says("gọi họp 3/12 19h30 tại Nhà văn hóa")
    await village.has_been_told(scene.db, scene.meeting, scene.lan)
    await halt(scene.db, scene.cell, "test", scene.now)
    for said in ("gọi họp 3/12 19h30 tại Nhà văn hóa", "nhắc", "hoãn họp"):
        assert stops.HELD_BACK in await phone.says(said)
