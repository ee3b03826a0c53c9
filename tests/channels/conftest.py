"""The channels and the fakes they talk to."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_zns import ZaloZns
from tests.channels.opened import opened
from tests.channels.zalo_oa_account import FORMS, FixedPasses
from tests.fakes.telegram import FakeTelegram, Person
from tests.fakes.zalo_oa import FakeZaloOA
from tests.fakes.zalo_oa import Person as ZaloPerson

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram("123456:TEST-Secret_9") as server:
        yield server


@pytest.fixture
async def telegram(server: FakeTelegram) -> AsyncIterator["Telegram"]:
    telegram = opened(server.token, api_base=server.base_url)
    yield telegram
    await telegram.close()


@pytest.fixture
def lan(server: FakeTelegram) -> Person:
    return server.person(42, first_name="Lan")


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOA]:
    """An Official Account with a template for calls and one for words."""
    async with FakeZaloOA() as zalo:
        zalo.register("7895417", "ten", "gio", "noi", labels=("Có mặt", "Xin vắng"))
        zalo.register("7895418", "ten", "loi", longest=400)
        yield zalo


@pytest.fixture
async def oa(zalo: FakeZaloOA) -> AsyncIterator[ZaloOA]:
    settings = zalo.settings(forms=FORMS, phone_forms=FORMS)
    oa = ZaloOA(settings, FixedPasses(zalo), contact_title="Gửi số", contact_hint="Bấm vào đây")
    yield oa
    await oa.close()


@pytest.fixture
async def zns(zalo: FakeZaloOA) -> AsyncIterator[ZaloZns]:
    zns = ZaloZns(zalo.settings(phone_forms=FORMS), FixedPasses(zalo))
    yield zns
    await zns.close()


@pytest.fixture
def minh(zalo: FakeZaloOA) -> ZaloPerson:
    """Somebody who has just written to the account."""
    return zalo.person("2468458", "Minh")
