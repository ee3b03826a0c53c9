"""The rows of meetings that are over: lists, answers, marks, and the messages that called to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.model.attendances import Answer, Leave, Mark, Standing
from bot.model.meetings import MeetingState, Step
from bot.model.notices import AttemptOutcome, NoticeState, Urgency
from bot.rehearsal.attendance import Said, Seen, told_at
from bot.rehearsal.cells import Cell
from bot.rehearsal.people import Person
from bot.rehearsal.writing import BY, Row
from bot.rehearsal.year import Held
from bot.services.audit import as_member
from bot.services.calls import CHANNEL
from bot.services.notices import NO_CHANNEL

MARKED_AFTER = timedelta(minutes=20)
SENT_WITHIN = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting that is written: its number, who led it, everybody who was expected."""

    id: int
    held: Held
    secretary: str
    seen: Sequence[Seen]


def meeting_row(held: Held, cell: Cell, secretary: Person) -> Row:
    by = as_member(secretary.id)
    return {
        "cell_id": cell.id,
        "kind": held.kind,
        "starts_at": held.starts_at,
        "place": cell.room,
        "topic": held.topic,
        "state": MeetingState.CLOSED,
        "revision": 1,
        "called_by": by,
        "called_at": held.called_at,
        "closed_at": held.closed_at,
        "closed_by": by,
    }


def attendance_rows(meeting: Minutes) -> Iterator[Row]:
    for one in meeting.seen:
        leave = _leave(one)
        yield {
            "meeting_id": meeting.id,
            "member_id": one.person.id,
            "standing": Standing.OFFICIAL if one.is_official else Standing.PROBATIONARY,
            "answer": one.said.answer if one.said else None,
            "is_stale": False,
            "reason": one.said.reason if one.said else None,
            "leave": leave,
            "leave_by": meeting.secretary if leave else None,
            "channel": one.said.channel if one.said else None,
            "answered_at": one.said.at if one.said else None,
            "mark": one.mark,
        }


def _leave(one: Seen) -> Leave | None:
    """The roll has decided what was asked for; whoever came needs none."""
    if one.said is None or one.said.answer is not Answer.AWAY or one.mark is Mark.PRESENT:
        return None
    return Leave.EXCUSED if one.mark is Mark.EXCUSED else Leave.REFUSED


def answer_rows(meeting: Minutes) -> Iterator[Row]:
    for one in meeting.seen:
        if one.said is not None:
            yield _answer(meeting, one.person, one.said)


def _answer(meeting: Minutes, person: Person, said: Said) -> Row:
    is_call = said.channel == CHANNEL
    return {
        "meeting_id": meeting.id,
        "member_id": person.id,
        "revision": 1,
        "answer": said.answer,
        "reason": said.reason,
        "channel": said.channel,
        "endpoint_id": None if is_call else person.endpoint_id,
        "said_by": meeting.secretary if is_call else as_member(person.id),
        "said_at": said.at,
    }


def mark_rows(meeting: Minutes) -> Iterator[Row]:
    for one in meeting.seen:
        yield {
            "meeting_id": meeting.id,
            "member_id": one.person.id,
            "was": None,
            "became": one.mark,
            "is_correction": False,
            "by": meeting.secretary,
            "at": meeting.held.starts_at + MARKED_AFTER,
        }


def notice_rows(meeting: Minutes) -> Iterator[Row]:
    """The call of the meeting to each: sent, or failed where there was no way."""
    told = told_at(meeting.held)
    for one in meeting.seen:
        is_sent = one.person.is_linked(told)
        yield {
            "about": f"meeting:{meeting.id}",
            "meeting_id": meeting.id,
            "revision": 1,
            "member_id": one.person.id,
            "step": Step.NOTICE,
            "round": 1,
            "channel": one.person.way.value if is_sent else None,
            "account": BY if is_sent else None,
            "endpoint_id": one.person.endpoint_id if is_sent else None,
            "urgency": Urgency.ROUTINE,
            "not_before": told,
            "expires_at": meeting.held.starts_at,
            "state": NoticeState.SENT if is_sent else NoticeState.FAILED,
            "cause": None if is_sent else NO_CHANNEL,
            "attempts": int(is_sent),
            "settled_at": told + SENT_WITHIN if is_sent else meeting.held.called_at,
        }


def attempt_row(notice_id: int, notice: Row) -> Row:
    return {
        "notice_id": notice_id,
        "endpoint_id": notice["endpoint_id"],
        "channel": notice["channel"],
        "begun_at": notice["settled_at"] - timedelta(seconds=1),
        "ended_at": notice["settled_at"],
        "outcome": AttemptOutcome.ACCEPTED,
        "external_id": f"past-{notice_id}",
    }
