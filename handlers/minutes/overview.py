"""The minutes as far as they are said: the first open question, else all of it, to be changed, finished, fetched."""

from datetime import timedelta

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.minutes import MeetingMinutes
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, Refused
from bot.reports.recipes import recipe
from bot.reports.score_facts import score_facts
from bot.services import minutes
from bot.services.audit import as_member
from bot.services.headcounts import heads_of
from bot.services.minutes import Question
from bot.services.notices import owe_word
from bot.services.permissions import Right, holders, may
from bot.services.scoring.facts import least_minutes
from bot.services.scoring.scores import SCORED
from bot.words import minutes as words
from bot.words import scoring, vi
from bot.words.names import fold
from bot.words.times import day_of
from handlers.minutes.questions import ask
from handlers.talk.acting import acting_at
from handlers.talk.beginnings import begun_by
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place

router = Router()


async def shown(turn: Turn, meeting_id: int, note: str = "") -> Reply:
    """The next question, or all that was said."""
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    row = await minutes.minutes_of(turn.db, meeting.id)
    open_questions = minutes.unanswered(row)
    if row is None or open_questions:
        minutes.demand_begun(meeting, turn.now)
        return await ask(turn, meeting, open_questions[0])
    return await _overview(turn, meeting, cell, row, note)


async def _overview(turn: Turn, meeting: Meeting, cell: Unit, row: MeetingMinutes, note: str) -> Reply:
    is_closed = meeting.state is MeetingState.CLOSED
    is_corrected = is_closed and (await heads_of(turn.db, meeting)).is_corrected
    lines = [
        *([note] if note else []),
        words.title(vi.body(cell.name, meeting.kind), meeting.starts_at, is_done=row.done_at is not None),
        *await _said(turn, meeting, row),
        *([] if is_closed else [words.ROLL_OPEN]),
        *([words.CORRECTED] if is_corrected else []),
    ]
    return Reply("\n".join(lines), _choices(meeting, row), expect=f"minutes:{meeting.id}")


async def _said(turn: Turn, meeting: Meeting, row: MeetingMinutes) -> list[str]:
    lasted = ((row.ended_at or meeting.starts_at) - meeting.starts_at) // timedelta(minutes=1)
    chair, clerk = [await turn.db.get(Member, one or 0) for one in (row.chair_id, row.clerk_id)]
    opinions = words.said(row.opinions or 0, await minutes.count_conclusions(turn.db, meeting.id))
    lines = [
        words.ended(row.ended_at or meeting.starts_at, lasted, await least_minutes(turn.db, meeting)),
        words.led(chair.name if chair else "", clerk.name if clerk else ""),
        f"{opinions} {words.resolved(row.resolution)}",
    ]
    if meeting.kind not in SCORED:
        return lines
    score = await score_facts(turn.db, meeting, with_reasons=False)
    return [*lines, words.graded(str(score["result"]) if score else None)]


def _choices(meeting: Meeting, row: MeetingMinutes) -> tuple[Choice, ...]:
    is_closed, is_done = meeting.state is MeetingState.CLOSED, row.done_at is not None
    finish = Choice(words.FINISH, f"minutes_done:{meeting.id}")
    fetch = Choice(words.FETCH if is_done else words.FETCH_DRAFT, f"minutes_get:{meeting.id}")
    score = Choice(scoring.SCORE, f"score:{meeting.id}")
    return (
        *([finish] if is_closed and not is_done else []),
        fetch,
        *([score] if is_closed and meeting.kind in SCORED else []),
        Choice(words.WRITE_CONCLUSIONS, f"conclusions:{meeting.id}"),
        Choice(words.EDIT, f"minutes_edit:{meeting.id}"),
    )


@router.step("minutes")
async def words_at_the_overview(turn: Turn) -> Reply | None:
    said, meeting_id = fold(turn.said.text).strip(" .!"), int((turn.endpoint.step or "").split(":")[1])
    if said in words.SAID_DONE:
        return await finish_and_hand_over(turn, meeting_id)
    if said in words.SAID_EDIT:
        return await _parts(turn, meeting_id)
    return await begun_or(turn, ChoiceExpected())


async def begun_or(turn: Turn, refusal: Refused) -> Reply | None:
    """Words that are no answer begin what they begin, and nothing is lost; raises the refusal where that is nothing."""
    other = begun_by(turn.said.text)
    if other is None:
        raise refusal
    return await other(turn)


@router.choice("minutes_edit", number)
async def edit(turn: Turn) -> Reply:
    return in_place(turn, await _parts(turn, turn.args[0]))


async def _parts(turn: Turn, meeting_id: int) -> Reply:
    _, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id)
    parts = [Choice(words.PARTS[one], f"minutes_ask:{meeting.id}:{one}") for one in Question]
    return Reply(words.WHICH_PART, (*parts, Choice(words.ANEW, f"minutes:{meeting.id}")))


@router.choice("minutes_ask", number, Question)
async def ask_again(turn: Turn) -> Reply:
    _, meeting, _ = await acting_at(turn, Right.ROLL, turn.args[0])
    minutes.demand_begun(meeting, turn.now)
    return await ask(turn, meeting, turn.args[1])


@router.choice("minutes_done", number)
async def finish(turn: Turn) -> Reply:
    return await finish_and_hand_over(turn, turn.args[0])


async def finish_and_hand_over(turn: Turn, meeting_id: int) -> Reply:
    """Done, once; whoever leads the cell hears of it, where it was somebody else."""
    member, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    before = await minutes.minutes_of(turn.db, meeting.id)
    was_done = before is not None and before.done_at is not None
    await minutes.finish(turn.db, meeting, as_member(member.id), turn.now)
    if not was_done:
        await _tell_leader(turn, member, meeting, cell)
    return await _handed(turn, member, meeting, cell, words.done(meeting.starts_at))


async def _tell_leader(turn: Turn, member: Member, meeting: Meeting, cell: Unit) -> None:
    leaders = await holders(turn.db, cell, Right.DECIDE_LEAVE, day_of(turn.now))
    if leaders and member.id not in leaders:
        said = words.told(vi.body(cell.name, meeting.kind), meeting.starts_at)
        word = Reply(said, (Choice(words.FETCH, f"minutes_get:{meeting.id}"),))
        await owe_word(turn.db, f"minutes:{meeting.id}", meeting.id, leaders, word, turn.now)


@router.choice("minutes_get", number)
async def fetch(turn: Turn) -> Reply:
    member, meeting, cell = await acting_at(turn, Right.ROLL, turn.args[0])
    minutes.demand_begun(meeting, turn.now)
    return await _handed(turn, member, meeting, cell, words.fetched(meeting.starts_at))


async def _handed(turn: Turn, member: Member, meeting: Meeting, cell: Unit, text: str) -> Reply:
    """The file; whoever may not see reasons is told that theirs has none."""
    has_reasons = await may(turn.db, member.id, Right.SEE_REASONS, cell, day_of(turn.now))
    said = text if has_reasons else f"{text} {words.WITHOUT_REASONS}"
    back = Choice(words.ANEW, f"minutes:{meeting.id}")
    return await hand_over(turn, member, cell, recipe("minutes", member.id, meeting.id), said, (back,))
