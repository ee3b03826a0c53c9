"""A change of a member that was begun: asked for what is missing, said once more, and then written."""

from datetime import date
from typing import Any

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.member_changes import ChangeKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import DayUnreadable
from bot.services import member_changes as changes
from bot.services.audit import as_member
from bot.services.change_checks import Checked, check
from bot.services.change_facts import Facts
from bot.services.change_words import said_of, sentence
from bot.words import member_changes as words
from bot.words.change_line import Details, read_details
from bot.words.labels import cut
from bot.words.times import day_of
from handlers.meetings.planning import typed
from handlers.members.rights import cell_at, is_office
from handlers.talk import drafts
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place

router = Router()
WHAT = "member"
TO, DAYS = "member_to", "member_days"
AWAY_TO = frozenset({ChangeKind.TRANSFER, ChangeKind.SEND_OUT})


def a_kind(text: str) -> ChangeKind:
    return ChangeKind(text)


def typed_behind(turn: Turn, beginning: str) -> str:
    """The words behind the beginning."""
    said = " ".join(turn.said.text.split()[len(beginning.split()) :])
    return said.strip(" ,:")


def details_of(said: str, today: date) -> Details:
    try:
        return read_details(said, today)
    except ValueError:
        raise DayUnreadable(text=said[:40]) from None


def as_said(details: Details) -> dict[str, Any]:
    """What was said of days and number, as a draft keeps it."""
    has_any = details.from_on or details.until_on or details.decision
    return {
        "from_on": details.from_on.isoformat() if details.from_on else None,
        "until_on": details.until_on.isoformat() if details.until_on else None,
        "decision": details.decision,
        "said": bool(has_any),
    }


# Where to, and from which day


async def next_question(turn: Turn) -> Reply:
    """The next question, or the whole to be confirmed."""
    draft = drafts.draft_of(turn, WHAT)
    kind = ChangeKind(draft["kind"])
    if kind in AWAY_TO and "to" not in draft:
        choices = (Choice(words.ELSEWHERE_CHOICE, f"member_elsewhere:{draft['no']}"), MENU)
        return Reply(words.ASK_TO.format(name=draft["name"]), choices, expect=TO)
    if not draft.get("said"):
        choices = (Choice(words.TODAY, f"member_today:{draft['no']}"), MENU)
        return Reply(words.ask_days(kind, draft["name"]), choices, expect=DAYS)
    return await _preview(turn)


@router.choice("member_today", number)
async def from_today(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.add(turn, WHAT, from_on=day_of(turn.now).isoformat(), until_on=None, decision=None, said=True)
    return await next_question(turn)


@router.step(DAYS)
async def take_days(turn: Turn) -> Reply:
    said = typed(turn)
    details = details_of(said, day_of(turn.now))
    if details.rest or not as_said(details)["said"]:
        raise DayUnreadable(text=said[:40])
    drafts.add(turn, WHAT, **as_said(details))
    return await next_question(turn)


# Before it is written


async def _checked(turn: Turn) -> tuple[Member, Checked]:
    """The draft as a change that can be; raises a refusal for one that cannot."""
    draft = drafts.draft_of(turn, WHAT)
    able, unit = await cell_at(turn, draft["unit"])
    to = await turn.db.get(Unit, draft.get("to") or 0)
    from_on = date.fromisoformat(draft["from_on"]) if draft.get("from_on") else day_of(turn.now)
    until_on = date.fromisoformat(draft["until_on"]) if draft.get("until_on") else None
    newcomer = Facts.read(draft["facts"]).newcomer if draft.get("facts") else None
    facts = Facts(from_on, until_on, draft.get("decision"), newcomer)
    kind = ChangeKind(draft["kind"])
    return able, await check(turn.db, unit, kind, draft["member"], to, facts, turn.now)


async def _preview(turn: Turn) -> Reply:
    able, checked = await _checked(turn)
    draft = drafts.draft_of(turn, WHAT)
    proposes = not await changes.may_carry_out(turn.db, able.id, checked.cell, turn.now)
    yes = Choice(words.YES_PROPOSE if proposes else words.YES, f"member_yes:{draft['no']}")
    notes = await _notes(turn, able, checked)
    said = await said_of(turn.db, checked.kind, checked.name, checked.cell, checked.to, checked.facts)
    text = words.preview(said, notes, proposes=proposes)
    return Reply(text, (yes, Choice(words.NO, f"member_no:{draft['no']}")), expect=YES_NO)


async def _notes(turn: Turn, able: Member, checked: Checked) -> list[str]:
    """What it brings with it; where a namesake is, only the office learns."""
    notes = [words.ends_offices(checked.offices)] if checked.offices else []
    if checked.alike:
        sees = await is_office(turn, able, checked.cell)
        notes.append(words.is_alike([unit.name for _, unit in checked.alike] if sees else []))
    if checked.to is not None:
        notes.append(words.WAITS_FOR_RECEIVER)
    return [*notes, words.LISTS_RENEWED]


@router.choice("member_yes", number)
async def confirm(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    able, checked = await _checked(turn)
    at_once = await changes.may_carry_out(turn.db, able.id, checked.cell, turn.now)
    change = await changes.enter(turn.db, checked, as_member(able.id), turn.now, at_once=at_once)
    drafts.drop(turn)
    undo = (Choice(cut(words.undo_choice(change.kind)), f"change_undo:{change.id}"),) if change.before else ()
    back = Choice(words.BACK, f"members:{checked.cell.id}")
    said = words.entered(change.state, await sentence(turn.db, change))
    return in_place(turn, Reply(said, (*undo, back, MENU)))


@router.choice("member_no", number)
async def leave(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.drop(turn)
    return in_place(turn, Reply(words.NOT_WRITTEN, (MENU,)))
