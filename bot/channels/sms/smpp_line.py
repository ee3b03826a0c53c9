"""A line to a carrier: bound once for both ways, asked now and then whether it lives, down for good when it breaks."""

import asyncio
import itertools
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.channels.sms.smpp_pdus import (
    HEADER,
    LARGEST,
    Delivered,
    EnquireLink,
    EnquireLinkResp,
    Pdu,
    SmppCommand,
    SmppCommandStatus,
    SmppMessage,
    Unbind,
    UnbindResp,
    acknowledgement,
    bind,
    delivered,
    message_id,
    not_known,
    status_name,
)
from bot.sms_phone_settings import Smpp

CONNECT_SECONDS, ANSWER_SECONDS, PARTING_SECONDS = 10.0, 30.0, 2.0
QUIET, LOOK_EVERY = 30.0, 5.0
"""Seconds of silence after which we ask whether anybody is there."""
LAST_SEQUENCE = 0x7FFFFFFF
ANSWER = 0x80000000
FOR_A_PERSON = {
    SmppCommandStatus.ESME_RINVPASWD,
    SmppCommandStatus.ESME_RINVSYSID,
    SmppCommandStatus.ESME_RBINDFAIL,
    SmppCommandStatus.ESME_RINVSYSTYP,
}


class BindRefusedError(OSError):
    """The carrier is there and does not let us in."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The carrier does not let us in ({status_name(status)})")
        self.status, self.needs_human = status, status in FOR_A_PERSON


class LineDownError(OSError):
    """Nothing was written: there is no line."""


class LineBrokenError(OSError):
    """It was written, and the line broke or fell silent before the answer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the carrier says to one part."""

    status: int
    message_id: str

    @property
    def is_taken(self) -> bool:
        return self.status == SmppCommandStatus.ESME_ROK


class Line:
    """One connection, from the bind to its end; a new one is another object."""

    def __init__(self, heard: Callable[["Line", Delivered], None], is_wanted: Callable[[], bool]) -> None:
        """`is_wanted`: whether somebody still listens; a line that only swallows what comes is given up."""
        self._heard, self._is_wanted = heard, is_wanted
        self._waiting: dict[int, asyncio.Future[Pdu]] = {}
        self._sequence = itertools.cycle(range(1, LAST_SEQUENCE))
        self._writer: asyncio.StreamWriter | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._spoke_at = self.bound_at = time.monotonic()
        self.down = asyncio.Event()
        self.down_at = float("inf")
        self.is_given_up = False
        """It did not break: nobody listened to it."""

    @property
    def is_up(self) -> bool:
        return self._writer is not None and not self.down.is_set()

    async def open(self, terms: Smpp) -> None:
        """Connect and bind; raises `OSError` with a sentence."""
        secured = ssl.create_default_context() if terms.tls else None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reader, self._writer = await asyncio.open_connection(terms.host, terms.port, ssl=secured)
        except (OSError, TimeoutError) as error:
            raise LineDownError(f"The carrier cannot be reached ({type(error).__name__})") from None
        self._tasks.append(asyncio.create_task(self._read(reader)))
        try:
            bound = await self._ask(bind(terms), CONNECT_SECONDS)
        except (LineDownError, LineBrokenError):
            await self._end()
            raise LineDownError("The carrier hung up before it let us in") from None
        if bound.status != SmppCommandStatus.ESME_ROK:
            await self._end()
            raise BindRefusedError(bound.status)
        self.bound_at = time.monotonic()
        self._tasks.append(asyncio.create_task(self._keep_alive()))

    async def submit(self, message: SmppMessage) -> Answered:
        """One part; raises `LineDownError` or `LineBrokenError`."""
        answer = await self._ask(message, ANSWER_SECONDS)
        return Answered(answer.status, message_id(answer.body))

    def acknowledge(self, sequence: int) -> bool:
        """It is kept: the carrier need not bring it again. False where it can't be told any more."""
        return self._write(acknowledgement(sequence))

    async def close(self) -> None:
        """Say goodbye, and hang up."""
        if self.is_up:
            with suppress(LineDownError, LineBrokenError):
                await self._ask(Unbind(), PARTING_SECONDS)
        await self._end()

    def drop(self) -> None:
        """Hang up at once: it is not wanted any more before it was opened."""
        self._hang_up()
        for task in self._tasks:
            task.cancel()

    # Within

    async def _ask(self, message: SmppMessage, seconds: float) -> Pdu:
        message.sequence_num = next(self._sequence)
        answer: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
        self._waiting[message.sequence_num] = answer
        try:
            if not self._write(message):
                raise LineDownError("There is no line to the carrier")
            async with asyncio.timeout(seconds):
                return await answer
        except TimeoutError:
            raise LineBrokenError("The carrier did not answer in time") from None
        finally:
            self._waiting.pop(message.sequence_num, None)

    def _write(self, message: SmppMessage) -> bool:
        if self._writer is None or self.down.is_set() or self._writer.is_closing():
            return False
        self._writer.write(message.pdu())
        return True

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError, ValueError):
                while self._take(await _next(reader)):
                    self._spoke_at = time.monotonic()
        finally:
            self._hang_up()

    def _take(self, pdu: Pdu) -> bool:
        """What to do with one; False: it was the last."""
        if pdu.command & ANSWER:
            waiting = self._waiting.get(pdu.sequence)
            if waiting is not None and not waiting.done():
                waiting.set_result(pdu)
        elif pdu.command == SmppCommand.DELIVER_SM:
            self._take_delivered(pdu)
        elif pdu.command == SmppCommand.ENQUIRE_LINK:
            self._write(EnquireLinkResp(sequence_num=pdu.sequence))
        elif pdu.command == SmppCommand.UNBIND:
            self._write(UnbindResp(sequence_num=pdu.sequence))
            return False
        else:
            self._write(not_known(pdu.sequence))
        return True

    def _take_delivered(self, pdu: Pdu) -> None:
        try:
            said = delivered(pdu)
        except ValueError:  # it never will be read, so it must not come again
            self._write(acknowledgement(pdu.sequence, SmppCommandStatus.ESME_RX_R_APPN))
            return
        self._heard(self, said)

    async def _keep_alive(self) -> None:
        while not self.down.is_set():
            await asyncio.sleep(LOOK_EVERY)
            if not self._is_wanted() and not self._waiting:
                await self._part()
            elif time.monotonic() - self._spoke_at >= QUIET:
                try:
                    await self._ask(EnquireLink(), CONNECT_SECONDS)
                except (LineDownError, LineBrokenError):
                    self._hang_up()

    async def _part(self) -> None:
        self.is_given_up = True
        with suppress(LineDownError, LineBrokenError):
            await self._ask(Unbind(), PARTING_SECONDS)
        self._hang_up()

    def _hang_up(self) -> None:
        self.down.set()
        self.down_at = min(self.down_at, time.monotonic())
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(LineBrokenError("The line broke before the carrier answered"))
        if self._writer is not None:
            self._writer.close()

    async def _end(self) -> None:
        self.drop()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._writer is not None:
            with suppress(OSError, TimeoutError, ssl.SSLError):
                async with asyncio.timeout(PARTING_SECONDS):
                    await self._writer.wait_closed()


async def _next(reader: asyncio.StreamReader) -> Pdu:
    """The next PDU; raises `ValueError` where the stream is none of SMPP."""
    length, command, status, sequence = HEADER.unpack(await reader.readexactly(HEADER.size))
    if not HEADER.size <= length <= LARGEST:
        raise ValueError("not a PDU")
    return Pdu(command, status, sequence, await reader.readexactly(length - HEADER.size))
