"""Events that a network brings as JSON, one in a request."""

import json
from collections.abc import Sequence

from bot.messages import Body


def json_bodies(raw: bytes) -> Sequence[Body]:
    """The object in it; nothing where there is none."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return []
    return [body] if isinstance(body, dict) else []
