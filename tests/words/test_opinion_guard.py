"""What must not come as an opinion is stopped, whatever way it is typed; what may, is not in its way.

A line of `labelled/opinions_*.tsv`: label, text. The rules were written before the held half was looked at. The third
was written by somebody who had not read the rules: what they gave then is its floor, and what they missed was mended.
"""

import time
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from bot.words.names import fold
from bot.words.opinion_findings import KEPT_AFTER, ROUTES, Finding
from bot.words.opinion_guard import judge

HALVES: Final = ("open", "held", "stranger")
EACH_HALF = pytest.mark.parametrize("half", HALVES)
REFUSED: Final = tuple(ROUTES)
STOPPED: Final = {"open": 1.0, "held": 0.96, "stranger": 0.83}
"""At least this share of what must not come is refused or asked about."""
REFUSED_AT_ONCE: Final = {"open": 1.0, "held": 0.75, "stranger": 0.7}
"""And this share refused at once."""
UNHINDERED: Final = {"open": 1.0, "held": 0.96, "stranger": 0.83}
"""At least this share of harmless opinions passes without a question."""


@cache
def labelled(half: str) -> list[tuple[Finding, str]]:
    file = Path(__file__).parent / "labelled" / f"opinions_{half}.tsv"
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line)
    return [(Finding(label), text) for label, text in rows]


REFUSED_IN_DOUBT: Final = {"open": 0, "held": 1, "stranger": 0}


def texts(half: str, *labels: Finding) -> list[str]:
    return [text for label, text in labelled(half) if label in labels]


def share(among: list[str], *found: Finding) -> float:
    return sum(judge(text) in found for text in among) / len(among)


@EACH_HALF
def test_what_must_not_come_is_stopped(half: str) -> None:
    must_not = texts(half, *REFUSED)
    missed = [text for text in must_not if judge(text) is Finding.CLEAR]
    assert share(must_not, *REFUSED, Finding.ASK) >= STOPPED[half], missed
    assert share(must_not, *REFUSED) >= REFUSED_AT_ONCE[half], [one for one in must_not if judge(one) is Finding.ASK]


@EACH_HALF
def test_what_is_harmless_is_never_refused_and_seldom_asked_about(half: str) -> None:
    harmless = texts(half, Finding.CLEAR)
    assert [text for text in harmless if judge(text) not in KEPT_AFTER] == []
    assert share(harmless, Finding.CLEAR) >= UNHINDERED[half], [one for one in harmless if judge(one) is Finding.ASK]


@EACH_HALF
def test_what_only_a_person_can_tell_is_not_refused(half: str) -> None:
    doubtful = texts(half, Finding.ASK)
    assert len([text for text in doubtful if judge(text) in REFUSED]) <= REFUSED_IN_DOUBT[half]


def test_there_are_enough_of_each() -> None:
    every = [label for half in HALVES for label, _ in labelled(half)]
    assert len(every) >= 180
    assert all(every.count(one) >= 12 for one in Finding)


@EACH_HALF
def test_marks_case_and_form_let_nothing_through(half: str) -> None:
    ways = (fold, str.upper, lambda text: unicodedata.normalize("NFD", text))
    stopped = [text for text in texts(half, *REFUSED) if judge(text) in REFUSED]
    assert [way(text) for text in stopped for way in ways if judge(way(text)) is Finding.CLEAR] == []


@pytest.mark.parametrize(
    "text", ["toi t.ố c.á.o trưởng thôn", "tôi tốcáo ông Nam", "toi to cáooo ong Nam", "tố káo trưởng thôn"]
)
def test_letters_apart_glued_or_bent_are_read(text: str) -> None:
    assert judge(text) is Finding.DENUNCIATION


def test_a_long_text_takes_no_time() -> None:
    long = " ".join(text for half in HALVES for _, text in labelled(half))[:1000]
    begun = time.thread_time()
    judge(long)
    assert time.thread_time() - begun < 0.1
