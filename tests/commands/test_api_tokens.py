"""Tokens for an office's machine, at the command line."""

import re

from tests.commands.conftest import Chibot


def issued(commune: Chibot, member: int, *more: str) -> tuple[int, str]:
    answer = commune("token", "issue", "--member", member, "--name", "Máy tính", "--scope", "units", *more)
    return answer.code, answer.out


def test_a_token_is_shown_once_listed_and_revoked(commune: Chibot) -> None:
    commune("role", "--member", 1, "--unit", "bach-luu", "--role", "office")
    made = commune("token", "issue", "--member", 1, "--name", "Máy tính", "--scope", "units", "--scope", "ledger").json
    secret = made.pop("token")
    assert re.fullmatch(r"chibot_[0-9a-f]{48}", secret)
    assert (made["member"], made["name"], made["scopes"], made["used_at"]) == (1, "Máy tính", ["units", "ledger"], None)
    assert made["expires_at"].endswith("+07:00")
    assert commune("token", "list").json == commune("token", "list", "--member", 1).json == [made]
    assert "Máy tính" in commune("token", "list", as_json=False).out
    assert commune("token", "revoke", made["id"]).json == {"id": made["id"], "revoked": True}
    assert commune("token", "list").json == []
    assert commune("token", "revoke", made["id"]).code == 1


def test_what_cannot_be_is_refused(commune: Chibot) -> None:
    commune("role", "--member", 1, "--unit", "bach-luu", "--role", "office")
    assert issued(commune, 1, "--scope", "names")[0] == 1
    assert issued(commune, 1, "--days", "366")[0] == 1
    assert issued(commune, 20)[0] == 1  # who holds no office
    assert commune("token", "list").json == []
