"""Changes that wait: the office agrees, the other cell receives, whoever made one takes it back."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.member_changes import WAITING, ChangeState, MemberChange
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import ChangeGone, NotAllowed
from bot.services import member_changes as changes
from bot.services.audit import as_member
from bot.services.change_words import sentence
from bot.services.permissions import Right
from bot.words import member_changes as words
from bot.words.labels import cut
from handlers.members.rights import who_may
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place

router = Router()
SHOWN = 8


async def _unit(turn: Turn, unit_id: int | None) -> Unit:
    unit = await turn.db.get(Unit, unit_id or 0)
    if unit is None:
        raise NotAllowed
    return unit


async def _waiting(turn: Turn, change_id: int) -> MemberChange:
    change = await turn.db.get(MemberChange, change_id)
    if change is None or change.state not in WAITING:
        raise ChangeGone
    return change


async def _decides(turn: Turn, change: MemberChange) -> Member:
    """Who here answers it: the office above the cell, or whoever leads the cell that receives."""
    if change.state is ChangeState.AT_RECEIVER:
        return await who_may(turn, await _unit(turn, change.to_unit_id))
    return await who_may(turn, await _unit(turn, change.unit_id), Right.MANAGE)


async def _may_drop(turn: Turn, change: MemberChange) -> Member:
    """Who answers it, or leads the cell that asked for it."""
    try:
        return await _decides(turn, change)
    except NotAllowed:
        return await who_may(turn, await _unit(turn, change.unit_id))


@router.choice("changes", number)
async def listing(turn: Turn) -> Reply:
    unit = await _unit(turn, turn.args[0])
    await who_may(turn, unit)
    rows = await changes.waiting_below(turn.db, [unit], *WAITING)
    if not rows:
        return in_place(turn, Reply(words.NOTHING_WAITS, (MENU,)))
    named = [(row, (await changes.checked_again(turn.db, row)).name) for row in rows[:SHOWN]]
    choices = (Choice(cut(words.waiting_choice(row.kind, name)), f"change:{row.id}") for row, name in named)
    return in_place(turn, Reply(words.WAITING_TITLE.format(count=len(rows)), (*choices, MENU)))


@router.choice("change", number)
async def one(turn: Turn) -> Reply:
    change = await _waiting(turn, turn.args[0])
    await _may_drop(turn, change)
    is_received = change.state is ChangeState.AT_RECEIVER
    yes = Choice(words.RECEIVED, f"change_received:{change.id}") if is_received else None
    yes = yes or Choice(words.AGREE, f"change_agree:{change.id}")
    try:
        await _decides(turn, change)
        choices: tuple[Choice, ...] = (yes, Choice(words.REFUSE, f"change_refuse:{change.id}"), MENU)
    except NotAllowed:
        choices = (Choice(words.NO, f"change_refuse:{change.id}"), MENU)
    return in_place(turn, Reply(f"{await sentence(turn.db, change)}\n{words.STATES[change.state]}.", choices))


@router.choice("change_agree", number)
async def agree(turn: Turn) -> Reply:
    change = await _waiting(turn, turn.args[0])
    able = await who_may(turn, await _unit(turn, change.unit_id), Right.MANAGE)
    done = await changes.approve(turn.db, change.id, as_member(able.id), turn.now)
    return in_place(turn, Reply(words.entered(done.state, await sentence(turn.db, done)), (MENU,)))


@router.choice("change_received", number)
async def received(turn: Turn) -> Reply:
    change = await _waiting(turn, turn.args[0])
    able = await who_may(turn, await _unit(turn, change.to_unit_id))
    done = await changes.receive(turn.db, change.id, as_member(able.id), turn.now)
    return in_place(turn, Reply(words.entered(done.state, await sentence(turn.db, done)), (MENU,)))


@router.choice("change_refuse", number)
async def refuse(turn: Turn) -> Reply:
    change = await _waiting(turn, turn.args[0])
    able = await _may_drop(turn, change)
    await changes.refuse(turn.db, change.id, as_member(able.id), turn.now)
    return in_place(turn, Reply(words.REFUSED, (MENU,)))


# Taking one back


async def _done(turn: Turn, change_id: int) -> tuple[MemberChange, Member]:
    """A change that was carried out, and who here may undo it."""
    change = await turn.db.get(MemberChange, change_id)
    if change is None:
        raise ChangeGone
    for able in turn.members:
        if await changes.may_undo(turn.db, able.id, change, turn.now):
            if change.state is not ChangeState.DONE:
                raise ChangeGone
            return change, able
    raise NotAllowed


@router.choice("change_undo", number)
async def ask_undo(turn: Turn) -> Reply:
    change, _ = await _done(turn, turn.args[0])
    choices = (Choice(words.UNDO_YES, f"change_undo_yes:{change.id}"), Choice(words.UNDO_NO, "menus"))
    return Reply(words.ASK_UNDO.format(said=await sentence(turn.db, change)), choices, expect=YES_NO)


@router.choice("change_undo_yes", number)
async def undo(turn: Turn) -> Reply:
    change, able = await _done(turn, turn.args[0])
    await changes.undo(turn.db, change.id, as_member(able.id), turn.now)
    return in_place(turn, Reply(words.UNDONE, (MENU,)))
