"""Documents on the committee's pages: counts of everybody below, names in the own cell alone."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, select, update

from bot.model.audit import AuditRow
from bot.model.directives import DocumentKind, Haste
from bot.model.members import Membership
from bot.model.roles import Office, Role
from bot.services.acknowledging import acknowledge
from bot.services.addressees import Addressees
from bot.services.directive_checks import Content
from bot.services.directive_telling import Rounds
from bot.services.directives import Sending, make_directive, withdraw
from bot.services.party_groups import make_group
from bot.words import directive_tables as words
from bot.words.names_seen import NO_GROUP, OWN_GROUP
from tests import village
from tests.conftest import NOW
from tests.web.committee.asked import asked
from tests.web.committee.office import Pages
from tests.web.committee.test_participation import names, row

DUE = date(2026, 11, 20)
"""It is the 21st."""


def content(number: str, **facts: object) -> Content:
    return Content(DocumentKind.QD, number, "Tỉnh ủy", date(2026, 11, 5), "Quy định", **facts)  # type: ignore[arg-type] # of Content


@dataclass
class Issued:
    """What the province passed down to all, what Xã Tây did to its own two cells, and one that was withdrawn."""

    pages: Pages
    whole: int
    western: int
    gone: int


@pytest.fixture(scope="module")
async def issued(open_office: Pages) -> Issued:
    """Of the province's, due yesterday, two of Thôn Một and one of Thôn Bốn have taken note."""
    pages = open_office
    async with pages.sessions.begin() as db:
        made = []
        for code, said in (
            ("tinh", content("27-QĐ/TU", due_on=DUE, haste=Haste.KHAN)),
            ("xa-tay", content("3-QĐ/ĐU", must_study=True)),
            ("tinh", content("9-QĐ/TU")),
        ):
            unit = pages.units[code]
            to = Sending(Addressees((unit.id,)))
            made.append((await make_directive(db, unit, said, to, "test", NOW)).id)
        rounds = Rounds(20)
        while await rounds.tell_some(db, NOW):
            pass
        for viewer in ("secretary", "clerk", "province"):
            await acknowledge(db, made[0], pages.viewers[viewer].id, NOW)
        await withdraw(db, made[2], "test", NOW)
    return Issued(pages, *made)


@pytest.fixture
def at(issued: Issued, pages: Pages) -> Issued:
    assert issued.pages is pages
    return issued


async def test_the_list_counts_everybody_below(at: Issued) -> None:
    """Thôn Một 8, Thôn Hai 5, Thôn Ba 7, Thôn Bốn 10 people."""
    assert await at.pages.gets("/tong-hop/tinh/van-ban", "province") == 200
    text = at.pages.text
    assert "3/30" in text
    assert "0/17" in text
    assert words.STATES["late"] in text
    assert words.STATES["gone"] in text
    assert "Khẩn" in text
    assert await at.pages.gets("/tong-hop/xa-dong/van-ban?xep=-han", "commune") == 200
    assert "2/13" in at.pages.text
    assert "3-QĐ/ĐU" not in at.pages.text


async def test_one_document_is_followed_down_to_the_cell_in_the_address(at: Issued) -> None:
    pages = at.pages
    assert await pages.gets(f"/tong-hop/tinh/van-ban/{at.whole}", "province") == 200
    assert "2/13" in pages.text
    assert "1/17" in pages.text
    assert f"/tong-hop/xa-dong/van-ban/{at.whole}" in pages.text
    assert await pages.gets(f"/tong-hop/xa-dong/van-ban/{at.whole}?xep=-thieu", "commune") == 200
    assert pages.text.index("Thôn Một") < pages.text.index("Thôn Hai")  # six missing, then five
    assert "2/8" in pages.text
    assert "0/5" in pages.text
    assert await pages.gets(f"/tong-hop/thon-mot/van-ban/{at.whole}", "commune") == 200
    assert words.COUNTS_ONLY in pages.text
    assert "Lê Thị Member" not in pages.text


async def test_where_it_must_be_studied_all_three_are_counted_apart(at: Issued) -> None:
    assert await at.pages.gets(f"/tong-hop/xa-tay/van-ban/{at.western}", "other_commune") == 200
    for label in (words.KNOWN, words.STUDIED, words.REPORTED):
        assert label in at.pages.text
    assert "0/2" in at.pages.text


async def test_a_document_of_another_part_of_the_tree_is_as_if_it_were_not_there(at: Issued) -> None:
    pages, texts = at.pages, set()
    for number in (at.western, 999):
        for page in ("van-ban", "van-ban-con-thieu", "van-ban-bieu-do", "van-ban-tep"):
            assert await pages.gets(f"/tong-hop/xa-dong/{page}/{number}", "commune") == 400
            texts.add(pages.text)
    assert len(texts) == 1
    assert await pages.gets("/tong-hop/xa-dong/van-ban/mot", "commune") == 400


