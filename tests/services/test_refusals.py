"""Every refusal has a sentence, and whoever refuses gives the facts that it needs."""

import ast
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot import refusals
from bot.refusals import Refused
from bot.words.refused import SENTENCES, refused

ROOT = Path(refusals.__file__).parents[2]
EVERY = sorted(Refused.__subclasses__(), key=lambda one: one.__name__)
PLAUSIBLE: Mapping[str, Any] = {
    "at": datetime(2026, 12, 3, 12, 30, tzinfo=UTC),
    "now": datetime(2026, 12, 4, 2, tzinfo=UTC),
    "day": date(2026, 12, 3),
    "on": date(2026, 12, 3),
    "said": "ok",
    "is_topic": False,
    "is_own_answer": True,
    "meeting": 12,
    "member": 7,
    "place": 200,
    "topic": 300,
    "finding": "denunciation",
}
MARKED_LETTERS = set("ăâđêôơưạảãáàặẳẵắằậẩẫấầẹẻẽéèệểễếềịỉĩíìọỏõóòộổỗốồợởỡớờụủũúùựửữứừỵỷỹýỳ")


def facts(names: set[str]) -> dict[str, Any]:
    return {name: PLAUSIBLE.get(name, f"<{name}>") for name in names}


def raised_in(file: Path) -> Iterator[tuple[type[Refused], frozenset[str]]]:
    """Each `raise NotInvited`, `raise NotHeld(role=…)`, `return LunarDay(example=…)`, with the names of its facts."""
    text = file.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if "refusals" in text else ():
        said = node.exc if isinstance(node, ast.Raise) else node.value if isinstance(node, ast.Return) else None
        called = said.func if isinstance(said, ast.Call) else said
        kind = getattr(refusals, called.id, None) if isinstance(called, ast.Name) else None
        if isinstance(kind, type) and issubclass(kind, Refused):
            named = said.keywords if isinstance(said, ast.Call) else []
            yield kind, frozenset(word.arg for word in named if word.arg)


@cache
def every_raise() -> list[tuple[type[Refused], frozenset[str]]]:
    files = [file for folder in ("bot", "handlers", "scheduler") for file in (ROOT / folder).rglob("*.py")]
    found = {pair for file in files for pair in raised_in(file)}
    return sorted(found, key=lambda pair: (pair[0].__name__, sorted(pair[1])))


def test_every_refusal_has_its_sentence_and_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == set(EVERY)


def test_every_refusal_is_raised_somewhere() -> None:
    assert {kind for kind, _ in every_raise()} == set(EVERY)


def is_told_well(kind: type[Refused], names: frozenset[str]) -> bool:
    sentence = refused(kind(**facts(set(names))))
    return (
        "{" not in sentence
        and sentence.endswith((".", ")", "rest nếu đúng như vậy."))
        and bool(MARKED_LETTERS & set(sentence.lower()))
        and not any(word in sentence for word in ("Error", "Traceback", kind.__name__, "None"))
    )


def test_whoever_refuses_gives_the_facts_of_the_sentence() -> None:
    assert not [(kind, names) for kind, names in every_raise() if not is_told_well(kind, names)]


def test_a_refusal_shows_its_name_and_no_facts_to_the_log() -> None:
    shown = {str(kind(**facts(set(names)))): kind.__name__ for kind, names in every_raise()}
    assert list(shown) == list(shown.values())


def test_every_refusal_tells_us_what_it_means() -> None:
    assert all((kind.__doc__ or "").endswith(".") for kind in EVERY)
