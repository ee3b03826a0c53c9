"""Somebody asks what can be said now, leaves what was begun, takes it up again, or sends what cannot be read."""

from collections.abc import Awaitable, Callable, Mapping

from bot.conversation import YES_NO, Router, Turn
from bot.messages import Choice, Kind, Reply
from bot.refusals import ChoiceExpected, DraftGone
from bot.words import menu as words
from bot.words import vi
from bot.words.meeting_papers import FILES_BY_LINK
from bot.words.steps import HINTS
from handlers import (
    announcements,
    calls,
    codes,
    directives,
    guests,
    indicators,
    meetings,
    opinions,
    paper,
    polls,
    resident_texts,
    roll,
    series,
    stated_needs,
    visits,
)
from handlers.attendance import unclear
from handlers.directives import coming_back, passing
from handlers.meeting_papers import places_for_papers
from handlers.menu import menu
from handlers.opinions import passing as opinions_up
from handlers.residents import asked_to_stop
from handlers.talk import drafts
from handlers.talk.asked import MENU, still_asked

router = Router()
RESUME: Mapping[str, Callable[[Turn], Awaitable[Reply]]] = {
    "announce": announcements.resume,
    "call": meetings.resume,
    "calls": calls.resume,
    "calls_line": calls.resume,
    "codes": codes.resume,
    "directive": directives.resume,
    "directive_report_sure": coming_back.resume,
    "guests_said": guests.resume,
    "indicator": indicators.resume,
    "move": meetings.resume,
    "move_which": meetings.resume,
    "need": stated_needs.resume,
    "opinion": opinions.resume,
    "opinion_up": opinions_up.page,
    "paper": paper.resume,
    "passing": passing.resume,
    "poll": polls.resume,
    "residents": resident_texts.resume,
    "roll_fix": roll.resume,
    "roll_said": roll.resume,
    "series": series.resume,
    "series_said": series.resume,
    "visit_plan": visits.resume,
}
"""How each kind of draft goes on: it asks its next open question."""
STORED_AT_ONCE = frozenset({"calls", "calls_line", "roll_said", "roll_fix"})
"""Drafts beside which things are noted at once: leaving takes none of that away."""


@router.command("?")
@router.command("giup")
@router.command("giup toi")
@router.command("tro giup")
@router.command("huong dan")
@router.command("/help")
@router.command("/giup")
async def what_can_be_said(turn: Turn) -> Reply:
    """In the middle of something: what is asked just now, which stays asked. Else the menu."""
    step = turn.endpoint.step
    if step is None or step.partition(":")[0] not in HINTS:
        return await with_draft(turn, await menu(turn))
    return still_asked(turn, HINTS[step.partition(":")[0]])


async def with_draft(turn: Turn, reply: Reply) -> Reply:
    """Something that was begun and not finished is offered first."""
    if turn.endpoint.draft is None or turn.endpoint.draft["what"] not in RESUME:
        return reply
    return Reply(f"{words.UNFINISHED}\n{reply.text}", (Choice(words.GO_ON, "draft"), *reply.choices))


@router.command("thoi")
@router.command("/thoi")
async def leave(turn: Turn) -> Reply:
    """Whatever was begun is left, and nothing of it kept."""
    had_begun, draft = turn.endpoint.step is not None or turn.endpoint.draft is not None, turn.endpoint.draft
    drafts.drop(turn)
    reply = await menu(turn)
    left = words.LEFT if draft is not None and draft["what"] not in STORED_AT_ONCE else words.LEFT_AND_KEPT
    return Reply(f"{left}\n{reply.text}", reply.choices) if had_begun and turn.members else reply


@router.command("huy")
@router.command("bo")
@router.command("huy bo")
@router.command("dung viec nay")
async def leave_if_begun(turn: Turn) -> Reply:
    """Words that leave something; where nothing was begun nobody knows what they mean, and nothing is changed.

    Whoever is nothing but a resident here may mean their messages: they are asked.
    """
    has_begun = turn.endpoint.step is not None or turn.endpoint.draft is not None
    if not has_begun and not turn.members and (asked := await asked_to_stop(turn)):
        return asked
    return await leave(turn) if has_begun and turn.members else await unclear(turn)


@router.step(YES_NO)
async def neither_yes_nor_no(_turn: Turn) -> Reply:
    """The question stays asked; nothing else is answered by it."""
    raise ChoiceExpected


@router.choice("leave")
async def leave_by_button(turn: Turn) -> Reply:
    return await leave(turn)


@router.choice("draft")
@router.command("lam tiep")
async def go_on(turn: Turn) -> Reply:
    """The next open question of what was begun; raises DraftGone."""
    draft = turn.endpoint.draft
    if draft is None or draft["what"] not in RESUME:
        raise DraftGone
    return await RESUME[draft["what"]](turn)


@router.kind(Kind.OTHER)
async def not_words(turn: Turn) -> Reply:
    """A file comes by a link to our own page; whoever may bring papers is shown the way."""
    asked = still_asked(turn, vi.NOT_READ)
    if turn.endpoint.step is not None or not (papers := await places_for_papers(turn)):
        return asked
    return Reply(FILES_BY_LINK, (*papers, MENU))
