"""A Mini App is believed by Telegram's signature alone, and only within the hour."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, urlencode

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Opened
from tests.channels.opened import opened_by
from tests.fakes.telegram.web_app import signed

TOKEN = "123456:DEMO"
MADE_AT = datetime.fromtimestamp(1763690400, UTC)
USER = quote('{"id":42,"first_name":"Lan"}')
KNOWN = (
    f"auth_date=1763690400&query_id=AAE1&user={USER}"
    "&hash=9cbdc4348a4df9e08ba08f8b0380e77e64546511b004db3e4eec59a109143bdd"
)
"""Computed with openssl, out of the recipe in Telegram's documentation."""
LAN = Opened("42", KNOWN[-64:])


def test_the_known_answer() -> None:
    assert opened_by(KNOWN, TOKEN, MADE_AT) == LAN


def test_our_fake_signs_as_telegram_does() -> None:
    assert signed(TOKEN, 42, MADE_AT, query_id="AAE1", first_name="Lan").endswith(KNOWN[-64:])


def test_an_old_one_and_one_of_the_future_are_not_believed() -> None:
    for minutes, is_believed in ((59, True), (61, False), (-4, True), (-6, False)):
        found = opened_by(KNOWN, TOKEN, MADE_AT + timedelta(minutes=minutes))
        assert (found == LAN) is is_believed, minutes


def test_of_another_account_it_is_not_believed() -> None:
    assert opened_by(KNOWN, "123456:OTHER", MADE_AT) is None


def test_written_down_otherwise_it_is_the_same_opening() -> None:
    """So nobody who has seen it once can bring it a second time in another order."""
    assert opened_by(urlencode(parse_qsl(KNOWN)[::-1]), TOKEN, MADE_AT) == LAN


def test_a_signature_in_foreign_letters_is_none() -> None:
    assert opened_by(KNOWN[:-64] + quote("đồng chí"), TOKEN, MADE_AT) is None


def test_signed_data_without_a_person_name_nobody() -> None:
    assert opened_by(signed(TOKEN, None, MADE_AT), TOKEN, MADE_AT) is None


DIGITS = [at for at, letter in enumerate(KNOWN) if letter.isdigit()]


@given(st.sampled_from(DIGITS), st.sampled_from("0123456789"))
def test_with_one_digit_changed_it_is_not_believed(at: int, digit: str) -> None:
    changed = KNOWN[:at] + digit + KNOWN[at + 1 :]
    assert opened_by(changed, TOKEN, MADE_AT) == (LAN if changed == KNOWN else None)


@given(st.text(max_size=200))
def test_whatever_else_is_sent_is_refused_and_breaks_nothing(said: str) -> None:
    assert opened_by(said, TOKEN, MADE_AT) is None
