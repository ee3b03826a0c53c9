"""The token of a Zalo bot is part of every address: it is in no log, no exception and nothing that hangs on one."""

import asyncio
import logging
import ssl
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.zalo_bot import ZaloBot
from bot.messages import Outcome, Reply
from bot.model.accounts import Account
from tests.fakes import zalo_bot as fake
from tests.fakes.zalo_bot import FakeZaloBot
from tests.zalo_bot_stage import zalo_bot_stage

SECRET = "TEST-Secret_9"
TOKEN = f"4077161553402884224:{SECRET}"
HOOK_SECRET = "brought-by-zalo"
LAN = "6ede9afa66b88fe6d6a9"
SELF_SIGNED = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUz9Ec5QZm3oYtCCL
KhmkLGI+QfVsWP4HWS03sSeCd8uhRANCAARqffjzkO7Gy9ZKsfAjRcZK9ueRiYVO
Dz/kcjb9y1e/BofePNb2XqHCt3f91cbFNu+okIWzzPMRlPUdumZzLCmW
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUMUJmR9tw4py//ghsVBPcfUAVDq0wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjA5MzgzMloYDzIxMjYxMDI5
MDkzODMyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARqffjzkO7Gy9ZKsfAjRcZK9ueRiYVODz/kcjb9y1e/BofePNb2XqHC
t3f91cbFNu+okIWzzPMRlPUdumZzLCmWo1MwUTAdBgNVHQ4EFgQUUSMfkYTU1j7k
NELrsWL637wc/pswHwYDVR0jBBgwFoAUUSMfkYTU1j7kNELrsWL637wc/pswDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEApiGalqdFAUdx80bJwv+7
L5E1/aYkeEkHclljXKCg1QECIAdZyEnf2V/XhFlpjQWscPigyqNhXC2TXkqlYT35
gs/0
-----END CERTIFICATE-----
"""
"""A key and a certificate that nobody vouches for; made for this test and used nowhere else."""

Ask = Callable[[ZaloBot], Awaitable[object]]
ASKS: list[Ask] = [
    lambda channel: channel.introduce(),
    lambda channel: channel.listen_at(None),
    lambda channel: channel.listen_at("http://127.0.0.1:9/hooks/zalo-bot"),
    lambda channel: channel.poll(None),
]


class Told:
    """All that anybody could read of what happened."""

    def __init__(self, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
        self._caplog, self._capfd = caplog, capfd
        self._said: list[str] = []

    def hears(self, error: BaseException | None) -> None:
        """An exception and everything that hangs on it."""
        while error is not None:
            self._said += [*traceback.format_exception(error), repr(error), repr(error.args), str(vars(error))]
            error = error.__cause__ or error.__context__

    def sees(self, outcome: object) -> None:
        self._said.append(repr(outcome))

    def all(self) -> str:
        records = "".join(repr(vars(record)) for record in self._caplog.records)
        written = self._capfd.readouterr()
        return "".join([*self._said, self._caplog.text, records, written.out, written.err])


@pytest.fixture
async def told(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> AsyncIterator[Told]:
    """Everything is logged that can be, by the loop and the HTTP client too."""
    caplog.set_level(logging.DEBUG)
    loop = asyncio.get_running_loop()
    told, slow = Told(caplog, capfd), loop.slow_callback_duration
    loop.set_debug(True)
    loop.slow_callback_duration = 0.0
    loop.set_exception_handler(lambda _, context: told.sees(context))
    yield told
    loop.set_debug(False)
    loop.slow_callback_duration = slow
    loop.set_exception_handler(None)


async def tried(channel: ZaloBot, told: Told) -> list[Outcome]:
    """Everything that it can be asked, and what becomes of two messages."""
    for ask in ASKS:
        try:
            told.sees(await ask(channel))
        except OSError as error:
            told.hears(error)
    outcomes = [await channel.send(LAN, Reply("Mời họp")) for _ in range(2)]
    told.sees((outcomes, channel))
    await channel.close()
    return outcomes


TROUBLES: list[fake.Answer] = [
    fake.UNAUTHORIZED,
    fake.FORBIDDEN,
    fake.NO_CHAT,
    fake.TIMED_OUT,
    fake.QUOTA_USED_UP,
    fake.SERVER_ERROR,
    fake.refusal(400, f"POST /bot{TOKEN}/x {SECRET} '{SECRET}': no"),
    fake.refusal(401, f"Invalid token {TOKEN}"),
    fake.Garbage("<html>"),
    fake.Garbage(f"<a href='/bot{TOKEN}/'>moved</a>", status=302),
    fake.Garbage(f"{SECRET}", status=502),
    fake.DropBeforeAccept(),
    fake.DropAfterAccept(),
    fake.Slow(0.3),
]


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_whatever_the_platform_answers_the_token_stays_with_us(
    told: Told, trouble: fake.Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo_bot_wire.ANSWER_SECONDS", 0.1)
    monkeypatch.setattr(ZaloBot, "poll_seconds", 0)
    async with FakeZaloBot(TOKEN) as server:
        server.person(LAN)
        server.faults.next(trouble, times=20)
        await tried(ZaloBot(TOKEN, api_base=server.base_url, hook_secret=HOOK_SECRET), told)
        assert server.calls
    heard = told.all()
    assert "TEST" not in heard
    assert HOOK_SECRET not in heard


async def test_where_the_client_itself_would_speak_it_is_heard_here(told: Told) -> None:
    """What the tests above find nothing in does hold what is logged."""
    logging.getLogger("aiohttp.client").debug("x%s", TOKEN)
    told.hears(ValueError(f"/bot{TOKEN}"))
    assert told.all().count(TOKEN) > 3


NO_HTTP = [
    b"",
    b"nonsense\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nSet-Cookie: a b;;=\x01\xff\r\nContent-Length: 2\r\n\r\n{}",
    b"HTTP/1.1 301 Moved\r\nLocation: http://[::1/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
]


@asynccontextmanager
async def answering(raw: bytes, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Somebody who says this to everybody and hangs up; the port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            await reader.read(1000)
            writer.write(raw)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize("raw", NO_HTTP)
async def test_whatever_is_said_that_is_no_http_the_token_stays_with_us(told: Told, raw: bytes) -> None:
    async with answering(raw) as port:
        await tried(ZaloBot(TOKEN, api_base=f"http://127.0.0.1:{port}", hook_secret=HOOK_SECRET), told)
    assert "TEST" not in told.all()


async def test_a_certificate_that_nobody_vouches_for_tells_no_token(told: Told, tmp_path: Path) -> None:
    (tmp_path / "own.pem").write_text(SELF_SIGNED)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "own.pem")
    async with answering(b"", context) as port:
        await no_way_to(f"https://127.0.0.1:{port}", told)


async def test_no_encryption_where_it_was_asked_for_tells_no_token(told: Told) -> None:
    async with answering(b"HTTP/1.1 200 OK\r\n\r\n") as port:
        await no_way_to(f"https://127.0.0.1:{port}", told)


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:9",
        "https://nobody.invalid",
        "http://[::1",
        "nonsense",
        "http://a b:x",
        "http://\u0130.\ud800",
        f"http://{'a' * 300}.invalid",
        "ftp://127.0.0.1",
    ],
)
async def test_an_address_that_leads_nowhere_tells_no_token(told: Told, base: str) -> None:
    await no_way_to(base, told)


async def no_way_to(base: str, told: Told) -> None:
    """Nothing was written, and nothing is told."""
    outcomes = await tried(ZaloBot(TOKEN, api_base=base, hook_secret=HOOK_SECRET), told)
    heard = told.all()
    assert {type(outcome).__name__ for outcome in outcomes} == {"ChannelDown"}
    assert "cannot be reached" in heard
    assert "TEST" not in heard


async def test_a_name_that_is_not_found_tells_no_token(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: object, **__: object) -> Any:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", nobody)
    await no_way_to("https://bot-api.zaloplatforms.com", told)


@pytest.mark.parametrize("trouble", [fake.refusal(401, f"Invalid token {TOKEN}"), fake.DropBeforeAccept()])
async def test_a_house_in_trouble_logs_and_keeps_no_token(told: Told, sqlite_url: str, trouble: fake.Answer) -> None:
    async with zalo_bot_stage(sqlite_url, datetime(2026, 11, 21, 2, 0, tzinfo=UTC)) as at:
        at.zalo.faults.next(trouble, times=100_000)
        async with at.working():
            await at.zalo.wait_for(lambda: len(at.zalo.calls) > 1)
        async with at.house.sessions() as db:
            kept = [account.trouble or "" for account in await db.scalars(select(Account))]
    heard = told.all()
    assert "Zalo" in "".join(kept)
    assert "introduction_failed" in heard
    assert SECRET not in heard + "".join(kept)
