"""Backups and restoring at the command line: what is refused, what is never overwritten, what is said afterwards."""

import errno
import gzip
import io
import os
import shutil
import sqlite3
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from bot.config import Settings
from bot.db.backups import shelf
from tests.commands.conftest import Chibot
from tests.conftest import NOW

CELL = "bach-luu-hong-sen"
CALL = ("call", "--cell", CELL, "--kind", "regular", "--at", "2026-12-03T19:30", "--place", "Nhà văn hóa")


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda settings: NOW + timedelta(seconds=settings.clock_offset))


@pytest.fixture
def elsewhere(sqlite_template: Path, tmp_path: Path) -> Path:
    """An empty place; commands work there once `at` says so."""
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(sqlite_template, tmp_path / "elsewhere" / "chibot.db")
    return tmp_path / "elsewhere"


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A place that is not there yet."""
    return tmp_path / "nowhere"


def at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIBOT_DATA", str(folder))


def check(chibot: Chibot, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in chibot("doctor").json["checks"] if one["name"] == name)
    return found


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_restored_elsewhere_and_nothing_is_sent_before_somebody_says_so(
    commune: Chibot, tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = commune(*CALL).json["people"]
    with sqlite3.connect(tmp_path / ".chibot" / "chibot.db") as db:
        db.execute("UPDATE notices SET state = 'waiting'")
        db.execute("UPDATE notices SET step = 'passed_on' WHERE id = (SELECT min(id) FROM notices)")
    db.close()
    made = commune("backup", "monday").json
    assert made["file"] == "monday"
    assert made["bytes"] == (tmp_path / "monday").stat().st_size
    assert stat.S_IMODE((tmp_path / "monday").stat().st_mode) == 0o600
    at(elsewhere, monkeypatch)
    done = commune("restore", "monday").json
    assert (done["rows"], done["held"], done["waiting"], done["own"]) == (made["rows"], True, people - 1, 1)
    assert any("chibot go" in one for one in done["to_do"])
    assert any("stop-resident" in one for one in done["to_do"])
    assert len(commune("members", "--cell", CELL).json) == 27
    assert not check(commune, "stops")["ok"]
    assert commune("go").json["waiting"] == people - 1


def test_every_token_is_said_to_be_issued_anew(
    commune: Chibot, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The restore ends them all; people were sent to revoke what was revoked, and programs stood still."""
    commune("backup", "monday")
    at(elsewhere, monkeypatch)
    said = next(one for one in commune("restore", "monday").json["to_do"] if "mã phần mềm" in one)
    assert "Mọi mã phần mềm đều đã bị thu hồi: mời cấp mã mới" in said
    assert "token revoke" not in said


