"""The methods of the Bot API that the fake knows, with the refusals of the real one."""

import math
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram import objects
from tests.fakes.telegram.answers import NOT_FOUND, TOO_LARGE, RefusedError, bad_request, status_429
from tests.fakes.telegram.feed import Hook
from tests.fakes.telegram.objects import Chat, Sent, Upload

if TYPE_CHECKING:
    from tests.fakes.telegram.server import FakeTelegram

Params = dict[str, Any]
UPLOAD_LIMIT = 50 * 1024 * 1024
TOO_OLD_TO_DELETE = 48 * 3600
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@dataclass
class Bucket:
    """So many a second, with so many at once."""

    rate: float
    most: float
    left: float = field(init=False)
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.left = self.most

    def wait(self) -> float:
        """Take one, or say how long there is none."""
        now = time.monotonic()
        self.left = min(self.most, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < 1:
            return (1 - self.left) / self.rate
        self.left -= 1
        return 0


@dataclass
class Window:
    """So many in any one second, wherever that second begins: stricter than a bucket, which forgives a burst."""

    most: int
    taken: deque[float] = field(default_factory=deque)

    def wait(self) -> float:
        """Take one, or say how long there is none."""
        now = time.monotonic()
        while self.taken and self.taken[0] <= now - 1:
            self.taken.popleft()
        if len(self.taken) >= self.most:
            return self.taken[0] + 1 - now
        self.taken.append(now)
        return 0


class Methods:
    """One coroutine a method."""

    def __init__(
        self, server: "FakeTelegram", rate: float | None, chat_rate: float | None, *, is_strict: bool = False
    ) -> None:
        self.server = server
        self._overall: Bucket | Window | None = Bucket(rate, rate) if rate else None
        if rate and is_strict:
            self._overall = Window(int(rate))
        self._chat_rate = chat_rate
        self._chats: dict[int, Bucket] = {}
        self._known: dict[str, Callable[[Params], Awaitable[Any]]] = {
            "getme": self._get_me,
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._get_webhook_info,
            "sendmessage": self._send_message,
            "senddocument": self._send_document,
            "sendphoto": self._send_photo,
            "editmessagetext": self._edit_text,
            "editmessagereplymarkup": self._edit_markup,
            "deletemessage": self._delete,
            "answercallbackquery": self._answer_press,
            "sendchataction": self._chat_action,
            "setmycommands": self._nothing_to_do,
            "getchat": self._get_chat,
        }

    async def call(self, method: str, params: Params) -> Any:
        if method not in self._known:
            raise RefusedError(NOT_FOUND)
        return await self._known[method](params)

    async def _get_me(self, _: Params) -> dict[str, Any]:
        groups = {"can_join_groups": True, "can_read_all_group_messages": False}
        return {**self.server.me, **groups, "supports_inline_queries": False, "has_main_web_app": False}

    async def _get_updates(self, params: Params) -> list[dict[str, Any]]:
        self._remember_allowed(params)
        offset = None if params.get("offset") is None else int(params["offset"])
        limit, timeout = int(params.get("limit") or 100), float(params.get("timeout") or 0)
        return await self.server.feed.poll(offset, limit, timeout)

    async def _set_webhook(self, params: Params) -> bool:
        self._remember_allowed(params)
        url = str(params.get("url") or "")
        connections = int(params.get("max_connections") or 40)
        hook = Hook(url, params.get("secret_token"), connections) if url else None
        await self.server.feed.set_hook(hook, drop=is_set(params, "drop_pending_updates"))
        return True

    async def _delete_webhook(self, params: Params) -> bool:
        await self.server.feed.set_hook(None, drop=is_set(params, "drop_pending_updates"))
        return True

    async def _get_webhook_info(self, _: Params) -> dict[str, Any]:
        feed = self.server.feed
        feed.expire()
        info: dict[str, Any] = {"url": "", "has_custom_certificate": False}
        info["pending_update_count"] = len(feed.waiting)
        if feed.hook:
            info |= {"url": feed.hook.url, "max_connections": feed.hook.max_connections}
            info["ip_address"] = "127.0.0.1"
        if feed.hook and feed.hook.last_error:
            info["last_error_date"] = int(feed.hook.last_error_at)
            info["last_error_message"] = feed.hook.last_error
        if feed.allowed:
            info["allowed_updates"] = feed.allowed
        return info

    async def _send_message(self, params: Params) -> dict[str, Any]:
        chat, text = self._chat(params), text_of(params)
        return self._take(Sent(chat.id, *self._stamp(text), "sendmessage", *self._rest(params)))

    async def _send_document(self, params: Params) -> dict[str, Any]:
        return self._send_file("document", params)

    async def _send_photo(self, params: Params) -> dict[str, Any]:
        return self._send_file("photo", params)

    def _send_file(self, kind: str, params: Params) -> dict[str, Any]:
        chat, caption, upload = self._chat(params), str(params.get("caption") or ""), params.get(kind)
        if not isinstance(upload, Upload) or not upload.content:
            raise RefusedError(bad_request(f"there is no {kind} in the request"))
        if len(upload.content) > UPLOAD_LIMIT:
            raise RefusedError(TOO_LARGE)
        if objects.units(caption) > 1024:
            raise RefusedError(bad_request("message caption is too long"))
        markup, rest = self._rest(params)[0], params
        return self._take(Sent(chat.id, *self._stamp(caption), f"send{kind}", markup, upload, rest))

    def _stamp(self, text: str) -> tuple[int, str, float, int]:
        return self.server.new_message_id(), text, time.monotonic(), int(self.server.clock.now())

    def _rest(self, params: Params) -> tuple[dict[str, Any] | None, None, Params]:
        markup = params.get("reply_markup") or None
        for row in (markup or {}).get("inline_keyboard", []):
            for button in row:
                if len(str(button.get("callback_data", "")).encode()) > 64:
                    raise RefusedError(bad_request("BUTTON_DATA_INVALID"))
        return markup, None, params

    def _take(self, sent: Sent) -> dict[str, Any]:
        self._slow_down(sent.chat)
        self.server.take(sent)
        return self._json(sent)

    def _slow_down(self, chat: int) -> None:
        if self._chat_rate:
            self._chats.setdefault(chat, Bucket(self._chat_rate, max(1, 3 * self._chat_rate)))
        for bucket in (self._chats.get(chat), self._overall):
            if bucket and (seconds := bucket.wait()):
                self.server.told_to_wait += 1
                raise RefusedError(status_429(math.ceil(seconds)))

    async def _edit_text(self, params: Params) -> dict[str, Any]:
        sent, text = self._own(params, "message to edit not found"), text_of(params)
        is_same = sent.text == text and sent.markup == (params.get("reply_markup") or None)
        if sent.upload or is_same:
            raise RefusedError(bad_request(NOT_MODIFIED if is_same else "there is no text in the message to edit"))
        sent.text, sent.markup = text, self._rest(params)[0]
        sent.edits += 1
        return self._json(sent)

    async def _edit_markup(self, params: Params) -> dict[str, Any]:
        sent = self._own(params, "message to edit not found")
        if sent.markup == (params.get("reply_markup") or None):
            raise RefusedError(bad_request(NOT_MODIFIED))
        sent.markup = params.get("reply_markup") or None
        sent.edits += 1
        return self._json(sent)

    async def _delete(self, params: Params) -> bool:
        """Its own messages anywhere, what a person wrote in their private chat."""
        chat, message_id = self._chat(params), int(params["message_id"])
        theirs = self.server.incoming.get(chat.id, {})
        own = None if message_id in theirs else self._own(params, "message to delete not found")
        written_at = own.date if own else theirs[message_id]
        if (own is None and not chat.is_private) or self.server.clock.now() - written_at > TOO_OLD_TO_DELETE:
            raise RefusedError(bad_request("message can't be deleted for everyone"))
        theirs.pop(message_id, None)
        if own:
            own.is_deleted = True
        self.server.deleted.append((chat.id, message_id))
        return True

    async def _answer_press(self, params: Params) -> bool:
        query = str(params.get("callback_query_id"))
        if query not in self.server.presses:
            raise RefusedError(bad_request(TOO_OLD))
        self.server.answered.append((query, str(params.get("text") or "")))
        return True

    async def _chat_action(self, params: Params) -> bool:
        self._chat(params)
        return True

    async def _get_chat(self, params: Params) -> dict[str, Any]:
        chat = self._chat(params)
        gifts = (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        )
        kinds = dict.fromkeys(gifts, True)
        return {**chat.json(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": kinds}

    async def _nothing_to_do(self, _: Params) -> bool:
        return True

    def _remember_allowed(self, params: Params) -> None:
        if "allowed_updates" in params:
            self.server.feed.allowed = list(params["allowed_updates"]) or None

    def _chat(self, params: Params) -> Chat:
        chat = self.server.find_chat(params.get("chat_id"))
        if chat is None:
            raise RefusedError(bad_request("chat not found"))
        if chat.refusal:
            raise RefusedError(chat.refusal)
        return chat

    def _own(self, params: Params, otherwise: str) -> Sent:
        chat, message_id = self._chat(params), int(params["message_id"])
        sent = self.server.find_sent(chat.id, message_id)
        if sent is None or sent.is_deleted:
            raise RefusedError(bad_request(otherwise))
        return sent

    def _json(self, sent: Sent) -> dict[str, Any]:
        return self.server.message_json(sent)


def text_of(params: Params) -> str:
    text = str(params.get("text") or "").strip()
    if not text or objects.units(text) > 4096:
        raise RefusedError(bad_request("message is too long" if text else "message text is empty"))
    return text


def is_set(params: Params, key: str) -> bool:
    return str(params.get(key, "")).lower() in {"true", "1"}
