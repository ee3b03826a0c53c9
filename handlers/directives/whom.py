"""For whom a document is: one of the usual choices, or places and offices in words."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import StatusKind
from bot.model.roles import Office
from bot.model.units import CELLS
from bot.services.addressees import Addressees
from bot.words import directive_drafts as words
from handlers.directives import drafted
from handlers.directives.looked_at import look
from handlers.talk import drafts

router = Router()


@router.choice("directive_to", number)
async def to_whom(turn: Turn) -> Reply:
    no = drafts.draft_of(turn, drafted.WHAT, turn.args[0])["no"]
    choices = [Choice(label, f"directive_aim:{no}:{key}") for key, label in words.TO_CHOICES.items()]
    back = Choice(words.LOOK, f"directive_look:{no}")
    return Reply(words.ASK_TO, (*choices, back), expect=f"{drafted.SAID}:to")


def _aim(text: str) -> str:
    if text not in words.TO_CHOICES:
        raise ValueError(text[:20])
    return text


@router.choice("directive_aim", number, _aim)
async def aim(turn: Turn) -> Reply:
    """The places that were chosen before stay."""
    no, key = turn.args
    draft = drafts.draft_of(turn, drafted.WHAT, no)
    _, unit = await drafted.place_of(turn)
    units = Addressees.from_json(draft["to"]).unit_ids if draft["to"] else (unit.id,)
    drafted.change(turn, to=_addressees(units, key).as_json())
    return await look(turn)


def _addressees(units: tuple[int, ...], key: str) -> Addressees:
    leaders = {"leaders": (Office.SECRETARY, Office.DEPUTY_SECRETARY), "secretaries": (Office.SECRETARY,)}
    statuses = {"official": (StatusKind.OFFICIAL,), "probationary": (StatusKind.PROBATIONARY,)}
    if key in leaders:
        return Addressees(units, CELLS, leaders[key])
    return Addressees(units, statuses=statuses.get(key, ()))
