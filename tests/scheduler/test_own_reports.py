"""Over the turn of a month, everything at work: lists and report come to the committee, each once, and lead on."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services import joining
from bot.services.tree import add_unit
from scheduler import clock
from tests import village
from tests.fakes.telegram import Person
from tests.stage import Stage, stage
from tests.village import at

SINCE = date(2026, 1, 1)
TWENTIETH = at(2026, 11, 20, 12)


async def test_over_the_turn_of_a_month(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage(sqlite_url, TWENTIETH) as on:
        often = tuple(replace(one, every=0.2) if one.name == "reports" else one for one in clock.ENTRIES)
        monkeypatch.setattr(clock, "ENTRIES", often)
        token = await a_commune_of_two_cells(on)
        async with on.working():
            chair = await joins(on, token)
            await on.sees(lambda: "chưa ấn định" in chair.received[-1].text)
            assert chair.received[-1].text.endswith("tháng 11/2026: Thôn Lan.")
            on.set_clock(at(2026, 12, 1, 9))
            await on.sees(lambda: "hết tháng 11/2026" in chair.received[-1].text)
            on.set_clock(at(2026, 12, 5, 9))
            await on.sees(lambda: "báo cáo tháng 11/2026" in chair.received[-1].text)
            assert "Đã họp thường kỳ 1/2 chi bộ. Chưa họp 1." in chair.received[-1].text
            await chair.presses("Xem báo cáo")
            await on.sees(lambda: "Đảng ủy xã Húc Động, tháng 11/2026." in chair.received[-1].text)
        assert await reports_owed(on) == [
            "report:not_fixed:m2026-11",
            "report:not_held:m2026-11",
            "report:month:m2026-11",
        ]


async def a_commune_of_two_cells(on: Stage) -> str:
    """One has met in November, the other has not; a link to join for whoever leads the committee."""
    async with on.house.sessions.begin() as db:
        commune = await add_unit(db, "hd", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, None, SINCE)
        for code in ("hong", "lan"):
            await village.members(db, await village.cell(db, commune, code, SINCE), 3)
        hong, lan = await db.scalars(select(Unit).where(Unit.kind == UnitKind.CELL).order_by("id"))
        lan.name = "Thôn Lan"
        await village.held(db, hong, at(2026, 11, 3))
        chair = await village.member(db, hong, "Lê Thị Chủ")
        await village.office(db, chair, commune, Office.COMMUNE_COMMITTEE)
        (invitation,) = await joining.invite(db, [chair], "test", on.now())
        return invitation.token


async def joins(on: Stage, token: str) -> Person:
    chair = on.telegram.person(101)
    await chair.starts(token)
    await on.sees(lambda: chair.received)
    await chair.presses("Đồng ý")
    return chair


async def reports_owed(on: Stage) -> list[str]:
    async with on.house.sessions() as db:
        return list(await db.scalars(select(Notice.about).where(Notice.step == Step.REPORT).order_by(Notice.id)))
