"""A cell asks its people something and counts the answers, each under its name; what is for a ballot is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Reply
from bot.model.meetings import Step
from bot.model.members import Membership
from bot.model.notices import Notice, Urgency
from bot.model.polls import Poll, PollAnswer, Polled
from bot.model.units import Unit
from bot.refusals import BallotOnPaper, NoSuchPoll, PollNudged, PollOver, PollWrong
from bot.services.addressees import Telling, tell
from bot.services.audit import note
from bot.services.cell_plans import CellPlan, people_of, plan_telling
from bot.services.cell_telling import drop_waiting, reach_of, tell_members, told_of
from bot.services.forms import WORD
from bot.services.meetings import guard
from bot.services.notices import OPEN
from bot.services.nudging import REST
from bot.services.people import holds
from bot.services.poll_questions import Asked, asked_words
from bot.services.reach import plan
from bot.words import polls as words
from bot.words.ballots import asks_for_ballot
from bot.words.names import fold, tidy
from bot.words.times import at_local, day_of

USUAL, SOONEST, FARTHEST = timedelta(days=3), timedelta(hours=1), timedelta(days=60)
EVENING = time(20)
RESULT_LASTS = timedelta(days=2)
AT_ONCE = 20
"""Polls at a tick; a cell has few."""


def checked_question(text: str, *, harmless: bool = False) -> str:
    """Raises SecrecyMarked, DoubtfulWords, BallotOnPaper or PollWrong."""
    said = tidy(text)
    guard((text, said), harmless=harmless)
    if asks_for_ballot(said):
        raise BallotOnPaper
    if not words.FEWEST <= len(said) <= words.LONGEST:
        raise PollWrong(why=words.question_length(len(said)))
    return said


def checked_answers(question: str, answers: Sequence[str], *, harmless: bool = False) -> list[str]:
    """The same for the answers: a question may turn into a ballot by them."""
    said = [tidy(one) for one in answers]
    guard(said, harmless=harmless)
    if any(asks_for_ballot(one) for one in said) or asks_for_ballot(f"{question} {' '.join(said)}"):
        raise BallotOnPaper
    if not words.FEWEST_ANSWERS <= len(said) <= words.MOST_ANSWERS:
        raise PollWrong(why=words.answers_count(len(said)))
    too_long = next((one for one in said if len(one) > words.LONGEST_ANSWER), None)
    if too_long is not None:
        raise PollWrong(why=words.answer_length(too_long))
    if len({fold(one) for one in said}) < len(said):
        raise PollWrong(why=words.SAME_TWICE)
    return said


def check_closing(closes_at: datetime, now: datetime) -> datetime:
    """Raises PollWrong for what is past, too soon or far away."""
    if closes_at < now + SOONEST:
        raise PollWrong(why=words.DAY_IS_PAST)
    if closes_at - now > FARTHEST:
        raise PollWrong(why=words.too_far(FARTHEST.days))
    return closes_at


def usual_closing(now: datetime) -> datetime:
    return at_local(day_of(now + USUAL), EVENING)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is asked; made of what was checked."""

    question: str
    answers: list[str]
    closes_at: datetime


async def plan_poll(db: AsyncSession, unit: Unit, draft: Draft, now: datetime) -> CellPlan:
    """Nothing is written; raises NobodyExpected."""
    asked = Asked(0, 1, draft.question, draft.answers, draft.closes_at, 0)

    def wording(name: str, can: Capabilities) -> Reply:
        return asked_words(unit, name, asked, can)

    return await plan_telling(db, unit, wording, now)


async def ask(db: AsyncSession, plan: CellPlan, draft: Draft, by: str, now: datetime) -> Poll:
    """Everybody of the cell as it is now is asked; whoever comes later is not."""
    check_closing(draft.closes_at, now)
    await db.execute(select(Unit.id).where(Unit.id == plan.unit.id).with_for_update())  # numbers follow each other
    last = await db.scalar(select(func.max(Poll.number)).where(Poll.unit_id == plan.unit.id)) or 0
    poll = Poll(
        unit_id=plan.unit.id,
        number=last + 1,
        question=draft.question,
        answers=draft.answers,
        by=by,
        made_at=now,
        closes_at=draft.closes_at,
    )
    db.add(poll)
    await db.flush()
    people = [member_id for member_id, _ in await db.execute(await people_of(db, plan.unit, now))]
    db.add_all(PollAnswer(poll_id=poll.id, member_id=member_id) for member_id in people)
    await db.flush()
    asked = select(PollAnswer.member_id, literal(poll.unit_id).label("unit_id")).where(PollAnswer.poll_id == poll.id)
    await tell(db, telling(poll, Polled.QUESTION, now), asked.subquery(), now)
    note(db, by, "poll_asked", about(poll), now, unit=plan.unit.code, people=len(people))
    return poll


