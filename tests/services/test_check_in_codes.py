"""Pictures and codes of a check-in: what is good when, and for which meeting."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.check_ins import CheckIn, CheckInMode
from bot.services.check_in_codes import is_code, is_picture, is_ticket, minutes_of, shown, ticket, was_code

BEGIN = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def opened(mode: CheckInMode = CheckInMode.BOTH, meeting: int = 7, minutes: int = 5, seed: str = "s") -> CheckIn:
    return CheckIn(
        meeting_id=meeting,
        mode=mode,
        secret=seed,
        code_minutes=minutes_of(mode, minutes),
        opened_by="test",
        opened_at=BEGIN,
        closes_at=BEGIN + timedelta(hours=4),
    )


def proof(check_in: CheckIn, at: datetime) -> str:
    return shown(check_in, at).token.partition("-")[2]


def test_a_picture_is_good_for_its_half_minute_and_the_next() -> None:
    check_in = opened()
    token = proof(check_in, BEGIN)
    seconds = {0: True, 29: True, 30: True, 59: True, 60: False, 3600: False}
    assert {one: is_picture(check_in, token, BEGIN + timedelta(seconds=one)) for one in seconds} == seconds


def test_a_picture_of_another_meeting_or_an_earlier_opening_is_none() -> None:
    token = proof(opened(), BEGIN)
    assert not is_picture(opened(meeting=8), token, BEGIN)
    assert not is_picture(opened(seed="t"), token, BEGIN)
    assert not is_picture(opened(), "ố" * 16, BEGIN)


def test_a_picture_says_nothing_but_the_meeting() -> None:
    token = shown(opened(), BEGIN).token
    assert token.startswith("7-")
    assert len(token) == 2 + 16


def test_where_nothing_is_scanned_no_picture_is_good() -> None:
    check_in = opened(CheckInMode.CODE)
    assert not is_picture(check_in, proof(check_in, BEGIN), BEGIN)


@pytest.mark.parametrize(
    ("minutes", "good", "was"), [(0, True, True), (9, True, True), (10, False, True), (70, False, False)]
)
def test_a_code_is_good_as_long_as_it_is_said_and_once_more(minutes: int, good: bool, was: bool) -> None:
    check_in, at = opened(), BEGIN + timedelta(minutes=minutes)
    code = shown(check_in, BEGIN).code
    assert (is_code(check_in, code, at), was_code(check_in, code, at)) == (good, was)


def test_a_code_has_four_digits_and_changes_in_time() -> None:
    check_in = opened()
    first = shown(check_in, BEGIN)
    assert len(first.code) == 4
    assert first.code.isdecimal()
    assert first.code_until == BEGIN + timedelta(minutes=5)
    codes = {shown(check_in, BEGIN + timedelta(minutes=5 * step)).code for step in range(20)}
    assert len(codes) > 15


def test_no_code_from_before_the_opening_is_good() -> None:
    check_in = opened()
    before = shown(check_in, BEGIN - timedelta(minutes=5)).code
    assert before != shown(check_in, BEGIN).code
    assert not is_code(check_in, before, BEGIN)


def test_a_code_that_comes_with_the_picture_lasts_a_minute() -> None:
    check_in = opened(CheckInMode.QR)
    code = shown(check_in, BEGIN).code
    assert is_code(check_in, code, BEGIN + timedelta(seconds=119))
    assert not is_code(check_in, code, BEGIN + timedelta(seconds=120))


def test_a_ticket_is_good_for_some_minutes_and_not_before_it_was_made() -> None:
    check_in = opened()
    said = ticket(check_in, BEGIN)
    minutes = {-1: False, 0: True, 5: True, 6: False}
    assert {one: is_ticket(check_in, said, BEGIN + timedelta(minutes=one)) for one in minutes} == minutes
    later = f"{int(said.partition('-')[0]) + 60}-{said.partition('-')[2]}"
    assert not is_ticket(check_in, later, BEGIN + timedelta(minutes=1))


@pytest.mark.parametrize("said", ["", "-", "1-", "a-b", "9" * 40 + "-x", "1-ố"])
def test_what_is_no_ticket(said: str) -> None:
    assert not is_ticket(opened(), said, BEGIN)
