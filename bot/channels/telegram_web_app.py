"""What a Mini App says of who opened it: believed by Telegram's signature, and only while it is fresh."""

import json
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from aiogram.utils.web_app import check_webapp_signature

from bot.messages import Opened

FRESH = timedelta(hours=1)
AHEAD = timedelta(minutes=5)
"""So far Telegram's clock may be before ours."""
LARGEST = 4096


def opened_by(said: str, token: str, at: datetime) -> Opened | None:
    """Who opened it, by a Mini App's `initData`; None where that is not Telegram's, or of another hour."""
    if not said.isascii() or len(said) > LARGEST:
        return None
    try:
        if not check_webapp_signature(token, said):
            return None
        facts = dict(parse_qsl(said))
        made_at = datetime.fromtimestamp(int(facts["auth_date"]), at.tzinfo)
        user = json.loads(facts["user"])["id"]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    is_fresh = at - FRESH <= made_at <= at + AHEAD
    return Opened(str(user), facts["hash"]) if is_fresh and isinstance(user, int) else None
