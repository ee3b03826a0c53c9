"""Documents on the screen: those of a unit with how far each has come, one's own, and one as a whole."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.directives import Directive, Receipt
from bot.model.units import Unit
from bot.refusals import NoSuchDirective, NotAllowed
from bot.reports.directive_file import recipe_name
from bot.reports.recipes import recipe
from bot.services import directive_reading as reading
from bot.services.directive_lines import lines_of
from bot.services.directives import directive_of, file_of
from bot.services.permissions import Right
from bot.words import directives as words
from bot.words.labels import cut
from bot.words.times import day_of
from handlers.directives.places import seen_here
from handlers.joining import at_the_door
from handlers.talk.acting import acting, where, which_unit
from handlers.talk.asked import MENU
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place, page_of

router = Router()
SHOWN = 6
NOTE_ROOM, SUMMARY_ROOM = 160, 300


@router.command("văn bản")
@router.command("/vanban")
async def begin(turn: Turn) -> Reply:
    """Of the unit where somebody here passes documents down; everybody else sees the own ones."""
    if not turn.members:
        return await at_the_door(turn)
    places = await where(turn, Right.DIRECT)
    if not places:
        return await mine(turn, 0)
    return await listed(turn, places[0].unit, 0) if len(places) == 1 else which_unit(turn, places, "directives")


@router.command("văn bản của tôi")
async def own(turn: Turn) -> Reply:
    return await mine(turn, 0) if turn.members else await at_the_door(turn)


@router.choice("directives", number, maybe=number)
async def of_unit(turn: Turn) -> Reply:
    unit_id, *page = turn.args
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    await acting(turn, Right.DIRECT, unit)
    return in_place(turn, await listed(turn, unit, page[0] if page else 0))


async def listed(turn: Turn, unit: Unit, page_number: int) -> Reply:
    found = await reading.of_unit(turn.db, unit)
    page = page_of(found, page_number, SHOWN)
    choices = [
        Choice(words.line(one.directive.id, one.directive.number, _state(one)), f"directive:{one.directive.id}")
        for one in page.items
    ]
    new = Choice(words.NEW, f"directive_new:{unit.id}")
    text = words.list_title(unit.name, len(found))
    return Reply(text, (*choices, *page.turners(f"directives:{unit.id}"), new, MENU))


def _state(one: reading.Listed) -> str:
    if one.directive.cancelled_at is not None:
        return words.WITHDRAWN
    if one.waits_here:
        return words.TO_BE_PASSED
    return words.counted(one.done, one.expected, must_study=one.directive.must_study)


@router.choice("my_directives", maybe=number)
async def mine_by_button(turn: Turn) -> Reply:
    return in_place(turn, await mine(turn, turn.args[0] if turn.args else 0))


async def mine(turn: Turn, page_number: int) -> Reply:
    found = await reading.of_members(turn.db, [member.id for member in turn.members], day_of(turn.now))
    page = page_of(found, page_number, SHOWN)
    names = {member.id: member.name for member in turn.members}
    choices = []
    for directive, receipt in page.items:
        whose = f" ({names[receipt.member_id]})" if len(names) > 1 else ""
        label = words.line(directive.id, directive.number, f"{_of_receipt(receipt)}{whose}")
        choices.append(Choice(label, f"directive:{directive.id}"))
    is_open = sum(receipt.acknowledged_at is None for _, receipt in found)
    return Reply(words.my_title(len(found), is_open), (*choices, *page.turners("my_directives"), MENU))


def _of_receipt(receipt: Receipt) -> str:
    if receipt.studied_at is not None:
        return words.STUDIED
    return words.KNOWN if receipt.acknowledged_at is not None else words.IS_NEW


def which_of(found: Sequence[Directive]) -> Reply:
    """Of several with one number."""
    choices = [Choice(words.line(one.id, one.number, one.issuer), f"directive:{one.id}") for one in found[:SHOWN]]
    return Reply(words.WHICH, (*choices, MENU))


# One of them


@router.choice("directive", number)
async def one(turn: Turn) -> Reply:
    return await one_page(turn, turn.args[0])


async def one_page(turn: Turn, directive_id: int) -> Reply:
    """Of an office: how far it has come; of whoever it was sent to: what it asks of them. Raises NoSuchDirective."""
    directive = await directive_of(turn.db, directive_id)
    here = [member.id for member in turn.members]
    receipts = await reading.receipts_of(turn.db, directive, here, day_of(turn.now))
    seen = await seen_here(turn, directive)
    if not seen and not receipts:
        raise NoSuchDirective(which=directive_id)
    at = seen[0].id if seen else receipts[0].unit_id
    line = (await lines_of(turn.db, [(directive.id, at)])).at(directive, at)
    text = words.page(
        words.titled(directive.kind, directive.number, directive.issued_on, directive.issuer, directive.haste),
        cut(directive.summary, SUMMARY_ROOM),
        words.duties(line.due_on, must_study=directive.must_study),
        [words.note_line(name, cut(note, NOTE_ROOM)) for name, note in line.notes],
        directive.body,
        await _standing(turn, directive, seen),
        is_withdrawn=directive.cancelled_at is not None,
    )
    choices = await _choices(turn, directive, seen, receipts)
    return Reply(text, choices)


async def _standing(turn: Turn, directive: Directive, seen: Sequence[Unit]) -> str:
    if not seen or directive.cancelled_at is not None:
        return ""
    found = await reading.standing(turn.db, directive, seen[0])
    told = words.told_line(found.people, found.sent, found.waiting, found.failed, is_telling=directive.told_at is None)
    waits = words.not_passed(found.not_passed) if found.not_passed else ""
    return " ".join(filter(None, (told if found.people else "", waits)))


async def _choices(
    turn: Turn, directive: Directive, seen: Sequence[Unit], receipts: Sequence[Receipt]
) -> tuple[Choice, ...]:
    is_live = directive.cancelled_at is None
    known = [
        Choice(_acknowledge(turn, receipt), f"directive_ack:{directive.id}:{receipt.member_id}")
        for receipt in receipts
        if is_live and receipt.acknowledged_at is None
    ]
    may_ask = receipts and is_live and directive.unit_id not in {unit.id for unit in seen}
    whose = f":{receipts[0].member_id}" if len(receipts) == 1 else ""
    ask = [Choice(words.ASK_BACK, f"directive_ask:{directive.id}{whose}")] if may_ask else []
    has_file = directive.id in await file_of(turn.db, [directive.id])
    file = [Choice(words.SEE_FILE, f"directive_file:{directive.id}")] if has_file and is_live else []
    office = await _of_office(turn, directive, seen[0]) if seen and is_live else []
    back = Choice(words.LIST, f"directives:{seen[0].id}" if seen else "my_directives")
    return (*known, *ask, *file, *office, back)


def _acknowledge(turn: Turn, receipt: Receipt) -> str:
    name = next(member.name for member in turn.members if member.id == receipt.member_id)
    return cut(f"{words.ACKNOWLEDGED} ({name})") if len(turn.members) > 1 else words.ACKNOWLEDGED


async def _of_office(turn: Turn, directive: Directive, unit: Unit) -> list[Choice]:
    choices = []
    if await reading.waiting_at(turn.db, directive.id, unit.id):
        choices.append(Choice(words.PASS_ON, f"directive_pass:{directive.id}:{unit.id}"))
    choices.append(Choice(words.COMPLETION, f"directive_progress:{directive.id}:{unit.id}"))
    choices.append(Choice(words.AGAIN, f"directive_again:{directive.id}:{unit.id}"))
    if any(one.id == directive.unit_id for one in await seen_here(turn, directive)):
        choices.append(Choice(words.TAKE_BACK, f"directive_take:{directive.id}"))
    return choices


@router.choice("directive_file", number)
async def file(turn: Turn) -> Reply:
    """In the chat, or by a link that opens once; for whoever it was sent to, or who follows it."""
    directive = await directive_of(turn.db, turn.args[0])
    for member in turn.members:
        name = await recipe_name(turn.db, directive, member.id, turn.now)
        if name is not None:
            unit = await turn.db.get_one(Unit, directive.unit_id)
            back = Choice(words.LIST, "my_directives")
            said = words.briefly(directive.kind, directive.number)
            return await hand_over(turn, member, unit, recipe(name, member.id, directive.id), said, (back,))
    raise NoSuchDirective(which=directive.id)
