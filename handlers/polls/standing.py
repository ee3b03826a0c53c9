"""How a question stands: counts, who said what for those who may see names, reminding, closing, taking it back."""

from collections.abc import Sequence

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.polls import Poll, Polled
from bot.reports.recipes import recipe
from bot.services import poll_counts, polls
from bot.services.audit import as_member, note
from bot.services.cell_telling import reach_of
from bot.services.polls import is_open, poll_of
from bot.words import polls as words
from bot.words.vi import cell
from handlers.talk.acting import Acting
from handlers.talk.cell_speaking import is_hidden, speaker
from handlers.talk.handing_over import hand_over, may_say_all
from handlers.talk.held_back import unless_stopped
from handlers.talk.names_seen import Seeing, seeing
from handlers.talk.paging import in_place, page_of

router = Router()
NAMES, FEW = 8, 3


async def _poll(turn: Turn, poll_id: int) -> tuple[Poll, Acting]:
    """Raises NoSuchPoll or NotAllowed."""
    poll, unit = await poll_of(turn.db, poll_id)
    return poll, await speaker(turn, unit.id)


@router.choice("poll_at", number)
async def how_it_stands(turn: Turn) -> Reply:
    poll, one = await _poll(turn, turn.args[0])
    return in_place(turn, await _standing(turn, one, poll))


async def _standing(turn: Turn, one: Acting, poll: Poll) -> Reply:
    result = await poll_counts.result_of(turn.db, poll, turn.now)
    not_here = await is_hidden(turn, one.unit, poll.question, *poll.answers)
    lines = result.lines(words.numbered(len(poll.answers)) if not_here else poll.answers)
    question = words.HIDDEN if not_here else poll.question or words.GONE
    text = words.standing(poll.number, question, lines if _has_room(turn, lines) else ["; ".join(lines)], _state(poll))
    choices = [Choice(words.REFRESH, f"poll_at:{poll.id}"), Choice(words.WHO, f"poll_who:{poll.id}:0")]
    if is_open(poll, turn.now):
        silent = [Choice(words.NUDGE, f"poll_nudge:{poll.id}"), Choice(words.NOTE, f"poll_note:{poll.id}:0")]
        choices += silent if result.silent else []
        choices.append(Choice(words.CLOSE, f"poll_close:{poll.id}"))
        choices.append(Choice(words.RECALL, f"poll_back:{poll.id}"))
    return Reply(text, (*choices, Choice(words.BACK, f"announcements:{one.unit.id}")))


def _has_room(turn: Turn, lines: Sequence[str]) -> bool:
    """Where choices are lines of the text as well, many results are one of them."""
    return turn.capabilities.buttons or len(lines) <= FEW


def _state(poll: Poll) -> str:
    if poll.recalled_at is not None:
        return words.was_recalled(poll.recalled_at)
    return words.closed(poll.closed_at) if poll.closed_at is not None else words.open_until(poll.closes_at)


# Who said what


@router.choice("poll_who", number, number)
async def who(turn: Turn) -> Reply:
    """For whoever may see names; through a network abroad only by a link."""
    poll, unit = await poll_of(turn.db, turn.args[0])
    one = await seeing(turn, unit)
    back = Choice(words.BACK, f"poll_at:{poll.id}")
    if not await may_say_all(turn, unit):
        said = recipe("poll_names", one.member.id, poll.id)
        return await hand_over(turn, one.member, unit, said, words.BY_LINK, (back,))
    return in_place(turn, await _names(turn, one, poll, turn.args[1], back))


async def _names(turn: Turn, one: Seeing, poll: Poll, page_number: int, back: Choice) -> Reply:
    found = await poll_counts.people_of(turn.db, poll, turn.now, one.names)
    page = page_of(found, page_number, NAMES)
    lines = [words.person(name, poll.answers[said - 1] if said else None) for name, said in page.items]
    title = words.people_title(cell(one.unit.name), poll.number, poll.question)
    note(turn.db, as_member(one.member.id), "poll_names_seen", polls.about(poll), turn.now, count=len(page.items))
    counts = [] if one.names.every else (await poll_counts.result_of(turn.db, poll, turn.now)).lines(poll.answers)
    text = "\n".join([title, *counts, *one.names.said(len(found)), *lines])
    return Reply(text, (*page.turners(f"poll_who:{poll.id}"), back))


# Reminding the silent


@router.choice("poll_nudge", number)
async def ask_nudge(turn: Turn) -> Reply:
    poll, _ = await _poll(turn, turn.args[0])
    silent = await polls.silent_of(turn.db, poll, turn.now)
    back = Choice(words.NOT_NOW, f"poll_at:{poll.id}")
    if not silent.ready:
        return Reply(words.NOBODY_TO_NUDGE, (Choice(words.BACK, f"poll_at:{poll.id}"),))
    yes = Choice(words.NUDGE_NOW, f"poll_nudge_yes:{poll.id}")
    return Reply(words.ask_nudge(len(silent.ready), silent.without), (yes, back), expect=YES_NO)


@router.choice("poll_nudge_yes", number)
async def nudge(turn: Turn) -> Reply:
    poll, one = await _poll(turn, turn.args[0])
    count = await polls.nudge(turn.db, poll.id, as_member(one.member.id), turn.now)
    said = words.nudged(count) if count else words.NOBODY_TO_NUDGE
    back = Choice(words.BACK, f"poll_at:{poll.id}")
    return in_place(turn, Reply(await unless_stopped(turn, one.unit, said) if count else said, (back,)))


# Closing, and taking it back


@router.choice("poll_close", number)
async def ask_close(turn: Turn) -> Reply:
    poll, _ = await _poll(turn, turn.args[0])
    result = await poll_counts.result_of(turn.db, poll, turn.now)
    yes, no = Choice(words.CLOSE_NOW, f"poll_close_yes:{poll.id}"), Choice(words.KEEP_OPEN, f"poll_at:{poll.id}")
    return Reply(words.ask_close(result.silent), (yes, no), expect=YES_NO)


@router.choice("poll_close_yes", number)
async def close(turn: Turn) -> Reply:
    poll, one = await _poll(turn, turn.args[0])
    closed = await poll_counts.close_now(turn.db, poll.id, as_member(one.member.id), turn.now)
    return in_place(turn, await _standing(turn, one, closed))


@router.choice("poll_back", number)
async def ask_recall(turn: Turn) -> Reply:
    poll, _ = await _poll(turn, turn.args[0])
    told = (await reach_of(turn.db, polls.about(poll), Polled.QUESTION)).told
    yes, no = Choice(words.RECALL_NOW, f"poll_back_yes:{poll.id}"), Choice(words.KEEP, f"poll_at:{poll.id}")
    return Reply(words.ask_recall(told), (yes, no), expect=YES_NO)


@router.choice("poll_back_yes", number)
async def recall(turn: Turn) -> Reply:
    poll, one = await _poll(turn, turn.args[0])
    await polls.recall(turn.db, poll.id, as_member(one.member.id), turn.now)
    return in_place(turn, Reply(words.RECALLED, (Choice(words.BACK, f"poll_at:{poll.id}"),)))
