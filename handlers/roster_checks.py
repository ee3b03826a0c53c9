"""The secretary looks through the roster of a quarter and says whether it is right."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.model.warnings import RosterCheck
from bot.refusals import NotAllowed
from bot.reports.recipes import recipe
from bot.services import roster_answers
from bot.services.audit import as_member
from bot.services.leading import LEADS
from bot.services.permissions import Right
from bot.services.roster_answers import LONGEST, check_of, open_checks
from bot.services.roster_checks import choices_of
from bot.words import roster_checks as words
from bot.words import vi
from bot.words.menu import LEAVE, WHICH_UNIT, unit_choice
from handlers.joining import at_the_door
from handlers.meetings.planning import heard
from handlers.talk.acting import acting, where
from handlers.talk.handing_over import hand_over, may_say_all
from handlers.talk.paging import in_place

router = Router()
STEP = "roster_wrong"
"""`roster_wrong:<check>`: the words typed next say what is not right."""


async def led_check(turn: Turn, check_id: int, *, lock: bool = False) -> tuple[Member, RosterCheck, Unit]:
    """Raises NotAllowed for whoever does not lead the cell."""
    check, cell = await check_of(turn.db, check_id, lock=lock)
    return await acting(turn, LEADS, cell), check, cell


@router.choice("roster_right", number)
async def right(turn: Turn) -> Reply:
    member, check, _ = await led_check(turn, turn.args[0], lock=True)
    await roster_answers.say_right(turn.db, check, as_member(member.id), turn.now)
    return in_place(turn, Reply(words.is_right_now(check.quarter)))


@router.choice("roster_wrong", number)
async def ask_wrong(turn: Turn) -> Reply:
    _, check, _ = await led_check(turn, turn.args[0])
    return Reply(words.ask_wrong(LONGEST), (Choice(LEAVE, "leave"),), expect=f"{STEP}:{check.id}")


@router.step(STEP)
async def wrong(turn: Turn) -> Reply:
    return await _wrong(turn, int((turn.endpoint.step or "").split(":")[1]), heard(turn, turn.said.text))


async def _wrong(turn: Turn, check_id: int, said: str) -> Reply:
    """What was said has passed the guard."""
    member, check, cell = await led_check(turn, check_id, lock=True)
    by = as_member(member.id)
    is_told = await roster_answers.say_wrong(turn.db, check, cell, said, by, turn.now, harmless=True)
    return Reply(words.wrong_kept(check.quarter, is_told=is_told), (Choice(words.RIGHT, f"roster_right:{check.id}"),))


@router.choice("roster_names", number)
async def names(turn: Turn) -> Reply:
    """The people by name, as a file or by a link that opens once."""
    member, check, cell = await led_check(turn, turn.args[0])
    choices = choices_of(check)[:2]
    return await hand_over(turn, member, cell, recipe("roster_names", member.id, cell.id), words.NAMES_READY, choices)


# In words, for phones without buttons


@router.command("danh sach dung")
async def right_in_words(turn: Turn) -> Reply:
    found = await _the_one(turn, "roster_right")
    if isinstance(found, Reply):
        return found
    member, check, _ = await led_check(turn, found.id, lock=True)
    await roster_answers.say_right(turn.db, check, as_member(member.id), turn.now)
    return Reply(words.is_right_now(check.quarter))


@router.command("danh sach sai")
@router.command("danh sach chua dung")
async def wrong_in_a_word(turn: Turn) -> Reply:
    found = await _the_one(turn, "roster_wrong")
    if isinstance(found, Reply):
        return found
    return Reply(words.ask_wrong(LONGEST), (Choice(LEAVE, "leave"),), expect=f"{STEP}:{found.id}")


@router.phrase("danh sach sai", colon=True)
@router.phrase("danh sach chua dung", colon=True)
@router.phrase("xac nhan: danh sach sai", colon=True)
@router.phrase("xac nhan: danh sach chua dung", colon=True)
async def wrong_in_words(turn: Turn) -> Reply:
    """`danh sách sai: đồng chí An đã chuyển đi`; where it is unclear of which cell, it is asked for once more."""
    found = await _the_one(turn, "roster_wrong")
    if isinstance(found, Reply):
        return found
    return await _wrong(turn, found.id, words.behind(heard(turn, turn.said.text)))


async def _the_one(turn: Turn, then: str) -> RosterCheck | Reply:
    """The check of the present quarter; of several cells the question which, each as `then:<check>`."""
    if not turn.members:
        return await at_the_door(turn)
    cells = {one.unit.id: one.unit for one in await where(turn, LEADS) if one.unit.is_cell}
    if not cells:
        raise NotAllowed
    found = await open_checks(turn.db, list(cells), turn.now)
    if len(found) > 1:
        choices = [Choice(unit_choice(cells[one.unit_id].name, None), f"{then}:{one.id}") for one in found]
        return Reply(WHICH_UNIT, tuple(choices))
    return found[0] if found else Reply(words.NOTHING_ASKED)


# Those who keep the roster


@router.choice("roster_said", number)
async def said(turn: Turn) -> Reply:
    """What the cell says is wrong; it names people, so a network abroad carries a link."""
    check, cell = await check_of(turn.db, turn.args[0])
    member = await acting(turn, Right.MANAGE, cell)
    if not check.wrong:
        return Reply(words.NOTHING_WRONG)
    if await may_say_all(turn, cell):
        return Reply(words.said_wrong(vi.cell(cell.name), check.quarter, check.wrong))
    return await hand_over(turn, member, cell, recipe("roster_said", member.id, check.id), words.WRONG_READY)
