"""How good a meeting was: asked one criterion at a time, summed up with where each part comes from, confirmed."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.scores import MeetingScore
from bot.model.units import Unit
from bot.refusals import NoMeetingNow, NoSuchProfile, NotAllowed, PointsWrong
from bot.reports.score_facts import result_said, title_of
from bot.services.audit import as_member
from bot.services.headcounts import heads_of
from bot.services.meetings import meeting_of
from bot.services.minutes import Question, minutes_of
from bot.services.notices import owe_word
from bot.services.permissions import Right, holders
from bot.services.roll import closed_since
from bot.services.scoring import kept_sheets, scores
from bot.services.scoring.criteria import Criterion, Profile
from bot.services.supervisors import supervisors_of
from bot.words import minutes as minutes_words
from bot.words import rolls, vi
from bot.words import scoring as words
from bot.words.times import day_of
from handlers.minutes import WITHIN
from handlers.minutes.overview import begun_or
from handlers.minutes.questions import ask as ask_minutes
from handlers.score_parts import gates_said, parts_said
from handlers.talk.acting import acting_at, where, which_meeting
from handlers.talk.paging import in_place

router = Router()


@router.command("chấm chất lượng")
@router.command("chấm chất lượng sinh hoạt")
@router.command("chấm điểm sinh hoạt")
@router.command("/chamchatluong")
async def begin(turn: Turn) -> Reply:
    cells = {one.unit.id: one for one in await where(turn, Right.ROLL)}
    if not cells:
        raise NotAllowed
    closed = await closed_since(turn.db, list(cells), turn.now - WITHIN)
    found = [one for one in closed if one.kind in scores.SCORED]
    if not found:
        raise NoMeetingNow
    return await _shown(turn, found[0].id) if len(found) == 1 else which_meeting(found, cells, "score:{}")


@router.choice("score", number)
async def open_score(turn: Turn) -> Reply:
    return await _shown(turn, turn.args[0])


async def _shown(turn: Turn, meeting_id: int, note: str = "") -> Reply:
    """Which sheet, the next criterion, the end of the meeting where it counts, or the sum."""
    member, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    scores.demand_scored(meeting)
    try:
        profile = await scores.sheet_for(turn.db, meeting)
    except NoSuchProfile as gone:
        return await _as_it_was(turn, meeting, gone)
    if profile is None:
        return await _which_sheet(turn, meeting, cell)
    score = await scores.begin(turn.db, meeting, profile, as_member(member.id), turn.now)
    if (asked := scores.next_asked(profile, score)) is not None:
        return _ask(meeting, profile, asked)
    if scores.kept(score) is None:
        row = await minutes_of(turn.db, meeting.id)
        if profile.needs_hours and (row is None or row.ended_at is None):
            return await ask_minutes(turn, meeting, Question.END)
        score = await scores.count_anew(turn.db, meeting, profile, as_member(member.id), turn.now)
    return await _sum(turn, meeting, profile, score, note)


async def _as_it_was(turn: Turn, meeting: Meeting, gone: NoSuchProfile) -> Reply:
    """The sheet of a grade is gone: it can be read, or made anew by another."""
    score = await scores.score_of(turn.db, meeting.id)
    result = scores.kept(score) if score is not None else None
    if score is None or result is None:
        raise gone
    lines = [
        words.head(meeting.starts_at, score.profile),
        *await parts_said(turn, meeting, result),
        result_said(result),
    ]
    again = Choice(words.SCORE_AGAIN, f"score_again:{meeting.id}")
    minutes = Choice(minutes_words.MINUTES, f"minutes:{meeting.id}")
    return Reply("\n".join(lines), (again, minutes))


async def _which_sheet(turn: Turn, meeting: Meeting, cell: Unit) -> Reply:
    sheets = await kept_sheets.sheets_at(turn.db, cell)
    choices = (Choice(words.of_sheet(one.profile.title), f"score_by:{meeting.id}:{one.profile.name}") for one in sheets)
    return Reply(words.WHICH_SHEET, tuple(choices))


@router.choice("score_by", number, str)
async def by_sheet(turn: Turn) -> Reply:
    """The sheet that was chosen; where the unit's setting names one by now, that holds."""
    member, meeting, cell = await acting_at(turn, Right.ROLL, turn.args[0], lock=True)
    chosen = await kept_sheets.sheet_named(turn.db, cell, turn.args[1])
    if await scores.sheet_for(turn.db, meeting) is None:
        await scores.begin(turn.db, meeting, chosen, as_member(member.id), turn.now)
    return await _shown(turn, meeting.id)


# One criterion


