"""Where messages cost money, that is said before anything is confirmed; where they do not, nothing is."""

from datetime import timedelta

from sqlalchemy import select

from bot.model.endpoints import Endpoint
from bot.model.notices import NoticeState
from bot.tariffs import TARIFFS, Tariff
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import hers, talk

LINE = "gọi họp 3/12 19h30 Nhà văn hóa thôn"
PRICES = {"call": 560, "moved": 500, "cancelled": 450}


def costs_money(scene: Scene) -> None:
    terms = Tariff("rehearsal", 55, timedelta(hours=48), None, timedelta(days=7), PRICES)
    scene.db.info[TARIFFS] = {"rehearsal": terms}


async def hears_lan(scene: Scene) -> None:
    chat = (await scene.db.scalars(select(Endpoint).filter_by(external_id="1"))).one()
    chat.heard_at = scene.now
    await scene.db.flush()


async def test_where_nothing_costs_anything_nothing_is_said_of_it(scene: Scene) -> None:
    await village.has_been_told(scene.db, scene.meeting, scene.lan)
    phone = hers(scene)
    for words in (LINE, "thôi", "hoãn họp", "thôi", "dời họp 22/11 20h"):
        assert "đồng (" not in await phone.says(words)


async def test_the_preview_of_a_call_says_what_it_costs(scene: Scene) -> None:
    costs_money(scene)
    assert (await hers(scene).says(LINE)).splitlines()[-1] == "Dự kiến hết 1.120 đồng (2 tin theo mẫu)."


async def test_whoever_wrote_lately_is_told_in_words_and_for_nothing(scene: Scene) -> None:
    costs_money(scene)
    await hears_lan(scene)
    tomorrow = await hers(scene).says("gọi họp mai 19h30 Nhà văn hóa thôn")
    assert tomorrow.splitlines()[-1] == "Dự kiến hết 560 đồng (1 tin theo mẫu)."


async def test_what_counts_is_the_day_on_which_the_invitations_leave(scene: Scene) -> None:
    """On the 30th, nine days after she wrote."""
    costs_money(scene)
    await hears_lan(scene)
    assert (await hers(scene).says(LINE)).splitlines()[-1] == "Dự kiến hết 1.120 đồng (2 tin theo mẫu)."


async def test_a_month_that_does_not_suffice_is_said(scene: Scene) -> None:
    scene.db.info[TARIFFS] = {"rehearsal": Tariff(forms_only=True), "zalo_bot": Tariff("zalo_bot", monthly=1)}
    for person in (scene.secretary, scene.lan):
        await village.reachable_at(scene.db, person, scene.now, channel="zalo_bot")
    assert (await hers(scene).says(LINE)).splitlines()[-1] == "Zalo Bot tháng này chỉ còn 1 tin, cần 2."


async def test_who_is_reached_by_no_template_is_named(scene: Scene) -> None:
    scene.db.info[TARIFFS] = {"rehearsal": Tariff(reply_window=timedelta(days=7))}
    assert "chưa nhắn được 2: " in await hers(scene).says(LINE)


async def test_calling_off_says_what_it_costs(scene: Scene) -> None:
    costs_money(scene)
    await village.has_been_told(scene.db, scene.meeting, scene.lan)
    assert "Dự kiến hết 450 đồng (1 tin theo mẫu)." in await hers(scene).says("hoãn họp")


async def test_moving_costs_for_the_told_and_for_those_who_are_still_to_be_invited(scene: Scene) -> None:
    costs_money(scene)
    await village.has_been_told(scene.db, scene.meeting, scene.lan)
    said = await talk(hers(scene), ["dời họp 22/11 20h"])
    assert "Dự kiến hết 1.060 đồng (2 tin theo mẫu)." in said


async def test_sending_again_says_what_it_costs(scene: Scene) -> None:
    costs_money(scene)
    await village.has_been_told(scene.db, scene.meeting, scene.lan)
    (notice,) = await village.notices_of(scene.db, scene.meeting, scene.lan)
    notice.state = NoticeState.UNCERTAIN
    await scene.db.flush()
    assert "Dự kiến hết 560 đồng (1 tin theo mẫu)." in await hers(scene).says("gửi lại")


# Short messages


def by_sms(scene: Scene, price: int = 500) -> None:
    terms = Tariff("rehearsal", price, timedelta(), in_parts=True, two_way=False)
    scene.db.info[TARIFFS] = {"rehearsal": terms}


async def test_short_messages_are_counted_from_what_will_be_read(scene: Scene) -> None:
    by_sms(scene)
    assert (await hers(scene).says(LINE)).splitlines()[-1] == "Dự kiến hết 2.000 đồng (4 tin SMS cho 2 đồng chí)."


async def test_they_are_counted_also_where_they_cost_nothing(scene: Scene) -> None:
    by_sms(scene, price=0)
    assert (await hers(scene).says(LINE)).splitlines()[-1] == "Dự kiến 4 tin SMS cho 2 đồng chí, không mất phí."


async def test_that_the_months_money_does_not_suffice_is_said_before(scene: Scene) -> None:
    by_sms(scene)
    scene.cell.settings = {"sms_budget": "1500"}
    await scene.db.flush()
    said = await hers(scene).says(LINE)
    assert "chưa nhắn được 1: " in said
    assert "Dự kiến hết 1.000 đồng (2 tin SMS cho 1 đồng chí)." in said
    assert "Ngân sách SMS tháng này không đủ (Thôn thon còn 500 đồng): không nhắn SMS được cho 1 đồng chí." in said


async def test_moving_and_calling_off_say_it_too(scene: Scene) -> None:
    by_sms(scene)
    await village.has_been_told(scene.db, scene.meeting, scene.lan)
    assert "tin SMS cho 1 đồng chí" in await hers(scene).says("hoãn họp")
    assert "tin SMS cho 2 đồng chí" in await talk(hers(scene), ["thôi", "dời họp 22/11 20h"])


async def test_the_units_report_says_what_is_used(scene: Scene) -> None:
    by_sms(scene)
    scene.cell.settings = {"sms_budget": "500000"}
    await scene.db.flush()
    assert "Ngân sách SMS tháng này của Chi bộ Thôn thon: đã dùng 0/500.000 đồng." in await hers(scene).says("báo cáo")
