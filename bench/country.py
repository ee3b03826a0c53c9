"""A country of cells in PostgreSQL: a year of closed meetings with every attendance, and all else that its pages show.

The database itself makes the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bench import country_asked, country_sent
from bench.figure import say
from bot.words.times import at_local, day_of, month_after, month_of

FIRST_COMMUNE, FIRST_CELL = 100, 10_000
"""Ids of the units: 1 is the country, the provinces follow it."""
STRIDE = 7_919
"""Cells call their meetings in no order of theirs: one after the other is so many further on."""
OPEN_EVERY = 10
"""Each so many-th cell has not closed this month's meeting yet: it was called, and everybody has a mark."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a country is."""

    provinces: int = 34
    communes: int = 98
    """In each province."""
    cells: int = 75
    """In each commune."""
    people: int = 22
    """In each cell."""
    months: int = 12

    @property
    def all_cells(self) -> int:
        return self.provinces * self.communes * self.cells

    @property
    def units(self) -> int:
        return 1 + self.provinces + self.provinces * self.communes + self.all_cells

    @property
    def attendances(self) -> int:
        return self.all_cells * self.people * self.months

    @property
    def facts(self) -> dict[str, int]:
        """What the statements below call their numbers."""
        return {
            "provinces": self.provinces,
            "communes": self.communes,
            "cells": self.cells,
            "people": self.people,
            "months": self.months,
            "all_cells": self.all_cells,
            "all_communes": self.provinces * self.communes,
            "first_commune": FIRST_COMMUNE,
            "first_cell": FIRST_CELL,
            "open_every": OPEN_EVERY,
            "stride": STRIDE,
        }


def months_until(now: datetime, count: int) -> list[str]:
    """This month and those before it, the oldest first."""
    first = day_of(now)
    for _ in range(count - 1):
        first = (first.replace(day=1) - timedelta(days=1)).replace(day=1)
    found = [month_of(first)]
    while len(found) < count:
        found.append(month_after(found[-1]))
    return found


UNITS = (
    """
    INSERT INTO units (id, code, name, kind, parent_id, path, sort_key, search_key, since_on, settings)
    VALUES (1, 'nuoc', 'Trung ương', 'province', NULL, '/1/', 'trung uong', 'trung uong', :since, '{}')
    """,
    """
    INSERT INTO units (id, code, name, kind, parent_id, path, sort_key, search_key, since_on, settings)
    SELECT 1 + p, 'tinh-' || p, 'Tỉnh ủy ' || p, 'province', 1, '/1/' || 1 + p || '/', 'tinh uy ' ||
      lpad(p::text, 4, '0'), 'tinh uy ' || p, :since, '{}'
    FROM generate_series(1, :provinces) p
    """,
    """
    INSERT INTO units (id, code, name, kind, parent_id, path, sort_key, search_key, since_on, settings)
    SELECT :first_commune + c, 'xa-' || c, 'Đảng ủy xã ' || c, 'commune', 2 + c / :communes, '/1/' || 2 + c /
      :communes || '/' || :first_commune + c || '/', 'dang uy xa ' || lpad(c::text, 6, '0'), 'dang uy xa ' || c,
      :since, '{}'
    FROM generate_series(0, :all_communes - 1) c
    """,
    """
    INSERT INTO units (id, code, name, kind, parent_id, path, sort_key, search_key, since_on, settings)
    SELECT :first_cell + i, 'cb-' || i, 'Chi bộ ' || i, 'cell', above.id, above.path || :first_cell + i || '/',
      'chi bo ' || lpad(i::text, 7, '0'), 'chi bo ' || i, :since, '{}'
    FROM generate_series(0, :all_cells - 1) i JOIN units above ON above.id = :first_commune + i / :cells
    """,
    """
    INSERT INTO unit_parents (unit_id, parent_id, from_on)
    SELECT id, parent_id, DATE '0001-01-01'
    FROM units
    """,
)
PEOPLE = (
    """
    INSERT INTO members (id, name, sort_key, search_key, phone)
    SELECT n, 'Trần Văn Số ' || n, 'so ' || n, 'so ' || n, CASE WHEN n % 10 > 0 THEN '+849' || lpad(n::text, 8, '0') END
    FROM generate_series(1, :all_cells * :people) n
    """,
    """
    INSERT INTO memberships (member_id, unit_id, is_temporary)
    SELECT n, :first_cell + (n - 1) / :people, FALSE
    FROM generate_series(1, :all_cells * :people) n
    """,
    """
    INSERT INTO member_statuses (member_id, kind, from_roster)
    SELECT n, 'official', FALSE
    FROM generate_series(1, :all_cells * :people) n
    """,
)
MEETINGS = (
    """
    INSERT INTO meetings (id, cell_id, kind, starts_at, place, state, revision, called_by, called_at, closed_at,
      closed_by)
    SELECT :before + j + 1, :first_cell + i, 'regular', :starts_at, 'Nhà văn hóa', CASE WHEN :is_last AND
      i % :open_every = 0 THEN 'called' ELSE 'closed' END, 1, 'bench', CAST(:starts_at AS timestamptz) -
      INTERVAL '3 days', CASE WHEN :is_last AND i % :open_every = 0 THEN NULL ELSE CAST(:starts_at AS
      timestamptz) + INTERVAL '2 hours' END, 'bench'
    FROM (SELECT j, j * :stride % :all_cells AS i FROM generate_series(0, :all_cells - 1) j) cells
    """,
    """
    INSERT INTO due_months (cell_id, month, held_on)
    SELECT :first_cell + i, :month, :first_day
    FROM generate_series(0, :all_cells - 1) i
    """,
    """
    WITH came AS (
      INSERT INTO attendances (meeting_id, member_id, standing, is_stale, mark, noticed)
      SELECT :before + j + 1, i * :people + m, 'official', FALSE, CASE abs(hashint4((i * 31 + m * 7 +
        :number)::int)) % 20 WHEN 0 THEN 'unexcused' WHEN 1 THEN 'excused' WHEN 2 THEN 'excused' ELSE 'present'
        END, 'clerk'
      FROM (SELECT j, j * :stride % :all_cells AS i FROM generate_series(0, :all_cells - 1) j) cells,
        generate_series(1, :people) m
      RETURNING meeting_id, mark
    )
    INSERT INTO participations (unit_id, under_id, month, kind, due, met, expected, present, excused, unexcused)
    SELECT m.cell_id, u.parent_id, :month, 'regular', 1, 1, count(*), count(*) FILTER (WHERE a.mark =
      'present'), count(*) FILTER (WHERE a.mark = 'excused'), count(*) FILTER (WHERE a.mark = 'unexcused')
    FROM meetings m JOIN came a ON a.meeting_id = m.id JOIN units u ON u.id = m.cell_id
    WHERE m.state = 'closed'
    GROUP BY m.cell_id, u.parent_id
    """,
    """
    INSERT INTO participations (unit_id, under_id, month, kind, due, met, expected, present, excused, unexcused)
    SELECT m.cell_id, u.parent_id, :month, 'regular', 1, 0, 0, 0, 0, 0
    FROM meetings m JOIN units u ON u.id = m.cell_id
    WHERE m.starts_at = :starts_at AND m.state = 'called'
    """,
)
UPWARD = """
    INSERT INTO participations (unit_id, under_id, month, kind, due, met, expected, present, excused, unexcused)
    SELECT p.under_id, coalesce(u.parent_id, 0), p.month, 'regular', sum(p.due), sum(p.met), sum(p.expected),
      sum(p.present), sum(p.excused), sum(p.unexcused)
    FROM participations p JOIN units below ON below.id = p.unit_id JOIN units u ON u.id = p.under_id
    WHERE below.kind = :below AND (:below <> 'province' OR below.id > 1)
    GROUP BY p.under_id, u.parent_id, p.month
"""
LOADED = ("units", "members", "meetings", *country_sent.NUMBERED, *country_asked.NUMBERED)
"""Tables whose rows were given their ids here: the next ones go on behind them."""
KEY, INDEX = "uq_attendances_meeting_id_member_id", "ix_attendances_member_id"


