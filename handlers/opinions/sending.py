"""A member sends an opinion: whose, about what, the words; shown back, and only then kept."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.opinions import OpinionKind
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, DraftGone, NoSuchOpinion, NotLinked
from bot.services.opinion_guard import LONGEST, demand_length
from bot.services.opinion_hearers import Way, way_of
from bot.services.opinion_sending import Sent
from bot.services.opinion_sending import send as send_opinion
from bot.words import opinions as words
from bot.words.calling import says_yes
from bot.words.opinion_findings import KEPT_AFTER, ROUTES, Finding
from bot.words.opinion_guard import judge
from bot.words.vi import cell as cell_name
from handlers.joining import at_the_door
from handlers.meetings.planning import heard
from handlers.opinions.hearing import opened
from handlers.own import own_member
from handlers.polls.answering import answer_of_question, question_of_number
from handlers.talk import drafts
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place

router = Router()
WHAT, TEXT, LOOK = "opinion", "opinion_text", "opinion_look"


@router.command("ý kiến", at_a_step=False)
@router.command("kiến nghị", at_a_step=False)
@router.command("góp ý", at_a_step=False)
@router.command("gửi ý kiến")
@router.command("gửi kiến nghị")
@router.command("/ykien")
@router.choice("opinion_new")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    await _begin(turn)
    return await _next(turn)


@router.phrase("ý kiến")
@router.phrase("ý kiến:")
@router.phrase("ykien:")
@router.phrase("kiến nghị")
@router.phrase("kiến nghị:")
@router.phrase("góp ý:")
@router.phrase("xác nhận: ý kiến:")
@router.phrase("xác nhận: kiến nghị:")
async def begin_with_words(turn: Turn) -> Reply:
    """`ý kiến: đường vào thôn hỏng`; `ý kiến 12` opens one, and `ý kiến 2: 1` answers what the cell asks."""
    said = words.behind_opening(turn.said.text)
    if (which := words.only_number(said)) is not None:
        return await _opened(turn, which)
    if (answered := await answer_of_question(turn)) is not None:
        return answered
    said = words.behind_opening(heard(turn, turn.said.text))
    demand_length(said)
    await _begin(turn)
    return await _take(turn, said)


async def _opened(turn: Turn, which: int) -> Reply:
    """The opinion of this number, else what the cell asks under it; raises NoSuchOpinion."""
    try:
        return await opened(turn, which)
    except NoSuchOpinion:
        if (asked := await question_of_number(turn, which)) is not None:
            return asked
        raise


async def _begin(turn: Turn) -> None:
    """Raises NoCellToHear where nobody here is in a cell, NobodyHears where nobody could hear it."""
    member = turn.members[0].id if len(turn.members) == 1 else None
    if member is not None:
        await way_of(turn.db, member, turn.now)
    at = turn.now.isoformat()
    drafts.begin(turn, WHAT, member=member, kind=None, text="", is_asked=False, edition=0, to=None, at=at)


async def _take(turn: Turn, said: str) -> Reply:
    """Nothing of what must not come this way is kept, and where the network can, it goes from the chat as well."""
    demand_length(said)
    finding = judge(said)
    if finding not in KEPT_AFTER:
        drafts.drop(turn)
        return Reply(ROUTES[finding], (MENU,), removes=turn.said.message_ref)
    edition = drafts.draft_of(turn, WHAT)["edition"] + 1
    drafts.add(turn, WHAT, text=said, is_asked=finding is Finding.ASK, edition=edition)
    return await _next(turn)


async def _next(turn: Turn) -> Reply:
    """The next open question of the draft, or the whole of it."""
    draft = drafts.draft_of(turn, WHAT)
    no = draft["no"]
    if draft["member"] is None:
        return Reply(words.ASK_WHO, tuple(Choice(one.name, f"opinion_as:{no}:{one.id}") for one in turn.members))
    if not draft["text"]:
        return Reply(words.ASK_TEXT.format(most=LONGEST), (Choice(words.LEAVE, f"opinion_drop:{no}"),), expect=TEXT)
    if draft["is_asked"]:
        both = Choice(words.ABOUT_SOMEBODY, f"opinion_person:{no}"), Choice(words.ABOUT_NOBODY, f"opinion_nobody:{no}")
        return Reply(words.ASK_PERSON, both, expect=YES_NO)
    if draft["kind"] is None:
        return Reply(
            words.ASK_KIND, tuple(Choice(label, f"opinion_kind:{no}:{one}") for one, label in words.KINDS.items())
        )
    return await _preview(turn, draft["no"], draft["edition"])


async def _preview(turn: Turn, no: int, edition: int) -> Reply:
    """Who would read it is said before."""
    draft, member = drafts.draft_of(turn, WHAT), _speaker(turn)
    way = await way_of(turn.db, member.id, turn.now)
    drafts.add(turn, WHAT, to=_hearer(way).id)
    choices = (
        Choice(words.SEND, f"opinion_send:{no}:{edition}:0"),
        Choice(words.SEND_NAMED, f"opinion_send:{no}:{edition}:1"),
        Choice(words.EDIT, f"opinion_edit:{no}"),
        Choice(words.LEAVE, f"opinion_drop:{no}"),
    )
    whose = member.name if len(turn.members) > 1 else None
    above = cell_name(way.above.name) if way.above else None
    text = words.preview(draft["kind"], draft["text"], whose, cell_name(way.cell.name), above)
    return Reply(text, choices, expect=LOOK)


def _hearer(way: Way) -> Unit:
    return way.above or way.cell


def _speaker(turn: Turn) -> Member:
    """Whose opinion it is, if they are still at this phone; raises DraftGone."""
    try:
        return own_member(turn, drafts.draft_of(turn, WHAT)["member"] or 0)
    except NotLinked:
        raise DraftGone from None


async def resume(turn: Turn) -> Reply:
    """What is still open about the opinion that was begun."""
    return await _next(turn)


# The answers to what is asked


@router.choice("opinion_as", number, number)
async def for_one(turn: Turn) -> Reply:
    no, member_id = turn.args
    drafts.draft_of(turn, WHAT, no)
    await way_of(turn.db, own_member(turn, member_id).id, turn.now)
    drafts.add(turn, WHAT, member=member_id)
    return await _next(turn)


@router.step(TEXT)
async def text_in_words(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT)
    return await _take(turn, words.behind_opening(heard(turn, turn.said.text)))


@router.choice("opinion_person", number)
async def about_somebody(turn: Turn) -> Reply:
    """Nothing of it stays."""
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.drop(turn)
    return in_place(turn, Reply(words.OF_A_PERSON, (MENU,)))


@router.choice("opinion_nobody", number)
async def about_nobody(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.add(turn, WHAT, is_asked=False)
    return in_place(turn, await _next(turn))


def a_kind(text: str) -> OpinionKind:
    """Raises ValueError."""
    return OpinionKind(text)


@router.choice("opinion_kind", number, a_kind)
async def of_kind(turn: Turn) -> Reply:
    no, kind = turn.args
    drafts.draft_of(turn, WHAT, no)
    drafts.add(turn, WHAT, kind=kind.value)
    return in_place(turn, await _next(turn))


@router.choice("opinion_edit", number)
async def edit(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.add(turn, WHAT, text="", edition=draft["edition"] + 1)
    return await _next(turn)


@router.choice("opinion_drop", number)
async def leave(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.drop(turn)
    return in_place(turn, Reply(words.LEFT, (MENU,)))


# Sending


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    if not says_yes(turn.said.text, words.SAY_SEND):
        raise ChoiceExpected
    return await _send(turn, drafts.draft_of(turn, WHAT)["edition"], is_named=False)


@router.choice("opinion_send", number, number, number)
async def send(turn: Turn) -> Reply:
    no, edition, is_named = turn.args
    drafts.draft_of(turn, WHAT, no)
    return await _send(turn, edition, is_named=bool(is_named))


async def _send(turn: Turn, edition: int, *, is_named: bool) -> Reply:
    """The second of two taps finds no draft any more; one under an older preview sends nothing, and where somebody
    else would hear it by now, it is shown anew."""
    draft, speaker = drafts.draft_of(turn, WHAT), _speaker(turn)
    if draft["edition"] != edition or not draft["text"] or draft["kind"] is None or draft["is_asked"]:
        raise DraftGone
    if _hearer(await way_of(turn.db, speaker.id, turn.now)).id != draft["to"]:
        return in_place(turn, await _next(turn))
    kind = OpinionKind(draft["kind"])
    sent = await send_opinion(turn.db, speaker, kind, draft["text"], turn.now, is_named=is_named)
    drafts.drop(turn)
    text = await _sent(turn, sent)
    return in_place(turn, Reply(text, (Choice(words.MINE, "my_opinions"), MENU)))


async def _sent(turn: Turn, sent: Sent) -> str:
    at = sent.above or sent.row
    above = await turn.db.get_one(Unit, sent.above.unit_id) if sent.above else None
    where = cell_name(above.name) if above else None
    return words.sent(sent.row.id, cell_name(sent.cell.name), at.due_on, where, is_told=sent.is_told)
