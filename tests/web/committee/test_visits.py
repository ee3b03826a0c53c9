"""Visits in numbers for whoever plans them; what is to come and what cells told only where the chat gives it."""

from datetime import date

import pytest

from bot.model.meetings import MeetingKind
from bot.services import assignments
from bot.services.assignments import Wanted, plan_assignments
from bot.services.meetings import call_meeting, checked
from bot.services.own_visits import own_visits
from bot.services.visit_attending import say_came
from bot.services.visit_difficulties import raise_difficulty
from bot.services.working_groups import write_group
from bot.words import visit_pages as words
from tests import village
from tests.village import at
from tests.visit_places import in_group
from tests.web.committee.asked import asked, row
from tests.web.committee.office import Pages

EARLIER, BEGAN, TO_COME = at(2026, 11, 8), at(2026, 11, 12), at(2026, 11, 28)
DAYS = date(2026, 11, 1), date(2026, 11, 30)
ROAD = "Đường vào thôn hỏng nặng."


@pytest.fixture(scope="module")
async def sent(open_office: Pages) -> Pages:
    """The province's group went to Thôn Một, where it heard of the road, and will come to Thôn Ba unannounced."""
    pages, units = open_office, open_office.units
    async with pages.sessions.begin() as db:
        leader, other = await village.members(db, units["thon-bon"], 2)
        group = (await write_group(db, units["tinh"], "tổ 1", in_group(leader, other), "test", EARLIER)).group
        for code, starts_at, is_announced in (("thon-mot", BEGAN, True), ("thon-ba", TO_COME, False)):
            wanted = Wanted(group, [units[code]], *DAYS, None, is_announced)
            await assignments.assign(db, await plan_assignments(db, units["tinh"], wanted, EARLIER), "test", EARLIER)
            call = checked(MeetingKind.THEMATIC, starts_at, "Nhà văn hóa", "Phòng cháy", EARLIER)
            await call_meeting(db, units[code], call, "test", EARLIER)
        own = next(
            one for one in await own_visits(db, [leader.id], BEGAN) if one.meeting.cell_id == units["thon-mot"].id
        )
        await say_came(db, own.visit.id, leader.id, True, BEGAN)
        await raise_difficulty(db, own.visit.id, leader.id, ROAD, BEGAN)
    return pages


async def test_visits_are_counted_by_who_went_and_by_cell(sent: Pages, pages: Pages) -> None:
    assert await pages.gets("/tong-hop/tinh/di-du?ky=m2026-11", "province") == 200
    text = pages.text
    assert row(text, "Tổ công tác số 1") == ["2", "1", "1"]
    assert row(text, "Chi bộ Thôn Một") == ["Đảng ủy xã Đông", "1", "0"]
    assert row(text, "Chi bộ Thôn Ba") == ["Đảng ủy xã Tây", "0", "0"]
    assert words.cells_title(3, 4) in text
    assert text.index("/tong-hop/thon-hai") < text.index("/tong-hop/thon-mot")  # whom nobody has visited comes first
    assert await pages.gets("/tong-hop/tinh/di-du?ky=m2026-10", "province") == 200
    assert words.cells_title(4, 4) in pages.text


async def test_a_commune_counts_nothing_of_what_is_planned_above_it(sent: Pages, pages: Pages) -> None:
    for code, viewer in (("xa-dong", "commune"), ("xa-tay", "other_commune")):
        assert await pages.gets(f"/tong-hop/{code}/di-du?ky=m2026-11", viewer) == 200
        assert words.NOBODY_WENT in pages.text
        assert words.cells_title(2, 2) in pages.text


async def test_what_a_cell_told_is_read_only_where_it_came_up_to(sent: Pages, pages: Pages) -> None:
    assert await pages.gets("/tong-hop/tinh/di-du", "province") == 200
    assert ROAD in pages.text
    assert await pages.gets("/tong-hop/xa-dong/di-du", "province") == 200
    assert ROAD not in pages.text
    assert words.ONLY_HERE in pages.text


async def test_a_cell_learns_nothing_of_who_comes(sent: Pages, pages: Pages) -> None:
    for viewer in ("secretary", "clerk", "inspection"):
        assert await pages.gets("/tong-hop/thon-mot/di-du", viewer) == 403
        assert await pages.gets("/tong-hop/xa-dong/di-du", viewer) == 403


async def test_the_page_asks_so_often(sent: Pages, pages: Pages) -> None:
    with asked() as statements:
        assert await pages.gets("/tong-hop/tinh/di-du", "province") == 200
    assert len(statements) <= 18