def _ask(meeting: Meeting, profile: Profile, asked: Criterion) -> Reply:
    place = profile.asked.index(asked) + 1
    text = words.ask(place, len(profile.asked), asked.title, asked.points)
    value = f"score_say:{meeting.id}:{asked.key}"
    choices: tuple[Choice, ...]
    if asked.points is None:
        choices = (Choice(words.MET, f"{value}:1"), Choice(words.NOT_MET, f"{value}:0"))
    else:
        offered = dict.fromkeys((asked.most, asked.most * 4 // 5, asked.most // 2))
        choices = tuple(Choice(words.points_choice(one), f"{value}:{one}") for one in offered)
    return Reply(text, choices, expect=f"score:{meeting.id}:{asked.key}")


@router.choice("score_say", number, str, number)
async def say(turn: Turn) -> Reply:
    return await _say(turn, *turn.args)


@router.step("score")
async def say_typed(turn: Turn) -> Reply | None:
    _, meeting_id, key = (turn.endpoint.step or "").split(":")
    got = words.points_said(turn.said.text)
    if got is None:
        _, meeting, _ = await acting_at(turn, Right.ROLL, int(meeting_id))
        profile = await scores.sheet_for(turn.db, meeting)
        asked = profile.criterion(key) if profile else None
        return await begun_or(turn, PointsWrong(most=asked.most if asked else 1))
    return await _say(turn, int(meeting_id), key, got)


async def _say(turn: Turn, meeting_id: int, key: str, got: int) -> Reply:
    """What one criterion gets; one that another sheet had is not asked any more."""
    member, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    profile = await scores.sheet_for(turn.db, meeting)
    if profile is None:
        return await _shown(turn, meeting_id)
    await scores.say(turn.db, meeting, profile, key, got, as_member(member.id), turn.now)
    return await _shown(turn, meeting_id)


# The sum


async def _sum(turn: Turn, meeting: Meeting, profile: Profile, score: MeetingScore, note: str = "") -> Reply:
    result = scores.kept(score)
    assert result is not None  # noqa: S101 - the caller has just seen to it
    is_stale = await scores.is_stale(turn.db, meeting, profile, score)
    state = [words.STALE] if is_stale else [words.confirmed(score.confirmed_at)] if score.confirmed_at else []
    head = words.head(meeting.starts_at, await title_of(turn.db, meeting, score))
    parts = await parts_said(turn, meeting, result)
    lines = [*([note] if note else []), head, *parts, result_said(result), *gates_said(profile, result), *state]
    recount = Choice(words.RECOUNT, f"score_count:{meeting.id}")
    confirm = Choice(words.ASK_SUPERVISOR, f"score_ask:{meeting.id}")
    choices = (
        *([recount] if is_stale else [] if score.confirmed_at else [confirm]),
        Choice(words.SCORE_AGAIN, f"score_again:{meeting.id}"),
        Choice(minutes_words.MINUTES, f"minutes:{meeting.id}"),
    )
    return Reply("\n".join(lines), choices)


@router.choice("score_again", number)
async def start_over(turn: Turn) -> Reply:
    member, meeting, _ = await acting_at(turn, Right.ROLL, turn.args[0], lock=True)
    await scores.start_over(turn.db, meeting, as_member(member.id), turn.now)
    return await _shown(turn, meeting.id)


@router.choice("score_count", number)
async def count_anew(turn: Turn) -> Reply:
    """What the roll says by now, with what people said before."""
    member, meeting, _ = await acting_at(turn, Right.ROLL, turn.args[0], lock=True)
    profile = await scores.sheet_for(turn.db, meeting)
    if profile is not None and await scores.score_of(turn.db, meeting.id) is not None:
        await scores.count_anew(turn.db, meeting, profile, as_member(member.id), turn.now)
    return in_place(turn, await _shown(turn, meeting.id))


# Confirmed by who follows the cell


@router.choice("score_ask", number)
async def ask_supervisor(turn: Turn) -> Reply:
    """The first of them who can be reached reads counts and the grade, and no name."""
    _, meeting, cell = await acting_at(turn, Right.ROLL, turn.args[0], lock=True)
    score = await scores.score_of(turn.db, meeting.id, lock=True)
    if score is None or scores.kept(score) is None or await scores.is_outdated(turn.db, meeting, score):
        return await _shown(turn, meeting.id)
    people = (await supervisors_of(turn.db, [cell], day_of(turn.now)))[cell.id]
    about = f"score:{meeting.id}:{scores.digest_of(score)}"
    is_owed = bool(people) and await owe_word(
        turn.db, about, meeting.id, people, await _to_confirm(turn, meeting, cell, score), turn.now
    )
    if is_owed:
        score.asked_at = turn.now
    return await _shown(turn, meeting.id, words.ASKED_SUPERVISOR if is_owed else words.NO_SUPERVISOR)


async def _to_confirm(turn: Turn, meeting: Meeting, cell: Unit, score: MeetingScore) -> Reply:
    result, came = scores.kept(score), (await heads_of(turn.db, meeting)).came
    assert result is not None  # noqa: S101 - both callers have just seen to it
    counts = rolls.counts(came.expected, came.present, came.excused, came.unexcused)
    text = words.to_confirm(vi.cell(cell.name), meeting.starts_at, result_said(result), counts)
    return Reply(text, (Choice(words.CONFIRM, f"score_ok:{meeting.id}:{scores.digest_of(score)}"),))


@router.choice("score_ok", number, str)
async def confirm(turn: Turn) -> Reply:
    """Exactly the grade that was shown; another one is shown first."""
    meeting = await meeting_of(turn.db, turn.args[0], lock=True)
    cell = await turn.db.get_one(Unit, meeting.cell_id)
    member = await _supervisor(turn, cell)
    score = await scores.score_of(turn.db, meeting.id)
    if score is not None and scores.kept(score) is not None and scores.digest_of(score) != turn.args[1]:
        asked = await _to_confirm(turn, meeting, cell, score)
        return Reply(f"{words.CHANGED}\n{asked.text}", asked.choices)
    before = score.confirmed_at if score else None
    done = await scores.confirm(turn.db, meeting, turn.args[1], as_member(member.id), turn.now)
    grade = str(done.grade)
    if before is None:
        leaders = await holders(turn.db, cell, Right.DECIDE_LEAVE, day_of(turn.now))
        said = words.told_secretary(meeting.starts_at, grade)
        await owe_word(turn.db, f"score_ok:{meeting.id}:{turn.args[1]}", meeting.id, leaders, said, turn.now)
    return in_place(turn, Reply(words.has_confirmed(vi.cell(cell.name), meeting.starts_at, grade)))


async def _supervisor(turn: Turn, cell: Unit) -> Member:
    """Who at this phone follows the cell; raises NotAllowed."""
    people = (await supervisors_of(turn.db, [cell], day_of(turn.now)))[cell.id]
    for member in turn.members:
        if member.id in people:
            return member
    raise NotAllowed
