"""Our end of Telegram, made where a test needs it: its library takes seconds to load."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.messages import Opened
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


def opened_by(said: str, token: str, at: datetime) -> Opened | None:
    """Who opened our app."""
    from bot.channels import telegram_web_app  # noqa: PLC0415

    return telegram_web_app.opened_by(said, token, at)