async def test_where_it_is_missing_stands_for_every_level(at: Issued) -> None:
    assert await at.pages.gets(f"/tong-hop/tinh/van-ban-con-thieu/{at.whole}", "province") == 200
    for lacks in ("9/10", "7/7", "6/8", "5/5"):
        assert lacks in at.pages.text


async def test_a_place_where_it_is_missing_stands_with_the_unit_above_it(at: Issued) -> None:
    """A "Thôn Một" is in many communes: by its name alone nobody knows whom to call."""
    path = f"/tong-hop/tinh/van-ban-con-thieu/{at.whole}"
    assert await at.pages.gets(path, "province") == 200
    assert row(at.pages, "Thôn Một")[:2] == ["Thôn Một", "Đảng ủy xã Đông"]
    assert row(at.pages, "Thôn Ba")[:2] == ["Thôn Ba", "Đảng ủy xã Tây"]
    await at.pages.gets(f"{path}?xep=thuoc", "province")
    assert names(at.pages)[:2] == ["Thôn Một", "Thôn Hai"]
    await at.pages.gets(f"{path}?xep=-thuoc", "province")
    assert set(names(at.pages)[:2]) == {"Thôn Ba", "Thôn Bốn"}


async def test_the_own_cell_reads_who_is_missing_and_it_is_written_down_once(at: Issued) -> None:
    pages = at.pages
    for _ in range(2):
        assert await pages.gets(f"/tong-hop/thon-mot/van-ban/{at.whole}", "secretary") == 200
        assert "<li>Lê Thị Member</li>" in pages.text
        assert "<li>Lê Thị Clerk</li>" not in pages.text
    async with pages.sessions() as db:
        by = f"member:{pages.viewers['secretary'].id}"
        seen = await db.scalars(select(AuditRow).filter_by(by=by, deed="names_seen"))
        assert len(seen.all()) == 1


async def test_who_follows_it_from_above_and_leads_a_group_of_the_cell_reads_names_of_that_group(at: Issued) -> None:
    pages, cell = at.pages, at.pages.units["thon-mot"]
    ids = [pages.viewers[viewer].id for viewer in ("commune", "member")]
    here = update(Membership).where(Membership.member_id.in_(ids))
    async with pages.sessions.begin() as db:
        await village.office(db, pages.viewers["commune"], cell, Office.GROUP_LEADER)
        group = await make_group(db, cell, "Tổ 1", "test", pages.hour)
    for group_id, said, named in ((None, NO_GROUP, 0), (group.id, OWN_GROUP, 1)):
        async with pages.sessions.begin() as db:
            await db.execute(here.values(group_id=group_id))
        assert await pages.gets(f"/tong-hop/thon-mot/van-ban/{at.whole}", "commune") == 200
        assert said in pages.text
        assert pages.text.count("<li>Lê Thị Member</li>") == pages.text.count("<li>Lê Thị ") == named
        assert "<li>Trần Văn" not in pages.text
    async with pages.sessions.begin() as db:
        await db.execute(here.values(group_id=None))
        await db.execute(delete(Role).where(Role.member_id == ids[0], Role.unit_id == cell.id))


async def test_whoever_only_sees_counts_follows_no_documents(at: Issued) -> None:
    """As in the chat: the right is DIRECT."""
    for viewer in ("clerk", "inspection", "supervisor"):
        assert await at.pages.gets("/tong-hop/thon-mot/van-ban", viewer) == 403, viewer
    assert await at.pages.gets("/tong-hop/thon-mot", "clerk") == 200
    assert "/thon-mot/van-ban" not in at.pages.text


async def test_the_table_is_handed_over_as_a_file_and_the_chart_as_a_picture(at: Issued) -> None:
    assert await at.pages.gets(f"/tong-hop/tinh/van-ban-tep/{at.whole}", "province") == 200
    assert "attachment" in at.pages.headers["Content-Disposition"]
    rows = list(load_workbook(BytesIO(at.pages.raw)).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows if row[0] in {1, 2}] == ["Đảng ủy xã Đông", "Đảng ủy xã Tây"]
    assert await at.pages.gets(f"/tong-hop/tinh/van-ban-bieu-do/{at.whole}", "province") == 200
    assert at.pages.text.startswith("<svg")


async def test_the_page_asks_so_often(at: Issued) -> None:
    for path, most in (("van-ban", 9), (f"van-ban/{at.whole}", 12), (f"van-ban-con-thieu/{at.whole}", 10)):
        with asked() as statements:
            assert await at.pages.gets(f"/tong-hop/tinh/{path}", "province") == 200
        assert len(statements) <= most, (path, len(statements))
