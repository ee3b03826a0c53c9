"""Pages wait for nobody who writes."""

import asyncio
from datetime import timedelta

from sqlalchemy import select, update

from bot.model.logins import Login
from bot.model.units import Unit
from tests.web.committee.office import Pages


async def test_a_page_is_answered_while_somebody_else_writes(pages: Pages) -> None:
    await pages.gets("/tong-hop/xa-dong", "commune")
    async with pages.sessions.begin() as db:
        await db.execute(update(Unit).where(Unit.code == "xa-dong").values(name="Đảng ủy xã khác"))
        pages.hour += timedelta(minutes=10)
        async with asyncio.timeout(10):
            assert await pages.gets("/tong-hop/xa-dong", "commune") == 200
        assert "Đảng ủy xã khác" not in pages.text  # not committed yet
        await db.rollback()
    async with pages.sessions.begin() as db:  # whoever waited longer has had the turn
        of = select(Login.seen_at).filter_by(member_id=pages.viewers["commune"].id).order_by(Login.id.desc()).limit(1)
        assert await db.scalar(of) == pages.hour
