"""Our end of Telegram, made where a test needs it: its library takes seconds to load."""

from functools import cache
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.server import TOKEN

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram


def opened(token: str = TOKEN, **where: Any) -> "Telegram":
    from bot.channels.telegram import Telegram  # noqa: PLC0415

    return Telegram(token, contact_label="Gửi số", **where)


@cache
def offline() -> "Telegram":
    """For what needs no network."""
    return opened()
