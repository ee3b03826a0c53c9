"""The site: which pages and hooks there are."""

from collections.abc import Mapping

from fastapi import FastAPI, Request, Response

from bot.db.sessions import Sessions
from bot.listening import Listener
from bot.messages import Channel
from bot.services.logins import HOME
from bot.web import (
    check_in_screen,
    check_ins,
    codes,
    directive_uploads,
    health,
    hooks,
    link_files,
    paper_uploads,
    parcels,
    personal_links,
    residents,
    uploads,
)
from bot.web.api.site import PATH as API
from bot.web.api.site import PER_MINUTE, make_api
from bot.web.committee import app_entrance
from bot.web.committee import routes as committee
from bot.web.committee.frame import said
from bot.words import committee_pages as words


def make_site(
    sessions: Sessions,
    listener: Listener,
    channels: Mapping[str, Channel],
    clock_offset: float = 0.0,
    reading: Sessions | None = None,
    api_per_minute: int = PER_MINUTE,
) -> FastAPI:
    """The web application. `reading`: sessions that only read, where pages are not to wait for writers."""
    site = FastAPI(title="Chibot", docs_url=None, redoc_url=None, openapi_url=None)
    site.include_router(health.pages(sessions, clock_offset))
    site.include_router(hooks.pages(listener, channels))
    site.include_router(parcels.pages(sessions, listener.now))
    site.include_router(link_files.pages(sessions, listener.now))
    site.include_router(personal_links.pages(sessions, listener.now))
    for desk in (paper_uploads.DESK, directive_uploads.DESK):
        site.include_router(uploads.pages(sessions, listener.now, desk))
    site.include_router(codes.pages(sessions, listener.now))
    site.include_router(check_in_screen.pages(sessions, listener.now))
    site.include_router(check_ins.pages(sessions, listener.now))
    site.include_router(app_entrance.pages(sessions, listener.now, channels))
    site.include_router(committee.pages(sessions, listener.now, reading))
    site.include_router(residents.pages(sessions, listener.now, listener.answered))
    site.mount(API, make_api(sessions, reading or sessions, listener.now, api_per_minute))

    @site.exception_handler(404)
    async def nowhere(request: Request, _: Exception) -> Response:
        """Somebody mistyped an address, or opened an old one."""
        return said(words.NOWHERE_TITLE, words.NOWHERE, status=404, home=request.url.path.startswith(HOME))

    @site.get("/favicon.ico")
    async def icon() -> Response:
        """None; every browser asks."""
        return Response(status_code=204)

    return site
