"""The file of a backup: whatever a table holds comes back, and whatever is not whole is refused."""

import asyncio
import gzip
import io
import shutil
import sqlite3
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Enum,
    Integer,
    LargeBinary,
    String,
    Time,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.types import TypeEngine

from bot.db import Base, UtcDateTime
from bot.db.backups import values
from bot.db.backups.place import SKIPPED, NotEmpty, fill
from bot.db.backups.reading import BackupReader, BadBackup, Flaw
from bot.db.backups.snapshot import save, snapshot
from bot.db.backups.values import Kind, read, written
from bot.db.backups.writing import Header
from bot.db.sessions import open_engine
from bot.db.version import NEWEST
from bot.model.audit import AuditRow
from bot.model.members import Member
from tests.conftest import DATABASES, NOW, _create
from tests.db.test_migrations import downgrade, tables

ODD = 'tab\t line\n "quoted" \\N \\. đồng chí \x0b\r\x08\x0c \\\\'
"""All that means something in a line of rows."""
VALUES: tuple[tuple[type[TypeEngine[Any]], Callable[[int], Any]], ...] = (
    (Boolean, lambda row: row == 1),
    (Integer, lambda row: row),
    (UtcDateTime, lambda row: datetime(2026, 11, 21, 2, 0, 0, 0 if row == 1 else 120, tzinfo=UTC)),
    (DateTime, lambda row: datetime(2026, 11, 21, 2, 0, row, tzinfo=UTC)),
    (Date, lambda row: date.min if row == 1 else date(2026, 11, 21)),
    (Time, lambda row: time(19, 30, 0, row)),
    (JSON, lambda row: {"a": [row, None, ODD]}),
    (LargeBinary, lambda row: bytes(range(256)) * row),
)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_every_text_comes_back(said: str) -> None:
    line = written([Kind.TEXT, Kind.NUMBER])([said, 7])
    assert "\n" not in line
    assert read([Kind.TEXT, Kind.NUMBER])(f"{line}\n".encode()) == [said, 7]


def value(kind: TypeEngine[Any], row: int) -> Any:
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class or []))
    if isinstance(kind, String):
        return f"{row}{ODD}"[: kind.length]
    return next(make(row) for one, make in VALUES if isinstance(kind, one))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()


async def fill_up(engine: AsyncEngine) -> None:
    """Two rows in every table: in the first everything has a value, in the second as little as may be."""
    async with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            for row in (1, 2):
                values = {
                    one.name: None if row == 2 and one.nullable else value(one.type, row) for one in table.columns
                }
                await connection.execute(table.insert().values(values))


async def all_of(engine: AsyncEngine) -> dict[str, list[tuple[Any, ...]]]:
    async with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


async def saved(url: str, version: str = NEWEST) -> bytes:
    paper = io.BytesIO()
    async with snapshot(url) as found:
        await save(found, Header(version, NOW, found.database, "here"), paper, lambda _: None)
    return paper.getvalue()


async def restore(engine: AsyncEngine, backup: bytes) -> None:
    async with engine.begin() as connection:
        await fill(connection, BackupReader(io.BytesIO(backup)), lambda _: None)


