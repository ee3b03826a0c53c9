"""What asks for a ballot is told from what only sounds like one: two sets, the second made after the rules.

A third was written by somebody who had not read the rules: what they gave then is its floor, and what they missed was
mended.
"""

from pathlib import Path

import pytest

from bot.words.ballots import asks_for_ballot

FOLDER = Path(__file__).parent / "labelled"


def labelled(name: str) -> list[tuple[bool, str]]:
    rows = (line.split("\t") for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line)
    return [(label == "y", text) for label, text in rows]


@pytest.mark.parametrize("name", ["ballots.tsv", "ballots_held.tsv"])
def test_every_labelled_sentence_is_told_right(name: str) -> None:
    rows = labelled(name)
    assert min(sum(label for label, _ in rows), sum(not label for label, _ in rows)) >= 20
    assert [text for label, text in rows if asks_for_ballot(text) != label] == []


def test_what_a_stranger_writes_is_seldom_missed_and_never_taken_for_a_ballot() -> None:
    rows = labelled("ballots_stranger.tsv")
    missed = [text for is_ballot, text in rows if is_ballot and not asks_for_ballot(text)]
    assert len(missed) / sum(is_ballot for is_ballot, _ in rows) <= 0.2, missed
    assert [text for is_ballot, text in rows if not is_ballot and asks_for_ballot(text)] == []
