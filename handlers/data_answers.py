"""Whoever looks after rosters answers what members ask for about their own data."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.data_requests import DataRequest, Outcome, RequestKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed, RequestGone
from bot.reports.recipes import recipe
from bot.services import data_requests as requests
from bot.services.audit import as_member, note
from bot.services.data_answers import answer
from bot.services.erasing import belongs_somewhere
from bot.services.permissions import Right
from bot.words import data_requests as words
from bot.words.labels import cut
from handlers.talk.acting import where
from handlers.talk.asked import MENU
from handlers.talk.handing_over import hand_over, may_say_all
from handlers.talk.paging import in_place

router = Router()
SHOWN = 8


@router.command("yêu cầu dữ liệu")
@router.choice("data_requests", number)
async def listing(turn: Turn) -> Reply:
    """Those of the units whose rosters somebody here looks after; corrections also of who leads a cell."""
    units: list[Unit] = []
    for right in (Right.MANAGE, Right.ROSTER):
        units += [one.unit for one in await where(turn, right)]
    if not units:
        raise NotAllowed
    found = await requests.open_below(turn.db, units, turn.now)
    rows = [row for row in found if await _answerer(turn, row) is not None]
    if not rows:
        return in_place(turn, Reply(words.NONE_WAIT, (MENU,)))
    choices = []
    for row in rows[:SHOWN]:
        member = await turn.db.get_one(Member, row.member_id)
        choices.append(Choice(cut(words.choice(member.name, row.kind)), f"data_request:{row.id}"))
    return in_place(turn, Reply(words.LIST_TITLE.format(count=len(rows)), (*choices, MENU)))


async def _answerer(turn: Turn, row: DataRequest) -> Member | None:
    for member in turn.members:
        if await requests.may_answer(turn.db, member.id, row, turn.now):
            return member
    return None


async def _request(turn: Turn) -> tuple[Member, DataRequest]:
    """The open request of a choice, and who here answers it; raises NotAllowed or RequestGone."""
    row = await turn.db.get(DataRequest, turn.args[0])
    if row is None:
        raise RequestGone
    able = await _answerer(turn, row)
    if able is None:
        raise NotAllowed
    if row.answered_at is not None:
        raise RequestGone
    return able, row


@router.choice("data_request", number)
async def one(turn: Turn) -> Reply:
    """What is asked for; a phone goes abroad only by a link."""
    able, row = await _request(turn)
    cell = await requests.cell_with(turn.db, row.member_id, turn.now)
    assert cell is not None  # noqa: S101 - who may answer knows the cell
    note(turn.db, as_member(able.id), "data_request_seen", as_member(row.member_id), turn.now, request=row.id)
    choices = (
        Choice(words.MEET, f"data_meet:{row.id}"),
        Choice(words.REFUSE, f"data_refuse:{row.id}"),
        MENU,
    )
    says_all = await may_say_all(turn, cell)
    text = await _text(turn, row, hidden=not says_all)
    if row.proposed and "phone" in row.proposed and not says_all:
        return await hand_over(turn, able, cell, recipe("data_request", able.id, row.id), text, choices)
    return in_place(turn, Reply(text, choices))


async def _text(turn: Turn, row: DataRequest, *, hidden: bool) -> str:
    member = await turn.db.get_one(Member, row.member_id)
    changes = [
        words.change_said(
            field,
            words.value_said(field, was, hidden=hidden) if (was := getattr(member, field)) else None,
            words.value_said(field, value, hidden=hidden),
        )
        for field, value in (row.proposed or {}).items()
    ]
    explained = words.MEETS_RESTRICTION if row.kind is RequestKind.RESTRICTION else None
    if row.kind is RequestKind.DELETION:
        is_partly = await belongs_somewhere(turn.db, member.id, turn.now)
        explained = words.MEETS_PARTLY if is_partly else words.MEETS_WHOLLY
    said = await requests.in_words(turn.db, row, turn.now)
    return words.shown(said, "\n".join(changes) or None, explained)


@router.choice("data_meet", number)
async def meet(turn: Turn) -> Reply:
    """What cannot be taken back is asked once more."""
    able, row = await _request(turn)
    if row.kind is RequestKind.DELETION:
        choices = (Choice(words.SURE, f"data_sure:{row.id}"), Choice(words.NOT_SURE, f"data_request:{row.id}"))
        return Reply(f"{await _text(turn, row, hidden=True)}\n{words.ASK_SURE}", choices, expect=YES_NO)
    return await _answered(turn, able, row, Outcome.MET)


@router.choice("data_sure", number)
async def delete(turn: Turn) -> Reply:
    able, row = await _request(turn)
    return await _answered(turn, able, row, Outcome.MET)


@router.choice("data_refuse", number)
async def refuse(turn: Turn) -> Reply:
    able, row = await _request(turn)
    return await _answered(turn, able, row, Outcome.REFUSED)


async def _answered(turn: Turn, able: Member, row: DataRequest, outcome: Outcome) -> Reply:
    await answer(turn.db, row.id, outcome, as_member(able.id), turn.now)
    return in_place(turn, Reply(words.ANSWERED, (MENU,)))
