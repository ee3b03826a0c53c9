"""`chibot directive`: documents passed down, seen, passed on, withdrawn, sent again, by the office."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, owing, refuse, show, table_of
from bot.model.directives import Directive, DocumentKind, Haste, Passing
from bot.model.units import Unit
from bot.refusals import DirectiveWrong
from bot.services import directive_again, directive_reading, directives, tree
from bot.services.addressees import Addressees
from bot.services.directive_audience import addressees_said, audience_words
from bot.services.directive_checks import Content, checked, read, read_day
from bot.services.directive_passing import pass_on
from bot.services.directive_preview import Plan, plan
from bot.services.directives import File, Sending
from bot.services.meeting_papers import MEDIA_TYPES, demand_harmless, ending_of, titled
from bot.services.paper_looks import look_through
from bot.services.sureness import demand_sure
from bot.words import costs
from bot.words import directive_drafts as draft_words
from bot.words import directives as words
from bot.words.command_help import COMMANDS, OPTIONS, TABLES
from bot.words.directive_line import Said, issuer_of
from bot.words.meeting_papers import LARGEST
from bot.words.names import slug
from bot.words.times import day_of, local

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


# Seeing


@app.command("list", help=COMMANDS["directive_list"])
def list_all(unit: Code) -> None:
    """What the unit passed down, or what arrived at it or below it, the newest first."""

    async def work(db: AsyncSession, _now: datetime) -> list[dict[str, Any]]:
        at = await tree.unit_of(db, unit)
        return [_listed(one) for one in await directive_reading.of_unit(db, at)]

    found = in_transaction(work)
    show(found, lambda: table_of(*TABLES["directives"], [_row(one) for one in found]))


def _listed(one: directive_reading.Listed) -> dict[str, Any]:
    directive = one.directive
    return {
        "directive_id": directive.id,
        "number": directive.number,
        "issued_on": directive.issued_on.isoformat(),
        "due_on": directive.due_on.isoformat() if directive.due_on else None,
        "done": one.done,
        "expected": one.expected,
        "must_study": directive.must_study,
        "withdrawn": directive.cancelled_at is not None,
        "to_be_passed_on": one.waits_here,
    }


def _row(one: dict[str, Any]) -> list[object]:
    state = words.counted(one["done"], one["expected"], must_study=one["must_study"])
    state = words.WITHDRAWN if one["withdrawn"] else state
    return [one["directive_id"], one["number"], one["issued_on"], one["due_on"], state]


@app.command("show", help=COMMANDS["directive_show"])
def show_one(unit: Code, directive: Which) -> None:
    """How far its messages have come at a unit and below it; counts, no names."""

    async def work(db: AsyncSession, _now: datetime) -> dict[str, Any]:
        at = await tree.unit_of(db, unit)
        one = await directives.directive_of(db, directive)
        found = await directive_reading.standing(db, one, at)
        return {
            "directive_id": one.id,
            "title": words.titled(one.kind, one.number, one.issued_on, one.issuer, one.haste),
            "summary": one.summary,
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "made_at": local(one.made_at).isoformat(timespec="minutes"),
            "withdrawn": one.cancelled_at is not None,
            "told_all": one.told_at is not None,
            "people": found.people,
            "sent": found.sent,
            "waiting": found.waiting,
            "failed": found.failed,
            "not_passed_on": found.not_passed,
        }

    found = in_transaction(work)
    show(found, lambda: _shown(found))


def _shown(found: dict[str, Any]) -> str:
    told = words.told_line(
        found["people"], found["sent"], found["waiting"], found["failed"], is_telling=not found["told_all"]
    )
    waits = [words.not_passed(found["not_passed_on"])] if found["not_passed_on"] else []
    gone = [words.WITHDRAWN] if found["withdrawn"] else []
    return "\n".join([f"{found['title']}.", words.summary_line(found["summary"]), *gone, told, *waits])


# Passing on, taking back, once more


@app.command("pass", help=COMMANDS["directive_pass"])
def pass_one(
    unit: Code,
    directive: Which,
    note: Annotated[str, typer.Option("--note", help=OPTIONS["directive_note"])] = "",
    due: Annotated[str | None, typer.Option("--due", help=OPTIONS["directive_due"])] = None,
    harmless: Harmless = False,
) -> None:
    """By the committee at which it has arrived; the command is itself the confirmation."""

    async def work(db: AsyncSession, now: datetime) -> tuple[int, str]:
        at = await tree.unit_of(db, unit)
        due_on = read_day(due, day_of(now)) if due else None
        count = await pass_on(db, directive, at, note, due_on, actor(), now, harmless=harmless)
        return count, words.passed(count, due_on)

    count, said = owing(work)
    show({"directive_id": directive, "units": count}, lambda: said)


@app.command("cancel", help=COMMANDS["directive_cancel"])
def cancel(directive: Which) -> None:
    """What waits is dropped at once; who has it is told."""

    async def work(db: AsyncSession, now: datetime) -> tuple[int, str]:
        number = (await directives.directive_of(db, directive)).number
        return await directives.withdraw(db, directive, actor(), now), number

    dropped, number = owing(work)
    show({"directive_id": directive, "dropped": dropped}, lambda: words.withdrawn(number, dropped))


@app.command("send-again", help=COMMANDS["directive_again"])
def send_again(unit: Code, directive: Which, yes: Sure = None) -> None:
    """To those of a unit and below it whom no message has reached for certain."""

    async def work(db: AsyncSession, now: datetime) -> tuple[int, int]:
        at = await tree.unit_of(db, unit)
        one = await directives.directive_of(db, directive)
        found = await directive_again.unreached(db, one, at)
        await demand_sure(db, at, found.count, yes)
        return await directive_again.again(db, directive, at, actor(), now), found.without_channel

    count, without = owing(work)
    document = {"directive_id": directive, "resent": count, "without_channel": without}
    show(document, lambda: words.sent_again(count) if count else words.nobody_again(without))
