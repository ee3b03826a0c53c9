"""Replies labelled by somebody who had not read the rules. They may be asked back, never stored wrongly."""

import re
import time
import unicodedata
from typing import Final

import pytest

from bot.messages import Meaning
from bot.words.names import fold
from bot.words.understand import LONGEST, understand
from tests.words.everyday_replies import AWAY, COMING, NOT_STORED
from tests.words.labelled_replies import HALVES, SIDES, decided, file_of, labelled, present_halves, understood
from tests.words.replies import AWAY_WITH_REASON, REPLIES

DECIDED: Final[dict[str, float]] = {"open": 0.76, "held": 0.54}
"""At least this share of the clear replies is understood."""
DISPUTABLE: Final[dict[str, dict[int, str]]] = {
    "open": {448: "as the whole message it stops the messages, and that is asked back before anything changes"},
    "held": {
        20: "twice no is a yes, as everywhere",
        146: "said to the question it is a yes (`domain` 9.6)",
        176: "the same",
        273: "the same",
    },
}
"""Numbers of replies whose labeller was not sure either, with the reason why ours may stand."""
EACH_HALF = pytest.mark.parametrize("half", present_halves())

PLAIN = 0.93
"""At least this share of plain everyday replies is understood."""
OURS = [text for table in (REPLIES, AWAY_WITH_REASON) for texts in table.values() for text in texts]
TEXTS = sorted({*OURS, *NOT_STORED, *COMING, *AWAY, *(row.text for half in present_halves() for row in labelled(half))})


def side(text: str) -> str | None:
    return SIDES.get(understood(text).meaning)


@pytest.mark.parametrize("half", HALVES)
def test_no_half_is_missing(half: str) -> None:
    assert file_of(half).exists()


@EACH_HALF
def test_no_wrong_status_is_stored(half: str) -> None:
    wrong = {row.number: (row.text, row.label, row.made) for row in labelled(half) if row.is_wrong}
    assert {number: row for number, row in wrong.items() if number not in DISPUTABLE[half]} == {}


@EACH_HALF
def test_only_the_doubtful_is_disputed(half: str) -> None:
    unsure = {row.number for row in labelled(half) if not row.is_sure}
    assert DISPUTABLE[half].keys() <= unsure
    assert len(DISPUTABLE[half]) <= 5


@EACH_HALF
def test_most_clear_replies_are_understood(half: str) -> None:
    assert decided(labelled(half)) >= DECIDED[half]


@EACH_HALF
def test_every_label_is_there(half: str) -> None:
    rows = labelled(half)
    assert {row.label for row in rows} == set(Meaning)
    assert len({row.number for row in rows}) == len(rows) >= 300


# Everyday replies


def test_no_everyday_talk_is_stored() -> None:
    stored = {text: side(text) or side(fold(text)) for text in NOT_STORED}
    assert {text: made for text, made in stored.items() if made} == {}


def test_plain_answers_are_understood_and_never_turned_round() -> None:
    answers = {**dict.fromkeys(COMING, "in"), **dict.fromkeys(AWAY, "out")}
    made = {text: side(text) for text in answers}
    assert {text: made[text] for text, meant in answers.items() if made[text] not in {meant, None}} == {}
    assert sum(made[text] == meant for text, meant in answers.items()) >= PLAIN * len(answers)


# What the way of typing may not change


def test_without_marks_nobody_changes_sides() -> None:
    both = {text: (side(text), side(fold(text))) for text in TEXTS}
    assert {text: sides for text, sides in both.items() if set(sides) == {"in", "out"}} == {}


def test_case_and_normal_form_change_nothing() -> None:
    ways = (str.upper, str.title, lambda text: unicodedata.normalize("NFD", text))
    assert [text for text in TEXTS for way in ways if understand(way(text)) != understood(text)] == []


def test_doubled_blanks_and_marks_change_nothing() -> None:
    doubled = {text: re.sub(r"([,.!;…] ?| )", r"\1\1", text) for text in TEXTS}
    assert [text for text, twice in doubled.items() if understand(twice) != understood(text)] == []


# How long it takes


def told_at_length() -> list[str]:
    """As long as a reply may be, of several replies each."""
    told = [" ".join(TEXTS[at::97]) for at in range(97)]
    return [text[:LONGEST] for text in told]


def milliseconds(text: str) -> float:
    """Of the processor, the best of three: others are at work on it too."""
    taken = []
    for _ in range(3):
        started = time.thread_time()
        understand(text)
        taken.append(time.thread_time() - started)
    return min(taken) * 1000


def test_hardly_a_reply_takes_a_millisecond() -> None:
    taken = sorted(milliseconds(text) for text in [*TEXTS, *told_at_length()])
    assert taken[int(len(taken) * 0.99)] < 1
