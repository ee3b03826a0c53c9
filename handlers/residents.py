"""Residents register for their village and stop again, in the chat or by SMS; they see nothing else."""

from collections.abc import Sequence

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Meaning, Reply
from bot.model.endpoints import ConsentKind
from bot.model.residents import Registered, Resident
from bot.services import residents
from bot.services.quotas import demand_room
from bot.services.residents import Agreed, Spot
from bot.services.villages import Village, village_of, villages_called, villages_of
from bot.words import residents as words
from bot.words.labels import cut
from bot.words.names import fold
from bot.words.understand import understand
from handlers.attendance import by_meaning

router = Router()
WHERE = "dk_where"
"""The step in which words are the name of a village."""
MOST_OFFERED = 8
BEHIND_KEYWORD = sorted((*words.KEYWORDS, *words.STOP_KEYWORDS), key=len, reverse=True)
NO_NAME = {"thon", "xom", "nhan tin", "nhan tin thon", "tin thon"}
"""They want to register and have not said where."""
ALL = 0
SHORT_YES = "dk"


def spot_of(turn: Turn) -> Spot:
    """A number where the network's addresses are numbers, else the chat."""
    if turn.capabilities.to_phones:
        return Spot(phone=f"+{turn.said.address}")
    return Spot(endpoint_id=turn.endpoint.id)


async def registered_here(turn: Turn) -> list[Resident]:
    return await residents.registered_at(turn.db, spot_of(turn))


def by(turn: Turn) -> str:
    """How they stand in logs: by their phone, which is nobody's name."""
    return f"endpoint:{turn.endpoint.id}"


# Registering


@router.command("dk")
@router.command("dang ky")
@router.command("dang ki")
@router.command("dang ky nhan tin")
@router.command("dang ki nhan tin")
@router.command("/dangky")
async def begin(turn: Turn) -> Reply:
    """What is registered here, and whether there is to be more; else the question where.

    Of a member "đk" alone is "được", and answers the meeting.
    """
    if turn.members and fold(turn.said.text) == SHORT_YES:
        return await by_meaning(turn)
    here = await registered_here(turn)
    if not here:
        return ask_where()
    places = await _places(turn, here)
    return Reply(words.standing([one.name for one in places]), (Choice(words.MORE, "dk"), Choice(words.END, "dk_stop")))


@router.choice("dk")
async def begin_by_button(_turn: Turn) -> Reply:
    return ask_where()


def ask_where() -> Reply:
    return Reply(words.ASK_WHERE, expect=WHERE)


@router.phrase("dk", public=True)
@router.phrase("dang ky", public=True)
@router.phrase("dang ki", public=True)
async def register_by_keyword(turn: Turn) -> Reply:
    """`DK HONGSEN`. A member who says "đăng ký dự họp" means the meeting: there no such village is."""
    said = _behind(turn.said.text)
    if fold(said) in NO_NAME:
        return ask_where()
    found = await villages_called(turn.db, said)
    return await by_meaning(turn) if not found and turn.members else await which(turn, found)


@router.step(WHERE)
async def name_of_village(turn: Turn) -> Reply:
    """Where there is no such village, a member may have gone on to the meeting."""
    found = await villages_called(turn.db, _behind(turn.said.text))
    if not found and turn.members and understand(turn.said.text).meaning is not Meaning.UNCLEAR:
        return await by_meaning(turn)
    return await which(turn, found)


def _behind(text: str) -> str:
    """The words without the keyword before them."""
    said = text.split()
    for keyword in BEHIND_KEYWORD:
        count = len(keyword.split())
        if fold(" ".join(said[:count])) == keyword:
            return " ".join(said[count:])
    return text


async def which(turn: Turn, found: Sequence[Village]) -> Reply:
    """The only one, or those that may be meant as a numbered list: never guessed."""
    if not found:
        return Reply(words.NOT_FOUND, expect=WHERE)
    if len(found) == 1:
        return await ask_consent(turn, found[0])
    if len(found) > MOST_OFFERED:
        return Reply(words.TOO_MANY_PLACES, expect=WHERE)
    choices = tuple(Choice(cut(one.name), f"dk_at:{one.unit.id}") for one in found)
    return Reply(words.WHICH, choices, expect=WHERE)


@router.choice("dk_at", number)
async def choose(turn: Turn) -> Reply:
    return await ask_consent(turn, await village_of(turn.db, turn.args[0]))