async def settle(engine: AsyncEngine, size: Size, now: datetime) -> None:
    """Fill an empty, migrated database. The keys of the largest table are built when all its rows are there."""
    async with engine.begin() as db:
        await db.execute(text("SET LOCAL session_replication_role = replica"))  # rows that fit are not looked up again
        await db.execute(text(f"ALTER TABLE attendances DROP CONSTRAINT {KEY}"))
        await db.execute(text(f"DROP INDEX {INDEX}"))
        await _fill(db, size, now)
        await db.execute(text(f"ALTER TABLE attendances ADD CONSTRAINT {KEY} UNIQUE (meeting_id, member_id)"))
        await db.execute(text(f"CREATE INDEX {INDEX} ON attendances (member_id)"))
    async with engine.connect() as free:
        await (await free.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))


async def _fill(db: AsyncConnection, size: Size, now: datetime) -> None:
    months = months_until(now, size.months)
    since = date.fromisoformat(f"{months[0]}-01")
    say(f"{size.units:,} units and {size.all_cells * size.people:,} people are settled")
    await _run(db, (*UNITS, *PEOPLE), size.facts | {"since": since})
    for number, month in enumerate(months, start=1):
        say(f"{month}: {size.all_cells * size.people:,} attendances")
        first = date.fromisoformat(f"{month}-01")
        held = at_local(first + timedelta(days=2), time(8))
        facts = {
            "number": number,
            "before": (number - 1) * size.all_cells,
            "month": month,
            "first_day": first,
            "starts_at": held,
            "is_last": number == len(months),
        }
        await _run(db, MEETINGS, size.facts | facts)
    for below in ("cell", "commune", "province"):
        await _run(db, (UPWARD,), {"below": below})
    say("phones, documents, messages, indicators, opinions, visits")
    await _run(db, (*country_sent.SENT, *country_asked.ASKED), size.facts | facts | {"since": since})
    for table in LOADED:
        await db.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))  # noqa: S608 - ours


async def _run(db: AsyncConnection, statements: Sequence[str], facts: dict[str, Any]) -> None:
    """The facts stand in the statement itself: PostgreSQL would not know what kind of number they are."""
    for one in statements:
        asked = text(one)
        asked = asked.bindparams(**{name: facts[name] for name in asked.compile().params})
        await db.exec_driver_sql(str(asked.compile(dialect=db.dialect, compile_kwargs={"literal_binds": True})))
