"""A document is written piece by piece: what was asked last is what the next words are."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.refusals import ChoiceExpected, DirectiveWrong
from bot.services.directive_audience import addressees_said
from bot.services.directive_checks import check_issued, read, read_changes, read_day
from bot.services.directive_uploads import upload_link
from bot.services.unit_settings import settings_of
from bot.words import directive_drafts as draft_words
from bot.words.names import tidy
from bot.words.secrecy import confirmed
from bot.words.times import day_of
from handlers.directives import drafted
from handlers.directives.looked_at import ask_or_look, look
from handlers.talk import drafts
from handlers.talk.lines import heard_lines

router = Router()


@router.step(drafted.SAID)
async def said(turn: Turn) -> Reply:
    """Raises a refusal for what may not go, and what was asked stays asked."""
    field = (turn.endpoint.step or "").partition(":")[2]
    lines = heard_lines(turn)
    if not lines:
        raise ChoiceExpected
    is_confirmed = confirmed(turn.said.text)
    await TAKERS[field](turn, lines, is_confirmed)
    return await ask_or_look(turn)


async def _number(turn: Turn, lines: list[str], is_confirmed: bool) -> None:
    """Alone, or the whole line at once."""
    await drafted.take(turn, read("; ".join(lines), day_of(turn.now), harmless=True), harmless=is_confirmed)


async def _issued_on(turn: Turn, lines: list[str], _: bool) -> None:
    on = read_day(lines[0].removeprefix("ngày").strip(), day_of(turn.now))
    check_issued(on, day_of(turn.now))
    drafted.change(turn, issued_on=on.isoformat())


async def _issuer(turn: Turn, lines: list[str], is_confirmed: bool) -> None:
    issuer = tidy(" ".join(lines))
    _demand_room("Tên cơ quan ban hành", issuer, draft_words.LONGEST_ISSUER)
    drafted.change(turn, issuer=issuer, **_sure(turn, is_confirmed))


async def _summary(turn: Turn, lines: list[str], is_confirmed: bool) -> None:
    summary = tidy(" ".join(lines))
    _demand_room("Trích yếu", summary, draft_words.LONGEST_SUMMARY)
    drafted.change(turn, summary=summary, **_sure(turn, is_confirmed))


async def _body(turn: Turn, lines: list[str], is_confirmed: bool) -> None:
    body = "\n".join(lines)
    _demand_room("Nội dung", body, draft_words.LONGEST_BODY)
    _, unit = await drafted.place_of(turn)
    if (await settings_of(turn.db, unit)).directive_body == "no":
        raise DirectiveWrong(why=draft_words.BODY_NOT_HERE)
    drafted.change(turn, body=body, **_sure(turn, is_confirmed))


async def _to(turn: Turn, lines: list[str], _is_confirmed: bool) -> None:
    _, unit = await drafted.place_of(turn)
    drafted.change(turn, to=(await addressees_said(turn.db, unit, "; ".join(lines))).as_json())


async def _edit(turn: Turn, lines: list[str], is_confirmed: bool) -> None:
    found = read_changes("; ".join(lines), day_of(turn.now), harmless=True)
    if found is None:
        raise ChoiceExpected
    await drafted.take(turn, found, harmless=is_confirmed)


def _demand_room(what: str, text: str, most: int) -> None:
    if len(text) > most:
        raise DirectiveWrong(why=draft_words.too_long(what, most))


def _sure(turn: Turn, is_confirmed: bool) -> dict[str, bool]:
    return {"harmless": drafts.draft_of(turn, drafted.WHAT)["harmless"] or is_confirmed}


TAKERS: Mapping[str, Callable[[Turn, list[str], bool], Awaitable[None]]] = {
    "number": _number,
    "issued_on": _issued_on,
    "issuer": _issuer,
    "summary": _summary,
    "body": _body,
    "to": _to,
    "edit": _edit,
}


# What is changed by buttons


@router.choice("directive_edit", number)
async def edit(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, drafted.WHAT, turn.args[0])
    _, unit = await drafted.place_of(turn)
    no = draft["no"]
    study = Choice(draft_words.NO_STUDY if draft["must_study"] else draft_words.STUDY, f"directive_set:{no}:study")
    is_by_level = draft["passing"] == "by_level"
    passing = Choice(draft_words.AS_ISSUED if is_by_level else draft_words.BY_LEVEL, f"directive_set:{no}:passing")
    hastes = [
        Choice(label, f"directive_set:{no}:{haste}")
        for haste, label in draft_words.HASTE_CHOICES.items()
        if haste != draft["haste"]
    ]
    more = await _more(turn, no)
    levels = () if unit.is_cell else (passing,)
    choices = (study, *levels, *hastes, *more, Choice(draft_words.LOOK, f"directive_look:{no}"))
    return Reply(draft_words.ASK_EDIT, choices, expect=f"{drafted.SAID}:edit")


async def _more(turn: Turn, no: int) -> list[Choice]:
    """Body and file, where the unit's setting lets them go."""
    draft = drafts.draft_of(turn, drafted.WHAT, no)
    _, unit = await drafted.place_of(turn)
    allowed = (await settings_of(turn.db, unit)).directive_body
    body = Choice(draft_words.NO_BODY if draft["body"] else draft_words.BODY, f"directive_set:{no}:body")
    file = Choice(draft_words.FILE, f"directive_bring:{no}")
    return {"no": [], "body": [body], "file": [body, file]}[allowed]


def _word(text: str) -> str:
    if text not in {"study", "passing", "body", *draft_words.HASTE_CHOICES}:
        raise ValueError(text[:20])
    return text


@router.choice("directive_set", number, _word)
async def set_one(turn: Turn) -> Reply:
    no, what = turn.args
    draft = drafts.draft_of(turn, drafted.WHAT, no)
    if what == "body" and not draft["body"]:
        return drafted.ask("body")
    changes: dict[str, dict[str, Any]] = {
        "study": {"must_study": not draft["must_study"]},
        "passing": {"passing": "as_issued" if draft["passing"] == "by_level" else "by_level"},
        "body": {"body": None},
    }
    drafted.change(turn, **changes.get(what, {"haste": what}))
    return await look(turn)


@router.choice("directive_bring", number)
async def bring_file(turn: Turn) -> Reply:
    """A file is looked through on a page of our own before anything of it is kept."""
    no = turn.args[0]
    drafts.draft_of(turn, drafted.WHAT, no)
    member, unit = await drafted.place_of(turn)
    link, upload_id = await upload_link(turn.db, unit, member.id, turn.now)
    drafted.change(turn, upload=upload_id)
    return Reply(draft_words.bring_here(link), (Choice(draft_words.LOOK, f"directive_look:{no}"),))
