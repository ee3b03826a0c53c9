"""How a meeting was graded, as it is written down: each part with what it got and where that came from."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting
from bot.model.scores import MeetingScore
from bot.model.units import Unit
from bot.refusals import NoSuchProfile
from bot.services.rate import percent
from bot.services.scoring.criteria import Fact
from bot.services.scoring.grading import Finding, Part, Result
from bot.services.scoring.kept_sheets import sheet_named
from bot.services.scoring.scores import is_outdated, kept, score_of
from bot.words import minutes_paper as words
from bot.words import scoring
from bot.words.times import day, day_of


async def score_facts(db: AsyncSession, meeting: Meeting, *, with_reasons: bool) -> dict[str, object] | None:
    """For the form of the minutes; None where nobody has graded the meeting to the end."""
    score = await score_of(db, meeting.id)
    result = kept(score) if score is not None else None
    if score is None or result is None:
        return None
    sheet = words.sheet(await title_of(db, meeting, score), scoring.VERIFY)
    confirmed = words.confirmed(day(day_of(score.confirmed_at)) if score.confirmed_at else None)
    return {
        "result": words.graded(result.points, result.most, scoring.GRADES[result.grade]),
        "sheet": sheet,
        "confirmed": words.NOT_COUNTED_ANEW if await is_outdated(db, meeting, score) else confirmed,
        "rows": [
            {"title": one.title, "got": got_of(one), "why": why_of(one, with_reasons=with_reasons)}
            for one in result.parts
        ],
    }


def result_said(result: Result) -> str:
    return scoring.result(result.points, result.most, result.failed, result.grade)


async def title_of(db: AsyncSession, meeting: Meeting, score: MeetingScore) -> str:
    """Of the sheet; its name where the office has taken it away."""
    unit = await db.get_one(Unit, meeting.cell_id)
    try:
        return (await sheet_named(db, unit, score.profile)).title
    except NoSuchProfile:
        return score.profile


def got_of(part: Part) -> str:
    if part.points is not None:
        return f"{part.got}/{part.points}"
    return words.MET if part.got else words.NOT_MET


def why_of(part: Part, *, with_reasons: bool) -> str:
    """`dự họp 21/25 = 84,00 %; cần trên 85 %`, or that people said so."""
    return "; ".join(found_said(one, with_reasons=with_reasons) for one in part.findings) or scoring.BY_PEOPLE


def found_said(one: Finding, *, with_reasons: bool) -> str:
    match one.fact:
        case Fact.RATE:
            said, whole = percent(one.found, one.whole or 0), one.whole or 0
            return scoring.rate(one.found, whole, said, one.operator, one.wanted, is_adjusted=one.is_adjusted)
        case Fact.UNEXCUSED:
            return scoring.unexcused(one.found)
        case Fact.EXCUSED_RUNNING:
            return scoring.running(one.found, one.wanted)
        case Fact.PERSONAL:
            told = scoring.personal(one.found, one.wanted)
            return told if with_reasons else scoring.personal_untold(one.wanted, is_met=one.is_met)
        case Fact.MINUTES:
            return scoring.length(one.found, one.wanted)
