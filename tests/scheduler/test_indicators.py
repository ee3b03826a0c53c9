"""A number from end to end: the clock asks, a line answers it, whoever is late is reminded, the sum is right."""

from datetime import date, timedelta

from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services import indicators, joining
from bot.services.indicator_sums import table_of
from bot.services.tree import add_unit
from bot.words.indicator_definitions import Definition, read_definition
from bot.words.times import day_of
from tests import village
from tests.conftest import NOW
from tests.fakes.telegram import Person
from tests.stage import Stage, stage

SINCE = date(2026, 1, 1)


async def test_it_is_asked_reminded_answered_and_added_up(sqlite_url: str) -> None:
    async with stage(sqlite_url, NOW) as at:
        top, token = await a_commune_below_a_district(at)
        async with at.working():
            lan = await joins(at, token)
            which = await is_asked(at, top)
            await at.sees(lambda: "đề nghị Đảng ủy xã Húc Động báo" in lan.received[-1].text)
            at.move_on(timedelta(days=6))
            await at.sees(lambda: "chưa báo" in lan.received[-1].text)
            await lan.says(f"chỉ tiêu {which}: 92")
            await at.sees(lambda: "Đúng như vậy không?" in lan.received[-1].text)
            await lan.presses("Đúng")
            await at.sees(lambda: "Đã nhận" in lan.received[-1].text)
            heard = len(lan.received)
            at.move_on(timedelta(days=5))
            assert await total(at, top, which) == (92,)
        assert len(lan.received) == heard


async def a_commune_below_a_district(at: Stage) -> tuple[Unit, str]:
    """Lan leads it, with a link to join."""
    async with at.house.sessions.begin() as db:
        top = await add_unit(db, "bl", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, SINCE)
        commune = await add_unit(db, "hd", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, top, SINCE)
        lan: Member = await village.member(db, await village.cell(db, commune), "Nguyễn Thị Lan")
        await village.office(db, lan, commune, Office.COMMUNE_COMMITTEE)
        (invitation,) = await joining.invite(db, [lan], "test", at.now())
        return top, invitation.token


async def joins(at: Stage, token: str) -> Person:
    lan = at.telegram.person(101)
    await lan.starts(token)
    await at.sees(lambda: lan.received)
    await lan.presses("Đồng ý")
    await at.sees(lambda: "Đã nối máy" in lan.received[-1].text)
    return lan


async def is_asked(at: Stage, top: Unit) -> int:
    async with at.house.sessions.begin() as db:
        said = read_definition("Kết nạp đảng viên mới; hạn 30/11/2026; hỏi xã", Definition(), day_of(at.now()))
        return (await indicators.define(db, top, said, "test", at.now())).id


async def total(at: Stage, top: Unit, which: int) -> tuple[int, ...] | None:
    async with at.house.sessions() as db:
        asked = await indicators.asked_in(db, (await indicators.rounds_of(db, which))[0].id)
        return (await table_of(db, asked, top, at.now())).own.sums.parts
