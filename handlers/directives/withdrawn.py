"""A document is taken back, or sent once more to whom it has not reached."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.directives import Directive
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, DirectiveGone, NoSuchDirective, NotAllowed
from bot.services import directive_again, directives
from bot.services.audit import as_member
from bot.services.directive_again import Unreached
from bot.services.directive_reading import seen_from, standing
from bot.services.directives import directive_of
from bot.services.permissions import Right
from bot.services.sureness import limit_passed
from bot.words import directive_drafts as draft_words
from bot.words import directives as words
from bot.words import stops
from bot.words.times import day_of
from handlers.talk.acting import acting

router = Router()
AGAIN = "directive_again"
"""The step in which the number of people is typed: `directive_again:<directive>:<unit>:<round>`."""


@router.phrase("thu hồi văn bản")
async def withdraw_in_words(turn: Turn) -> Reply:
    return await _ask_withdraw(turn, _which(turn))


@router.choice("directive_take", number)
async def take_back(turn: Turn) -> Reply:
    """Withdrawn altogether, or for another."""
    _, directive, _ = await _owner(turn, turn.args[0])
    if directive.cancelled_at is not None:
        raise DirectiveGone
    choices = (
        Choice(words.WITHDRAW, f"directive_withdraw:{directive.id}"),
        Choice(words.REPLACE, f"directive_replace:{directive.id}"),
        Choice(words.KEEP, f"directive:{directive.id}"),
    )
    return Reply(words.ask_take_back(directive.number), choices)


@router.choice("directive_withdraw", number)
async def ask_withdraw(turn: Turn) -> Reply:
    return await _ask_withdraw(turn, turn.args[0])


async def _ask_withdraw(turn: Turn, directive_id: int) -> Reply:
    _, directive, unit = await _owner(turn, directive_id)
    if directive.cancelled_at is not None:
        raise DirectiveGone
    found = await standing(turn.db, directive, unit)
    choices = (
        Choice(words.WITHDRAW_NOW, f"directive_withdraw_yes:{directive.id}"),
        Choice(words.KEEP, f"directive:{directive.id}"),
    )
    return Reply(words.ask_withdraw(directive.number, found.sent), choices, expect=YES_NO)


@router.choice("directive_withdraw_yes", number)
async def withdraw(turn: Turn) -> Reply:
    """Once: the second of two taps is told that it is done."""
    member_id, directive, unit = await _owner(turn, turn.args[0])
    dropped = await directives.withdraw(turn.db, directive.id, as_member(member_id), turn.now)
    back = Choice(words.LIST, f"directives:{unit.id}")
    return Reply(words.withdrawn(directive.number, dropped), (back,))


async def _owner(turn: Turn, directive_id: int) -> tuple[int, Directive, Unit]:
    """Whoever may pass documents down at the very unit that passed this one down."""
    directive = await directive_of(turn.db, directive_id)
    unit = await turn.db.get_one(Unit, directive.unit_id)
    return (await acting(turn, Right.DIRECT, unit)).id, directive, unit


# Once more


@router.phrase("gửi lại văn bản")
async def again_in_words(turn: Turn) -> Reply:
    """At the highest unit from which somebody here follows it."""
    directive = await directive_of(turn.db, _which(turn))
    for member in turn.members:
        seen = await seen_from(turn.db, directive, member.id, day_of(turn.now))
        if seen:
            return await _ask_again(turn, directive, seen[0])
    raise NoSuchDirective(which=directive.id)


@router.choice("directive_again", number, number)
async def ask_again(turn: Turn) -> Reply:
    directive_id, unit_id = turn.args
    _, directive, unit = await _follower(turn, directive_id, unit_id)
    return await _ask_again(turn, directive, unit)


async def _ask_again(turn: Turn, directive: Directive, unit: Unit) -> Reply:
    found = await directive_again.unreached(turn.db, directive, unit)
    back = Choice(words.NOT_AGAIN, f"directive:{directive.id}")
    if not found.count:
        return Reply(words.nobody_again(found.without_channel), (Choice(words.LIST, f"directives:{unit.id}"),))
    where = f"{directive.id}:{unit.id}:{found.round}"
    limit = await limit_passed(turn.db, unit, found.count)
    if limit is not None:
        sure = Choice(draft_words.send_to(found.count), f"directive_again_yes:{where}")
        return Reply(draft_words.sure_of_many(found.count, limit), (sure, back), expect=f"{AGAIN}:{where}")
    yes = Choice(words.AGAIN_NOW, f"directive_again_yes:{where}")
    asked = words.ask_again(directive.number, found.count, found.without_channel)
    return Reply(asked, (yes, back), expect=YES_NO)


@router.step(AGAIN)
async def number_in_words(turn: Turn) -> Reply:
    _, directive_id, unit_id, round_ = (turn.endpoint.step or "").split(":")
    _, directive, unit = await _follower(turn, int(directive_id), int(unit_id))
    found: Unreached = await directive_again.unreached(turn.db, directive, unit)
    if stops.number_said(turn.said.text) != found.count:
        raise ChoiceExpected
    return await _again(turn, directive.id, unit.id, int(round_))


@router.choice("directive_again_yes", number, number, number)
async def again(turn: Turn) -> Reply:
    return await _again(turn, *turn.args)


async def _again(turn: Turn, directive_id: int, unit_id: int, round_: int) -> Reply:
    """Once: the second of two taps finds nobody."""
    member_id, directive, unit = await _follower(turn, directive_id, unit_id)
    count = await directive_again.again(turn.db, directive.id, unit, as_member(member_id), turn.now, round_)
    back = Choice(words.HOW_FAR, f"directive:{directive.id}")
    return Reply(words.sent_again(count) if count else words.nobody_again(0), (back,))


async def _follower(turn: Turn, directive_id: int, unit_id: int) -> tuple[int, Directive, Unit]:
    """Whoever may pass documents down at this unit."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    return (await acting(turn, Right.DIRECT, unit)).id, await directive_of(turn.db, directive_id), unit


def _which(turn: Turn) -> int:
    """The number behind the words; raises NoSuchDirective."""
    said = turn.said.text.split()[-1]
    which = words.number_in(said)
    if which is None:
        raise NoSuchDirective(which=said[:20])
    return which