def about(poll: Poll) -> str:
    return f"poll:{poll.id}"


def telling(poll: Poll, what: Polled, now: datetime, round_: int = 1) -> Telling:
    """A question is of no use after its day, what became of it for two days."""
    is_asking = what in {Polled.QUESTION, Polled.NUDGE}
    until = poll.closes_at if is_asking else now + RESULT_LASTS
    return Telling(about(poll), Step.POLL, Urgency.ROUTINE, now, until, round_, what)


async def poll_of(db: AsyncSession, poll_id: int, *, lock: bool = False, share: bool = False) -> tuple[Poll, Unit]:
    """Raises NoSuchPoll. `lock`: nobody answers, closes or takes it back meanwhile; `share`: many may hold it so."""
    asked = select(Poll).where(Poll.id == poll_id)
    if lock or share:
        asked = asked.with_for_update(read=share).execution_options(populate_existing=True)
    poll: Poll | None = await db.scalar(asked)
    if poll is None:
        raise NoSuchPoll
    return poll, await db.get_one(Unit, poll.unit_id)


def is_open(poll: Poll, now: datetime) -> bool:
    return poll.closed_at is None and poll.closes_at > now


async def open_poll(db: AsyncSession, poll_id: int, now: datetime, *, lock: bool = False) -> tuple[Poll, Unit]:
    """One that still takes answers; raises PollOver."""
    poll, unit = await poll_of(db, poll_id, lock=lock, share=not lock)
    if not is_open(poll, now):
        raise PollOver(number=poll.number)
    return poll, unit


async def newest_of(db: AsyncSession, unit_id: int, most: int) -> Sequence[Poll]:
    found = await db.scalars(select(Poll).where(Poll.unit_id == unit_id).order_by(Poll.id.desc()).limit(most))
    return found.all()


# Reminding


@dataclass(frozen=True, slots=True)
class Silent:
    """Who has said nothing yet, and still belongs to the cell."""

    ready: Sequence[int]
    """Whom a message reaches, and none is on its way to."""
    without: int
    """Whom none reaches."""


async def silent_of(db: AsyncSession, poll: Poll, now: datetime) -> Silent:
    waits = select(Notice.member_id).where(
        Notice.about == about(poll), Notice.member_id.is_not(None), Notice.state.in_(OPEN)
    )
    here = select(Membership.member_id).where(Membership.unit_id == poll.unit_id, holds(day_of(now)))
    asked = PollAnswer.poll_id == poll.id, PollAnswer.member_id.in_(here)
    found = await db.scalars(
        select(PollAnswer.member_id).where(*asked, PollAnswer.choice.is_(None), PollAnswer.member_id.not_in(waits))
    )
    silent = found.all()
    reached = (await plan(db, silent, WORD, now)).reached if silent else {}
    return Silent(list(reached), len(silent) - len(reached))


async def nudge(db: AsyncSession, poll_id: int, by: str, now: datetime) -> int:
    """Ask the silent once more; returns how many. Raises PollOver, or PollNudged, also the second of two at once."""
    poll, unit = await open_poll(db, poll_id, now, lock=True)
    if poll.nudged_at is not None and now < poll.nudged_at + REST:
        raise PollNudged(at=poll.nudged_at)
    silent = await silent_of(db, poll, now)
    if silent.ready:
        round_ = (await reach_of(db, about(poll), Polled.NUDGE)).round + 1
        await tell_members(db, telling(poll, Polled.NUDGE, now, round_), unit, silent.ready, now)
        poll.nudged_at = now
        note(db, by, "poll_nudged", about(poll), now, people=len(silent.ready))
    return len(silent.ready)


async def recall(db: AsyncSession, poll_id: int, by: str, now: datetime) -> int:
    """Nobody is asked any more, and whoever was told is told so: how many. Raises PollOver, also twice."""
    poll, unit = await open_poll(db, poll_id, now, lock=True)
    await drop_waiting(db, about(poll), "recalled", now)
    told = (await reach_of(db, about(poll), Polled.QUESTION)).told
    poll.closed_at = poll.recalled_at = now
    poll.recalled_by = by
    await tell_members(db, telling(poll, Polled.RECALLED, now), unit, told_of(about(poll)), now)
    note(db, by, "poll_recalled", about(poll), now, told=told)
    return told
