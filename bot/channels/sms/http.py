"""A gateway that is a company's web service, as its description in the settings says."""

import hashlib
import time
from collections.abc import Sequence

import structlog

from bot.channels.sms.gateway import Balance, Heard, ShortMessage
from bot.channels.sms.http_answers import Answer, meets, outcome_of, told, value_at
from bot.channels.sms.http_bodies import request_of
from bot.channels.sms.http_events import Ear
from bot.channels.sms.http_wire import NotReachedError, Wire
from bot.messages import Body, ChannelDown, Event, HookAnswer, HookRequest, Outcome, Polled, Rejected, Unknown
from bot.sms_http_settings import HttpSms
from bot.words.segments import Coding

log = structlog.get_logger()


class HttpGateway:
    """One account with one company."""

    comes_by_hook = True

    def __init__(self, described: HttpSms, callback_url: str = "") -> None:
        """`callback_url`: the whole address of our hook, for gateways that are told with each message."""
        self._described = described
        self._values = {f"secret:{name}": secret.get_secret_value() for name, secret in described.secrets.items()}
        self._values |= {"sender": described.sender, "callback_url": callback_url}
        self._wire, self._ear = Wire(), Ear(described, self._values)

    async def introduce(self) -> None:
        await self.balance()

    async def listen_at(self, url: str | None) -> None:
        """It is told with each message, or in the company's console."""

    async def send(self, message: ShortMessage) -> Outcome:
        try:
            request = request_of(self._described, self._values | values_of(message))
            answer = await self._wire.ask(request)
        except NotReachedError as error:
            return ChannelDown(str(error), needs_human=False)
        except OSError as error:
            return Unknown(str(error))
        except UnicodeError:
            return Rejected("cannot_be_sent")
        outcome = outcome_of(answer, self._described, time.time())
        if isinstance(outcome, Rejected):
            log.warning("sms_refused", preset=self._described.preset, reason=outcome.reason)
        return outcome

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        return self._ear.brought(request)

    def hook_answer(self, request: HookRequest) -> HookAnswer | None:
        return self._ear.answer(request)

    def event(self, body: Body) -> Event | None:
        return self._ear.event(body)

    def read(self, body: Body) -> Heard | None:
        return self._ear.read(body)

    async def poll(self, mark: str | None) -> Polled:
        """It comes by itself."""
        return Polled(next_mark=mark)

    async def balance(self) -> Balance | None:
        inquiry = self._described.balance
        if inquiry is None:
            return None
        answer = await self._wire.ask(request_of(inquiry, self._values))
        if answer.status in {401, 403} or (inquiry.ok_when and not meets(inquiry.ok_when, answer)):
            raise OSError(f"The gateway refuses us: {told(answer, self._described, inquiry.ok_when)}")
        return _amount(answer, inquiry.amount, inquiry.unit)

    async def close(self) -> None:
        await self._wire.close()


def values_of(message: ShortMessage) -> dict[str, str]:
    """What can stand in a description, of one message."""
    is_unicode = message.parts.coding is Coding.UCS2
    return {
        "text": message.text,
        "phone_national": f"0{message.phone.removeprefix('84')}",
        "phone_international": message.phone,
        "unicode01": "1" if is_unicode else "0",
        "unicode08": "8" if is_unicode else "0",
        "attempt_key": message.key,
        "request_id": _in_digits(message.key),
    }


def _in_digits(key: str) -> str:
    """For gateways that know nothing but numbers."""
    return str(int.from_bytes(hashlib.sha256(key.encode()).digest()[:6]))


def _amount(answer: Answer, path: str, unit: str) -> Balance | None:
    try:
        return Balance(float((value_at(answer.said, path) or "").replace(",", "")), unit)
    except ValueError:
        return None
