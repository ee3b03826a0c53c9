"""Every refusal has a sentence, and whoever refuses gives the facts that it needs."""

import ast
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import refusals
from bot.refusals import Refused
from bot.words.refused import SENTENCES, refused

ROOT = Path(refusals.__file__).parent.parent
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
}
MARKED_LETTERS = set("ăâđêôơưạảãáàặẳẵắằậẩẫấầẹẻẽéèệểễếềịỉĩíìọỏõóòộổỗốồợởỡớờụủũúùựửữứừỵỷỹýỳ")


def facts(names: set[str]) -> dict[str, Any]:
    return {name: PLAUSIBLE.get(name, f"<{name}>") for name in names}


def raised_in(file: Path) -> Iterator[tuple[type[Refused], frozenset[str]]]:
    """Each `raise NotInvited`, `raise NotHeld(role=…)` and `return LunarDay(example=…)`, with the names of its facts."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        said = node.exc if isinstance(node, ast.Raise) else node.value if isinstance(node, ast.Return) else None
        called = said.func if isinstance(said, ast.Call) else said
        kind = getattr(refusals, called.id, None) if isinstance(called, ast.Name) else None
        if isinstance(kind, type) and issubclass(kind, Refused):
            named = said.keywords if isinstance(said, ast.Call) else []
            yield kind, frozenset(word.arg for word in named if word.arg)


def every_raise() -> list[tuple[type[Refused], frozenset[str]]]:
    files = [file for folder in ("bot", "handlers", "scheduler") for file in (ROOT / folder).rglob("*.py")]
    found = {pair for file in files for pair in raised_in(file)}
    return sorted(found, key=lambda pair: (pair[0].__name__, sorted(pair[1])))


RAISED = every_raise()


def test_every_refusal_has_its_sentence_and_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == set(EVERY)


def test_every_refusal_is_raised_somewhere() -> None:
    assert {kind for kind, _ in RAISED} == set(EVERY)


@pytest.mark.parametrize(("kind", "names"), RAISED, ids=lambda one: getattr(one, "__name__", None))
def test_whoever_refuses_gives_the_facts_of_the_sentence(kind: type[Refused], names: frozenset[str]) -> None:
    sentence = refused(kind(**facts(set(names))))
    assert "{" not in sentence
    assert sentence.endswith((".", ")", "rest nếu đúng như vậy."))
    assert MARKED_LETTERS & set(sentence.lower())
    assert not any(word in sentence for word in ("Error", "Traceback", kind.__name__, "None"))


@pytest.mark.parametrize(("kind", "names"), RAISED, ids=lambda one: getattr(one, "__name__", None))
def test_a_refusal_shows_its_name_and_no_facts_to_the_log(kind: type[Refused], names: frozenset[str]) -> None:
    assert str(kind(**facts(set(names)))) == kind.__name__


def test_every_refusal_tells_us_what_it_means() -> None:
    assert all((kind.__doc__ or "").endswith(".") for kind in EVERY)