@pytest.fixture
def other_place(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of the other kind than `database_url`."""
    if database_url.startswith("postgresql"):
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "other.db")
        return f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"
    server, name = request.getfixturevalue("postgres_server"), f"other_{uuid.uuid4().hex}"
    asyncio.run(_create(server, name, request.getfixturevalue("postgres_template")))
    place: str = server.format(name=name)
    return place


async def test_every_column_of_every_table_comes_back_from_the_other_kind_of_database(
    database_url: str, other_place: str
) -> None:
    async with opened(database_url) as source, opened(other_place) as place:
        await fill_up(source)
        await restore(place, await saved(database_url))
        assert await all_of(place) == await all_of(source)
        with pytest.raises(NotEmpty):
            await restore(place, await saved(database_url))


async def test_the_letter_that_postgres_keeps_in_no_text_stops_no_restore(
    sqlite_url: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that a release before this one has saved, too."""
    async with opened(sqlite_url) as source, source.begin() as connection:
        row = {"at": NOW, "by": "test", "deed": "d", "about": "tr\0ong", "facts": {}}
        await connection.execute(insert(AuditRow), [row])
    new = await saved(sqlite_url)
    monkeypatch.setattr(values, "WRITERS", values.WRITERS | {Kind.TEXT: str})
    old = await saved(sqlite_url)
    assert (b"\0" in gzip.decompress(new), b"\0" in gzip.decompress(old)) == (False, True)
    async with opened(postgres_url) as place:
        await restore(place, old)
        assert [one[4] for one in (await all_of(place))["audit"]] == ["trong"]


async def test_a_table_is_handed_on_in_pieces_however_long_it_is(database_url: str) -> None:
    rows = [{"at": NOW, "by": "test", "deed": "d", "about": str(number), "facts": {}} for number in range(9_000)]
    written_out: list[bytes] = []
    async with opened(database_url) as engine, engine.begin() as connection:
        await connection.execute(insert(AuditRow), rows)
    async with snapshot(database_url) as found:
        (audit,) = [table for table in found.tables if table.name == "audit"]
        await found.copy(audit, written_out.append)
    whole = b"".join(written_out)
    assert whole.count(b"\n") == len(rows)
    assert max(map(len, written_out)) < len(whole) / 2
    paper = io.BytesIO(await saved(database_url))
    blocks = [len(b"".join(block)) for table in BackupReader(paper).each() for block in table.blocks()]
    assert len(blocks) > 1
    assert max(blocks) < len(whole)


async def test_a_backup_of_an_earlier_release_is_brought_up(database_url: str, other_place: str) -> None:
    columns = "(channel, account, external_id, step, offered, wrong_codes)"
    async with opened(database_url) as source, opened(other_place) as place:
        await downgrade(source, "0001")
        async with source.begin() as connection:
            row = f"INSERT INTO endpoints {columns} VALUES ('telegram', '1', '42', 'ă', '[]', 0)"  # noqa: S608 - fixed words
            await connection.execute(text(row))
        await restore(place, await saved(database_url, "0001"))
        async with place.connect() as connection:
            kept = (await connection.execute(text("SELECT external_id, step, draft FROM endpoints"))).all()
        assert [tuple(row) for row in kept] == [("42", "ă", None)]
        assert await tables(place) == set(Base.metadata.tables)


@pytest.fixture(params=DATABASES)
async def two_urls(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """Where something is kept, and an empty place of the same kind for it."""
    if request.param == "sqlite":
        files = [tmp_path / "kept.db", tmp_path / "place.db"]
        for file in files:
            shutil.copy(request.getfixturevalue("sqlite_template"), file)
        return [f"sqlite+aiosqlite:///{file}" for file in files]
    server, template = (request.getfixturevalue(f"postgres_{one}") for one in ("server", "template"))
    urls = [server.format(name=f"numbers_{uuid.uuid4().hex}") for _ in range(2)]
    for url in urls:
        await _create(server, make_url(url).database or "", template)
    return urls


AN = insert(Member).values(name="An", sort_key="an", search_key="an")
NOTED = insert(AuditRow).values(at=NOW, by="test", deed="test", about="test", facts={})


async def test_what_was_made_after_the_backup_keeps_its_numbers(two_urls: list[str]) -> None:
    """Buttons on phones still name it: on SQLite a press on a lost meeting counted for the next one."""
    async with opened(two_urls[0]) as source, opened(two_urls[1]) as place:
        async with source.begin() as connection:
            await connection.execute(AN)
        await restore(place, await saved(two_urls[0]))
        async with place.begin() as connection:
            for row in (AN, NOTED):
                await connection.execute(row)
            assert await connection.scalar(select(func.max(Member.id))) == 1 + SKIPPED + 1
            assert await connection.scalar(select(func.max(AuditRow.id))) == SKIPPED + 1


@pytest.fixture(scope="module")
def backup(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("backup") / "source.db"
    shutil.copy(sqlite_template, file)
    url = f"sqlite+aiosqlite:///{file}"

    async def make() -> bytes:
        async with opened(url) as engine:
            await fill_up(engine)
        return await saved(url)

    return asyncio.run(make())


def flaw_of(file: bytes) -> Flaw | None:
    """Read to the end, as `restore` does before it touches anything."""
    try:
        for table in BackupReader(io.BytesIO(file)).each():
            for _ in table.blocks():
                pass
    except BadBackup as error:
        return error.flaw
    return None


def changed(backup: bytes, old: bytes, new: bytes) -> bytes:
    """By somebody who knows how it is compressed."""
    plain = gzip.decompress(backup)
    assert plain.count(old) == 1
    return gzip.compress(plain.replace(old, new))


def test_what_is_not_whole_is_not_believed(backup: bytes) -> None:
    assert flaw_of(backup) is None
    assert {flaw_of(backup[:length]) for length in range(20, len(backup), 397)} == {Flaw.TORN}
    spoilt = [backup[:at] + bytes([backup[at] ^ 1]) + backup[at + 1 :] for at in range(20, len(backup), 397)]
    assert None not in {flaw_of(one) for one in spoilt}
    assert {flaw_of(one) for one in (b"", b"PK\x03\x04", gzip.compress(b"{}\n"), gzip.compress(b"[1]\n"))} <= {
        Flaw.FOREIGN,
        Flaw.TORN,
    }
    later = changed(backup, b'"format": 1', b'"format": 2')
    assert flaw_of(later) is Flaw.NEWER


def test_what_was_changed_by_hand_is_noticed(backup: bytes) -> None:
    plain = gzip.decompress(backup)
    lines = plain.splitlines(keepends=True)
    rows = [number for number, line in enumerate(lines) if line.startswith(b"1\t")]
    without_a_row = b"".join(line for number, line in enumerate(lines) if number != rows[0])
    tables_gone = b"".join(lines[:1] + lines[-1:])
    for one in (without_a_row, tables_gone, plain + b"more\n", plain.replace(NEWEST.encode(), b"0001", 1)):
        assert flaw_of(gzip.compress(one)) is Flaw.DAMAGED


async def test_a_backup_that_breaks_on_the_way_leaves_nothing(database_url: str, backup: bytes) -> None:
    """Also one that comes through a pipe, of which nothing can be known before."""
    spoilt = gzip.compress(gzip.decompress(backup).replace(b"\t2026-", b"\t2025-"))
    async with opened(database_url) as place:
        for file in (backup[: len(backup) * 3 // 4], spoilt):
            with pytest.raises(BadBackup):
                await restore(place, file)
        assert not any((await all_of(place)).values())
        await restore(place, backup)
        assert all((await all_of(place)).values())


async def test_rows_that_name_what_is_not_there_are_refused(
    sqlite_url: str, tmp_path: Path, sqlite_template: Path
) -> None:
    """A file whose sums are right, and that no database of ours can have written."""
    with sqlite3.connect(sqlite_url.partition("///")[2]) as db:
        db.execute("INSERT INTO memberships (member_id, unit_id, is_temporary) VALUES (8, 9, 0)")
    db.close()
    shutil.copy(sqlite_template, tmp_path / "other.db")
    async with opened(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}") as place:
        with pytest.raises(BadBackup):
            await restore(place, await saved(sqlite_url))
