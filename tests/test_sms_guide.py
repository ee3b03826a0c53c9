"""What the guide to SMS tells people to write is taken as it stands there."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.channels.sms.channel import Terms
from bot.config import Settings
from bot.gateways import open_gateway
from bot.tariffs import tariffs_of

GUIDE = Path(__file__).parents[1] / "docs" / "channels" / "sms.md"
BLOCKS = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
TABLES = [tomllib.loads(block) for block in BLOCKS]
NAMES = [name for table in TABLES for name in table["sms"]]


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
async def test_each_example_opens_a_gateway(table: dict[str, dict[str, object]]) -> None:
    settings = Settings(public_url="https://chibot.example.vn", sms=table["sms"], _env_file=None)
    (name,) = settings.sms
    channel = open_gateway(settings, name)
    tariff = tariffs_of(settings)[channel.name]
    assert tariff.price == settings.sms[name].price > 0
    assert (
        channel.capabilities
        == Terms(
            tariff.two_way,
            tariff.marks,
            tariff.max_parts,
            knows_keys=settings.sms[name].idempotent,
            one_line=settings.sms[name].one_line,
        ).capabilities
    )
    await channel.close()


def test_every_gateway_that_is_there_has_its_chapter() -> None:
    assert sorted(NAMES) == sorted(["esms", "speed", "vietguys", "viettel", "vnpt", "phone", "line"])
