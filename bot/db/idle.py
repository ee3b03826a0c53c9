"""Connections that lay idle: whether they still lead to a database.

To ask one takes three ways there and back, as many as a small page needs for all that it shows. Whoever was there a
moment ago is not asked, unless the driver has seen the line end: after a restart of the database that is all of them.
"""

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine

LONG = 10.0
"""Seconds after which a line may have been cut somewhere on the way without a word."""
SINCE = "idle_since"


def ask_who_was_idle(engine: AsyncEngine) -> None:
    """Whoever takes a connection of this engine gets one that was at work just now, has been asked, or is new."""
    dialect = engine.dialect

    def given_back(_connection: Any, record: Any) -> None:
        record.info[SINCE] = time.monotonic()

    def taken(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get(SINCE)
        if since is None:
            return
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError  # and whatever else lies there is as old as this
        if time.monotonic() - since > LONG:
            _ask(dialect, connection)

    event.listen(engine.sync_engine, "checkin", given_back)
    event.listen(engine.sync_engine, "checkout", taken)


def _ask(dialect: Any, connection: Any) -> None:
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as trouble:
        raise InvalidatePoolError from trouble
