"""Where Zalo sends the person back to who has given us the account."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from fastapi import APIRouter, Request, Response

from bot.web.parcels import told
from bot.words import zalo_account as words

log = structlog.get_logger()
Take = Callable[[Mapping[str, str]], Awaitable[str]]
"""Takes what the address says; how it ended, as in `GIVEN` of the words."""
IS_WELL = "given"


def pages(path: str, take: Take) -> APIRouter:
    """The page changes something though it is only opened, as OAuth wants it; nothing where we did not ask for it."""
    router = APIRouter()

    @router.get(path)
    async def come_back(request: Request) -> Response:
        try:
            given = await take(dict(request.query_params))
        except Exception as error:  # whatever breaks, the person gets a sentence
            log.error("account_not_given", error=type(error).__name__)
            given = "unreached"
        return told(words.TITLES[given == IS_WELL], words.GIVEN[given], status=200 if given == IS_WELL else 400)

    return router
