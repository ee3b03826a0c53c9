"""What a unit and those below it have sent to many, the newest first."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.announcements import Announcement
from bot.model.units import UnitKind
from bot.reports import broadcasts
from bot.reports.broadcasts import newest
from bot.services.tree import add_unit
from tests import village
from tests.village import at

NOW = at(2026, 11, 25)


async def test_who_sends_seldom_is_found_behind_the_many_of_others(
    each_db: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune = await village.commune(each_db)
    quiet, busy = [
        await add_unit(each_db, code, code, UnitKind.CELL, commune, NOW.date()) for code in ("thon-it", "thon-nhieu")
    ]
    sent = [
        Announcement(unit_id=unit.id, by="test", made_at=NOW + timedelta(minutes=minute), until_at=NOW, people=1)
        for minute, unit in enumerate([quiet, quiet, *[busy] * 5])
    ]
    each_db.add_all(sent)
    await each_db.flush()
    monkeypatch.setattr(broadcasts, "LATELY", 3)
    monkeypatch.setattr(broadcasts, "MOST", 4)
    found = {unit.code: [one.id for one in await newest(each_db, unit)] for unit in (quiet, busy, commune)}
    ids = [one.id for one in sent]
    assert found == {"thon-it": ids[1::-1], "thon-nhieu": ids[:2:-1], "xa": ids[:2:-1]}
