"""Whatever breaks, the person gets a sentence."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from bot.refusals import Refused
from bot.web.committee.frame import said
from bot.web.committee.look import AddressUnreadable
from bot.words import committee_pages as words
from bot.words.refused import refused

log = structlog.get_logger()


def broken(trouble: Exception) -> Response:
    """What is said of it."""
    if isinstance(trouble, AddressUnreadable):
        return said(words.UNREADABLE_TITLE, words.UNREADABLE, status=400, home=True)
    if isinstance(trouble, Refused):
        return said(words.REFUSED_TITLE, refused(trouble, spoken=True), status=409, home=True)
    log.error("committee_page_failed", exc_info=trouble)
    return said(words.TROUBLE_TITLE, words.TROUBLE, status=500, home=True)


class Spoken(APIRoute):
    """An address at which no error is left without a page."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answered = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await answered(request)
            except (HTTPException, RequestValidationError):
                raise
            except Exception as trouble:
                return broken(trouble)

        return answer
