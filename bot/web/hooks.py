"""Where networks bring their events: believed by their secret, kept, answered; what it means is found out later."""

import json
from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response

from bot.listening import Listener
from bot.messages import Channel

log = structlog.get_logger()
LARGEST = 1024 * 1024


def pages(listener: Listener, channels: Mapping[str, Channel], secrets: Mapping[str, str]) -> APIRouter:
    """`POST /hooks/telegram`, where Telegram comes by webhook; 403 without its secret."""
    router = APIRouter()
    if "telegram" in secrets:

        @router.post("/hooks/telegram")
        async def telegram(request: Request) -> Response:
            brought = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
            if not compare_digest(brought.encode(), secrets["telegram"].encode()):
                return Response(status_code=403)
            return await take_in(listener, channels["telegram"], await _bounded(request))

    return router


async def take_in(listener: Listener, channel: Channel, raw: bytes | None) -> Response:
    """Keep one event, and only then say 200; what cannot be understood is answered with 200 too, or it comes again."""
    body = _decoded(raw)
    event = channel.event(body) if body is not None else None
    if event is None:
        log.warning("hook_not_understood", channel=channel.name, size=len(raw or b""))
        return Response(status_code=200)
    await listener.keep(channel.name, channel.account, [event])
    return Response(status_code=200)


async def _bounded(request: Request) -> bytes | None:
    """The body; None where it is larger than any event."""
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > LARGEST:
            return None
    return raw


def _decoded(raw: bytes | None) -> dict[str, Any] | None:
    try:
        body = json.loads(raw or b"")
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
