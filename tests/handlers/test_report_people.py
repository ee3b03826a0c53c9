"""Whose report it is: a secretary's, that of two on one phone, of one with several offices; and what is handed over."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.roles import Office
from bot.model.units import UnitKind
from bot.refusals import NotAllowed
from bot.reports.recipes import prepared
from bot.services.parcels import PATH, fetch
from bot.services.roles import end_role
from bot.services.tree import add_unit
from bot.services.unit_settings import change
from tests import village
from tests.handlers.committees import SINCE, SITE, District
from tests.talk import Phone, phone_abroad, plain_phone

NOT_ALLOWED = "không được phân công"


# Whose report


async def test_a_secretary_sees_the_months_of_the_own_cell(place: District) -> None:
    phone = await place.phone(Office.SECRETARY, place.hong_sen)
    assert "Chi bộ Thôn Hồng Sen, năm 2026, tính đến 21/11/2026. Đã họp thường kỳ 2/2 tháng." in await phone.says(
        "báo cáo"
    )
    assert phone.offered == [
        "Tháng 11: 75,00\u00a0% (3/4), dưới mức", "Tháng 10: 100,00\u00a0% (4/4)", "Xem thêm",
    ]  # fmt: skip
    assert "có mặt 3/4" in await phone.presses("Tháng 11")


async def test_a_secretary_sees_no_other_cell_and_nothing_above(place: District) -> None:
    phone = await place.phone(Office.SECRETARY, place.hong_sen)
    assert "Không có đơn vị nào như vậy" in await phone.says("báo cáo Bản Mới")
    for unit in (place.cells["Bản Mới"], place.commune, place.top):
        assert NOT_ALLOWED in await phone.presses_value(f"report:{unit.id}:m2026-11")


async def test_who_holds_two_offices_is_asked_which(place: District) -> None:
    official = await place.official(Office.COMMUNE_COMMITTEE, place.commune)
    await village.office(place.db, official, place.cells["Trường học"], Office.SECRETARY)
    phone = Phone(place.db, place.now)
    assert "Báo cáo của đơn vị nào?" in await phone.says("báo cáo")
    assert phone.offered == ["Chi bộ Trường học", "Đảng ủy xã Húc Động"]
    assert "Chi bộ Trường học, năm 2026" in await phone.presses("Trường học")


async def test_the_period_that_was_said_is_kept_while_it_is_asked_which(place: District) -> None:
    official = await place.official(Office.COMMUNE_COMMITTEE, place.commune, channel="rehearsal_plain")
    await village.office(place.db, official, place.cells["Trường học"], Office.SECRETARY)
    phone = plain_phone(place.db, place.now)
    await phone.says("báo cáo tháng 10")
    assert "Chi bộ Trường học, tháng 10/2026." in await phone.says("1")


async def test_two_on_one_phone_are_asked_by_name_and_never_mixed_up(place: District) -> None:
    await place.official(Office.COMMUNE_COMMITTEE, place.commune)
    other = await village.member(place.db, place.hong_sen, "Vi Thị Hai")
    await village.office(place.db, other, place.hong_sen)
    endpoint = (await place.db.scalars(select(Endpoint))).one()
    place.db.add(Address(member_id=other.id, endpoint_id=endpoint.id, position=1, linked_at=place.now))
    consent = Consent(
        member_id=other.id, channel="rehearsal", kind=ConsentKind.TAPPED, text_version="t", given_at=place.now
    )
    place.db.add(consent)
    await place.db.flush()
    phone = Phone(place.db, place.now)
    await phone.says("báo cáo")
    assert phone.offered == ["Đảng ủy xã H… (Lò Văn Commune_Committee)", "Thôn Hồng Sen (Vi Thị Hai)"]
    await phone.presses("Vi Thị Hai")
    assert NOT_ALLOWED in await phone.presses_value(f"report:{place.top.id}:m2026-11")


async def test_who_follows_many_cells_turns_pages_of_them(place: District) -> None:
    official = await place.official(Office.ASSIGNED_SUPERVISOR, place.hong_sen, channel="rehearsal_plain")
    for cell in list(place.cells.values())[1:]:
        await village.office(place.db, official, cell, Office.ASSIGNED_SUPERVISOR)
    phone = plain_phone(place.db, place.now)
    assert "9. Trang sau" in await phone.says("báo cáo")
    assert "1. Thôn Thanh Long" in await phone.says("9")
    assert "Chi bộ Thôn Thanh Long" in await phone.says("1")


async def test_a_report_goes_on_after_a_restart(place: District) -> None:
    await place.official(Office.DISTRICT_COMMITTEE, channel="rehearsal_plain")
    await plain_phone(place.db, place.now).says("báo cáo")
    assert "Đảng ủy xã Húc Động" in await plain_phone(place.db, place.now).says("2")


# By name


async def test_two_of_one_name_are_told_apart_by_who_stands_above(place: District) -> None:
    await add_unit(place.db, "dt-2", "Thôn Hồng Sen", UnitKind.CELL, place.other, SINCE)
    phone = await place.phone()
    assert "Báo cáo của đơn vị nào?" in await phone.says("báo cáo hồng sen")
    assert phone.offered == ["Thôn Hồng Sen (Xã Húc Động)", "Thôn Hồng Sen (Xã Đồng Tâm)"]
    assert "Chi bộ Thôn Hồng Sen, tháng 11/2026" in await phone.presses("Xã Đồng Tâm")


async def test_part_of_a_name_finds_all_that_have_it(place: District) -> None:
    await add_unit(place.db, "dt-2", "Bản Hồng Sen Trắng", UnitKind.CELL, place.other, SINCE)
    phone = await place.phone()
    await phone.says("báo cáo sen")
    assert phone.offered == ["Bản Hồng Sen Trắng (Xã Đồng Tâm)", "Thôn Hồng Sen (Xã Húc Động)"]
    assert "Chi bộ Thôn Hồng Sen, tháng 11/2026" in await phone.says("báo cáo chi bộ Hồng Sen")


async def test_of_very_many_the_first_are_shown_on_every_phone(place: District) -> None:
    for number in range(12):
        await add_unit(place.db, f"dt-x{number}", f"Tổ dân phố Sông Moóc {number}", UnitKind.CELL, place.other, SINCE)
    await place.official(Office.DISTRICT_COMMITTEE, channel="rehearsal_plain")
    said = await plain_phone(place.db, place.now).says("báo cáo sông moóc")
    assert "Có 12 đơn vị tên như vậy, đây là 10 đơn vị đầu." in said


async def test_a_name_that_sounds_like_a_quarter_is_a_name(place: District) -> None:
    await add_unit(place.db, "dt-2", "Thôn Phú Quý 2", UnitKind.CELL, place.other, SINCE)
    assert "Chi bộ Thôn Phú Quý 2, tháng 11/2026" in await (await place.phone()).says("báo cáo Phú Quý 2")


@pytest.mark.parametrize(
    "words", ["báo cáo %", "báo cáo _", "báo cáo zzz", "báo cáo Hồng Se", "báo cáo Nguyễn Thị Lan"]
)
async def test_a_name_that_is_none_is_refused(place: District, words: str) -> None:
    assert "Không có đơn vị nào như vậy" in await (await place.phone()).says(words)


# Files


async def exports(place: District) -> list[tuple[str, str | None, object]]:
    rows = await place.db.scalars(select(AuditRow).filter_by(deed="exported").order_by(AuditRow.id))
    return [(row.by, row.about, row.facts) for row in rows]


async def test_the_table_as_a_picture(place: District) -> None:
    official = await place.official(Office.DISTRICT_COMMITTEE)
    phone = Phone(place.db, place.now)
    await phone.says("báo cáo")
    await phone.presses("Xem thêm")
    assert "Bảng ảnh của Huyện ủy Bình Liêu, tháng 11/2026, tính đến 21/11/2026." in await phone.presses("Bảng ảnh")
    document = await phone.document()
    assert (document.name, document.media_type) == ("huyen-uy-binh-lieu-thang-11-2026-1.png", "image/png")
    assert document.content.startswith(b"\x89PNG")
    facts = {"what": "picture", "period": "m2026-11"}
    assert await exports(place) == [(f"member:{official.id}", f"unit:{place.top.id}", facts)]
    assert "Huyện ủy Bình Liêu" in await phone.presses("Quay lại báo cáo")


async def test_the_table_as_a_workbook_says_who_took_it(place: District) -> None:
    official = await place.official(Office.COMMUNE_COMMITTEE, place.commune)
    phone = Phone(place.db, place.now)
    await phone.presses_value(f"report_more:{place.commune.id}:q2026-4")
    await phone.presses("Tệp Excel")
    document = await phone.document()
    assert document.name == "dang-uy-xa-huc-dong-quy-iv-2026.xlsx"
    cells = [str(cell.value) for row in load_workbook(BytesIO(document.content)).worksheets[0] for cell in row]
    assert [text for text in cells if official.name in text]
    facts = {"what": "workbook", "period": "q2026-4"}
    assert await exports(place) == [(f"member:{official.id}", f"unit:{place.commune.id}", facts)]


async def test_a_long_table_is_several_pictures(place: District) -> None:
    for number in range(60):
        await add_unit(place.db, f"dt-x{number}", f"Tổ dân phố {number}", UnitKind.CELL, place.other, SINCE)
    phone = await place.phone()
    await phone.presses_value(f"report_picture:{place.other.id}:m2026-11")
    assert phone.offered == ["Hình 2/2", "Quay lại báo cáo"]
    first = await phone.document()
    await phone.presses("Hình 2/2")
    assert phone.offered == ["Quay lại báo cáo"]
    second = await phone.document()
    assert (first.name[-6:], second.name[-6:]) == ("-1.png", "-2.png")
    assert first.content != second.content


@pytest.mark.parametrize("page", [0, 3, 10**17])
async def test_a_picture_that_is_none_is_the_nearest(place: District, page: int) -> None:
    phone = await place.phone()
    await phone.presses_value(f"report_picture:{place.top.id}:m2026-11:{page}")
    assert (await phone.document()).name.endswith("-1.png")


async def test_where_no_file_can_go_a_link_is_given(place: District) -> None:
    official = await place.official(Office.DISTRICT_COMMITTEE, channel="rehearsal_plain")
    said = await plain_phone(place.db, place.now).says("báo cáo")
    said = await plain_phone(place.db, place.now).says("3")
    phone = plain_phone(place.db, place.now)
    said = await phone.says(next(line for line in said.splitlines() if "Tệp Excel" in line)[:1])
    token = said.split(SITE + PATH)[1].split()[0]
    assert await fetch(place.db, token, place.now) == f"workbook:{official.id}:{place.top.id}:m2026-11"


async def test_through_a_network_abroad_a_file_goes_as_a_link_unless_the_unit_allows_more(place: District) -> None:
    await place.official(Office.DISTRICT_COMMITTEE)
    phone = phone_abroad(place.db, place.now)
    assert SITE in await phone.presses_value(f"report_table:{place.top.id}:m2026-11")
    assert phone.screen[-1].attaches is None
    change(place.top, "details_abroad", "yes")
    assert SITE not in await phone.presses_value(f"report_table:{place.top.id}:m2026-11")
    assert phone.screen[-1].attaches is not None


async def test_counts_go_abroad_as_they_are(place: District) -> None:
    await place.official(Office.DISTRICT_COMMITTEE)
    assert "Có mặt 6/8" in await phone_abroad(place.db, place.now).says("báo cáo")


async def test_without_an_address_of_our_own_a_sentence_says_so(place: District) -> None:
    await place.official(Office.DISTRICT_COMMITTEE)
    place.db.info["public_url"] = None
    said = await phone_abroad(place.db, place.now).presses_value(f"report_table:{place.top.id}:m2026-11")
    assert "chưa có địa chỉ" in said


@pytest.mark.parametrize("key", ["report_picture", "report_table"])
async def test_a_file_is_made_only_for_who_still_has_the_right(place: District, key: str) -> None:
    official = await place.official(Office.OFFICE)
    phone = Phone(place.db, place.now)
    await phone.presses_value(f"{key}:{place.top.id}:m2026-11")
    await end_role(place.db, official, place.top, Office.OFFICE, "test", place.now)
    with pytest.raises(NotAllowed):
        await phone.document()
    assert await exports(place) == []


async def test_a_recipe_for_another_unit_gives_nothing(place: District) -> None:
    official = await place.official(Office.COMMUNE_COMMITTEE, place.commune)
    for made_of in (f"picture:{official.id}:{place.top.id}:m2026-11:1", f"workbook:{official.id}:99999:m2026-11"):
        with pytest.raises(NotAllowed):
            await prepared(place.db, made_of, place.now)


async def test_a_phone_without_files_and_buttons_sees_everything_within_twelve_lines(place: District) -> None:
    """The phone itself counts the lines of each message."""
    await place.official(Office.INSPECTION, channel="rehearsal_plain")
    phone = plain_phone(place.db, place.now)
    for unit in (place.top, place.commune, place.other, place.hong_sen):
        for period in ("m2026-11", "q2026-4", "y2026"):
            for key in ("report", "report_more", "report_low", "report_unmet"):
                await phone.presses_value(f"{key}:{unit.id}:{period}")
                assert NOT_ALLOWED not in await phone.presses_value(f"{key}:{unit.id}:{period}:1")
    assert len(phone.screen) == 96
