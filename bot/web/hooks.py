"""Where networks bring their events: believed by their secret, kept, answered; what it means is found out later."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from fastapi import APIRouter, Request, Response
from starlette.background import BackgroundTask

from bot.listening import Listener, note_heard
from bot.messages import Answering, Channel, HookAnswer, HookRequest

log = structlog.get_logger()
LARGEST = 1024 * 1024


def pages(listener: Listener, channels: Mapping[str, Channel]) -> APIRouter:
    """`/hooks/telegram` and the like, for each network that comes by itself; 403 for what isn't believed.

    Where channels share a hook, the first of them takes in the events of all (`Event.channel`).
    """
    router = APIRouter()
    by_hook: dict[str, Channel] = {}
    for channel in channels.values():
        if channel.hook is not None and by_hook.setdefault(channel.hook, channel) is channel:
            methods = [*channel.hook_methods] if isinstance(channel, Answering) else ["POST"]
            router.add_api_route(f"/hooks/{channel.hook}", hook_of(listener, channel), methods=methods)
    return router


def hook_of(listener: Listener, channel: Channel) -> Callable[[Request], Awaitable[Response]]:
    async def hook(request: Request) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        brought = HookRequest(request.method, headers, dict(request.query_params), await _bounded(request) or b"")
        return await take_in(listener, channel, brought)

    return hook


async def take_in(listener: Listener, channel: Channel, request: HookRequest) -> Response:
    """Keep the events, and only then say 200; what cannot be understood is answered with 200 too, or it comes again."""
    bodies = channel.brought(request)
    if bodies is None:
        return Response(status_code=403)
    events = [event for body in bodies if (event := channel.event(body)) is not None]
    if not bodies:
        log.warning("hook_not_understood", channel=channel.name, size=len(request.raw))
    if events:
        await listener.keep(channel.name, channel.account, events)
    answer = answer_of(channel, request) if events else Response(status_code=200)
    if bodies:  # also what says nothing to us: who brings it is not silent; written once they have their answer
        answer.background = BackgroundTask(note_heard, listener, channel)
    return answer


def answer_of(channel: Channel, request: HookRequest) -> Response:
    # not by asking whether it is `Answering`: that took longer than understanding and keeping what was brought
    asked: Callable[[HookRequest], HookAnswer | None] | None = getattr(channel, "hook_answer", None)
    answer = asked(request) if asked else None
    return Response(answer.content, media_type=answer.media_type) if answer else Response(status_code=200)


async def _bounded(request: Request) -> bytes | None:
    """The body; None where it is larger than any event."""
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > LARGEST:
            return None
    return raw
