"""The copy of the own data has all that is kept: whatever names a person is in it, or stands here with a reason."""

from collections.abc import Iterator

import pytest
from sqlalchemy import JSON, Column, Enum, String
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base
from bot.model.members import Member
from bot.model.units import Unit
from bot.services.audit import as_member
from bot.services.merging import pointing
from tests import village
from tests.any_table import Rows, table_named
from tests.conftest import NOW
from tests.own_copies import copy_of

ACTOR_LENGTHS = (40, 60)
"""Columns that hold `member:12` are as long as one of these."""

NO_PERSON = "a number, a name or a word for something else: no person is named in it"
OF_THE_ROW = "the same person as the row's `member_id`, by which it is found"
OFFICIAL = "of units, offices and figures alone"
AGENDA = "what a meeting talks about, as its people read it"
PHONE = "a phone's unfinished talk, which two people may share: it is gone with the next word, and never handed over"

TEXTS = {
    "api_tokens.name": OF_THE_ROW,
    "audit.deed": NO_PERSON,
    "directives.number": NO_PERSON,
    "indicators.counted": NO_PERSON,
    "logins.device": OF_THE_ROW,
    "meeting_minutes.resolution": NO_PERSON,
    "meeting_scores.profile": NO_PERSON,
    "member_statuses.decision": OF_THE_ROW,
    "memberships.decision": OF_THE_ROW,
    "notices.about": OF_THE_ROW,
    "residents.proof": "whoever wrote down a resident; residents are no members and have no copy",
    "scoring_profiles.name": NO_PERSON,
    "series.months": NO_PERSON,
}
"""Texts that are as long as the name of an actor and are none."""

CONTENTS = {
    "agenda_templates.items": AGENDA,
    "audit.facts": "numbers beside a deed; those about a person are counted by `about`, those by one by `by`",
    "data_requests.proposed": OF_THE_ROW,
    "directives.addressees": OFFICIAL,
    "endpoints.draft": PHONE,
    "endpoints.offered": PHONE,
    "inbox.body": "what came from a phone, which two people may share: whose it is nobody can say; 90 days",
    "indicator_reports.parts": OFFICIAL,
    "indicator_values.parts": OFFICIAL,
    "indicators.addressees": OFFICIAL,
    "indicators.classes": OFFICIAL,
    "meeting_scores.parts": OFFICIAL,
    "meeting_scores.said": OFFICIAL,
    "meetings.agenda": AGENDA,
    "meetings.audience": OFFICIAL,
    "member_changes.before": "by what a change is undone: rows that are in the copy themselves",
    "member_changes.facts": OF_THE_ROW,
    "notices.content": OF_THE_ROW,
    "paper_sheets.member_ids": "the number on a sheet of a meeting whose list is in the copy",
    "polls.answers": "what can be answered",
    "polls.counts": OFFICIAL,
    "tree_changes.facts": "in the copy where it names a person: see test_own_traces.py",
    "tree_drafts.changes": "what is being looked through and not decided; a day later it is gone",
    "tree_drafts.lines": "the same, in sentences",
    "units.settings": "who has stopped reports is in the copy beside the office: see test_own_traces.py",
    "visits.marks": "of a meeting and no person",
}
"""What is stored as a whole, in which a person could be named."""


def names_a_deed(where: str) -> bool:
    """Whoever did something: a line of the log says so too, and those are counted by `audit.by`."""
    column = where.split(".")[1]
    return where != "audit.by" and (column == "by" or column.endswith("_by"))


def columns_of(kind: type[String] | type[JSON]) -> Iterator[Column[object]]:
    for table in Base.metadata.sorted_tables:
        yield from (one for one in table.columns if isinstance(one.type, kind) and not isinstance(one.type, Enum))


def place(column: Column[object]) -> str:
    return f"{column.table}.{column.name}"


def texts() -> list[str]:
    """Those that may be the name of an actor."""
    return [place(one) for one in columns_of(String) if getattr(one.type, "length", None) in ACTOR_LENGTHS]


def naming() -> list[str]:
    """Keys of members, and texts that may name one, but for those that have a reason."""
    named = [one for one in texts() if one not in TEXTS and not names_a_deed(one)]
    return [*(f"{table.name}.{column}" for table, column in pointing()), *named]


@pytest.fixture
async def rows(sqlite_db: AsyncSession) -> Rows:
    cell = await village.cell(sqlite_db)
    other = await village.member(sqlite_db, cell, "Lê Văn Sơn")
    meeting = await village.meeting(sqlite_db, cell, NOW)
    return Rows(sqlite_db, {"units": cell.id, "members": other.id, "meetings": meeting.id})


@pytest.mark.parametrize("where", naming())
async def test_whatever_names_a_person_changes_their_copy_and_nobody_elses(rows: Rows, where: str) -> None:
    name, column = where.split(".")
    table = table_named(name)
    cell = await rows.db.get_one(Unit, rows.known["units"])
    person = await village.member(rows.db, cell, "Nguyễn Thị Lan")
    other = await rows.db.get_one(Member, rows.known["members"])
    before, of_other = await copy_of(rows.db, person), await copy_of(rows.db, other)
    await rows.make(table, **{column: person.id if table.c[column].foreign_keys else as_member(person.id)})
    assert await copy_of(rows.db, person) != before
    assert await copy_of(rows.db, other) == of_other
    assert other.name not in await copy_of(rows.db, person)


def test_no_reason_is_left_of_what_is_gone() -> None:
    assert set(TEXTS) <= set(texts())


def test_whatever_is_stored_as_a_whole_was_looked_at() -> None:
    """A new one may name people: then it belongs into the copy, else here."""
    assert {place(one) for one in columns_of(JSON)} == set(CONTENTS)
