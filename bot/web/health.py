"""Whether it works: for whoever watches the machine."""

from fastapi import APIRouter, Response
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.db.sessions import Sessions
from bot.model.accounts import Account
from bot.services import breaches
from bot.services.alarms import open_alarms
from bot.services.open_halts import open_halts


def pages(sessions: Sessions, clock_offset: float) -> APIRouter:
    """`GET /healthz`: 200 while the database answers; a network that is out is named, and is no reason to restart."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz(response: Response) -> dict[str, object]:
        response.headers["Cache-Control"] = "no-store"
        try:
            async with sessions() as db:
                await db.execute(text("SELECT 1"))
                accounts = (await db.scalars(select(Account))).all()
                halts = await open_halts(db)
                raised = await open_alarms(db)
        except (OSError, SQLAlchemyError):
            response.status_code = 503
            return {"status": "down", "database": "down"}
        channels = {one.channel: one.trouble or one.sending_trouble or "ok" for one in accounts}
        sending = {one.channel: one.sending_trouble or "ok" for one in accounts}
        heard = {one.channel: one.heard_at.isoformat(timespec="seconds") for one in accounts if one.heard_at}
        document: dict[str, object] = {"status": "ok", "database": "ok", "channels": channels, "heard_at": heard}
        document["sending"] = sending
        if halts:  # how many and since when: where and by whom is for `doctor`, as this page is open to all
            document["stops"] = {"open": len(halts), "since": halts[0].since.isoformat(timespec="seconds")}
        if shown := [one.name for one in raised if not one.name.startswith(breaches.ALARM)]:
            document["alarms"] = shown
        if clock_offset:
            document["clock_offset"] = clock_offset
        return document

    return router
