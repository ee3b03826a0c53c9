"""A committee texts residents: for whom, what, then the very words with their price, and only then it is sent."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, DraftGone, NoResidents, NoSuchUnit, NotAllowed
from bot.services import resident_texts as texts
from bot.services.audit import as_member
from bot.services.halts import halted_units
from bot.services.permissions import Right
from bot.services.resident_texts import ResidentPlan
from bot.services.resident_ways import recipients
from bot.services.sureness import limit_passed
from bot.services.unit_search import units_named
from bot.words import calling, stops
from bot.words import resident_texts as words
from bot.words.names import fold
from bot.words.residents import place
from handlers.attendance import by_meaning
from handlers.talk import drafts
from handlers.talk.acting import Acting, acting, where, which_unit
from handlers.talk.paging import in_place

router = Router()
WHAT, TEXT, LOOK, SURE = "residents", "residents_text", "residents_look", "residents_sure"
RIGHT = Right.TEXT_RESIDENTS
MOST_PLACES = 8


# For whom


@router.command("nhắn dân")
@router.command("nhắn người dân")
@router.command("gửi tin cho dân")
@router.command("/nhandan")
async def begin(turn: Turn) -> Reply:
    places = await where(turn, RIGHT)
    if not places:
        raise NotAllowed
    return await _begin_at(turn, places[0].unit) if len(places) == 1 else which_unit(turn, places, WHAT)


@router.phrase("nhắn dân")
@router.phrase("nhắn người dân")
async def begin_by_name(turn: Turn) -> Reply:
    """Only units below the own ones are found; of whoever may not, the words mean something else."""
    places = await where(turn, RIGHT)
    if not places:
        return await by_meaning(turn)
    said = turn.said.text.split()
    name = " ".join(said[3:] if fold(said[1]) == "nguoi" else said[2:])
    found = await units_named(turn.db, [one.unit for one in places], name)
    if not found:
        raise NoSuchUnit(code=name)
    if len(found) == 1:
        return await _begin_at(turn, found[0])
    asked = which_unit(turn, [Acting(places[0].member, unit) for unit in found[:MOST_PLACES]], WHAT)
    return Reply(words.WHICH_PLACE, asked.choices)


@router.choice(WHAT, number)
async def begin_at(turn: Turn) -> Reply:
    return await _begin_at(turn, (await _speaker(turn, turn.args[0])).unit)


async def _speaker(turn: Turn, unit_id: int) -> Acting:
    """Who at this phone may text the residents of this unit; raises NotAllowed."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None or unit.closed_on is not None:
        raise NotAllowed
    return Acting(await acting(turn, RIGHT, unit), unit)


async def _begin_at(turn: Turn, unit: Unit) -> Reply:
    drafts.begin(turn, WHAT, unit=unit.id, text="", edition=0)
    return await ask_text(turn, unit)


async def ask_text(turn: Turn, unit: Unit) -> Reply:
    people = len(await recipients(turn.db, unit, turn.now))
    if not people:
        raise NoResidents
    return Reply(words.ask_text(place(unit.name), people, texts.LONGEST), expect=TEXT)


async def resume(turn: Turn) -> Reply:
    """What is still open about the text that was begun."""
    draft = drafts.draft_of(turn, WHAT)
    one = await _speaker(turn, draft["unit"])
    return await preview(turn) if draft["text"] else await ask_text(turn, one.unit)


# What, and the preview


@router.step(TEXT)
async def text_in_words(turn: Turn) -> Reply:
    """Raises a refusal for what may not go, and what was asked stays asked."""
    draft = drafts.draft_of(turn, WHAT)
    said, harmless = calling.without_confirmation(turn.said.text)
    text = texts.checked_text(said, harmless=harmless)
    drafts.add(turn, WHAT, text=text, edition=draft["edition"] + 1)
    return await preview(turn)


async def _planned(turn: Turn, edition: int | None = None) -> tuple[Member, ResidentPlan]:
    """Who sends, and what it takes as things stand now; raises DraftGone for a button under an older preview."""
    draft = drafts.draft_of(turn, WHAT)
    if edition not in {None, draft["edition"]} or not draft["text"]:
        raise DraftGone
    one = await _speaker(turn, draft["unit"])
    return one.member, await texts.plan_text(turn.db, one.unit, draft["text"], turn.now)


async def preview(turn: Turn) -> Reply:
    _, plan = await _planned(turn)
    draft = drafts.draft_of(turn, WHAT)
    text = words.preview(place(plan.unit.name), shown(plan), plan.by_channel, plan.parts, plan.unreached, plan.cost)
    at = words.sent_at(plan.leaves_at) if plan.leaves_at > turn.now else words.SENT_AT_ONCE
    held = f" {stops.HELD_BACK}" if (await halted_units(turn.db)).covers(plan.unit) else ""
    choices = (
        Choice(words.send_to(plan.people - plan.unreached), f"residents_go:{draft['no']}:{draft['edition']}"),
        Choice(words.EDIT, f"residents_edit:{draft['no']}"),
        Choice(words.LEAVE, f"residents_drop:{draft['no']}"),
    )
    return Reply(f"{text}\n{at}{held}", choices, expect=LOOK)


def shown(plan: ResidentPlan) -> str:
    """Of several networks the words that cost most."""
    dearest = max(plan.shown, key=lambda channel: (plan.parts.get(channel, 0), plan.by_channel[channel]))
    return plan.shown[dearest]


@router.choice("residents_look", number)
async def look_again(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await preview(turn)


@router.choice("residents_edit", number)
async def edit(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, WHAT, turn.args[0])
    return await ask_text(turn, (await _speaker(turn, draft["unit"])).unit)


@router.choice("residents_drop", number)
async def leave(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.drop(turn)
    return Reply(words.LEFT)


# Sending


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    if not calling.says_yes(turn.said.text, words.SAY_YES):
        raise ChoiceExpected
    return await _send(turn, drafts.draft_of(turn, WHAT)["edition"], None)


@router.choice("residents_go", number, number)
async def send(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await _send(turn, turn.args[1], None)


@router.step(SURE)
async def number_in_words(turn: Turn) -> Reply:
    people = stops.number_said(turn.said.text)
    if people is None:
        raise ChoiceExpected
    return await _send(turn, drafts.draft_of(turn, WHAT)["edition"], people)


@router.choice("residents_sure", number, number, number)
async def send_to_many(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await _send(turn, turn.args[1], turn.args[2])


async def _send(turn: Turn, edition: int, sure_of: int | None) -> Reply:
    """Very many are confirmed by their number; the second of two taps finds no draft any more."""
    by, plan = await _planned(turn, edition)
    people = plan.people - plan.unreached
    limit = await limit_passed(turn.db, plan.unit, people)
    if limit is not None and sure_of != people:
        return _ask_once_more(turn, edition, people, limit)
    message = await texts.send_text(turn.db, plan, as_member(by.id), turn.now)
    drafts.drop(turn)
    waits = plan.leaves_at if plan.leaves_at > turn.now else None
    return in_place(turn, Reply(words.sending(people, waits), (Choice(words.HOW_FAR, f"residents_at:{message.id}"),)))


def _ask_once_more(turn: Turn, edition: int, people: int, limit: int) -> Reply:
    draft = drafts.draft_of(turn, WHAT)
    sure = Choice(words.send_to(people), f"residents_sure:{draft['no']}:{edition}:{people}")
    look = Choice(words.REFRESH, f"residents_look:{draft['no']}")
    return Reply(words.sure_of_many(people, limit), (sure, look), expect=SURE)