async def ask_consent(turn: Turn, one: Village) -> Reply:
    """Whoever is registered there is told so; else purpose, data and rights, before anything is kept."""
    if any(row.unit_id == one.unit.id for row in await registered_here(turn)):
        return Reply(words.registered(one.name))
    await demand_room(turn.db, turn.endpoint)
    choices = (Choice(words.AGREE, f"dk_yes:{one.unit.id}"), Choice(words.NOT_NOW, "dk_no"))
    return Reply(words.consent(one.name, one.sender), choices, expect=YES_NO)


@router.choice("dk_yes", number)
async def agree(turn: Turn) -> Reply:
    """Registered where it was tapped or typed, which shows that the phone is theirs."""
    one = await village_of(turn.db, turn.args[0])
    spot = spot_of(turn)
    how = Registered.SMS if spot.phone else Registered.CHAT
    kind = ConsentKind.TAPPED if turn.capabilities.buttons and not turn.is_typed else ConsentKind.TYPED
    await residents.register(turn.db, one.unit.id, spot, Agreed(how, kind, by(turn)), turn.now)
    choices = (Choice(words.END, f"dk_stop_at:{one.unit.id}"),) if turn.capabilities.buttons else ()
    return Reply(words.registered(one.name), choices)


@router.choice("dk_no")
async def decline(_turn: Turn) -> Reply:
    return Reply(words.DECLINED)


# Stopping: whatever the words were, it is asked once, and obeyed only then


@router.command("huy dk")
@router.command("huy dang ky")
@router.command("huy dang ki")
@router.command("huy nhan tin")
@router.command("ngung nhan tin")
async def ask_stop(turn: Turn) -> Reply:
    return await asked_to_stop(turn) or Reply(words.NOT_REGISTERED)


@router.phrase("huy dk", public=True)
@router.phrase("huy dang ky", public=True)
@router.phrase("huy dang ki", public=True)
@router.phrase("huy nhan tin", public=True)
@router.phrase("ngung nhan tin", public=True)
async def ask_stop_there(turn: Turn) -> Reply:
    """`HUY DK HONGSEN`: of several the one that is named."""
    here = await registered_here(turn)
    named = {one.unit.id for one in await villages_called(turn.db, _behind(turn.said.text))}
    meant = [row for row in here if row.unit_id in named]
    return await _sure(turn, meant) if len(meant) == 1 else await ask_stop(turn)


@router.choice("dk_stop")
async def ask_stop_by_button(turn: Turn) -> Reply:
    return await ask_stop(turn)


async def asked_to_stop(turn: Turn) -> Reply | None:
    """The question whether to stop, or which; None where nobody is registered."""
    here = await registered_here(turn)
    if not here:
        return None
    if len(here) == 1:
        return await _sure(turn, here)
    places = await _places(turn, here)
    choices = [Choice(cut(one.name), f"dk_stop_at:{one.unit.id}") for one in places]
    keep = Choice(words.NO_STOP, "dk_keep")
    return Reply(words.WHICH_STOP, (*choices, Choice(words.ALL_PLACES, f"dk_stop_at:{ALL}"), keep))


@router.choice("dk_stop_at", number)
async def ask_stop_at(turn: Turn) -> Reply:
    """From a button or a list; asked once more, for a finger slips."""
    here = await _those(turn, turn.args[0])
    return await _sure(turn, here) if here else Reply(words.NOT_REGISTERED)


async def _sure(turn: Turn, rows: Sequence[Resident]) -> Reply:
    which_one = rows[0].unit_id if len(rows) == 1 else ALL
    choices = (Choice(words.YES_STOP, f"dk_stop_yes:{which_one}"), Choice(words.NO_STOP, "dk_keep"))
    return Reply(words.ask_stop([one.name for one in await _places(turn, rows)]), choices, expect=YES_NO)


@router.choice("dk_stop_yes", number)
async def stop(turn: Turn) -> Reply:
    here = await _those(turn, turn.args[0])
    if not here:
        return Reply(words.NOT_REGISTERED)
    await residents.stop(turn.db, here, by(turn), turn.now)
    return Reply(words.stopped([one.name for one in await _places(turn, here)]))


async def stop_here(turn: Turn) -> None:
    """Whoever leaves a network where that means to take back one's consent."""
    await residents.stop(turn.db, await registered_here(turn), by(turn), turn.now)


@router.choice("dk_keep")
async def keep(_turn: Turn) -> Reply:
    return Reply(words.STILL_ON)


async def _those(turn: Turn, unit_id: int) -> list[Resident]:
    """The registrations of this very phone at one village, or all of them."""
    return [row for row in await registered_here(turn) if unit_id in {ALL, row.unit_id}]


async def _places(turn: Turn, rows: Sequence[Resident]) -> Sequence[Village]:
    return await villages_of(turn.db, [row.unit_id for row in rows])
