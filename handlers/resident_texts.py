"""A committee texts residents: for whom, what, then the very words with their price, and only then it is sent."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import DraftGone, NoResidents, NoSuchUnit, NotAllowed
from bot.services import resident_texts as texts
from bot.services.audit import as_member
from bot.services.permissions import Right
from bot.services.resident_texts import ResidentPlan
from bot.services.resident_ways import recipients
from bot.services.unit_search import units_named
from bot.words import calling
from bot.words import resident_texts as words
from bot.words.names import fold
from bot.words.residents import place
from handlers.attendance import by_meaning
from handlers.talk import drafts
from handlers.talk.acting import Acting, acting, where, which_unit
from handlers.talk.held_back import unless_stopped
from handlers.talk.sending import Ready, Sending

router = Router()
WHAT, TEXT, LOOK = "residents", "residents_text", "residents_look"
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
    said, harmless = calling.without_confirmation(turn.said.text)
    drafts.change(turn, WHAT, text=texts.checked_text(said, harmless=harmless))
    return await preview(turn)


async def _planned(turn: Turn) -> tuple[Member, ResidentPlan]:
    """Who sends, and what it takes as things stand now; raises DraftGone."""
    draft = drafts.draft_of(turn, WHAT)
    if not draft["text"]:
        raise DraftGone
    one = await _speaker(turn, draft["unit"])
    return one.member, await texts.plan_text(turn.db, one.unit, draft["text"], turn.now)


async def preview(turn: Turn) -> Reply:
    _, plan = await _planned(turn)
    text = words.preview(place(plan.unit.name), shown(plan), plan.by_channel, plan.parts, plan.unreached, plan.cost)
    at = words.sent_at(plan.leaves_at) if plan.leaves_at > turn.now else words.SENT_AT_ONCE
    choices = SENDING.buttons(turn, plan.people - plan.unreached)
    return Reply(f"{text}\n{await unless_stopped(turn, plan.unit, at)}", choices, expect=LOOK)


def shown(plan: ResidentPlan) -> str:
    """Of several networks the words that cost most."""
    dearest = max(plan.shown, key=lambda channel: (plan.parts.get(channel, 0), plan.by_channel[channel]))
    return plan.shown[dearest]


async def edit(turn: Turn) -> Reply:
    return await ask_text(turn, (await _speaker(turn, drafts.draft_of(turn, WHAT)["unit"])).unit)


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    return await SENDING.in_words(turn)


# Sending


async def _ready(turn: Turn) -> Ready:
    by, plan = await _planned(turn)
    people = plan.people - plan.unreached

    async def send() -> Reply:
        message = await texts.send_text(turn.db, plan, as_member(by.id), turn.now)
        waits = plan.leaves_at if plan.leaves_at > turn.now else None
        return Reply(words.sending(people, waits), (Choice(words.HOW_FAR, f"residents_at:{message.id}"),))

    return Ready(plan.unit, people, send)


SENDING = Sending(
    what=WHAT,
    preview=preview,
    edit=edit,
    ready=_ready,
    edit_label=words.EDIT,
    left=words.LEFT,
    send_to=words.send_to,
    sure_of_many=words.sure_of_many,
)
SENDING.spoken_of_in(router)
