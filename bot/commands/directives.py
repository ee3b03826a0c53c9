"""`chibot directive new`: a document is passed down by the office; a dry run first."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, owing, refuse, show
from bot.model.directives import Directive, DocumentKind, Haste, Passing
from bot.model.units import Unit
from bot.refusals import DirectiveWrong
from bot.services import directives, tree
from bot.services.addressees import Addressees
from bot.services.directive_audience import addressees_said, audience_words
from bot.services.directive_checks import Content, checked, read
from bot.services.directive_preview import Plan, plan
from bot.services.directives import File, Sending
from bot.services.meeting_papers import MEDIA_TYPES, demand_harmless, ending_of, titled
from bot.services.paper_looks import look_through
from bot.services.sureness import demand_sure
from bot.words import costs
from bot.words import directive_drafts as draft_words
from bot.words import directives as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.directive_line import Said, issuer_of
from bot.words.meeting_papers import LARGEST
from bot.words.names import slug
from bot.words.times import day_of

app = typer.Typer(no_args_is_help=True)
Code = Annotated[str, typer.Argument(help=OPTIONS["unit"])]
Which = Annotated[int, typer.Argument(help=OPTIONS["directive"], min=1, max=LARGEST_ID)]
Sure = Annotated[int | None, typer.Option("--yes", help=OPTIONS["yes"], min=1)]
Harmless = Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])]


@app.command("new", help=COMMANDS["directive_new"])
def new(  # noqa: PLR0913, PLR0917 - what a document is, and how it goes
    unit: Code,
    line: Annotated[str, typer.Argument(help=OPTIONS["directive_line"])],
    to: Annotated[str | None, typer.Option("--to", help=OPTIONS["directive_to"])] = None,
    by_level: Annotated[bool, typer.Option("--by-level", help=OPTIONS["directive_by_level"])] = False,
    body: Annotated[Path | None, typer.Option("--body", help=OPTIONS["directive_body"])] = None,
    file: Annotated[Path | None, typer.Option("--file", help=OPTIONS["directive_file"])] = None,
    sure_file: Annotated[bool, typer.Option("--sure-file", help=OPTIONS["directive_sure_file"])] = False,
    at_night: Annotated[bool, typer.Option("--at-night", help=OPTIONS["directive_at_night"])] = False,
    replaces: Annotated[int | None, typer.Option("--replaces", help=OPTIONS["directive_replaces"], min=1)] = None,
    send: Annotated[bool, typer.Option("--send", help=OPTIONS["send"])] = False,
    yes: Sure = None,
    harmless: Harmless = False,
) -> None:
    """Without --send only whom it would reach. Nothing with a mark of secrecy is kept, nor its title."""
    text = _text(body) if body else None
    brought = asyncio.run(_looked_through(file, is_confirmed=sure_file)) if file else None

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        at, today = await tree.unit_of(db, unit), day_of(now)
        said = read(line, today, harmless=harmless)
        content = checked(_content(said, at, text), today, harmless=harmless)
        whom = to or said.to
        aim = await addressees_said(db, at, whom) if whom else Addressees((at.id,))
        goes_by_level = (by_level or said.passing == Passing.BY_LEVEL) and not at.is_cell
        how = Sending(aim, Passing.BY_LEVEL if goes_by_level else Passing.AS_ISSUED, at_night, replaces)
        found = await plan(db, at, content, aim, now)
        made = None
        if send:
            await demand_sure(db, at, found.reach.people, yes)
            made = await directives.make_directive(db, at, content, how, actor(), now, brought)
        return _preview(content, found, await audience_words(db, at, aim), made)

    done = owing(work)
    show({key: value for key, value in done.items() if key != "said"}, lambda: done["said"])


def _content(said: Said, unit: Unit, body: str | None) -> Content:
    """Raises DirectiveWrong for what the line has to say and does not."""
    if not said.kind or not said.number or said.issued_on is None:
        raise DirectiveWrong(why=draft_words.DATE_MISSING)
    return Content(
        kind=DocumentKind(said.kind),
        number=said.number,
        issuer=said.issuer or issuer_of(said.number, unit.name) or "",
        issued_on=said.issued_on,
        summary=said.summary or "",
        haste=Haste(said.haste or Haste.NONE),
        due_on=said.due_on,
        must_study=bool(said.must_study),
        body=body,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise refuse(draft_words.unreadable(path.name)) from None


async def _looked_through(path: Path, *, is_confirmed: bool) -> File:
    """Looked through for marks of secrecy before anything of it is kept; raises PaperWrong or SecrecyMarked."""
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError:
        raise refuse(draft_words.unreadable(path.name)) from None
    ending, title = ending_of(path.name, content), titled("", path.name)
    demand_harmless(await look_through(ending, content, (title, path.name)), is_confirmed=is_confirmed)
    return File(f"{slug(title, 100) or 'van-ban'}.{ending}", MEDIA_TYPES[ending], content)


def _preview(content: Content, found: Plan, audience: str, made: Directive | None) -> dict[str, Any]:
    reach = found.reach
    title = words.titled(content.kind, content.number, content.issued_on, content.issuer, content.haste)
    duties = words.duties(content.due_on, must_study=content.must_study)
    whom = audience, reach.units, reach.people, reach.by_channel, reach.unreached
    lines = [draft_words.preview(title, content.summary, duties, *whom), costs.outlay(found.outlay)]
    if made is None:
        lines.append(draft_words.NOT_SENT)
    else:
        by_level = made.passing is Passing.BY_LEVEL
        lines.append(draft_words.sending(made.number, reach.people, made.id, by_level=by_level))
    return {
        "directive_id": made.id if made else None,
        "number": content.number,
        "units": reach.units,
        "people": reach.people,
        "by_channel": reach.by_channel,
        "unreached": reach.unreached,
        "cost": found.outlay.cost,
        "said": "\n".join(filter(None, lines)),
    }
