"""Commands for whoever runs the installation: migrate, serve, work, demo, story, doctor, understand."""

import asyncio
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import in_house, in_transaction, refuse, say, show, table_of
from bot.config import Settings, read_settings
from bot.house import open_house
from bot.messages import Reason
from bot.model.units import Unit
from bot.services.directive_recount import Differing, differing
from bot.services.participation import roll_up_all, write_due_months
from bot.services.persons_kept import oldest_recountable
from bot.services.recount import Difference, recount
from bot.words import office, watching
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import MEANINGS, TABLES
from bot.words.times import month_of
from bot.words.understand import understand as make_out
from bot.words.vi import REASONS

app = typer.Typer()
LONGEST_LIST = 100_000


@app.command("migrate", help=COMMANDS["migrate"])
def migrate(check: Annotated[bool, typer.Option("--check", help=OPTIONS["check"])] = False) -> None:
    """Bring the database to this version."""
    asyncio.run(_migrate(check=check))
    said = office.TABLES_AGREE if check else office.MIGRATED
    show({"ok": True}, lambda: said)


async def _migrate(*, check: bool) -> None:
    async with open_house(read_settings(), migrate_first=True) as house:
        if check:
            from bot.db import Base
            from bot.db.migrating import check as compare

            await compare(house.engine, Base.metadata)


@app.command("serve", help=COMMANDS["serve"])
def serve() -> None:
    """Everything in one process."""
    asyncio.run(_serve())


async def _serve() -> None:
    from bot.serving import serve as run

    settings = _told_of(read_settings())
    async with open_house(settings, migrate_first=True) as house:
        await run(house, lambda: say(office.SERVING.format(host=settings.host, port=settings.port)))


@app.command("work", help=COMMANDS["work"])
def work() -> None:
    """All of it but the pages; any number of them on PostgreSQL."""
    asyncio.run(_work())


async def _work() -> None:
    from bot.serving import work as run

    async with open_house(_told_of(read_settings()), migrate_first=True) as house:
        await run(house, lambda: say(watching.WORKING))


def _told_of(settings: Settings) -> Settings:
    """What whoever starts it should know first."""
    if not settings.accounts:
        say(office.NO_CHANNEL)
    if settings.clock_offset:
        say(office.clock_is_off(settings.clock_offset, settings.now()))
    return settings


@app.command("demo", help=COMMANDS["demo"])
def demo(
    port: Annotated[int | None, typer.Option(help=OPTIONS["port"], min=0, max=65535)] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help=OPTIONS["fresh"])] = False,
) -> None:
    """A district to practise on, in the browser."""
    from bot.commands.demo import rehearse

    rehearse(port, fresh=fresh)


@app.command("story", help=COMMANDS["story"])
def story(roster: Annotated[Path | None, typer.Option(help=OPTIONS["roster"])] = None) -> None:
    """The whole story of one month, played in the terminal."""
    from bot.commands.story import play

    play(roster)


@app.command("understand", help=COMMANDS["understand"])
def understand(file: Annotated[Path, typer.Argument(help=OPTIONS["replies"])]) -> None:
    """What the rules make of each line."""
    rows = []
    for text in _lines_of(file):
        made_out = make_out(text)
        rows.append({"text": text, "meaning": made_out.meaning, "reason": made_out.reason})
    lines = [[r["text"], MEANINGS[str(r["meaning"])], r["reason"] and REASONS[Reason(r["reason"])]] for r in rows]
    show(rows, lambda: table_of(*TABLES["understand"], lines))


def _lines_of(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError:
        raise refuse(office.NO_FILE.format(path=file)) from None
    except UnicodeDecodeError:
        raise refuse(office.NOT_TEXT.format(path=file)) from None
    return [line for line in text.splitlines() if line.strip()][:LONGEST_LIST]


@app.command("doctor", help=COMMANDS["doctor"])
def doctor(recount_all: Annotated[bool, typer.Option("--recount", help=OPTIONS["recount"])] = False) -> None:
    """Look at everything, say what to do; exit 1 where something is wrong."""
    if recount_all:
        _recount()
        return
    from bot.commands.doctor import examine

    checks = in_house(examine)
    document = {"ok": all(one.ok for one in checks), "checks": [one.as_document() for one in checks]}
    show(document, lambda: "\n".join(office.check_line(one.name, one.ok, one.text) for one in checks))
    if not document["ok"]:
        raise typer.Exit(1)


def _recount() -> None:
    async def work(db: AsyncSession, now: datetime) -> tuple[list[tuple[str, Difference]], list[Differing]]:
        await write_due_months(db, now)
        await db.flush()
        await roll_up_all(db, now)
        differences = await recount(db, month_of(oldest_recountable(now)))
        named = [((await db.get_one(Unit, one.unit_id)).code, one) for one in differences]
        return named, await differing(db, now)

    found, documents = in_transaction(work)
    rows = [
        {"code": code, "month": one.month, "kind": one.kind, "stored": one.stored, "recounted": one.recounted}
        for code, one in found
    ]
    said = [office.recount_differs(len(found)) if found else office.RECOUNT_AGREES]
    said += [office.documents_differ(len(documents))] if documents else []
    agrees = not found and not documents
    show(
        {"agrees": agrees, "differences": rows, "documents": [asdict(one) for one in documents]},
        lambda: "\n".join(said),
    )
    if not agrees:
        raise typer.Exit(1)
