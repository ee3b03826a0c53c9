"""The tables: their words, and what must never be among their columns."""

import pytest
from sqlalchemy import Enum, String

import bot.model  # noqa: F401 - all tables are known
from bot.db import Base, UtcDateTime
from bot.model.meetings import MeetingKind
from bot.model.units import Unit, UnitKind

TABLES = Base.metadata.sorted_tables
COLUMNS = [column for table in TABLES for column in table.columns]
FORBIDDEN = ("citizen", "card", "birth_date", "address_line", "ethnic", "religion", "password")


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_only_both_in_one_sitting_counts_as_another_kind(kind: MeetingKind) -> None:
    joint = kind is MeetingKind.REGULAR_THEMATIC
    assert kind.counted_as is (MeetingKind.REGULAR if joint else kind)


@pytest.mark.parametrize("kind", list(UnitKind))
def test_a_cell_of_either_kind_holds_meetings(kind: UnitKind) -> None:
    assert Unit(kind=kind).is_cell is (kind.value in {"cell", "grassroots_cell"})


def test_every_hour_is_kept_with_its_zone() -> None:
    hours = {str(one) for one in COLUMNS if one.name.endswith(("_at", "_before", "_until")) or one.name == "at"}
    assert {str(one) for one in COLUMNS if isinstance(one.type, UtcDateTime)} == hours


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_more_is_kept_of_people_than_the_rules_allow(word: str) -> None:
    assert [str(one) for one in COLUMNS if word in one.name] == []


def test_words_are_stored_in_small_letters_and_fit() -> None:
    kinds = [one.type for one in COLUMNS if isinstance(one.type, Enum)]
    assert not any(kind.native_enum for kind in kinds)
    assert all(word == word.lower() and len(word) <= (kind.length or 0) for kind in kinds for word in kind.enums)


def test_every_text_has_its_limit() -> None:
    assert [str(one) for one in COLUMNS if type(one.type) is String and not one.type.length] == []
