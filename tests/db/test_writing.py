"""What both databases store: aware times, rows that are new, counts that add up."""

from datetime import UTC, datetime, timedelta, timezone
from typing import cast

import pytest
from sqlalchemy import String, Table, bindparam, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import UtcDateTime
from bot.db.writing import add_if_new, add_up, counted_row, write_at_once
from bot.model.accounts import Lease
from bot.model.audit import AuditRow
from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.services.audit import noted
from tests import village

KEY = ("unit_id", "under_id", "month", "kind")
COUNTS = ("due", "met", "expected", "present", "excused", "unexcused")
NAIVE = datetime(2026, 12, 3, 19, 30)  # noqa: DTZ001 - what must not be stored


def audit(at: datetime) -> AuditRow:
    return AuditRow(at=at, by="test", deed="test", about=None, facts={})


async def test_a_time_comes_back_in_utc_whatever_its_zone(db: AsyncSession) -> None:
    here = datetime(2026, 12, 3, 19, 30, 1, 250, tzinfo=timezone(timedelta(hours=7)))
    db.add(audit(here))
    await db.flush()
    found = await db.scalar(select(AuditRow.at))
    assert found == here
    assert found is not None
    assert found.tzinfo is UTC


async def test_a_time_without_zone_is_not_stored(db: AsyncSession) -> None:
    db.add(audit(NAIVE))
    with pytest.raises(StatementError, match="without zone"):
        await db.flush()


async def test_a_time_without_zone_is_not_asked_for(db: AsyncSession) -> None:
    with pytest.raises(StatementError, match="without zone"):
        await db.execute(select(AuditRow).where(AuditRow.at > NAIVE))


def test_no_time_stays_none(db: AsyncSession) -> None:
    kept = UtcDateTime()
    dialect = db.get_bind().dialect
    assert (kept.process_bind_param(None, dialect), kept.process_result_value(None, dialect)) == (None, None)


async def test_a_row_whose_key_is_there_is_left_as_it_is(db: AsyncSession, now: datetime) -> None:
    for holders in (["a"], ["b", "c"]):
        rows = [{"name": f"lease {number}", "holder": one, "until_at": now} for number, one in enumerate(holders)]
        await add_if_new(db, Lease, rows, ["name"])
    found = await db.execute(select(Lease.name, Lease.holder).order_by(Lease.name))
    assert [tuple(row) for row in found] == [("lease 0", "a"), ("lease 1", "c")]


async def test_no_rows_are_no_statement(db: AsyncSession) -> None:
    await add_if_new(db, Lease, [], ["name"])
    assert (await db.scalars(select(Lease))).all() == []


async def test_counts_add_up_in_the_row_with_the_same_key(db: AsyncSession) -> None:
    cell = await village.cell(db)
    row = {"unit_id": cell.id, "under_id": 0, "month": "2026-12", "kind": MeetingKind.REGULAR}
    for number in (1, 2, -1):
        await add_up(db, Participation, row | dict.fromkeys(COUNTS, number), KEY, COUNTS)
    await add_up(db, Participation, row | {"under_id": 7} | dict.fromkeys(COUNTS, 5), KEY, COUNTS)
    found = await db.execute(select(Participation.present, Participation.due).order_by(Participation.under_id))
    assert [tuple(one) for one in found] == [(2, 2), (5, 5)]


async def test_who_is_named_must_be_there(db: AsyncSession) -> None:
    row = {"unit_id": 4711, "under_id": 0, "month": "2026-12", "kind": MeetingKind.REGULAR} | dict.fromkeys(COUNTS, 0)
    with pytest.raises(IntegrityError):
        await add_up(db, Participation, row, KEY, COUNTS)


async def test_what_is_written_at_once_is_all_written(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    row = {"unit_id": cell.id, "under_id": 0, "month": "2026-12", "kind": MeetingKind.REGULAR}
    for times in (1, 2):
        counted = counted_row(db, cast(Table, Participation.__table__), row | dict.fromkeys(COUNTS, 3), KEY, COUNTS)
        deeds = [counted, noted("test", "counted", None, now, times=times)]
        assert await write_at_once(db, deeds, select(bindparam("audit_deed", type_=String))) == "counted"
    assert [one.present for one in await db.scalars(select(Participation))] == [6]
    assert [one.facts for one in await db.scalars(select(AuditRow).order_by(AuditRow.id))] == [
        {"times": 1},
        {"times": 2},
    ]
