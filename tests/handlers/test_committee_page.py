"""Whoever sees counts somewhere gets a link of their own to the pages, in the chat; and ends what is open."""

import re
from datetime import timedelta

from sqlalchemy import select

from bot.model.logins import Login, LoginLink
from bot.model.roles import Office
from bot.model.units import Unit
from bot.services.logins import LINK_LASTS, is_open, log_in_by_link, logins_of
from bot.words import committee_pages as words
from tests import village
from tests.handlers.committees import SITE, District
from tests.handlers.shared_phone import shares
from tests.talk import Phone

LINK = re.compile(rf"{SITE}/vao/(\S+)")


async def open_by(place: District, text: str) -> str:
    """The cookie that the link in these words gives."""
    found = LINK.search(text)
    assert found is not None, text
    known = await log_in_by_link(place.db, found[1], "Firefox, Linux", place.now)
    assert known is not None
    return known[0]


async def test_an_official_gets_a_link_of_the_own(place: District) -> None:
    person = await place.official(Office.COMMUNE_COMMITTEE, place.commune)
    phone = Phone(place.db, place.now)
    for said in ("trang tổng hợp", "Trang tong hop", "/trang"):
        cookie = await open_by(place, await phone.says(said))
        login = await place.db.scalar(select(Login).where(is_open(cookie, place.now)))
        assert login is not None
        assert login.member_id == person.id
    times = await place.db.execute(select(LoginLink.made_at, LoginLink.expires_at))
    assert {until - made for made, until in times} == {LINK_LASTS} == {timedelta(minutes=5)}


async def test_a_member_without_an_office_gets_none(place: District) -> None:
    lan = await village.member(place.db, place.hong_sen, "Nguyễn Thị Lan")
    await village.reachable_at(place.db, lan, place.now, "7")
    assert SITE not in await Phone(place.db, place.now, "7").says("trang tổng hợp")


async def test_on_a_phone_of_two_officials_each_opens_the_own(place: District) -> None:
    phone = await place.phone()
    other = await village.member(place.db, place.hong_sen, "Hoàng Thị Hai")
    await village.office(place.db, other, place.hong_sen)
    await shares(place.db, other, "1", place.now)
    assert await phone.says("trang tổng hợp") == words.WHOSE
    cookie = await open_by(place, await phone.presses("Hoàng Thị Hai"))
    login = await place.db.scalar(select(Login).where(is_open(cookie, place.now)))
    assert login is not None
    assert login.member_id == other.id
    strange = await phone.presses_value(f"page_of:{10**6}")
    assert SITE not in strange


async def test_what_is_open_is_said_and_ended_in_the_chat(place: District) -> None:
    person = await place.official(Office.COMMUNE_COMMITTEE, place.commune)
    phone = Phone(place.db, place.now)
    await open_by(place, await phone.says("trang tổng hợp"))
    assert "1 nơi" in await phone.says("trang tổng hợp")
    assert await phone.presses(words.CLOSE_ALL) == words.closed(1)
    assert not await logins_of(place.db, person.id, place.now)
    assert await phone.says("đóng trang tổng hợp") == words.closed(0)


async def test_nobody_ends_what_somebody_else_has_open(place: District) -> None:
    boss = await place.official(Office.DISTRICT_COMMITTEE, chat="5")
    await open_by(place, await Phone(place.db, place.now, "5").says("trang tổng hợp"))
    await place.official(Office.COMMUNE_COMMITTEE, place.commune)
    await Phone(place.db, place.now).presses_value(f"pages_close:{boss.id}")
    assert len(await logins_of(place.db, boss.id, place.now)) == 1


async def test_the_menu_of_a_committee_leads_to_its_page(place: District) -> None:
    await place.official(Office.COMMUNE_COMMITTEE, place.commune)
    unit = await place.db.get_one(Unit, place.commune.id)
    phone = Phone(place.db, place.now)
    assert unit.name in await phone.says("menu")
    assert SITE in await phone.presses(words.TITLE)
