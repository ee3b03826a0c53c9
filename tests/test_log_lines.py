"""What a database's error quotes, numbers, names and reasons, gets into the log by no way; what it is about does."""

import asyncio
import gc
import io
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from sqlalchemy import Enum, insert, literal
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.__main__ import keep_log
from bot.db.sessions import open_engine, sessions_of
from bot.model.endpoints import ConsentKind
from bot.model.residents import Registered, Resident
from tests import village
from tests.conftest import NOW, own_log

PHONE, NAME, REASON = "+84912345678", "Nguyễn Văn Kín", "xin phép vắng vì đau ruột thừa"
KEPT = "what nobody need hide"
GOOD: Mapping[str, Any] = {
    "phone": PHONE, "entered_by": NAME, "proof": REASON, "registered": Registered.PAPER, "text_version": "1",
    "agreed_at": NOW, "consent": ConsentKind.PAPER,
}  # fmt: skip
WRONG: Mapping[str, Mapping[str, Any]] = {
    "unique": {},
    "not null": {"phone": "+84912345679", "text_version": None},
    "bad argument": {"phone": [PHONE, NAME]},
    "bad value": {"text_version": literal(NAME, Enum(Registered, validate_strings=True))},
}
SAID = {
    ("sqlite", "unique"): "sqlite3.IntegrityError: sqlite_errorname=SQLITE_CONSTRAINT_UNIQUE "
    "UNIQUE constraint failed: residents.unit_id, residents.phone",
    ("sqlite", "not null"): "NOT NULL constraint failed: residents.text_version",
    ("sqlite", "bad argument"): "sqlite3.",
    ("postgresql", "unique"): "asyncpg.exceptions.UniqueViolationError: sqlstate=23505 table_name=residents "
    "constraint_name=uq_residents_unit_id_phone",
    ("postgresql", "not null"): "asyncpg.exceptions.NotNullViolationError: sqlstate=23502 table_name=residents "
    "column_name=text_version",
    ("postgresql", "bad argument"): "asyncpg.exceptions.DataError",
    ("sqlite", "bad value"): "LookupError\\n\\nThe above exception was the direct cause",
    ("postgresql", "bad value"): "LookupError\\n\\nThe above exception was the direct cause",
}


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """The log as `chibot serve` keeps it, in a Python in which nobody has set hooks."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    with own_log():
        keep_log(["serve"])
        yield stream.getvalue


async def refused_by(url: str, wrong: str) -> SQLAlchemyError:
    """What the database answers to such a row of a resident."""
    engine = open_engine(url)
    try:
        async with sessions_of(engine).begin() as db:
            await registers_wrongly(db, WRONG[wrong])
    except SQLAlchemyError as error:
        return error
    finally:
        await engine.dispose()
    raise AssertionError("it was taken")


async def registers_wrongly(db: AsyncSession, wrong: Mapping[str, Any]) -> None:
    unit_id = (await village.cell(db)).id
    for row in (GOOD, {**GOOD, **wrong}):
        await db.execute(insert(Resident).values(unit_id=unit_id, **row))


def assert_plain(said: str) -> None:
    secrets = {PHONE, PHONE[3:], PHONE[3:-1], NAME, REASON, *NAME.split(), "ruột"}
    escaped = {one.encode("unicode_escape").decode() for one in secrets}
    assert [one for one in sorted(secrets | escaped) if one in said] == []


@pytest.mark.parametrize("wrong", WRONG)
async def test_the_log_says_what_went_wrong_and_where_and_not_with_whom(
    database_url: str, wrong: str, logged: Callable[[], str]
) -> None:
    error = await refused_by(database_url, wrong)
    structlog.get_logger().error("page_failed", exc_info=error)
    said = logged()
    assert_plain(said)
    assert SAID[database_url.partition("+")[0], wrong] in said
    assert "in registers_wrongly" in said


async def test_the_errors_themselves_do_quote(postgres_url: str) -> None:
    """Else the others here prove nothing."""
    error = await refused_by(postgres_url, "unique")
    met = error.__cause__
    while met is not None and PHONE not in str(met):
        met = met.__cause__
    assert met
    assert PHONE in str(await refused_by(postgres_url, "bad argument"))


# Ways into the log

log = structlog.get_logger()


def as_value(error: Exception) -> None:
    log.error("failed", error=error, several=[error], exc_info=ValueError(KEPT))


def as_a_library_does(error: Exception) -> None:
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    logging.getLogger("apscheduler.executors").error("%s failed: %s, %r", KEPT, error, error)
    logging.getLogger("other").error("%(error)s", {"error": error})


def wrapped(error: Exception) -> None:
    try:
        try:
            raise OSError(KEPT) from error
        except OSError:
            raise KeyError(error) from None
    except KeyError:
        log.exception("failed")
    for made in (RuntimeError(error), RuntimeError(f"{KEPT}: {error} {error!r}")):
        made.__context__ = error
        log.error("failed", exc_info=made)


def in_a_group(error: Exception) -> None:
    noted = ValueError(KEPT)
    noted.add_note("a note")
    log.error("failed", exc_info=ExceptionGroup("several", [error, ExceptionGroup("more", [noted, error])]))


def noted(error: Exception) -> None:
    error.add_note(f"{NAME} {PHONE}")
    log.error("failed", exc_info=error)
    log.error("failed", exc_info=ValueError(KEPT))


def in_a_ring(error: Exception) -> None:
    other = ValueError(KEPT)
    other.__context__, error.__context__, error.__cause__ = error, other, None
    log.error("failed", exc_info=other)


def caught_by_nobody(error: Exception) -> None:
    error.__context__ = None
    outer = ValueError(KEPT)
    outer.__cause__ = error
    sys.excepthook(ValueError, outer, None)
    threading.excepthook(SimpleNamespace(exc_value=error))  # type: ignore[arg-type] # the real one cannot be made
    sys.unraisablehook(SimpleNamespace(exc_value=error))


WAYS = (as_value, as_a_library_does, wrapped, in_a_group, noted, in_a_ring, caught_by_nobody)


@pytest.mark.parametrize("wrong", ["unique", "bad argument"])
@pytest.mark.parametrize("way", WAYS)
async def test_whichever_way_it_takes_and_the_words_of_others_stay(
    postgres_url: str, way: Callable[[Exception], None], wrong: str, logged: Callable[[], str]
) -> None:
    error = await refused_by(postgres_url, wrong)
    way(error)
    assert_plain(logged())
    assert type(error).__name__ in logged()
    assert KEPT in logged()


async def test_a_task_that_nobody_waited_for(postgres_url: str, logged: Callable[[], str]) -> None:
    """asyncio writes the task with its error into the message."""
    error = await refused_by(postgres_url, "unique")

    async def fails() -> None:
        raise error

    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    del task
    gc.collect()
    assert_plain(logged())
    assert "Task exception was never retrieved" in logged()
    assert "sqlstate=23505" in logged()


async def test_a_session_that_was_not_rolled_back_quotes_what_broke_it(
    postgres_url: str, logged: Callable[[], str]
) -> None:
    engine = open_engine(postgres_url)
    async with sessions_of(engine)() as db:
        unit_id = (await village.cell(db)).id
        db.add(Resident(unit_id=unit_id, **{**GOOD, **WRONG["bad argument"]}))
        for deed in (db.flush, db.commit):
            try:
                await deed()
            except SQLAlchemyError:
                log.exception("failed")
    await engine.dispose()
    assert "PendingRollbackError" in logged()
    assert_plain(logged())


def test_a_line_that_cannot_be_made_is_not_shown_with_what_it_is_about(logged: Callable[[], str]) -> None:
    try:
        raise ValueError(PHONE)
    except ValueError:
        logging.getLogger("other").error("%d", NAME)
    assert_plain(logged())


def test_without_an_error_there_is_no_traceback(logged: Callable[[], str]) -> None:
    log.error("failed", exc_info=True)  # noqa: LOG014 - that is asked here
    logging.getLogger("other").error("failed", exc_info=True)  # noqa: LOG014
    assert "Traceback" not in logged()


def test_other_errors_are_written_as_python_writes_them(logged: Callable[[], str]) -> None:
    try:
        try:
            raise ValueError(KEPT)
        except ValueError as first:
            raise OSError("second") from first
    except OSError:
        logging.getLogger("other").exception("failed")
        log.exception("failed")
        plain = io.StringIO()
        handler = logging.StreamHandler(plain)
        handler.setFormatter(logging.Formatter(logging.BASIC_FORMAT))
        handler.handle(logging.LogRecord("other", logging.ERROR, "", 0, "failed", (), sys.exc_info()))
    assert plain.getvalue() in logged()
