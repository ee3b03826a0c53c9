"""The secretary sees in the chat who is to be looked after; members and levels above see nobody."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.model.members import MemberStatus, StatusKind
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.model.warnings import RosterCheck, UnitWarning
from bot.refusals import NotAllowed
from bot.reports.attention_sheet import attention_sheet
from bot.reports.recipes import prepared
from bot.services.notices import from_content
from bot.services.parcels import fetch
from bot.services.person_lines import Line
from bot.services.roll import Marks, take_roll
from bot.words import refused
from bot.words import warnings as words
from scheduler.warnings import Watch
from tests import village
from tests.handlers.committees import SITE, District
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers
from tests.handlers.shared_phone import shares
from tests.talk import Phone, phone_abroad
from tests.village import at

NOT_FOR_THEM = refused.refused(NotAllowed(), spoken=True)
NOVEMBER = at(2026, 11, 10, 8)


async def lan_stays_away(scene: Scene, *months: int) -> None:
    """Without leave, in these months; the clock has looked at the rolls."""
    await scene.db.execute(update(Unit).values(since_on=date(2026, 1, 1)))
    for month in months:
        starts_at = at(2026, month, 10, 8)
        meeting = await village.held(scene.db, scene.cell, starts_at)
        await take_roll(scene.db, meeting.id, Marks(unexcused=[scene.lan.id]), "test", starts_at + timedelta(hours=3))
        await Watch().look(scene.db, starts_at + timedelta(hours=4))


async def test_the_secretary_reads_who_and_how_it_is_counted(scene: Scene) -> None:
    await lan_stays_away(scene, 2, 5, 9)
    phone = hers(scene)
    text = await phone.says("cần lưu ý")
    assert f"Nguyễn Thị Lan: vắng không lý do 3 tháng (tháng 2, 5, 9): {words.ARTICLE}." in text
    assert words.HOW_COUNTED in text
    assert words.FLAGS_ONLY in text


async def test_whoever_shares_the_secretarys_phone_is_not_shown_there(scene: Scene) -> None:
    await lan_stays_away(scene, 2)
    await shares(scene.db, scene.lan, "9", scene.now)
    assert "Lan" not in await hers(scene).says("cần lưu ý")
    sheet = await attention_sheet(scene.db, scene.secretary.id, [str(scene.cell.id), "2026"], scene.now)
    assert "Lan" in sheet().content.decode()
    shared = await attention_sheet(
        scene.db, scene.secretary.id, [str(scene.cell.id), "2026", str(scene.lan.id)], scene.now
    )
    assert "Lan" not in shared().content.decode()


async def test_the_button_under_the_warning_opens_the_list(scene: Scene) -> None:
    await lan_stays_away(scene, 2)
    notices = await scene.db.scalars(select(Notice).where(Notice.about.startswith("looked:")))
    (said,) = [from_content(one.content) for one in notices if one.content]
    assert "Lan" not in said.text
    phone = hers(scene)
    phone.shows(said, "1")
    assert "Nguyễn Thị Lan: vắng không lý do 1 tháng (tháng 2)." in await phone.presses(words.SEE)


async def test_the_list_of_people_leads_to_it_only_where_there_is_somebody(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("ai đã nối")
    assert not [one for one in phone.offered if words.LIST in one]
    await lan_stays_away(scene, 2)
    await phone.says("ai đã nối")
    assert "Nguyễn Thị Lan" in await phone.presses(words.listed(1))


async def test_on_a_phone_without_buttons_words_are_enough(scene: Scene) -> None:
    await lan_stays_away(scene, 2)
    phone = await her_plain_one(scene)
    assert "Nguyễn Thị Lan" in await phone.says("luu y")
    assert "chưa có hạn nào sắp đến" in await phone.says("sap den han")


async def test_abroad_a_link_that_opens_once_carries_the_names(scene: Scene) -> None:
    await lan_stays_away(scene, 2, 5)
    scene.db.info["public_url"] = SITE
    text = await phone_abroad(scene.db, scene.now, "9").says("cần lưu ý")
    assert "Lan" not in text
    assert words.IN_COUNTS["unexcused_warning"].format(count=1) in text
    token = text.rpartition("/")[2]
    recipe = await fetch(scene.db, token, scene.now)
    assert recipe is not None
    sheet = (await prepared(scene.db, recipe, scene.now))().content.decode()
    assert "Nguyễn Thị Lan: cảnh báo, vắng không lý do 2 tháng (tháng 2, 5)." in sheet
    assert await fetch(scene.db, token, scene.now) is None


async def test_a_link_opens_nothing_for_whoever_leads_the_cell_no_more(scene: Scene) -> None:
    for name in ("attention", "dates", "roster_names"):
        with pytest.raises(NotAllowed):
            await prepared(scene.db, f"{name}:{scene.lan.id}:{scene.cell.id}:2026", scene.now)


@pytest.mark.parametrize("said", ["cần lưu ý", "sắp đến hạn", "cảnh báo"])
async def test_a_member_learns_nothing_of_it(scene: Scene, said: str) -> None:
    await lan_stays_away(scene, 2, 5, 9)
    assert await scene.phone.says(said) == NOT_FOR_THEM
    told = await scene.db.scalars(select(Notice).where(Notice.member_id == scene.lan.id, Notice.meeting_id.is_(None)))
    assert [one for one in told if one.content and "không lý do" in one.content["text"]] == []


@pytest.mark.parametrize("value", ["warnings:{}:0:2026", "warnings_of:{}", "dates:{}:0", "dates_of:{}", "warned:{}"])
async def test_buttons_of_another_cell_and_of_no_cell_open_nothing(scene: Scene, value: str) -> None:
    await lan_stays_away(scene, 2)
    other = await village.cell(scene.db, code="khac")
    for unit_id in (other.id, 999_999):
        assert await hers(scene).presses_value(value.format(unit_id)) == NOT_FOR_THEM
    assert await scene.phone.presses_value(value.format(scene.cell.id)) == NOT_FOR_THEM


@pytest.mark.parametrize("office", [Office.CELL_COMMITTEE, Office.CLERK, Office.GROUP_LEADER])
async def test_of_those_who_serve_in_a_cell_only_who_leads_it_sees_them(scene: Scene, office: Office) -> None:
    await lan_stays_away(scene, 2)
    await village.office(scene.db, scene.lan, scene.cell, office)
    assert await scene.phone.presses_value(f"warnings:{scene.cell.id}:0:2026") == NOT_FOR_THEM


async def test_a_deputy_who_is_flagged_reads_of_everybody_else(scene: Scene) -> None:
    await lan_stays_away(scene, 2)
    await village.office(scene.db, scene.lan, scene.cell, Office.DEPUTY_SECRETARY)
    assert "không có đồng chí nào cần lưu ý" in await scene.phone.says("cần lưu ý")
    assert "Nguyễn Thị Lan" in await hers(scene).says("cần lưu ý")


async def test_dates_are_listed_by_name_for_the_secretary(scene: Scene) -> None:
    until = date(2026, 12, 1)
    scene.db.add(MemberStatus(member_id=scene.lan.id, kind=StatusKind.EXEMPT, until_on=until))
    await scene.db.flush()
    assert "Ngày 01/12/2026: Nguyễn Thị Lan, hết thời hạn miễn sinh hoạt." in await hers(scene).says("sắp đến hạn")


async def test_a_committee_sees_how_many_and_nobody(place: District) -> None:
    for name, subject in ((Line.NOTE, "member:1"), (Line.NOTE, "member:2"), ("below_line", "meeting:1")):
        warned = {"period": "2026", "stage": "secretary", "at": place.now}
        place.db.add(UnitWarning(unit_id=place.hong_sen.id, name=name, subject=subject, **warned))
    place.db.add(RosterCheck(unit_id=place.hong_sen.id, quarter="2026-q4", asked_at=place.now))
    phone: Phone = await place.phone()
    await phone.says("menu")
    text = await phone.presses(words.BELOW)
    assert "Đảng viên vắng không lý do, mức lưu ý trở lên: 2." in text
    assert "Buổi họp dưới mức dự họp: 1." in text
    assert text.endswith("Chưa đối chiếu danh sách quý IV/2026: 1/1 chi bộ.")
    assert place.hong_sen.name not in text


async def test_all_that_a_committee_may_read_fits_on_a_phone(place: District) -> None:
    for name in words.NAMES:
        warned = {"subject": "", "period": "2026", "stage": "secretary", "at": place.now}
        place.db.add(UnitWarning(unit_id=place.hong_sen.id, name=name, **warned))
    place.db.add(RosterCheck(unit_id=place.hong_sen.id, quarter="2026-q4", asked_at=place.now))
    assert words.ARTICLE in await (await place.phone()).says("cảnh báo")


async def test_from_the_roll_in_the_chat_to_the_list(scene: Scene) -> None:
    """The secretary calls and closes the roll, corrects it later, and is told each time what follows."""
    phone = hers(scene, scene.meeting.starts_at)
    numbers = {name: number for number, name in enumerate(("Trần Thị Bình", "Nguyễn Thị Lan"), 1)}
    await phone.says("điểm danh")
    await phone.says(f"vắng {numbers[scene.lan.name]}K")
    await phone.says("chốt")
    assert scene.meeting.closed_at is not None
    await Watch().look(scene.db, scene.meeting.closed_at + timedelta(minutes=11))
    assert "Nguyễn Thị Lan: vắng không lý do 1 tháng (tháng 11)." in await phone.says("cần lưu ý")
    await phone.says(f"sửa điểm danh {numbers[scene.lan.name]} có")
    await phone.presses("Ghi sửa đổi")
    phone.now = scene.meeting.closed_at + timedelta(hours=1)
    await Watch().look(scene.db, phone.now)
    notices = await scene.db.scalars(select(Notice).where(Notice.about.startswith("looked:")).order_by(Notice.round))
    told = [one.content["text"] for one in notices if one.content]
    assert ["không còn" in text for text in told] == [False, True]
    assert "không có đồng chí nào cần lưu ý" in await phone.says("cần lưu ý")
