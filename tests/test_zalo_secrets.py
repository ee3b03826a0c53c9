"""Tokens, codes and the app's secret: in no log line, however much is logged, and in no exception or its causes."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from bot import authorising, pass_keeper
from bot.channels import zalo_oauth, zalo_passes
from bot.channels.zalo_oauth import OAuth
from bot.config import Settings
from bot.house import House, open_house
from bot.networks import open_passes
from bot.passes import Kept, Pair
from tests.conftest import own_log
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_oauth import FakeOAuth
from tests.stage import settings_for

NOW = datetime.now(UTC)


@dataclass
class Secrets:
    """Everything that was logged, and what must not be in it."""

    zalo: FakeOAuth
    house: House
    lines: io.StringIO
    codes: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)

    def all(self) -> set[str]:
        tokens = {token for pair in self.zalo.given for token in (pair.access, pair.refresh)}
        oauth = OAuth(self.zalo.settings())
        return tokens | {*self.codes, self.zalo.secret, oauth.verifier}

    async def ends_well_or_not(self, deed: Callable[[], Awaitable[object]]) -> None:
        """What it raises is looked through too, with all that an exception drags along."""
        try:
            await deed()
        except OSError as error:
            one: BaseException | None = error
            while one is not None:
                self.raised.append(f"{one!r} {one} {vars(one)}")
                one = one.__cause__ or one.__context__

    def assert_kept(self) -> None:
        said = self.lines.getvalue() + "\n".join(self.raised)
        assert "tokens_not_renewed" in said
        assert "DEBUG" in said, "it is logged as much as can be"
        assert not [secret for secret in self.all() if secret in said]


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log of all libraries and of ours, at its most talkative."""
    stream = io.StringIO()
    with own_log():
        logging.basicConfig(level=logging.DEBUG, stream=stream, force=True, format="%(levelname)s %(name)s %(message)s")
        structlog.configure(
            processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
            logger_factory=structlog.WriteLoggerFactory(file=stream),
        )
        yield stream


@pytest.fixture
async def secrets(database_url: str, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Secrets]:
    monkeypatch.setattr(zalo_passes, "BETWEEN", 0.01)
    asyncio.get_running_loop().set_debug(True)
    async with (
        FakeTelegram() as telegram,
        FakeOAuth() as zalo,
        open_house(settings(database_url, telegram, zalo)) as at,
    ):
        yield Secrets(zalo, at, lines)
    asyncio.get_running_loop().set_debug(False)


def settings(url: str, telegram: FakeTelegram, zalo: FakeOAuth) -> Settings:
    return settings_for(url, telegram, zalo_oa=zalo.settings(), public_url="https://chibot.example.vn")


FAULTS = ("", "lost_before", "lost_after", "html", "rate", "redirect")


async def test_whatever_happens_to_a_renewal(secrets: Secrets) -> None:
    for fault in FAULTS:
        given = secrets.zalo.gives()
        await open_passes(secrets.house).authorised(Pair(given.access, given.refresh, timedelta(hours=25)))
        secrets.zalo.faults.extend([fault, fault])
        passes = open_passes(secrets.house)
        await secrets.ends_well_or_not(lambda at=passes, after=given.access: at.renewed(after))  # type: ignore[misc] # bound now
        await secrets.ends_well_or_not(passes.access)
        secrets.zalo.faults.clear()
        await pass_keeper.look_after(secrets.house, passes, NOW, lambda: None)
    secrets.assert_kept()


async def test_whatever_happens_to_an_authorisation(secrets: Secrets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zalo_oauth, "ANSWER_SECONDS", 0.5)
    oauth = OAuth(secrets.zalo.settings())
    for fault in (*FAULTS, "again"):
        back = secrets.zalo.permits(oauth.permission_url(secrets.zalo.callback, oauth.new_state(datetime.now(UTC))))
        secrets.codes.append(back.partition("code=")[2].partition("&")[0])
        secrets.zalo.faults.append(fault)
        secrets.zalo.latency = 2.0 if fault == "again" else 0.0
        await secrets.ends_well_or_not(lambda said=back: authorising.by_code(secrets.house, said))  # type: ignore[misc] # bound now
    secrets.zalo.latency = 0.0
    refresh = secrets.zalo.gives().refresh
    for _ in range(2):
        await secrets.ends_well_or_not(lambda: authorising.by_refresh_token(secrets.house, refresh))
    await secrets.ends_well_or_not(lambda: open_passes(secrets.house).renewed("none"))
    secrets.zalo.is_active = False
    await secrets.ends_well_or_not(lambda: open_passes(secrets.house).renewed(secrets.zalo.given[-1].access))
    secrets.assert_kept()


async def test_a_wrong_secret_or_a_place_where_nobody_listens(secrets: Secrets) -> None:
    for more in (
        {"app_secret": "anotherSecret"},
        {"api_base": "http://127.0.0.1:9"},
        {"api_base": "https://127.0.0.1:9"},
    ):
        given = secrets.zalo.gives()
        await open_passes(secrets.house).authorised(Pair(given.access, given.refresh, timedelta(hours=25)))
        house = House(
            secrets.house.settings.model_copy(update={"zalo_oa": secrets.zalo.settings(**more)}),
            secrets.house.engine,
            secrets.house.sessions,
            secrets.house.reading,
        )
        await secrets.ends_well_or_not(lambda at=house, after=given.access: open_passes(at).renewed(after))  # type: ignore[misc] # bound now
    secrets.codes.append("anotherSecret")
    secrets.assert_kept()


def test_what_is_kept_does_not_show_itself() -> None:
    kept = Kept("access-x", "refresh-x", NOW, NOW, NOW, None)
    pair = Pair("access-x", "refresh-x", timedelta(hours=25))
    assert "-x" not in f"{kept!r} {pair!r} {kept} {pair}"
