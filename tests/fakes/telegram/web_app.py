"""What Telegram's app puts behind the # of a Mini App's address."""

import hashlib
import hmac
import json
from datetime import datetime
from urllib.parse import urlencode


def signed(token: str, user_id: int | None, at: datetime, *, query_id: str = "AAE1", first_name: str = "Lan") -> str:
    """`initData` of this user, or of none, signed by the account with this token."""
    facts = {"auth_date": str(int(at.timestamp())), "query_id": query_id}
    if user_id is not None:
        facts["user"] = json.dumps({"id": user_id, "first_name": first_name}, separators=(",", ":"))
    told = "\n".join(f"{name}={facts[name]}" for name in sorted(facts))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode(facts | {"hash": hmac.new(key, told.encode(), hashlib.sha256).hexdigest()})
