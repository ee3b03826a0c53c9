"""SMSGate: an Android phone of our own carries the messages, asked directly, through a server of ours or a cloud."""

import base64
import json
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import structlog

from bot.channels.sms.gateway import Balance, Heard, ShortMessage
from bot.channels.sms.http_answers import Answer, pause
from bot.channels.sms.http_bodies import Request
from bot.channels.sms.http_wire import NotReachedError, Wire
from bot.channels.sms.smsgate_events import SmsGateEar, id_of, plain_reason
from bot.messages import (
    Accepted,
    AddressDead,
    Body,
    ChannelDown,
    Duplicate,
    Event,
    HookAnswer,
    HookRequest,
    Outcome,
    Polled,
    Rejected,
    Scope,
    Unknown,
    Wait,
)
from bot.sms_phone_settings import SmsGate

log = structlog.get_logger()
REPORTS = ("sms:sent", "sms:delivered", "sms:failed")
INBOUND = "sms:received"
WILL_NOT = {"Failed", "Cancelling", "Cancelled"}


class SmsGateGateway:
    """One phone, or the server that several of ours are connected to."""

    comes_by_hook = True

    def __init__(self, terms: SmsGate) -> None:
        self._terms, self._wire = terms, Wire()
        pair = f"{terms.user}:{terms.password.get_secret_value()}".encode()
        self._credentials = f"Basic {base64.b64encode(pair).decode()}"
        key = terms.signing_key.get_secret_value() if terms.signing_key else ""
        self._ear = SmsGateEar(key, terms.device)

    async def introduce(self) -> None:
        await self._webhooks()

    # Where it brings its events

    async def listen_at(self, url: str | None) -> None:
        """One webhook for each kind of event; those of an address that we no longer have are taken away."""
        if url is None or not self._terms.signs:
            return
        known = await self._webhooks()
        wanted = [*REPORTS, *([INBOUND] if self._terms.two_way else [])]
        for one in known:
            if _is_former(one, url, wanted):
                await self._demand("DELETE", f"/webhooks/{quote(str(one.get('id', '')), safe='')}")
        for event in wanted:
            if not any(self._is_there(one, url, event) for one in known):
                device = {"deviceId": self._terms.device} if self._terms.device else {}
                await self._demand("POST", "/webhooks", {"url": url, "event": event, **device})

    def _is_there(self, webhook: dict[str, Any], url: str, event: str) -> bool:
        about = (webhook.get("url"), webhook.get("event"))
        return about == (url, event) and webhook.get("deviceId") in {None, self._terms.device}

    async def _webhooks(self) -> list[dict[str, Any]]:
        said = (await self._demand("GET", "/webhooks")).said
        return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []

    async def _demand(self, method: str, path: str, body: dict[str, Any] | None = None) -> Answer:
        """Raises `OSError` with a sentence."""
        answer = await self._ask(method, path, body)
        if answer.status in {401, 403}:
            raise OSError("SMSGate refuses us: user or password are not those of the app")
        if answer.status >= 300:
            raise OSError(f"SMSGate answers {answer.status} to {method} {path.split('/')[1]}")
        return answer

    # Sending

    async def send(self, message: ShortMessage) -> Outcome:
        own_id = id_of(message.key, message.parts.count)
        try:
            answer = await self._ask("POST", "/messages", self._form(message, own_id))
        except NotReachedError as error:
            return ChannelDown(str(error), needs_human=False)
        except OSError as error:
            return await self._settle(own_id, str(error))
        except UnicodeError:
            return Rejected("cannot_be_sent")
        if answer.status >= 500 and answer.status != 503:
            return await self._settle(own_id, f"http_{answer.status}")
        if answer.status == 409:  # it has it, and may have failed to send it meanwhile
            settled = await self._settle(own_id, "http_409")
            return settled if isinstance(settled, Rejected) else Duplicate(own_id or None)
        return outcome_of(answer, own_id, time.time())

    def _form(self, message: ShortMessage, own_id: str) -> dict[str, Any]:
        """It never waits in the phone for ever, or the cloud's queue shuts; and nobody else's validation is asked."""
        form: dict[str, Any] = {
            "textMessage": {"text": message.text},
            "phoneNumbers": [f"+{message.phone}"],
            "ttl": self._terms.ttl,
            "withDeliveryReport": True,
        }
        own = {"id": own_id or None, "simNumber": self._terms.sim, "deviceId": self._terms.device}
        return form | {name: value for name, value in own.items() if value is not None}

    async def _settle(self, own_id: str, trouble: str) -> Outcome:
        """The answer was lost: ask whether it is there. Where it is not, it may yet come; our id is taken once."""
        if not own_id:
            return Unknown(trouble)
        try:
            answer = await self._ask("GET", f"/messages/{quote(own_id, safe='')}")
        except OSError:
            return Unknown(trouble)
        return _state(answer, own_id) if answer.status == 200 else Unknown(trouble)

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Answer:
        headers = {"Authorization": self._credentials, "Accept": "application/json"}
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body, ensure_ascii=False).encode()
        return await self._wire.ask(Request(method, f"{self._terms.url}{path}", headers, content))

    # Hearing

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        return self._ear.brought(request, time.time())

    def hook_answer(self, request: HookRequest) -> HookAnswer | None:  # noqa: ARG002 - it wants nothing but 200
        return None

    def event(self, body: Body) -> Event | None:
        return self._ear.event(body)

    def read(self, body: Body) -> Heard | None:
        return self._ear.read(body)

    async def poll(self, mark: str | None) -> Polled:
        """It comes by itself."""
        return Polled(next_mark=mark)

    async def balance(self) -> Balance | None:
        return None

    async def close(self) -> None:
        await self._wire.close()


