"""The sum of a score sheet in lines: each part with where it came from, and what holds the grade down."""

from bot.conversation import Turn
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.reports.score_facts import got_of, why_of
from bot.services.permissions import Right, may
from bot.services.scoring import scores
from bot.services.scoring.criteria import Profile
from bot.services.scoring.grading import Result
from bot.words import scoring as words
from bot.words.times import day_of
from handlers.talk.handing_over import may_say_all

MOST_LINES = 3
"""Of criteria that are computed; more of them share a line."""


async def parts_said(turn: Turn, meeting: Meeting, result: Result) -> list[str]:
    """Each with where it came from: what people said in one line, what was computed in a line each."""
    tells = await _may_tell_reasons(turn, meeting)
    computed = [
        words.part(one.title, one.got, one.points, why_of(one, with_reasons=tells))
        for one in result.parts
        if one.findings
    ]
    said = [words.said_part(one.title, got_of(one)) for one in result.parts if not one.findings]
    if len(computed) > MOST_LINES:
        computed = ["; ".join(computed)]
    return [*computed, *([words.said_parts(said)] if said else [])]


async def _may_tell_reasons(turn: Turn, meeting: Meeting) -> bool:
    """Whether somebody here may see why people were away, and this network may carry it."""
    cell = await turn.db.get_one(Unit, meeting.cell_id)
    on = day_of(turn.now)
    can_see = any([await may(turn.db, one.id, Right.SEE_REASONS, cell, on) for one in turn.members])
    return can_see and await may_say_all(turn, cell)


def gates_said(profile: Profile, result: Result) -> list[str]:
    return [words.capped(titles, grade) for titles, grade in scores.gated(profile, result.parts)][:1]
