"""The API as an application of its own: its schema, its refusals, its addresses."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from bot.db.sessions import Sessions
from bot.web.api import directives, ledger, meetings, participation, units
from bot.web.api.caller import Entrance
from bot.web.api.problems import DECLARED, make_plain, schemas

PATH = "/api/v1"
PER_MINUTE = 60
SAID = """Counts of meetings, participation, documents and messages for programs of a committee. Never names, reasons or
phones. Every request carries `Authorization: Bearer chibot_…`; the token gives what its owner may see on the day."""


def make_api(
    sessions: Sessions, reading: Sessions, now: Callable[[], datetime], per_minute: int = PER_MINUTE
) -> FastAPI:
    """To be mounted at `PATH`. `per_minute`: questions of one token."""
    api = FastAPI(
        title="Chibot",
        description=SAID,
        version="1",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        responses=DECLARED,
    )
    make_plain(api)
    entrance = Entrance(sessions, reading, now, per_minute)
    for part in (units, meetings, participation, directives, ledger):
        api.include_router(part.pages(entrance))
    api.openapi = lambda: _schema(api)  # type: ignore[method-assign] # as the framework says it is done
    return api


def _schema(api: FastAPI) -> dict[str, Any]:
    if api.openapi_schema is None:
        found = get_openapi(
            title=api.title, version=api.version, description=api.description, routes=api.routes, servers=api.servers
        )
        found["components"]["schemas"] |= schemas()
        api.openapi_schema = found
    return api.openapi_schema
