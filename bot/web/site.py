"""The site: which pages and hooks there are."""

from collections.abc import Mapping

from fastapi import FastAPI, Response

from bot.db.sessions import Sessions
from bot.listening import Listener
from bot.messages import Channel
from bot.web import (
    check_in_screen,
    check_ins,
    codes,
    directive_uploads,
    health,
    hooks,
    link_files,
    parcels,
    personal_links,
    residents,
    uploads,
)


def make_site(
    sessions: Sessions,
    listener: Listener,
    channels: Mapping[str, Channel],
    clock_offset: float = 0.0,
) -> FastAPI:
    """The web application."""
    site = FastAPI(title="Chibot", docs_url=None, redoc_url=None, openapi_url=None)
    site.include_router(health.pages(sessions, clock_offset))
    site.include_router(hooks.pages(listener, channels))
    site.include_router(parcels.pages(sessions, listener.now))
    site.include_router(link_files.pages(sessions, listener.now))
    site.include_router(personal_links.pages(sessions, listener.now))
    site.include_router(uploads.pages(sessions, listener.now))
    site.include_router(directive_uploads.pages(sessions, listener.now))
    site.include_router(codes.pages(sessions, listener.now))
    site.include_router(check_in_screen.pages(sessions, listener.now))
    site.include_router(check_ins.pages(sessions, listener.now))
    site.include_router(residents.pages(sessions, listener.now, listener.answered))

    @site.get("/favicon.ico")
    async def icon() -> Response:
        """None; every browser asks."""
        return Response(status_code=204)

    return site
