"""SMPP: a line to a carrier. It is opened by whoever sends or listens first, and there is one in one process."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress

import structlog

from bot.channels.sms.gateway import Balance, Heard, ShortMessage
from bot.channels.sms.smpp_inbox import RECEIPT, WORDS, Inbox
from bot.channels.sms.smpp_line import (
    CONNECT_SECONDS,
    Answered,
    BindRefusedError,
    Line,
    LineBrokenError,
    LineDownError,
)
from bot.channels.sms.smpp_outcomes import HASTE, refused
from bot.channels.sms.smpp_pdus import Delivered, submission
from bot.channels.sms.smpp_receipts import Receipts, receipt_of, same
from bot.channels.sms.smpp_words import ILLEGIBLE, Joiner
from bot.messages import (
    Accepted,
    Arrival,
    Body,
    ChannelDown,
    Event,
    HookAnswer,
    HookRequest,
    Outcome,
    Polled,
    Receipt,
    Unknown,
)
from bot.sms_phone_settings import Smpp
from bot.words.segments import with_headers

log = structlog.get_logger()
LISTEN_FOR, DEAF_AFTER = 5.0, 45.0
SHORT_LIFE, LONGEST_PAUSE = 30.0, 60.0
"""A line that breaks sooner than that counts as one that could not be opened."""
PART_AGAIN = (0.5, 1.0, 2.0, 4.0)
"""Seconds after which a later part is offered again that was refused for haste."""


class SmppGateway:
    """One account with one carrier."""

    comes_by_hook = False

    def __init__(self, terms: Smpp) -> None:
        self._terms = terms
        self._line: Line | None = None
        self._opening = asyncio.Lock()
        self._window = asyncio.Semaphore(terms.window)
        self._pause, self._not_before = 0.0, float("-inf")
        self._failure: OSError = LineDownError("There is no line to the carrier")
        self._listened_at = time.monotonic()
        self.inbox, self._joiner, self._receipts = Inbox(), Joiner(), Receipts()

    async def introduce(self) -> None:
        """Whether anybody is there: bound is only who has the lease, and a wrong password is told by `poll`."""
        if self._line is not None and self._line.is_up:
            return
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, writer = await asyncio.open_connection(self._terms.host, self._terms.port)
        except (OSError, TimeoutError) as error:
            raise LineDownError(f"The carrier cannot be reached ({type(error).__name__})") from None
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def listen_at(self, url: str | None) -> None:
        """It comes by the line."""

    # The line

    async def _up(self) -> Line:
        """The line, opened where there is none; raises `OSError` with a sentence, without asking too often."""
        async with self._opening:
            if self._line is not None and self._line.is_up:
                return self._line
            self._note_end()
            if time.monotonic() < self._not_before:
                raise type(self._failure)(*self._why())
            line = Line(self._heard, self._is_listened_to)
            try:
                await line.open(self._terms)
            except OSError as error:
                self._failure = error
                self._slow_down()
                raise
            except asyncio.CancelledError:
                line.drop()
                raise
            log.info("smpp_bound")
            self._line, self._listened_at = line, max(self._listened_at, time.monotonic())
            return line

    def _why(self) -> tuple[object, ...]:
        failure = self._failure
        return (failure.status,) if isinstance(failure, BindRefusedError) else (str(failure),)

    def _note_end(self) -> None:
        """A line that was up and no longer is: opened again at once, unless it did not live long."""
        if self._line is None:
            return
        line, self._line = self._line, None
        lived = line.down_at - line.bound_at
        log.info("smpp_line_down", lived=round(lived), is_given_up=line.is_given_up)
        if lived < SHORT_LIFE and not line.is_given_up:
            self._failure = LineDownError("The carrier hangs up again and again")
            self._slow_down()
        else:
            self._pause = 0.0

    def _slow_down(self) -> None:
        self._pause = min(max(self._pause * 2, 0.5), LONGEST_PAUSE)
        self._not_before = time.monotonic() + self._pause

    def _is_listened_to(self) -> bool:
        return time.monotonic() - self._listened_at < DEAF_AFTER

    # Sending

    async def send(self, message: ShortMessage) -> Outcome:
        try:
            line = await self._up()
        except OSError as error:
            return ChannelDown(str(error), needs_human=isinstance(error, BindRefusedError) and error.needs_human)
        if message.parts.count == 1:
            return await self._send(line, message)
        with self._receipts.leaving():
            outcome = await self._send(line, message)
        for decided in self._receipts.settled():
            self.inbox.add_decided(decided)
        return outcome

    async def _send(self, line: Line, message: ShortMessage) -> Outcome:
        taken: list[str] = []
        try:
            for octets in with_headers(message.parts, _reference(message.key)):
                answered = await self._submit(line, message, octets, again=bool(taken))
                if not answered.is_taken:
                    return refused(answered.status, is_first=not taken)
                taken.append(same(answered.message_id, self._terms.receipt_ids))
        except LineDownError as error:
            return Unknown(str(error)) if taken else ChannelDown(str(error), needs_human=False)
        except LineBrokenError as error:
            return Unknown(str(error))
        if all(taken):
            self._receipts.left(taken)
        return Accepted(taken[-1][:64] or None)

    async def _submit(self, line: Line, message: ShortMessage, octets: bytes, *, again: bool) -> Answered:
        """One part. A later one that is refused for haste is offered again: the first is on its way already."""
        parts = message.parts
        answered = Answered(0, "")
        for pause in (*(PART_AGAIN if again else ()), None):
            pdu = submission(self._terms, message.phone, octets, parts.coding, is_joined=parts.count > 1)
            async with self._window:
                answered = await line.submit(pdu)
            if answered.status not in HASTE or pause is None:
                break
            await asyncio.sleep(pause)
        return answered

    # Hearing

    async def poll(self, mark: str | None) -> Polled:
        """What has come since the mark; to tell the carrier that all before it is kept is done here too."""
        self.inbox.kept(mark)
        self._listened_at = time.monotonic()
        line = await self._up()
        for sender in self._joiner.given_up():
            self.inbox.add_unfinished(sender, ILLEGIBLE)
        events, next_mark = await self.inbox.next(line, LISTEN_FOR)
        self._listened_at = time.monotonic()
        return Polled(events, next_mark)

    def _heard(self, line: Line, said: Delivered) -> None:
        if said.is_receipt:
            line.acknowledge(said.sequence)
            receipt = receipt_of(said, self._terms.receipt_ids)
            decided = self._receipts.take(receipt) if receipt else None
            if decided:
                self.inbox.add_decided(decided)
            return
        text = self._joiner.add(said)
        if text is None:
            line.acknowledge(said.sequence)
        else:
            self.inbox.add_words(said.sender, text, line, said.sequence)

    def brought(self, request: HookRequest) -> Sequence[Body] | None:  # noqa: ARG002 - it has no hook
        return None

    def hook_answer(self, request: HookRequest) -> HookAnswer | None:  # noqa: ARG002 - it has no hook
        return None

    def event(self, body: Body) -> Event | None:
        heard = self.read(body)
        if heard is None:
            return None
        return Event(heard.event_id, heard.sender, body, words=(heard.text,) if heard.text else ())

    def read(self, body: Body) -> Heard | None:
        kind, event_id = body.get("smpp"), str(body.get("id", ""))
        if kind == WORDS:
            return Heard(event_id, str(body.get("sender", "")), str(body.get("text", "")))
        if kind == RECEIPT:
            receipt = Receipt(Arrival(str(body.get("arrival"))), str(body.get("message", "")), None, body.get("reason"))
            return Heard(event_id, receipts=(receipt,))
        raise ValueError("event cannot be read: it came by no line")

    async def balance(self) -> Balance | None:
        return None

    async def close(self) -> None:
        if self._line is not None:
            await self._line.close()
            self._line = None


def _reference(key: str) -> int:
    """Joins the parts on the phone; the same when a try is made again, so that what is there is not shown twice."""
    return hashlib.sha256(key.encode()).digest()[0]
