"""The command line, run in this process against a database of the test."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.config import Settings
from tests.conftest import NOW, own_log
from tests.stage import ROSTERS

ROSTER = ROSTERS / "bach-luu.xlsx"


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Chibot = Callable[..., Result]


@pytest.fixture
def chibot(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Chibot]:
    """`chibot("units")`: with --json, in an empty folder, with no setting of this machine."""
    for name in ("TELEGRAM__TOKEN", "CLOCK_OFFSET", "QUIET_HOURS", "DATABASE_URL", "DATA", "PUBLIC_URL"):
        monkeypatch.setenv(f"CHIBOT_{name}", "")  # known to the patch, so that what a command sets itself goes too
        monkeypatch.delenv(f"CHIBOT_{name}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".chibot").mkdir()
    shutil.copy(sqlite_template, tmp_path / ".chibot" / "chibot.db")

    def run(*line: object, as_json: bool = True) -> Result:
        capsys.readouterr()
        try:
            main([*map(str, line), *(["--json"] if as_json else [])])
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    with own_log():  # the log of a command is not that of the tests after it
        yield run


@pytest.fixture(scope="session")
def commune_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the roster of Bạch Lưu, imported once by the command itself."""
    folder = tmp_path_factory.mktemp("commune")
    shutil.copy(sqlite_template, folder / "chibot.db")
    with pytest.MonkeyPatch.context() as environment, own_log():
        environment.chdir(folder)
        environment.setenv("CHIBOT_DATA", str(folder))
        environment.setattr(Settings, "now", lambda _settings: NOW)
        with pytest.raises(SystemExit, match="0"):
            main(["import", str(ROSTER), "--under", "bach-luu", "--write", "--json"])
    return folder / "chibot.db"


@pytest.fixture
def commune(chibot: Chibot, commune_template: Path, tmp_path: Path) -> Chibot:
    """The same, with the roster of Bạch Lưu."""
    shutil.copy(commune_template, tmp_path / ".chibot" / "chibot.db")
    return chibot
