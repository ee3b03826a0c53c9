"""What the platform's methods do, and what they take: anything else is a mistake of ours."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.fakes.telegram.answers import Refusal, RefusedError
from tests.fakes.zalo_bot.answers import FORBIDDEN, NO_CHAT, NO_METHOD, NO_WEBHOOK, QUOTA_USED_UP, refusal
from tests.fakes.zalo_bot.feed import Hook
from tests.fakes.zalo_bot.people import Sent

if TYPE_CHECKING:
    from tests.fakes.zalo_bot.server import FakeZaloBot

Params = Mapping[str, Any]
LONGEST = 2000
FIELDS: Mapping[str, Mapping[str, type]] = {
    "getMe": {},
    "getUpdates": {"timeout": int},
    "setWebhook": {"url": str, "secret_token": str},
    "deleteWebhook": {},
    "getWebhookInfo": {},
    "sendMessage": {"chat_id": str, "text": str, "parse_mode": str, "text_styles": list},
    "sendPhoto": {"chat_id": str, "photo": str, "caption": str},
    "sendSticker": {"chat_id": str, "sticker": str},
    "sendVoice": {"chat_id": str, "voice_url": str},
    "sendChatAction": {"chat_id": str, "action": str},
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "setWebhook": ("url", "secret_token"),
    "sendMessage": ("chat_id", "text"),
    "sendPhoto": ("chat_id", "photo"),
    "sendSticker": ("chat_id", "sticker"),
    "sendVoice": ("chat_id", "voice_url"),
    "sendChatAction": ("chat_id", "action"),
}


class Methods:
    """Strict: an unknown method or field, or one of another type, is refused and kept as misuse."""

    def __init__(self, server: "FakeZaloBot") -> None:
        self.server = server
        self._table: Mapping[str, Callable[[Params], Awaitable[Any]]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "sendChatAction": self._send_action,
        }

    async def call(self, method: str, params: Params) -> Any:
        self._check(method, params)
        if method in self._table:
            return await self._table[method](params)
        return await self._send(method, params)

    def _check(self, method: str, params: Params) -> None:
        known = FIELDS.get(method)
        if known is None:
            raise self._misused(f"{method} is no method", NO_METHOD)
        for name, value in params.items():
            if name not in known or not isinstance(value, known[name]):
                raise self._misused(f"{method}: {name} is no field, or of another type")
        for name in NEEDED.get(method, ()):
            if not params.get(name):
                raise self._misused(f"{method}: {name} is missing")

    def _misused(self, what: str, answer: Refusal | None = None) -> RefusedError:
        self.server.misuse.append(what)
        return RefusedError(answer or refusal(400, "Bad request"))

    async def _get_me(self, _: Params) -> Any:
        return {
            "id": self.server.bot_id,
            "account_name": "bot.ThonMuoi",
            "account_type": "BASIC",
            "can_join_groups": False,
            "display_name": "Bot Thôn Mười",
        }

    async def _get_updates(self, params: Params) -> Any:
        return await self.server.feed.poll(float(params.get("timeout", 30)))

    async def _set_webhook(self, params: Params) -> Any:
        url, secret = params["url"], params["secret_token"]
        parts = urlsplit(url)
        if not 8 <= len(secret) <= 256:
            raise self._misused("setWebhook: 8 to 256 characters are a secret")
        if parts.scheme != "https" and parts.hostname != "127.0.0.1":
            raise self._misused("setWebhook: public https only")
        if not await self.server.reaches(parts.hostname or "", parts.port or 443):
            raise RefusedError(refusal(400, "Webhook url is not reachable"))
        hook = Hook(url, secret, self.server.milliseconds())
        await self.server.feed.set_hook(hook)
        return {"url": url, "updated_at": hook.updated_at}

    async def _delete_webhook(self, _: Params) -> Any:
        if self.server.feed.hook is None:
            raise RefusedError(NO_WEBHOOK)
        await self.server.feed.set_hook(None)
        return {"url": "", "updated_at": self.server.milliseconds()}

    async def _get_webhook_info(self, _: Params) -> Any:
        hook = self.server.feed.hook
        if hook is None:
            raise RefusedError(NO_WEBHOOK)
        return {"url": hook.url, "updated_at": hook.updated_at}

    async def _send_action(self, params: Params) -> Any:
        self._chat(params)
        return None

    async def _send(self, method: str, params: Params) -> Any:
        chat = self._chat(params)
        text = str(params.get("text", params.get("caption", "")))
        if len(text.encode("utf-16-le")) // 2 > LONGEST or (method == "sendMessage" and not text.strip()):
            raise self._misused(f"{method}: 1 to {LONGEST} characters")
        if method == "sendPhoto" and urlsplit(params["photo"]).scheme not in {"http", "https"}:
            raise self._misused("sendPhoto: addresses only")
        if self.server.sent_this_month >= self.server.monthly:
            raise RefusedError(QUOTA_USED_UP)
        self.server.sent_this_month += 1
        sent = Sent(chat, self.server.new_message_id(), method, text, dict(params))
        self.server.sent.append(sent)
        return {"message_id": sent.message_id, "date": self.server.milliseconds()}

    def _chat(self, params: Params) -> str:
        """Only who has written can be written to."""
        chat = str(params["chat_id"])
        if chat in self.server.gone or chat in self.server.turned_away:
            raise RefusedError(FORBIDDEN)
        if chat not in self.server.known:
            raise RefusedError(NO_CHAT)
        return chat
