"""The group chats of units at the command line: named, listed, ended."""

from typing import Any

import pytest

from tests.commands.conftest import Chibot

CELL, OTHER = "bach-luu-hong-sen", "bach-luu"
SITE = "https://chibot.example.vn"


@pytest.fixture
def at_zalo(commune: Chibot, monkeypatch: pytest.MonkeyPatch) -> Chibot:
    """The commune, with both Zalos on."""
    settings = {"ZALO_OA__APP_ID": "431287", "ZALO_OA__APP_SECRET": "s", "ZALO_OA__OA_ID": "388613280"}
    settings |= {"PUBLIC_URL": SITE, "ZALO_BOT__TOKEN": "77:secret"}
    for name, value in settings.items():
        monkeypatch.setenv(f"CHIBOT_{name}", value)
    return commune


def named(at_zalo: Chibot, *line: str) -> Any:
    return at_zalo("group", CELL, "--channel", "zalo_oa", "--id", *line).json


def listed(at_zalo: Chibot) -> list[tuple[str, str, str]]:
    return [(one["unit"], one["channel"], one["id"]) for one in at_zalo("group", CELL, "--list").json]


def test_a_group_is_named_and_listed(at_zalo: Chibot) -> None:
    done = named(at_zalo, "f414c8f76fa586fbdfb4")
    assert (done["unit"], done["channel"], done["id"]) == (CELL, "zalo_oa", "f414c8f76fa586fbdfb4")
    assert listed(at_zalo) == [(CELL, "zalo_oa", "f414c8f76fa586fbdfb4")]


def test_naming_another_one_takes_its_place(at_zalo: Chibot) -> None:
    for group in ("first", "second", "group:second"):
        named(at_zalo, group)
    assert listed(at_zalo) == [(CELL, "zalo_oa", "second")]


def test_a_group_is_ended_on_its_network_alone(at_zalo: Chibot) -> None:
    named(at_zalo, "first")
    at_zalo("group", CELL, "--channel", "zalo_bot", "--id", "zgr-1")
    assert at_zalo("group", CELL, "--channel", "zalo_oa", "--end").json["ended"]
    assert listed(at_zalo) == [(CELL, "zalo_bot", "zgr-1")]
    assert at_zalo("group", CELL, "--channel", "zalo_oa", "--end").code == 1


def test_the_group_of_another_unit_is_refused(at_zalo: Chibot) -> None:
    named(at_zalo, "first")
    refused = at_zalo("group", OTHER, "--channel", "zalo_oa", "--id", "first")
    assert refused.code == 1
    assert "đơn vị khác" in refused.err


def test_a_network_that_is_off_has_no_groups(at_zalo: Chibot) -> None:
    refused = at_zalo("group", CELL, "--channel", "telegram", "--id", "-100")
    assert refused.code == 1
    assert "chưa bật" in refused.err


@pytest.mark.parametrize(
    "line",
    [
        (CELL,),
        (CELL, "--channel", "zalo_oa"),
        (CELL, "--id", "x"),
        (CELL, "--channel", "zalo_oa", "--id", "x", "--end"),
        (CELL, "--channel", "zalo_oa", "--id", "two words"),
        (CELL, "--channel", "zalo_oa", "--id", ""),
    ],
)
def test_wrong_usage_is_said(at_zalo: Chibot, line: tuple[str, ...]) -> None:
    assert at_zalo("group", *line).code == 2


def test_a_code_comes_with_every_way_to_use_it(at_zalo: Chibot) -> None:
    one = at_zalo("code", "--member", 1).json
    assert one["link"].startswith(f"{SITE}/k/")
    assert one["ways"] == {"zalo_oa": {"name": None, "link": "https://zalo.me/388613280"}}
    said = at_zalo("code", "--member", 1, as_json=False).out
    assert "Zalo: https://zalo.me/388613280" in said
