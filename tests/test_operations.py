"""What docs/operations.md and docs/systemd/ tell operators to type is what the program takes."""

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import dropwhile, groupby
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from bot.__main__ import app
from bot.config import PREFIX, Settings

DOCS = Path(__file__).parents[1] / "docs"
GUIDE = DOCS / "operations.md"
UNITS = sorted((DOCS / "systemd").iterdir())
PROGRAM = re.compile(r"(?:\S*/bin/)?chibot")
SETTING = re.compile(r"[A-Z_]+=")
ENDS = {"|", "&&", ";", ">", "<", "2>", "||", ")"}
VERIFY = shutil.which("systemd-analyze")
CHIBOT = typer.main.get_command(app)


def commands_in(line: str) -> Iterator[list[str]]:
    """The words behind each `chibot` that stands where a command stands."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>()")
    lexer.whitespace_split, lexer.commenters = True, "#"
    for is_end, words in groupby(lexer, lambda word: word in ENDS):
        said = list(dropwhile(SETTING.match, words))
        if not is_end and said and PROGRAM.fullmatch(said[0]):
            yield said[1:]


def complaint(words: list[str]) -> str | None:
    """What the program would say of these words, without doing anything."""
    command, context = CHIBOT, None
    rest = [word for word in words if word != "--json"]
    try:
        while True:
            context = command.make_context(command.name or "chibot", list(rest), parent=context)
            if not isinstance(command, TyperGroup):
                return None
            _, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])
            assert found is not None
            command = found
    except typer.Exit:
        return None
    except TyperException as error:
        return f"{' '.join(words)}: {error}"


def typed() -> list[list[str]]:
    """Every `chibot …` of the guide: in its blocks, and in its sentences."""
    text = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", text, re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines += [one for one in re.findall(r"`([^`\n]+)`", prose) if one.startswith("chibot ")]
    return [words for line in lines for words in commands_in(line)]


def test_every_command_of_the_guide_is_one() -> None:
    assert len(typed()) > 20
    assert [said for words in typed() if (said := complaint(words))] == []
    assert complaint(["backup"]) is not None
    assert complaint(["member", "nothing"]) is not None


def test_every_setting_of_the_guide_is_one() -> None:
    names = set(re.findall(rf"\b{PREFIX}([A-Z_]+[A-Z])\b", GUIDE.read_text(encoding="utf-8")))
    known = {name.upper() for name in Settings.model_fields}
    assert {name for name in names if name.removesuffix("_FILE").partition("__")[0] not in known} == set()


def test_every_file_that_the_guide_names_is_there() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    named = set(re.findall(r"\]\(([^)#:]+)\)", text)) | set(re.findall(r"docs/systemd/[\w@.-]+", text))
    missing = {one for one in named if not ((DOCS / one).exists() or (DOCS.parent / one).exists())}
    assert missing == set()
    assert all(unit.name in text for unit in UNITS)


def test_no_proxy_is_told_to_keep_what_a_link_is_opened_by() -> None:
    """Each path that the program puts before a secret is named where the log of the web server is spoken of."""
    services = "\n".join(one.read_text(encoding="utf-8") for one in (DOCS.parent / "bot" / "services").glob("*.py"))
    paths = set(re.findall(r'^[A-Z_]+ = "(/[a-z-]+/)"$', services, re.MULTILINE)) | {"/hooks/"}
    (warning,) = re.findall(r"keeps the paths out of its log.*", GUIDE.read_text(encoding="utf-8"))
    assert len(paths) > 5
    assert {path for path in paths if f"`{path}`" not in warning} == set()


def sections(unit: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[method-assign,assignment]  # as the library's own documentation does it
    parser.read_string(unit.read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_what_there_is_and_may_do_no_more_than_it_needs(unit: Path) -> None:
    parsed = sections(unit)
    if unit.suffix != ".service":
        assert parsed["Timer"]["Persistent"] == "yes"
        return
    service = parsed["Service"]
    assert [complaint(words) for words in commands_in(service["ExecStart"])] == [None]
    wanted = {
        "User": "chibot",
        "UMask": "0077",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
    }
    assert {name: service[name] for name in wanted} == wanted
    assert "MemoryDenyWriteExecute" not in service


@pytest.mark.skipif(VERIFY is None, reason="systemd is not here; the test above reads the same files")
def test_systemd_itself_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        here = unit.read_text(encoding="utf-8").replace("/srv/chibot/.venv/bin/chibot", f'"{sys.executable}"')
        (tmp_path / unit.name).write_text(here, encoding="utf-8")
    for unit in UNITS:
        done = subprocess.run(  # noqa: S603 - a fixed program
            [str(VERIFY), "verify", str(tmp_path / unit.name)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), unit.name
