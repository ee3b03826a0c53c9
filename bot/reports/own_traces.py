"""What else is kept about one person, line by line, behind what they are told in the chat."""

from collections.abc import Sequence

from bot.model.conclusions import Conclusion
from bot.model.guests import Guest
from bot.model.logins import ApiToken, Login
from bot.model.meetings import Meeting
from bot.model.minutes import MeetingMinutes
from bot.model.units import Unit
from bot.model.visits import VisitAssignment, WorkingGroup, WorkingGroupMember
from bot.model.warnings import UnitWarning
from bot.services.api_tokens import scopes_in
from bot.services.own_changes import OwnChange, OwnSplit
from bot.services.own_traces import Traces
from bot.words import api_tokens as token_words
from bot.words import own_copy as words
from bot.words.times import day_of
from bot.words.vi import cell


def trace_sections(traces: Traces, member_id: int) -> Sequence[tuple[str, Sequence[str]]]:
    """A label and its lines, none where there is nothing."""
    return (
        (words.CHANGES, [*map(_change, traces.changes), *map(_split, traces.splits)]),
        (words.LED, [_led(row, meeting, member_id) for row, meeting in traces.led]),
        (words.BESIDE, [_beside(row, meeting) for row, meeting in traces.beside]),
        (words.TASKS, [_task(row, meeting) for row, meeting in traces.tasks]),
        (words.GROUPS, [_in_group(*one) for one in traces.groups]),
        (words.ASSIGNED, [_assigned(row, unit) for row, unit in traces.assigned]),
        (words.FLAGS, [_flag(row, unit) for row, unit in traces.flags]),
        (words.LOGINS, [_login(row) for row in traces.logins]),
        (words.TOKENS, [_token(row) for row in traces.tokens]),
    )


def _change(one: OwnChange) -> str:
    return words.change(one.said, one.row.state, day_of(one.row.asked_at))


def _split(one: OwnSplit) -> str:
    return words.split(cell(one.cell.name), cell(one.into), one.row.on, one.row.state)


def _led(row: MeetingMinutes, meeting: Meeting, member_id: int) -> str:
    """What this person was; who else led the meeting is not theirs."""
    roles = [(row.chair_id, words.CHAIR), (row.clerk_id, words.CLERK)]
    return words.at_meeting(meeting.starts_at, meeting.kind, ", ".join(said for who, said in roles if who == member_id))


def _beside(row: Guest, meeting: Meeting) -> str:
    said = words.beside(row.kind, (row.name, row.title, row.organisation), row.came)
    return words.at_meeting(meeting.starts_at, meeting.kind, said)


def _task(row: Conclusion, meeting: Meeting) -> str:
    return words.task(row.text, day_of(meeting.starts_at), row.due_on, row.done_at)


def _in_group(row: WorkingGroupMember, group: WorkingGroup, unit: Unit) -> str:
    return words.in_group(group.name, unit.name, row.from_on, row.until_on, is_leader=row.is_leader)


def _assigned(row: VisitAssignment, unit: Unit) -> str:
    days = row.from_on, row.until_on
    is_over = row.ended_at is not None
    return words.assigned(cell(unit.name), days, row.note, is_announced=row.is_announced, is_over=is_over)


def _flag(row: UnitWarning, unit: Unit) -> str:
    return words.flag(cell(unit.name), row.name, row.period, row.stage, row.at)


def _login(row: Login) -> str:
    return words.login(row.device, row.way, row.made_at, row.seen_at, row.ended_at)


def _token(row: ApiToken) -> str:
    """Nothing by which it could be used."""
    said = token_words.line(row.name, scopes_in(row), row.expires_at, row.used_at)
    return words.token(said, row.made_at, row.revoked_at)
