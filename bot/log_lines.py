"""How the log is written: as Python does it, but of an error of a database without what it quotes.

A server's answer holds the row that it refuses: numbers, names, reasons. So of such an error stands its class and what
it is about; the frames that led there stay, and so do the words of all other errors.
"""

import copy
import logging
import re
import sqlite3
import sys
import textwrap
import threading
import traceback
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TextIO

import structlog
from sqlalchemy.exc import PendingRollbackError, StatementError
from structlog.typing import ExcInfo

DRIVERS = ("asyncpg.", "sqlalchemy.dialects.")
"""By name: who has SQLite alone has no asyncpg."""
FACTS = ("sqlstate", "table_name", "column_name", "constraint_name", "sqlite_errorname")
"""What such errors know of themselves that is no value."""
OF_THE_SCHEMA = re.compile(r"(?:[A-Z ]+ constraint failed|no such (?:table|column)): [a-z0-9_.]+(?:, [a-z0-9_.]+)*")
"""All that SQLite says where it has no fields; no more than our own names can stand in it."""
BECAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
MEANWHILE = "\nDuring handling of the above exception, another exception occurred:\n\n"


def write_log(stream: TextIO, libraries: int = logging.WARNING) -> None:
    """All there are to this stream: ours as JSON, those of libraries from this level on, and what nobody caught."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_rendered),
            structlog.processors.JSONRenderer(ensure_ascii=False, default=_shown),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainFormatter(logging.BASIC_FORMAT))
    logging.basicConfig(level=libraries, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a line that cannot be written would be shown with all it is about
    _write_uncaught()


# Ours


def _rendered(exc_info: ExcInfo) -> str:
    return plain_traceback(exc_info[1])


def _shown(value: object) -> str:
    """What JSON has no form for, as for one an error that is given as a value."""
    return without_quotes(repr(value), [value] if isinstance(value, BaseException) else [])


# Those of libraries


class PlainFormatter(logging.Formatter):
    """The same for them; asyncio puts a task with its error into the message as well."""

    def format(self, record: logging.LogRecord) -> str:
        own = copy.copy(record)
        own.exc_text = None  # as another formatter wrote it
        return super().format(own)

    def formatException(self, ei: object) -> str:  # noqa: N802 - so it is called there
        return plain_traceback(ei[1] if isinstance(ei, tuple) else None)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return without_quotes(super().formatMessage(record), _errors_in(record))


def _errors_in(record: logging.LogRecord) -> list[BaseException]:
    given: Iterable[object] = record.args.values() if isinstance(record.args, Mapping) else record.args or ()
    return [one for one in (*given, *(record.exc_info or ())) if isinstance(one, BaseException)]


# What nobody caught


def _write_uncaught() -> None:
    """Python writes it to stderr, which is a service's log; who has set hooks of their own keeps them."""
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = lambda _kind, error, _frames: _uncaught(error)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = lambda found: _uncaught(found.exc_value)
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda found: _uncaught(found.exc_value)


def _uncaught(error: BaseException | None) -> None:
    structlog.get_logger().error("uncaught", exc_info=error)


# Errors


class Step(NamedTuple):
    """One error of those that led to another."""

    error: BaseException
    is_inside: bool
    """A driver met it over a value that it was given, and its words show the value."""
    joint: str
    """Between it and the one that came of it; empty for the last."""


def plain_traceback(error: BaseException | None) -> str:
    """The frames and the words of an error and of all that led to it, the first of them first."""
    return "".join(_written(error, False, set())).rstrip("\n") if error else ""


def without_quotes(text: str, errors: Iterable[BaseException]) -> str:
    """The text of whoever may have written these errors, or what led to them, into it."""
    quoted = [one for one in _all(errors) if is_of_database(one) and str(one)]
    for one in sorted(quoted, key=lambda one: -len(str(one))):  # the words of one may hold those of another
        text = text.replace(repr(one), told(one)).replace(str(one), told(one))
    return text


def is_of_database(error: BaseException) -> bool:
    """Whether its words may quote a row, or what a statement was given."""
    if isinstance(error, StatementError | PendingRollbackError | sqlite3.Error):
        return True
    return any(f"{kind.__module__}.".startswith(DRIVERS) for kind in type(error).__mro__)


def told(error: BaseException) -> str:
    """`asyncpg.exceptions.UniqueViolationError: sqlstate=23505 table_name=residents constraint_name=…`."""
    facts = [f"{name}={value}" for name in FACTS if (value := getattr(error, name, None))]
    facts += [str(error)] if isinstance(error, sqlite3.Error) and OF_THE_SCHEMA.fullmatch(str(error)) else []
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return f"{name}: {' '.join(facts)}" if facts else name


def _written(error: BaseException, is_inside: bool, seen: set[int]) -> Iterator[str]:
    for step in reversed(list(_steps(error, is_inside, seen))):
        if step.error.__traceback__:
            yield "Traceback (most recent call last):\n"
            yield from traceback.format_tb(step.error.__traceback__)
        yield _words(step)
        for part in _parts(step.error):
            yield textwrap.indent("".join(_written(part, step.is_inside, seen)), "  | ") + "  +---\n"
        yield step.joint


def _words(step: Step) -> str:
    """The last line; of what is no error of a database all that Python has to say."""
    if step.is_inside or is_of_database(step.error):
        return f"{told(step.error)}\n"
    return without_quotes("".join(traceback.format_exception_only(step.error)), [step.error])


def _steps(error: BaseException | None, is_inside: bool, seen: set[int]) -> Iterator[Step]:
    """From the last to the first; each once, for errors may lead to each other in a ring."""
    joint = ""
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield Step(error, is_inside, joint)
        is_caused = error.__cause__ is not None
        is_inside = is_caused if is_of_database(error) else is_inside
        joint = BECAUSE if is_caused else MEANWHILE
        error = error.__cause__ if is_caused or error.__suppress_context__ else error.__context__


def _parts(error: BaseException) -> tuple[BaseException, ...]:
    return error.exceptions if isinstance(error, BaseExceptionGroup) else ()


def _all(errors: Iterable[BaseException]) -> Iterable[BaseException]:
    """These, all that led to them, and those that they were made of: `OSError(error)` says what `error` says."""
    found: dict[int, BaseException] = {}
    waiting: list[object] = list(errors)
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in found:
            found[id(one)] = one
            waiting += [one.__cause__, one.__context__, *_parts(one), *one.args]
    return found.values()
