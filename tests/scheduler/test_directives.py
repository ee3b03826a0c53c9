"""The clock tells people of a document at the hours and under the stops of the unit where each is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.model.notices import Notice, NoticeState
from bot.services.addressees import Addressees
from bot.services.directives import Sending, make_directive
from bot.services.halts import go_on, halt
from bot.services.unit_settings import change
from tests import village
from tests.directive_places import CONTENT
from tests.stage import Stage, stage

TEN_AT_NIGHT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


@pytest.fixture
async def at(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, TEN_AT_NIGHT) as made:
        yield made


async def test_it_leaves_by_the_quiet_hours_and_stops_of_each_cell(at: Stage) -> None:
    async with at.house.sessions.begin() as db:
        commune = await village.commune(db)
        awake, asleep, halted = [await village.cell(db, commune, code) for code in ("thuc", "ngu", "dung")]
        for number, cell in enumerate((awake, asleep, halted), 1):
            at.telegram.person(number)
            person = await village.member(db, cell, f"Nguyễn Văn {cell.code.title()}")
            endpoint = await village.reachable_at(db, person, at.now(), chat=str(number), channel="telegram")
            endpoint.account = "123456"
        change(awake, "quiet_hours", "off")
        change(halted, "quiet_hours", "off")
        await halt(db, halted, "test", at.now())
        await make_directive(db, commune, CONTENT, Sending(Addressees((commune.id,))), "test", at.now())
    async with at.working():
        await at.sees(lambda: at.telegram.sent)
        await at.rests()
        assert [one.chat for one in at.telegram.sent] == [1]
        assert "Quyết định số 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy" in at.telegram.sent[0].text
        at.move_on(timedelta(hours=10))
        await at.sees(lambda: len(at.telegram.sent) == 2)
        assert at.telegram.sent[-1].chat == 2
        async with at.house.sessions.begin() as db:
            await go_on(db, await db.get_one(type(halted), halted.id), "test", at.now())
        await at.sees(lambda: len(at.telegram.sent) == 3)
    async with at.house.sessions() as db:
        found = (await db.scalars(select(Notice).filter_by(step="directive"))).all()
        assert [one.state for one in found] == [NoticeState.SENT] * 3
