"""Numbers that are asked for: the sum beside the plan, who has not answered, what is strange."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.indicators import IndicatorReport, IndicatorRound
from bot.services import indicators
from bot.services.indicator_asking import ask_figures
from bot.services.indicator_plans import write_plans
from bot.services.indicator_reports import own_report
from bot.services.indicator_sums import Sums
from bot.services.indicator_values import Said, record_figure
from bot.web.committee import indicator
from bot.web.committee import indicators as listed
from bot.words import indicator_tables as words
from bot.words.indicator_definitions import Definition, read_definition
from bot.words.times import day_of
from tests.conftest import NOW
from tests.web.committee.asked import asked, row
from tests.web.committee.office import Pages


@dataclass
class Round:
    """Both communes are asked how many were admitted, ten and five as planned; Xã Đông has answered 12."""

    pages: Pages
    id: int


@pytest.fixture(scope="module")
async def begun(open_office: Pages) -> Round:
    pages = open_office
    east, west = pages.units["xa-dong"], pages.units["xa-tay"]
    async with pages.sessions.begin() as db:
        text = "Kết nạp đảng viên mới; đơn vị tính: đảng viên; hạn 30/11/2026; hỏi xã"
        said = indicators.checked(read_definition(text, Definition(), day_of(NOW)), day_of(NOW))
        defined = await indicators.define(db, pages.units["tinh"], said, "test", NOW)
        await write_plans(db, defined, 2026, {east.id: 10, west.id: 5}, "test", NOW)
        while await ask_figures(db, NOW):
            pass
        round_id = (await db.scalars(select(IndicatorRound.id))).one()
        report = await own_report(db, round_id, east.id)
        assert report is not None
        await record_figure(db, report.id, Said((12,)), "test", NOW, is_sure=True)
    return Round(pages, round_id)


@pytest.fixture
def at(begun: Round, pages: Pages) -> Round:
    assert begun.pages is pages
    return begun


async def test_the_list_says_what_each_has_come_to(at: Round) -> None:
    assert await at.pages.gets("/tong-hop/tinh/chi-tieu", "province") == 200
    assert row(at.pages.text, "Kết nạp")[:4] == ["12/10 = 120,00 %", "1/2", "15", words.OPEN]
    assert await at.pages.gets("/tong-hop/thon-mot/chi-tieu", "clerk") == 200
    assert words.NONE in at.pages.text


async def test_a_round_is_read_unit_by_unit_and_who_has_not_answered_is_never_nought(at: Round) -> None:
    assert await at.pages.gets(f"/tong-hop/tinh/chi-tieu/{at.id}?xep=-ke-hoach", "province") == 200
    text = at.pages.text
    assert row(text, "Đảng ủy xã Đông") == ["1/1", "12/10 = 120,00 %", "120,00 %", "10", "0"]
    assert row(text, "Đảng ủy xã Tây") == ["0/1", "—", "—", "5", "1"]
    assert row(text, "Tỉnh ủy Hồng Hà") == ["1/2", "12/10 = 120,00 %", "120,00 %", "15", "1"]
    assert f"Đảng ủy xã Đông: {words.doubt('over_plan', 12, 10)}" in text
    assert await at.pages.gets(f"/tong-hop/xa-dong/chi-tieu/{at.id}", "commune") == 200
    assert "1/1" in at.pages.text
    assert await at.pages.gets(f"/tong-hop/tinh/chi-tieu-chua-bao/{at.id}", "province") == 200
    assert row(at.pages.text, "Đảng ủy xã Tây") == ["Tỉnh ủy Hồng Hà"]


async def test_a_round_that_asked_nothing_here_is_as_if_it_were_not_there(at: Round) -> None:
    texts = set()
    for page in ("chi-tieu", "chi-tieu-chua-bao", "chi-tieu-bieu-do", "chi-tieu-tep"):
        for number in (at.id, 999):
            assert await at.pages.gets(f"/tong-hop/thon-mot/{page}/{number}", "secretary") == 400
            texts.add(at.pages.text)
    assert len(texts) == 1


async def test_only_rounds_that_asked_here_are_led_to_and_the_oldest_too(
    at: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, west = at.pages, at.pages.units["xa-tay"]
    async with pages.sessions.begin() as db:
        newest = await db.get_one(IndicatorRound, at.id)
        days = dict.fromkeys(("starts_on", "ends_on", "opens_on", "due_on"), newest.starts_on - timedelta(days=90))
        older = IndicatorRound(indicator_id=newest.indicator_id, stage=4, **days)
        db.add(older)
        await db.flush()
        db.add(IndicatorReport(round_id=older.id, unit_id=west.id, path=west.path))
    link = f"/chi-tieu/{older.id}"
    assert await pages.gets(f"/tong-hop/tinh/chi-tieu/{at.id}", "province") == 200
    assert f'href="/tong-hop/tinh{link}"' in pages.text
    assert await pages.gets(f"/tong-hop/xa-dong/chi-tieu/{at.id}", "commune") == 200
    assert link not in pages.text
    monkeypatch.setattr(indicator, "MOST_ROUNDS", 1)
    assert await pages.gets(f"/tong-hop/tinh{link}", "province") == 200
    assert f'href="/tong-hop/tinh/chi-tieu/{at.id}"' not in pages.text


async def test_of_too_many_units_the_page_leads_on_to_those_right_below(
    at: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicator, "MOST_ASKED", 1)
    for page in ("chi-tieu", "chi-tieu-chua-bao"):
        assert await at.pages.gets(f"/tong-hop/tinh/{page}/{at.id}", "province") == 200
        assert row(at.pages.text, "Đảng ủy xã Tây") == ["2"]
        link = f"/tong-hop/xa-tay/{page}/{at.id}"
        assert f'href="{link}"' in at.pages.text
        assert await at.pages.gets(link, "province") == 200
        assert words.TOO_MANY not in at.pages.text


async def test_the_picture_and_the_file_come_by_addresses_of_their_own(at: Round) -> None:
    assert await at.pages.gets(f"/tong-hop/tinh/chi-tieu-bieu-do/{at.id}", "province") == 200
    assert at.pages.text.startswith("<svg")
    assert await at.pages.gets(f"/tong-hop/tinh/chi-tieu-tep/{at.id}", "province") == 200
    assert "attachment" in at.pages.headers["Content-Disposition"]


async def test_the_page_asks_so_often(at: Round) -> None:
    for path, most in (("chi-tieu", 11), (f"chi-tieu/{at.id}", 22), (f"chi-tieu-chua-bao/{at.id}", 14)):
        with asked() as statements:
            assert await at.pages.gets(f"/tong-hop/tinh/{path}", "province") == 200
        assert len(statements) <= most, (path, len(statements))


async def test_a_round_whose_units_have_gone_lacks_nobody(at: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    """It once stood there as too long to be added up, and as late for ever."""

    async def of_nobody(*_: object) -> dict[int, Sums]:
        return {}

    monkeypatch.setattr(listed, "sums_by_round", of_nobody)
    assert await at.pages.gets("/tong-hop/tinh/chi-tieu", "province") == 200
    assert row(at.pages.text, "Kết nạp")[:4] == [words.NOTHING, "0/0", words.NOTHING, words.DONE]
