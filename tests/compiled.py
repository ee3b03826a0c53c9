"""What has been compiled once stays compiled for the whole run, whichever engine asks for it next.

By itself every engine begins with an empty store, and a test with a database of its own compiled some hundred
statements before it came to what it is about.
"""

from typing import Any

from sqlalchemy import util
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.db import sessions

STORE: util.LRUCache[Any, Any] = util.LRUCache(5000)


def _are_alike(one: DefaultDialect, other: object) -> bool:
    """Dialects of one kind: all our engines of a kind are opened alike. It is the key of what a mapper keeps, too."""
    return type(one) is type(other)


def _kind(one: DefaultDialect) -> int:
    return hash(type(one))


def _open(*where: Any, **how: Any) -> AsyncEngine:
    engine = create_async_engine(*where, **how)
    engine.sync_engine._compiled_cache = STORE
    return engine


def share_what_is_compiled() -> None:
    """For every engine that is opened from now on."""
    setattr(DefaultDialect, "__eq__", _are_alike)  # noqa: B010 - mypy takes no assignment to a method
    setattr(DefaultDialect, "__hash__", _kind)  # noqa: B010
    setattr(sessions, "create_async_engine", _open)  # noqa: B010
