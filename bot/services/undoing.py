"""A refusal leaves nothing behind: by a savepoint or, among many answers in one transaction, by having written nothing.

A savepoint for each answer would write each answer on its own. So nobody in a batch has one: what was refused before it
wrote anything is simply over, and only where something was written, all is undone and each is answered alone.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, event, insert, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.attributes import set_committed_value

from bot.db import Base
from bot.model.attendances import AnswerLog, Attendance
from bot.model.audit import AuditRow
from bot.model.endpoints import Endpoint
from bot.model.inbox import InboxRow
from bot.model.notices import Notice
from bot.model.polls import PollAnswer
from bot.refusals import Refused
from bot.services.ahead import KEY, Ahead

NEW: frozenset[type] = frozenset({AnswerLog, AuditRow, Endpoint, Notice})
CHANGED: frozenset[type] = frozenset({Attendance, Endpoint, InboxRow, PollAnswer})
"""What may be written without making anything untrue that was read ahead."""
KEY_OF_ROW = "key_of_row"
Said = TypeVar("Said")


class Entangled(Exception):
    """One of many was refused after it had written something, which cannot be told from what the others wrote."""


class Together:
    """Watches a session in which many are answered: what the present one writes, and what is still true."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db
        self.is_outdated = True
        self.has_written = False
        self.waiting: Collection[object] = ()
        self.added: defaultdict[type[Base], list[dict[str, object]]] = defaultdict(list)
        self.changed: defaultdict[type[Base], list[dict[str, object]]] = defaultdict(list)
        self.said: defaultdict[Callable[[Connection, Sequence[Any]], None], list[object]] = defaultdict(list)
        db.info[KEY], db.info[Together] = Ahead(), self
        event.listen(db.sync_session, "transient_to_pending", self._note_new)
        event.listen(db.sync_session, "before_flush", self._before_flush)
        event.listen(db.sync_session, "before_commit", self._write)
        event.listen(db.sync_session, "do_orm_execute", self._before_statement)

    def goes_by(self, ahead: Ahead) -> None:
        self.db.info[KEY] = ahead
        self.is_outdated = False

    def must_read(self) -> bool:
        """Whether anything that was read ahead may be untrue by now, also by what is not written yet."""
        session = self.db.sync_session
        self.waiting = session.dirty
        return self.is_outdated or not _is_harmless(session, self.waiting)

    def begin(self, endpoint: Endpoint) -> None:
        """Somebody is about to be answered."""
        self.has_written = False
        self.ahead.lent.clear()
        self.ahead.lend(endpoint)

    @property
    def ahead(self) -> Ahead:
        ahead: Ahead = self.db.info[KEY]
        return ahead

    def wrote(self) -> bool:
        """Whether the present one has written anything, or has only changed what waits to be written."""
        session = self.db.sync_session
        changed = any(row not in self.waiting and id(row) not in self.ahead.lent for row in session.dirty)
        return self.has_written or changed or bool(session.deleted) or self.ahead.has_changed()

    def add(self, table: type[Base], row: dict[str, object]) -> None:
        self.has_written = True
        self.added[table].append(row)

    def change(self, row: Attendance, values: dict[str, object]) -> None:
        self.has_written = True
        for name, value in values.items():
            set_committed_value(row, name, value)
        self.changed[type(row)].append({KEY_OF_ROW: row.id, **values})

    def say(self, write: Callable[[Connection, Sequence[Any]], None], what: object) -> None:
        self.has_written = True
        self.said[write].append(what)

    def _before_flush(self, session: Session, *_: object) -> None:
        """What earlier ones wrote goes out too, since somebody asks for something: that does not count."""
        self._write(session)
        self.has_written = self.wrote()
        self.waiting = ()
        self.is_outdated |= not _is_harmless(session, session.dirty)

    def _before_statement(self, state: ORMExecuteState) -> None:
        self._write(state.session)
        if not state.is_select:
            self.is_outdated = self.has_written = True

    def _note_new(self, _session: Session, _row: object) -> None:
        self.has_written = True

    def _write(self, session: Session) -> None:
        """Before all that the session itself writes: what it writes was changed later."""
        for kind, rows in self.added.items():
            for alike in _alike(rows):
                session.connection().execute(insert(_table(kind)), alike)
        for kind, rows in self.changed.items():
            table = _table(kind)
            for alike in _alike(rows):
                session.connection().execute(update(table).where(table.c.id == bindparam(KEY_OF_ROW)), alike)
        for write, some in self.said.items():
            write(session.connection(), some)
        self.added.clear()
        self.changed.clear()
        self.said.clear()


def _alike(rows: Iterable[dict[str, object]]) -> list[list[dict[str, object]]]:
    """In their order, those with the same columns together: one statement writes the columns of its first row, and
    would leave out what only a later one has."""
    return [list(some) for _, some in groupby(rows, key=frozenset)]


def _is_harmless(session: Session, dirty: Iterable[object]) -> bool:
    """Whether what waits to be written leaves everything true that was read ahead; asked before each answer."""
    return NEW.issuperset(map(type, session.new)) and CHANGED.issuperset(map(type, dirty)) and not session.deleted


def add_only(db: AsyncSession, table: type[Base], row: dict[str, object]) -> None:
    """A new row that nobody asks for its id: of many answers they are written by one statement."""
    together: Together | None = db.info.get(Together)
    if together is None:
        db.add(table(**row))
    else:
        together.add(table, row)


def change(db: AsyncSession, row: Attendance, values: dict[str, object]) -> None:
    """Columns of a row that many answers change alike: they are written by one statement."""
    together: Together | None = db.info.get(Together)
    if together is None:
        for name, value in values.items():
            setattr(row, name, value)
    else:
        together.change(row, values)


async def add_many(db: AsyncSession, table: type[Base], rows: Sequence[dict[str, object]]) -> None:
    """The same for several at once, past the mapper."""
    if Together in db.info:
        for row in rows:
            add_only(db, table, row)
    elif rows:
        await db.flush()
        await db.execute(insert(_table(table)), rows)


async def write_together(db: AsyncSession, write: Callable[[Connection, Sequence[Said]], None], what: Said) -> None:
    """What has a way of its own of being written for many answers at once; nothing read ahead may hang on it."""
    together: Together | None = db.info.get(Together)
    if together is not None:
        together.say(write, what)
        return
    await db.flush()
    await db.run_sync(lambda session: write(session.connection(), [what]))


def _table(kind: type[Base]) -> Table:
    return kind.metadata.tables[kind.__tablename__]


@asynccontextmanager
async def undone_if_refused(db: AsyncSession, endpoint: Endpoint) -> AsyncIterator[None]:
    """What is done in here is undone where it ends in a refusal; in a batch it may raise Entangled instead."""
    together: Together | None = db.info.get(Together)
    if together is None:
        async with _savepoint(db, endpoint):
            yield
        return
    together.begin(endpoint)
    try:
        yield
    except Refused as refusal:
        if together.wrote():
            raise Entangled from refusal
        raise


@asynccontextmanager
async def _savepoint(db: AsyncSession, endpoint: Endpoint) -> AsyncIterator[None]:
    try:
        async with db.begin_nested():
            yield
    except Refused:
        await db.refresh(endpoint)
        raise
