"""A member has the own data put right, restricted or taken away; each request has its clock."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.data_requests import DataRequest, Outcome, RequestKind
from bot.model.members import Member
from bot.refusals import RequestGone
from bot.services import data_requests as requests
from bot.services.audit import as_member
from bot.services.data_answers import answer
from bot.words import data_requests as words
from bot.words.labels import cut
from bot.words.menu import LEAVE
from bot.words.times import day_of
from handlers.joining import at_the_door
from handlers.meetings.planning import typed
from handlers.own import own_member, whose
from handlers.talk import drafts
from handlers.talk.asked import MENU

router = Router()
WHAT, VALUE = "correct", "own_value"
EXPLAINED = {
    RequestKind.RESTRICTION: words.RESTRICTION_EXPLAINED,
    RequestKind.DELETION: words.DELETION_EXPLAINED,
}
SHOWN = 8


def a_field(text: str) -> str:
    if text not in requests.FIELDS:
        raise ValueError(text)
    return text


# What can be asked for


@router.choice("own_wish", number)
async def ask_wish(turn: Turn) -> Reply:
    member = own_member(turn, turn.args[0])
    choices = (
        Choice(words.CORRECT, f"own_correct:{member.id}"),
        Choice(words.RESTRICT, f"own_ask:{member.id}:{RequestKind.RESTRICTION}"),
        Choice(words.DELETE, f"own_ask:{member.id}:{RequestKind.DELETION}"),
        Choice(words.OPEN, f"own_asked:{member.id}"),
        Choice(LEAVE, f"own_data:{member.id}"),
    )
    return Reply(words.ASK_WISH, choices)


@router.choice("own_wish_for", number, str)
async def of_an_older_button(turn: Turn) -> Reply:
    member_id, wish = turn.args
    member = own_member(turn, member_id)
    if wish == "delete":
        return _explained(member, RequestKind.DELETION)
    return _which_field(member)


@router.command("sửa thông tin của tôi")
@router.command("sửa dữ liệu của tôi")
@router.choice("own_correct", maybe=number)
async def ask_field(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    member = whose(turn, turn.members, "own_correct")
    return member if isinstance(member, Reply) else _which_field(member)


def _which_field(member: Member) -> Reply:
    fields = (Choice(words.FIELD_CHOICES[one], f"own_field:{member.id}:{one}") for one in requests.FIELDS)
    return Reply(words.ASK_FIELD, (*fields, Choice(LEAVE, f"own_data:{member.id}")))


@router.choice("own_field", number, a_field)
async def ask_value(turn: Turn) -> Reply:
    member_id, field = turn.args
    own_member(turn, member_id)
    return Reply(words.ASK_VALUE[field], (MENU,), expect=f"{VALUE}:{member_id}:{field}")


@router.step(VALUE)
async def take_value(turn: Turn) -> Reply:
    """Looked at before it is kept; said once more before it is sent."""
    _, member_id, field = (turn.endpoint.step or "").split(":")
    member = own_member(turn, int(member_id))
    value = requests.checked_value(field, typed(turn), turn.now)
    if value == getattr(member, field):
        return Reply(words.SAME, (MENU,))
    no = drafts.begin(turn, WHAT, member=member.id, field=field, value=value)
    choices = (Choice(words.SEND, f"own_send:{no}"), Choice(words.KEEP, f"own_keep:{no}"))
    return Reply(words.ask_correction(field, words.value_said(field, value)), choices, expect=YES_NO)


@router.choice("own_send", number)
async def send_correction(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, WHAT, turn.args[0])
    member = own_member(turn, draft["member"])
    drafts.drop(turn)
    return await _sent(turn, member, RequestKind.CORRECTION, draft["field"], draft["value"])


@router.choice("own_keep", number)
async def keep(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.drop(turn)
    return Reply(words.NOT_SENT, (MENU,))


@router.command("xóa dữ liệu của tôi")
async def delete_in_words(turn: Turn) -> Reply:
    return await _explained_to(turn, RequestKind.DELETION)


@router.command("hạn chế dữ liệu của tôi")
async def restrict_in_words(turn: Turn) -> Reply:
    return await _explained_to(turn, RequestKind.RESTRICTION)


async def _explained_to(turn: Turn, kind: RequestKind) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    if len(turn.members) == 1:
        return _explained(turn.members[0], kind)
    choices = (Choice(one.name, f"own_ask:{one.id}:{kind}") for one in turn.members)
    return Reply(words.ASK_WISH, tuple(choices))


def a_wish(text: str) -> RequestKind:
    """Raises ValueError for what is no request of its own."""
    kind = RequestKind(text)
    if kind not in EXPLAINED:
        raise ValueError(text)
    return kind


@router.choice("own_ask", number, a_wish)
async def explain(turn: Turn) -> Reply:
    member_id, kind = turn.args
    return _explained(own_member(turn, member_id), kind)


def _explained(member: Member, kind: RequestKind) -> Reply:
    choices = (
        Choice(words.SEND, f"own_ask_yes:{member.id}:{kind}"),
        Choice(words.KEEP, f"own_data:{member.id}"),
    )
    return Reply(EXPLAINED[kind], choices, expect=YES_NO)


@router.choice("own_ask_yes", number, a_wish)
async def send(turn: Turn) -> Reply:
    member_id, kind = turn.args
    return await _sent(turn, own_member(turn, member_id), kind)


async def _sent(turn: Turn, member: Member, kind: RequestKind, field: str | None = None, value: object = None) -> Reply:
    waiting = await requests.open_request(turn.db, member.id, kind)
    request, told = await requests.ask(turn.db, member, kind, turn.now, field, value)
    choices = (Choice(words.OPEN, f"own_asked:{member.id}"), MENU)
    if waiting is not None and field is None:
        return Reply(words.already(kind, request.due_on), choices)
    return Reply(words.sent(kind, request.remind_on, request.due_on, told=told), choices)


# What was asked for


@router.choice("own_asked", number)
async def asked(turn: Turn) -> Reply:
    member = own_member(turn, turn.args[0])
    rows = (await requests.of_member(turn.db, member.id))[-SHOWN:]
    if not rows:
        return Reply(words.NO_REQUESTS, (MENU,))
    lines = [words.own_line(row.kind, day_of(row.asked_at), row.due_on, row.outcome) for row in rows]
    back = (
        Choice(cut(f"{words.TAKE_BACK}: {words.KINDS[row.kind]}"), f"own_back:{row.id}")
        for row in rows
        if row.answered_at is None
    )
    return Reply("\n".join([words.REQUESTS_TITLE, *lines]), (*back, MENU))


@router.choice("own_back", number)
async def take_back(turn: Turn) -> Reply:
    row = await turn.db.get(DataRequest, turn.args[0])
    if row is None:
        raise RequestGone
    member = own_member(turn, row.member_id)
    await answer(turn.db, row.id, Outcome.TAKEN_BACK, as_member(member.id), turn.now)
    return Reply(words.TAKEN_BACK, (MENU,))
