"""The tables: their words, and what must never be among their columns."""

from sqlalchemy import Enum, String

import bot.model  # noqa: F401 - all tables are known
from bot.db import Base, UtcDateTime
from bot.model.meetings import MeetingKind
from bot.model.units import Unit, UnitKind

TABLES = Base.metadata.sorted_tables
COLUMNS = [column for table in TABLES for column in table.columns]
FORBIDDEN = ("citizen", "card", "birth_date", "address_line", "ethnic", "religion", "password")


def test_only_both_in_one_sitting_counts_as_another_kind() -> None:
    others = {kind: kind.counted_as for kind in MeetingKind if kind.counted_as is not kind}
    assert others == {MeetingKind.REGULAR_THEMATIC: MeetingKind.REGULAR}


def test_a_cell_of_either_kind_holds_meetings() -> None:
    assert {kind.value for kind in UnitKind if Unit(kind=kind).is_cell} == {"cell", "grassroots_cell"}


def test_every_hour_is_kept_with_its_zone() -> None:
    hours = {str(one) for one in COLUMNS if one.name.endswith(("_at", "_before", "_until")) or one.name == "at"}
    assert {str(one) for one in COLUMNS if isinstance(one.type, UtcDateTime)} == hours


def test_no_more_is_kept_of_people_than_the_rules_allow() -> None:
    assert [str(one) for one in COLUMNS if any(word in one.name for word in FORBIDDEN)] == []


def test_words_are_stored_in_small_letters_and_fit() -> None:
    kinds = [one.type for one in COLUMNS if isinstance(one.type, Enum)]
    assert not any(kind.native_enum for kind in kinds)
    assert all(word == word.lower() and len(word) <= (kind.length or 0) for kind in kinds for word in kind.enums)


def test_every_text_has_its_limit() -> None:
    assert [str(one) for one in COLUMNS if type(one.type) is String and not one.type.length] == []
