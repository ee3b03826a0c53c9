"""A document that is being written: what is known of it, what has still to be asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversation import Turn
from bot.messages import Reply
from bot.model.directives import DocumentKind, Haste, Passing
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import DraftGone, NotAllowed
from bot.services.addressees import Addressees
from bot.services.directive_audience import addressees_said
from bot.services.directive_checks import Content, check_due, check_issued, checked
from bot.services.directives import Sending
from bot.services.permissions import Right
from bot.words import directive_drafts as draft_words
from bot.words.directive_line import Said, issuer_of
from bot.words.times import day_of
from handlers.talk import drafts
from handlers.talk.acting import acting

WHAT, SAID = "directive", "directive_said"
ASKED = ("number", "issued_on", "issuer", "summary")
"""In this order, as far as they are not known."""


@dataclass(frozen=True, slots=True)
class Written:
    """A document that lacks nothing."""

    member: Member
    unit: Unit
    content: Content
    how: Sending
    upload_id: int | None
    harmless: bool


def begin(turn: Turn, unit: Unit | None, **facts: Any) -> None:
    blank: dict[str, Any] = dict.fromkeys((*ASKED, "kind", "due_on", "body", "upload", "replaces", "to"))
    blank |= {"haste": Haste.NONE, "must_study": False, "passing": Passing.AS_ISSUED, "at_night": False}
    drafts.begin(turn, WHAT, unit=unit.id if unit else None, edition=0, harmless=False, **{**blank, **facts})


def change(turn: Turn, **facts: Any) -> dict[str, Any]:
    """Write more into it; buttons under an older preview send nothing any more."""
    draft = drafts.draft_of(turn, WHAT)
    return drafts.add(turn, WHAT, **facts, edition=draft["edition"] + 1)


async def place_of(turn: Turn) -> tuple[Member, Unit]:
    """Who writes at which unit; raises NotAllowed where they may not any more, DraftGone where no unit is chosen."""
    unit_id = drafts.draft_of(turn, WHAT)["unit"]
    if unit_id is None:
        raise DraftGone
    unit = await turn.db.get(Unit, unit_id)
    if unit is None or unit.closed_on is not None:
        raise NotAllowed
    return await acting(turn, Right.DIRECT, unit), unit


async def take(turn: Turn, said: Said, *, harmless: bool = False) -> None:
    """Write what a line says into the draft; raises DirectiveWrong for a day that cannot be or a place not there."""
    today = day_of(turn.now)
    if said.issued_on:
        check_issued(said.issued_on, today)
    if said.due_on:
        check_due(said.due_on, today)
    facts: dict[str, Any] = {
        name: value
        for name in ("kind", "number", "issuer", "summary", "haste", "must_study", "passing")
        if (value := getattr(said, name)) is not None
    }
    facts |= {name: day.isoformat() for name in ("issued_on", "due_on") if (day := getattr(said, name))}
    if said.is_without_due:
        facts["due_on"] = None
    draft = change(turn, **facts, **({"harmless": True} if harmless else {}))
    if draft["unit"] is not None:
        await fill_in(turn, said.to)


async def fill_in(turn: Turn, to: str | None) -> None:
    """What depends on who writes: whom the letters of the number mean, and which places are named."""
    _, unit = await place_of(turn)
    draft = drafts.draft_of(turn, WHAT)
    if draft["number"] and not draft["issuer"]:
        change(turn, issuer=issuer_of(draft["number"], unit.name))
    if to:
        change(turn, to=(await addressees_said(turn.db, unit, to)).as_json())


def asks(draft: dict[str, Any]) -> str | None:
    """What has to be asked next."""
    return next((name for name in ASKED if not draft[name]), None)


def ask(field: str) -> Reply:
    return Reply(draft_words.ASKS[field], expect=f"{SAID}:{field}")


async def written(turn: Turn, edition: int | None = None) -> Written:
    """The whole of it; raises DraftGone for a button under an older preview, and what `checked` raises."""
    draft = drafts.draft_of(turn, WHAT)
    if edition not in {None, draft["edition"]} or asks(draft) is not None:
        raise DraftGone
    member, unit = await place_of(turn)
    due_on = date.fromisoformat(draft["due_on"]) if draft["due_on"] else None
    content = Content(
        kind=DocumentKind(draft["kind"]),
        number=draft["number"],
        issuer=draft["issuer"],
        issued_on=date.fromisoformat(draft["issued_on"]),
        summary=draft["summary"],
        haste=Haste(draft["haste"]),
        due_on=due_on,
        must_study=draft["must_study"],
        body=draft["body"],
    )
    content = checked(content, day_of(turn.now), harmless=draft["harmless"])
    to = Addressees.from_json(draft["to"]) if draft["to"] else Addressees((unit.id,))
    passing = Passing.AS_ISSUED if unit.is_cell else Passing(draft["passing"])
    how = Sending(to, passing, draft["at_night"], draft["replaces"])
    return Written(member, unit, content, how, draft["upload"], draft["harmless"])