def _is_former(webhook: dict[str, Any], url: str, wanted: Sequence[str]) -> bool:
    """Of this gateway of ours, with a key that is no longer so, or of a kind that we do not want any more."""
    ours, theirs = urlsplit(url), urlsplit(str(webhook.get("url", "")))
    folder = f"{ours.path.rpartition('/')[0]}/"
    if (theirs.scheme, theirs.netloc) != (ours.scheme, ours.netloc) or not theirs.path.startswith(folder):
        return False
    return theirs.path != ours.path or webhook.get("event") not in wanted


def outcome_of(answer: Answer, own_id: str, now: float) -> Outcome:
    """What an answer to `POST /messages` means."""
    words = _words(answer)
    if answer.status < 300:
        return _state(answer, own_id)
    if answer.status in {429, 503}:  # its queue is full
        return Wait(pause(answer.headers, now), Scope.CHANNEL)
    if answer.status in {401, 403, 404, 405}:
        return ChannelDown(f"http_{answer.status} {words}".strip(), needs_human=True)
    if answer.status == 400 and "phone" in words.lower():
        return AddressDead("phone_invalid")
    log.warning("sms_refused", gateway="smsgate", reason=words)
    return Rejected(f"http_{answer.status} {words}".strip()[:80])


def _state(answer: Answer, own_id: str) -> Outcome:
    """Pending, Processed, Sent and Delivered: it is taken, whatever becomes of it."""
    said = answer.said if isinstance(answer.said, dict) else None
    if said is None:
        return Unknown("undecodable_answer")
    if said.get("state") in WILL_NOT:
        return Rejected(_why(said))
    theirs = said.get("id")
    return Accepted(theirs[:64] if isinstance(theirs, str) and theirs else own_id or None)


def _why(said: dict[str, Any]) -> str:
    recipients = said.get("recipients")
    errors = [one.get("error") for one in recipients if isinstance(one, dict)] if isinstance(recipients, list) else []
    return plain_reason(next((error for error in errors if error), said.get("state")))


def _words(answer: Answer) -> str:
    said = answer.said.get("message") if isinstance(answer.said, dict) else None
    return plain_reason(said) if said else ""
