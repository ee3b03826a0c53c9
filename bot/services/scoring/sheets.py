"""Score sheets as data (`domain` rule 52): read out of files, and what is wrong with a file.

Those that come with us are files in `profiles/`; none is binding, each is marked as to be verified with the committee.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from tomllib import TOMLDecodeError, loads
from typing import Any

from bot.model.scores import Grade
from bot.refusals import ProfileWrong
from bot.services.scoring.criteria import (
    AT_MOST,
    CUT,
    OPERATORS,
    Criterion,
    Denominator,
    Fact,
    Gate,
    Otherwise,
    Profile,
    Rule,
)
from bot.words import scoring as words

KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
MOST_POINTS, MOST_CRITERIA, LONGEST = 1000, 20, 200
LONGEST_FILE = 20_000


@cache
def shipped() -> Mapping[str, Profile]:
    """Those that come with us, by name."""
    return {name: profile_from(name, content) for name, content in shipped_texts().items()}


@cache
def shipped_texts() -> dict[str, str]:
    """The same as they are written."""
    folder = files("bot") / "services" / "scoring" / "profiles"
    found = {one.name.removesuffix(".toml"): one for one in folder.iterdir() if one.name.endswith(".toml")}
    return {name: found[name].read_text(encoding="utf-8") for name in sorted(found)}


def profile_from(name: str, text: str) -> Profile:
    """A sheet as it is written in a file (TOML); raises ProfileWrong with the first thing that is wrong."""
    try:
        content = loads(text[: LONGEST_FILE + 1])
    except (TOMLDecodeError, RecursionError):
        content = None
    if content is None or len(text) > LONGEST_FILE:
        raise ProfileWrong(why=words.NOT_TOML)
    return profile_of(name, content)


def profile_of(name: str, said: Mapping[str, Any]) -> Profile:
    """A sheet out of its content; raises ProfileWrong."""
    if NAME.fullmatch(name) is None:
        raise ProfileWrong(why=words.BAD_NAME)
    _demand_known(said, "", ("title", "source", "note", "cutoffs", "criteria", "gates"))
    criteria = tuple(_criterion(one, at) for at, one in enumerate(_list(said, "", "criteria", 1, MOST_CRITERIA), 1))
    _demand_alike(criteria)
    has_points = criteria[0].points is not None
    return Profile(
        name,
        _text(said, "", "title"),
        _text(said, "", "source"),
        _text(said, "", "note", default=""),
        _cutoffs(said.get("cutoffs"), sum(one.most for one in criteria), has_points=has_points),
        criteria,
        tuple(_gate(one, criteria, at) for at, one in enumerate(_list(said, "", "gates", 0, MOST_CRITERIA), 1)),
    )


def _demand_alike(criteria: Sequence[Criterion]) -> None:
    keys = [one.key for one in criteria]
    for key in keys:
        if keys.count(key) > 1:
            raise ProfileWrong(why=words.twice(key))
    if len({one.points is None for one in criteria}) > 1:
        raise ProfileWrong(why=words.MIXED)


def _criterion(said: object, at: int) -> Criterion:
    where = f"criteria {at}"
    said = _table(said, where)
    _demand_known(said, where, ("key", "title", "points", "rules", "otherwise"))
    key = said.get("key")
    if not isinstance(key, str) or KEY.fullmatch(key) is None:
        raise ProfileWrong(why=words.no_key(where))
    rules = tuple(_rule(one, f"{where}, rules {n}") for n, one in enumerate(_list(said, where, "rules", 0, 5), 1))
    points = None if "points" not in said else _number(said["points"], f"{where}, points", 1, MOST_POINTS)
    otherwise = Otherwise(_one_of(said.get("otherwise", Otherwise.NOTHING), where, tuple(Otherwise)))
    if otherwise is Otherwise.SHARE and (points is None or all(one.fact is not Fact.RATE for one in rules)):
        raise ProfileWrong(why=words.OTHERWISE_OF)
    return Criterion(key, _text(said, where, "title"), points, rules, otherwise)


def _rule(said: object, where: str) -> Rule:
    said = _table(said, where)
    _demand_known(said, where, ("fact", "operator", "value", "denominator"))
    fact = Fact(_one_of(said.get("fact"), where, tuple(Fact)))
    operator = _one_of(said.get("operator"), where, OPERATORS.get(fact, AT_MOST))
    denominator = Denominator(_one_of(said.get("denominator", Denominator.STRICT), where, tuple(Denominator)))
    if fact is Fact.MINUTES and "value" not in said:
        return Rule(fact, operator, None, denominator)
    most = {Fact.RATE: 100, Fact.MINUTES: 24 * 60}.get(fact, 366)
    return Rule(fact, operator, _number(said.get("value"), f"{where}, value", 0, most), denominator)


def _gate(said: object, criteria: Sequence[Criterion], at: int) -> Gate:
    where = f"gates {at}"
    said = _table(said, where)
    _demand_known(said, where, ("needs", "at_most"))
    known = tuple(one.key for one in criteria)
    needs = tuple(_one_of(one, where, known) for one in _list(said, where, "needs", 1, MOST_CRITERIA))
    return Gate(needs, Grade(_one_of(said.get("at_most"), where, tuple(Grade))))


def _cutoffs(said: object, most: int, *, has_points: bool) -> dict[Grade, int]:
    table = _table(said, "cutoffs")
    _demand_known(table, "cutoffs", CUT)
    found = {grade: _number(table.get(grade), f"cutoffs, {grade}", 0, most) for grade in CUT}
    good, fair, average = found.values()
    if not (good > fair > average if has_points else good < fair < average):
        raise ProfileWrong(why=words.NOTHING_FAILS)
    return found


def _table(said: object, where: str) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise ProfileWrong(why=words.missing(where, "[...]"))
    return said


def _list(said: Mapping[str, Any], where: str, what: str, fewest: int, most: int) -> list[object]:
    found = said.get(what, [])
    if not isinstance(found, list) or not fewest <= len(found) <= most:
        raise ProfileWrong(why=words.no_list(where or words.THE_FILE, what, fewest, most))
    return found


def _text(said: Mapping[str, Any], where: str, what: str, default: str | None = None) -> str:
    found = said.get(what, default)
    if not isinstance(found, str) or len(found) > LONGEST or (default is None and not found.strip()):
        raise ProfileWrong(why=words.no_text(f"{where} {what}".strip(), LONGEST))
    return " ".join(found.split())


def _number(said: object, where: str, least: int, most: int) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not least <= said <= most:
        raise ProfileWrong(why=words.no_number(where, least, most))
    return said


def _one_of(said: object, where: str, known: Sequence[str]) -> str:
    if not isinstance(said, str) or said not in known:
        raise ProfileWrong(why=words.unknown(where, str(said)[:40], known))
    return said


def _demand_known(said: Mapping[str, Any], where: str, known: Sequence[str]) -> None:
    for name in said:
        if name not in known:
            raise ProfileWrong(why=words.unknown(where or words.THE_FILE, name[:40], known))
