"""What is still open about a meeting that is being moved; then what the change would do."""

from datetime import timedelta

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.services import meetings
from bot.services.habits import habits_of
from bot.services.outlays import of_move
from bot.services.permissions import Right
from bot.services.tally import standing_of
from bot.words import calling, vi
from bot.words import moving as words
from bot.words.labels import cut
from bot.words.times import local
from handlers.meetings.planning import Planned, planned
from handlers.meetings.present import as_it_stands, is_as_shown, who_hears
from handlers.talk import drafts
from handlers.talk.acting import acting_at
from handlers.talk.outlay import outlay

MOVE = "move"
WHEN, HALF, PLACE, LOOK = "move_when", "move_half", "move_place", "move_look"


async def next_question(turn: Turn) -> Reply:
    """When, and what is not certain of it; then what the change would do."""
    plan = planned(turn, MOVE)
    member, meeting, cell = await acting_at(turn, Right.CALL, plan.about["meeting"])
    if not is_as_shown(meeting, plan.about["revision"]):
        drafts.drop(turn)
        return await as_it_stands(turn, meeting, member)
    if plan.at is None and not plan.place and not plan.hours:
        return ask_when(turn, plan, meeting)
    if len(plan.hours) > 1:
        choices = (Choice(calling.hour_of_day(hour), f"move_hour:{plan.number}:{hour:%H%M}") for hour in plan.hours)
        return Reply(calling.ask_half(plan.hours), tuple(choices), expect=HALF)
    return await _preview(turn, plan, meeting, cell)


def ask_when(turn: Turn, plan: Planned, meeting: Meeting, first: str = "") -> Reply:
    later = (meeting.starts_at + timedelta(days=days) for days in (1, 7))
    offers = (
        Choice(calling.time_choice(at), f"move_at:{plan.number}:{local(at):%Y%m%dT%H%M}")
        for at in later
        if at > turn.now
    )
    place = Choice(words.PLACE_ONLY, f"move_edit:{plan.number}:place")
    text = f"{first}\n{words.ask_when(meeting.starts_at)}".strip()
    return Reply(text, (*offers, place, _leave(plan)), expect=WHEN)


def _leave(plan: Planned) -> Choice:
    return Choice(words.LEAVE, f"move_drop:{plan.number}")


async def ask_place(turn: Turn, plan: Planned, meeting: Meeting) -> Reply:
    habits = await habits_of(turn.db, meeting.cell_id, turn.now)
    places = [place for place in habits.places if place != meeting.place]
    drafts.add(turn, MOVE, places=places)
    choices = (Choice(cut(place), f"move_place:{plan.number}:{n}") for n, place in enumerate(places))
    return Reply(calling.ask_place(has_choices=bool(places)), (*choices, _leave(plan)), expect=PLACE)


async def _preview(turn: Turn, plan: Planned, meeting: Meeting, cell: Unit) -> Reply:
    at, place = plan.at or meeting.starts_at, plan.place or meeting.place
    if (at, place) == (meeting.starts_at, meeting.place):
        return ask_when(turn, plan, meeting, words.NOTHING_CHANGES)
    meetings.checked(meeting.kind, at, place, None, turn.now, harmless=True)
    new = vi.meeting_lines(vi.cell(cell.name), meeting.kind, at, place, meeting.topic)
    lines = [words.preview(meeting.starts_at, meeting.place, new)]
    costs = await outlay(turn, await of_move(turn.db, meeting, at, turn.now, place))
    lines.append(await who_hears(turn, meeting, min(at, meeting.starts_at), is_move=True) + costs)
    standing = await standing_of(turn.db, meeting)
    if answered := standing.coming + standing.away + standing.undecided:
        lines.append(words.asked_again(answered))
    return Reply("\n".join(lines), _choices(plan), expect=LOOK)


def _choices(plan: Planned) -> tuple[Choice, ...]:
    return (
        Choice(words.MOVE, f"move_go:{plan.number}:{plan.edition}"),
        Choice(words.CHANGE_TIME, f"move_edit:{plan.number}:time"),
        Choice(words.CHANGE_PLACE, f"move_edit:{plan.number}:place"),
        _leave(plan),
    )
