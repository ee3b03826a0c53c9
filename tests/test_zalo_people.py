"""People and groups of a Zalo account over real HTTP: who follows, links, leaves, shares a number; what is seen."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.endpoints import Consent, Endpoint
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Attempt
from bot.model.units import Unit
from bot.networks import groups_on
from bot.services.addresses import reachable
from bot.services.codes import looks_like_code
from bot.services.groups import groups_of, new_group_code
from bot.services.joining import invite
from bot.services.progress import progress_of
from tests import village
from tests.fakes.zalo_oa import Person
from tests.web.test_zalo_oa_hook import Site, site

NUMBER = "+84900000007"


@dataclass
class Cell:
    """Its secretary and Lan; only the secretary is on Zalo yet."""

    here: Site
    unit: Unit
    secretary: Member
    lan: Member

    @property
    def hers(self) -> Person:
        return self.here.zalo.person("binh")

    @property
    def lans(self) -> Person:
        return self.here.zalo.person("lan")

    async def hears(self, person: Person, words: str) -> None:
        await self.here.zalo.wait_for(lambda: any(words in sent.text for sent in person.received))

    async def code(self) -> str:
        async with self.here.at.house.sessions.begin() as db:
            member = await db.get_one(Member, self.lan.id)
            return (await invite(db, [member], "test", self.here.at.now()))[0].code

    async def joins(self) -> None:
        self.lans.says(await self.code())
        await self.hears(self.lans, "Mục đích")
        self.lans.presses("Đồng ý")
        await self.hears(self.lans, "Đã nối máy này")

    async def is_reached(self) -> bool:
        async with self.here.at.house.sessions() as db:
            return bool((await reachable(db, [self.lan.id]))[self.lan.id])


@pytest.fixture
async def cell(database_url: str) -> AsyncIterator[Cell]:
    async with site(database_url) as here:
        async with here.at.house.sessions.begin() as db:
            unit = await village.cell(db)
            secretary = await village.member(db, unit, "Trần Thị Bình")
            await village.office(db, secretary, unit)
            chat = await village.reachable_at(db, secretary, here.at.now(), chat="binh", channel="zalo_oa")
            chat.account, chat.heard_at = here.zalo.oa_id, here.at.now()
            lan = await village.member(db, unit, "Nguyễn Thị Lan", phone=NUMBER)
        here.zalo.person("binh")
        yield Cell(here, unit, secretary, lan)


async def test_who_follows_is_greeted_links_with_a_code_and_leaves(cell: Cell) -> None:
    cell.lans.follows()
    await cell.hears(cell.lans, "Mời đồng chí gửi mã")
    await cell.joins()
    assert await cell.is_reached()
    cell.lans.leaves()
    await cell.hears(cell.hers, "đã dừng nhận tin")
    assert not await cell.is_reached()
    async with cell.here.at.house.sessions() as db:
        (consent,) = (await db.scalars(select(Consent).where(Consent.member_id == cell.lan.id))).all()
    assert consent.withdrawn_at is not None


async def test_a_typed_number_is_confirmed_by_the_secretary(cell: Cell) -> None:
    cell.lans.shares_number("0900000007", name="Lan Lan")
    await cell.hears(cell.lans, "Nếu số này có trong danh sách")
    await cell.hears(cell.hers, "tự ghi tên: Lan Lan")
    cell.hers.presses("Đúng, nối vào")
    await cell.hears(cell.lans, "Bí thư đã xác nhận")
    cell.lans.presses("Tiếp tục")
    await cell.hears(cell.lans, "Mục đích")
    assert not await cell.is_reached()
    cell.lans.presses("Đồng ý")
    await cell.hears(cell.lans, "Đã nối máy này")
    assert await cell.is_reached()


async def test_what_was_seen_is_counted(cell: Cell) -> None:
    await cell.joins()
    async with cell.here.at.house.sessions.begin() as db:
        meeting = await village.meeting(db, await db.get_one(Unit, cell.unit.id), cell.here.at.now(), timedelta(days=1))
    await cell.hears(cell.lans, "Kính mời đồng chí Nguyễn Thị Lan")
    cell.lans.receives(cell.lans.received[-1])
    cell.lans.sees(cell.lans.received[-1])

    async def is_counted() -> bool:
        async with cell.here.at.house.sessions() as db:
            now = await progress_of(db, await db.get_one(Meeting, meeting.id), cell.here.at.now())
            return (now.arrivals.delivered, now.arrivals.seen) == (1, 1)

    await cell.here.at.until(is_counted)
    async with cell.here.at.house.sessions() as db:
        places = await db.scalars(select(Endpoint.external_id).where(Endpoint.external_id.startswith("report:")))
        assert places.all() == []
        assert len((await db.scalars(select(Attempt).where(Attempt.seen_at.is_not(None)))).all()) == 1


async def test_a_code_that_is_said_in_a_group_names_it_and_the_group_is_told_without_names(cell: Cell) -> None:
    group = cell.here.zalo.group("g1")
    async with cell.here.at.house.sessions.begin() as db:
        unit, secretary = await db.get_one(Unit, cell.unit.id), await db.get_one(Member, cell.secretary.id)
        code = await new_group_code(db, unit, secretary, cell.here.at.now())
    assert looks_like_code(code)
    group.hears(cell.lans, f"mã nhóm {code}")
    await cell.hears(cell.hers, "Đó có đúng là nhóm")
    cell.hers.presses("Đúng, nhóm")
    await cell.here.zalo.wait_for(lambda: group.received)
    async with cell.here.at.house.sessions.begin() as db:
        assert [place.external_id for _, place in await groups_of(db, cell.unit.id)] == ["group:g1"]
        await village.meeting(db, await db.get_one(Unit, cell.unit.id), cell.here.at.now(), timedelta(days=1))
    await cell.here.zalo.wait_for(lambda: len(group.received) > 1)
    assert "Nhà văn hóa" in group.received[-1].text
    assert not [sent for sent in group.received if "Lan" in sent.text or "Bình" in sent.text]


async def test_in_a_group_nobody_is_asked_what_they_meant_but_a_mark_of_secrecy_is_named(cell: Cell) -> None:
    group = cell.here.zalo.group("g1")
    group.hears(cell.lans, "Hẹn gặp mặt thân mật cuối năm")
    group.hears(cell.lans, "Chuyển văn bản TUYỆT MẬT số 12")
    await cell.here.zalo.wait_for(lambda: group.received)
    await cell.here.at.rests()
    (said,) = group.received
    assert "có dấu hiệu tài liệu mật" in said.text
    assert [row.body for row in await cell.here.rows()] == [None, None]


async def test_the_groups_that_the_account_has_made_can_be_listed(cell: Cell) -> None:
    cell.here.zalo.group("g1", "Chi bộ 3")
    assert await groups_on(cell.here.at.house) == [("zalo_oa", "g1", "Chi bộ 3")]
    assert await groups_on(cell.here.at.house, "telegram") == []
