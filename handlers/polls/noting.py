"""Whoever leads the cell writes down what somebody has said to a question face to face."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.polls import Poll
from bot.refusals import NotAllowed
from bot.services import poll_answers, poll_counts
from bot.services.audit import as_member
from bot.services.polls import open_poll
from bot.words import polls as words
from bot.words.labels import cut
from handlers.talk.acting import Acting
from handlers.talk.cell_speaking import speaker
from handlers.talk.handing_over import may_say_all
from handlers.talk.names_seen import seeing
from handlers.talk.paging import in_place, page_of

router = Router()
NAMES = 6


async def _open(turn: Turn, poll_id: int) -> tuple[Poll, Acting]:
    """Who may see all names and speak to the cell; raises NoSuchPoll, PollOver or NotAllowed."""
    poll, unit = await open_poll(turn.db, poll_id, turn.now)
    one = await speaker(turn, unit.id)
    if not (await seeing(turn, unit)).names.every:
        raise NotAllowed
    return poll, one


@router.choice("poll_note", number, number)
async def whose(turn: Turn) -> Reply:
    """The silent, each to be chosen; no list of names through a network abroad."""
    poll, one = await _open(turn, turn.args[0])
    back = Choice(words.BACK, f"poll_at:{poll.id}")
    if not await may_say_all(turn, one.unit):
        return Reply(words.BY_LINK, (back,))
    silent = await poll_counts.silent_people(turn.db, poll, turn.now)
    if not silent:
        return in_place(turn, Reply(words.ALL_ANSWERED, (back,)))
    page = page_of(silent, turn.args[1], NAMES)
    choices = (Choice(cut(name), f"poll_note_one:{poll.id}:{member_id}") for member_id, name in page.items)
    text = words.whose(len(silent), page.number + 1, page.count)
    return in_place(turn, Reply(text, (*choices, *page.turners(f"poll_note:{poll.id}"), back)))


@router.choice("poll_note_one", number, number)
async def which_answer(turn: Turn) -> Reply:
    poll, one = await _open(turn, turn.args[0])
    silent = dict(await poll_counts.silent_people(turn.db, poll, turn.now))
    if turn.args[1] not in silent or not await may_say_all(turn, one.unit):
        raise NotAllowed
    value = f"poll_note_say:{poll.id}:{turn.args[1]}"
    choices = (Choice(answer, f"{value}:{at}") for at, answer in enumerate(poll.answers, 1))
    back = Choice(words.BACK, f"poll_note:{poll.id}:0")
    return in_place(turn, Reply(words.ask_for(silent[turn.args[1]], poll.question), (*choices, back)))


@router.choice("poll_note_say", number, number, number)
async def note_it(turn: Turn) -> Reply:
    poll, one = await _open(turn, turn.args[0])
    _, member_id, choice = turn.args
    if not await may_say_all(turn, one.unit):
        raise NotAllowed
    by = as_member(one.member.id)
    noted = await poll_answers.note_answer(turn.db, poll.id, member_id, choice, by, turn.now)
    member: Member = noted.member
    said = words.noted_for(member.name, poll.answers[choice - 1])
    more, back = Choice(words.NOTE, f"poll_note:{poll.id}:0"), Choice(words.BACK, f"poll_at:{poll.id}")
    return in_place(turn, Reply(said, (more, back)))