def test_what_may_go_on_at_once_is_said(commune: Chibot, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commune("backup", "monday")
    at(elsewhere, monkeypatch)
    assert "chibot stop" in " ".join(commune("restore", "monday", "--no-hold", as_json=False).out.split())
    assert check(commune, "stops")["ok"]


def test_nothing_is_overwritten(commune: Chibot, tmp_path: Path) -> None:
    (tmp_path / "monday").write_text("mine")
    refused = commune("backup", "monday")
    assert refused.code == 1
    assert "không ghi đè" in refused.err
    assert (tmp_path / "monday").read_text() == "mine"
    for there_is_no_such_folder in ("nowhere/monday", "nowhere/"):
        assert commune("backup", there_is_no_such_folder).code == 1
    assert files(tmp_path) == [".chibot", "monday"]


def test_where_a_disk_knows_no_second_names_nothing_is_overwritten_either(
    commune: Chibot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> NoReturn:
        raise OSError(errno.EPERM, "not permitted")

    monkeypatch.setattr(os, "link", link)
    assert commune("backup", "monday").code == 0
    assert commune("backup", "monday").code == 1
    assert files(tmp_path) == [".chibot", "monday"]


def test_what_is_no_whole_backup_is_refused_and_leaves_nothing(
    commune: Chibot, tmp_path: Path, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commune("backup", "monday")
    whole = (tmp_path / "monday").read_bytes()
    row = gzip.decompress(whole).replace(b"\t2026-11-21", b"\t2026-11-22", 1)
    at(nowhere, monkeypatch)
    for spoilt in (b"", whole[: len(whole) // 2], gzip.compress(row), b"\x89PNG\r\n\x1a\n" * 100):
        (tmp_path / "spoilt").write_bytes(spoilt)
        refused = commune("restore", "spoilt")
        assert refused.code == 1
        assert "Chưa ghi gì" in refused.err
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(whole[: len(whole) // 2])))
    assert commune("restore", "-").code == 1, "it was begun, and is gone again"
    assert not nowhere.exists() or files(nowhere) == []
    assert commune("restore", "missing").code == 1


def test_it_is_restored_into_an_empty_place_only(commune: Chibot) -> None:
    commune("backup", "monday")
    refused = commune("restore", "monday")
    assert refused.code == 1
    assert "đã có dữ liệu" in refused.err
    assert commune("units").code == 0


def test_one_that_a_later_release_has_made_is_refused(
    commune: Chibot, tmp_path: Path, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(tmp_path / ".chibot" / "chibot.db") as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    made = commune("backup", "monday")
    assert made.json["version"] == "9999"
    assert "chưa ghi lại lần sao lưu này" in " ".join(made.err.split())
    at(nowhere, monkeypatch)
    assert "phần mềm mới" in commune("restore", "monday").err
    assert not nowhere.exists() or files(nowhere) == []


def test_the_newest_are_kept_and_what_others_put_there_stays(commune: Chibot, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    commune("backup", "copies")
    (mine,) = folder.iterdir()
    for day in (1, 2, 3, 4):
        renamed(mine, folder / f"chibot-2026-11-0{day}-020000.backup", day)
    mine.unlink()
    others = ["chibot-2026-11-01-020001.backup", "family.jpg", "chibot-2026-11-01-020000.backup.part"]
    for name in others:
        (folder / name).write_text("not a backup")
    old = datetime.now(UTC).timestamp() - 2 * shelf.LEFT_BEHIND
    os.utime(folder / others[2], (old, old))
    made = commune("backup", "copies", "--keep", "2").json
    assert made["removed"] == [f"chibot-2026-11-0{day}-020000.backup" for day in (1, 2, 3)]
    kept = ["chibot-2026-11-04-020000.backup", Path(made["file"]).name]
    assert set(files(folder)) == {*kept, *others[:2]}
    assert commune("backup", "copies/x", "--keep", "2").code == 2
    assert commune("backup", "copies", "--keep", "0").code == 2


def renamed(backup: Path, new: Path, day: int) -> None:
    """The same as it would have been on that day."""
    header, rest = gzip.decompress(backup.read_bytes()).split(b"\n", 1)
    year = header.partition(b'"made_at": "')[2][:10]
    new.write_bytes(gzip.compress(header.replace(year, f"2026-11-0{day}".encode()) + b"\n" + rest))


def test_backups_of_another_installation_are_kept(
    commune: Chibot, tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "copies").mkdir()
    theirs = Path(commune("backup", "copies").json["file"]).name
    shutil.move(tmp_path / "copies" / theirs, tmp_path / "copies" / "chibot-2026-11-01-020000.backup")
    shutil.copytree(tmp_path / ".chibot", elsewhere, dirs_exist_ok=True)
    at(elsewhere, monkeypatch)
    assert commune("backup", "copies", "--keep", "1").json["removed"] == []


def test_it_goes_through_a_pipe(commune: Chibot, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO())
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", piped)
        assert commune("backup", "-", as_json=False).code == 0
    assert commune("backup", "-").code == 1, "stdout cannot be both"
    at(elsewhere, monkeypatch)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped.buffer.getvalue())))
    assert commune("restore", "-").json["held"]
    assert len(commune("members", "--cell", CELL).json) == 27


def test_where_there_is_no_database_none_is_made(
    chibot: Chibot, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(nowhere, monkeypatch)
    refused = chibot("backup", "monday")
    assert refused.code == 1
    assert "CHIBOT_DATA" in refused.err
    assert not nowhere.exists()


def test_the_doctor_asks_how_old_the_last_one_is(commune: Chibot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not check(commune, "backup")["ok"], "never"
    commune("backup", "monday")
    assert check(commune, "backup")["ok"]
    monkeypatch.setattr(Settings, "now", lambda _: NOW + timedelta(days=2))
    late = check(commune, "backup")
    assert not late["ok"]
    assert "09h00 ngày 21/11/2026" in late["text"]


def test_where_nothing_is_kept_nothing_has_to_be_backed_up(chibot: Chibot) -> None:
    assert check(chibot, "backup")["ok"]
