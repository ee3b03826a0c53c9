"""What is kept about one person, in plain words: the short form for the chat, and the whole of it as a file."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.data_requests import DataRequest
from bot.model.directives import Receipt
from bot.model.endpoints import Consent, ConsentKind
from bot.model.opinions import Opinion
from bot.model.polls import Poll, PollAnswer
from bot.model.roles import Role
from bot.model.units import Unit
from bot.reports.own_traces import trace_sections
from bot.services.own_data import OwnData, own_data_of
from bot.services.own_report_choice import has_stopped
from bot.services.own_traces import Traces, traces_of
from bot.services.own_visits import OwnVisit
from bot.words import opinions as opinion_words
from bot.words import own as words
from bot.words import own_copy as copy_words
from bot.words import polls as poll_words
from bot.words import visit_report as visit_words
from bot.words.data_requests import own_line
from bot.words.names import slug
from bot.words.times import day_of
from bot.words.vi import REASONS, cell

TEXT = "text/plain; charset=utf-8"


async def own_copy(db: AsyncSession, member_id: int, _args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """For the person themselves: a recipe names nobody else."""
    data = await own_data_of(db, member_id)
    traces = await traces_of(db, data)

    def render() -> Document:
        name = words.COPY_FILE.format(slug=slug(data.member.name))
        return Document(name, "\n".join(whole(data, traces, now)).encode(), TEXT)

    return render


def summary(data: OwnData, today: date) -> list[str]:
    """What holds today, and how much there is of the rest."""
    places = [cell(unit.name) for row, unit in data.places if _holds(row.until_on, today, is_last=False)]
    statuses = [words.STATUSES[row.kind] for row in data.statuses if _holds(row.until_on, today)]
    offices = [f"{words.OFFICES[row.office]} {unit.name}" for row, unit in data.offices if _holds(row.until_on, today)]
    consents = [consent_of(row) for row in data.consents if row.withdrawn_at is None]
    return [
        words.data_title(data.member.name),
        words.person(data.member.birth_year, data.member.phone),
        words.listed(words.CELL, places),
        words.listed(words.STATUS_OFFICE, [*statuses, *offices]),
        words.listed(words.WAYS, [words.way(way.endpoint.channel, way.state) for way in data.ways]),
        words.listed(words.CONSENT, consents),
        words.kept_of_meetings(len(data.meetings), len(data.answers), data.reasons),
        words.KEPT,
    ]


def _holds(until_on: date | None, today: date, *, is_last: bool = True) -> bool:
    """Not over yet; `is_last`: the last day is part of it."""
    return until_on is None or (until_on >= today if is_last else until_on > today)


def consent_of(row: Consent) -> str:
    on = row.signed_on if row.kind is ConsentKind.PAPER and row.signed_on else day_of(row.given_at)
    back = words.taken_back(day_of(row.withdrawn_at)) if row.withdrawn_at else ""
    return words.consent(row.channel, row.kind, on, row.text_version) + back


def whole(data: OwnData, traces: Traces, now: datetime) -> list[str]:
    """Everything, what is over included."""
    lines = [words.copy_title(data.member.name, now), words.person(data.member.birth_year, data.member.phone)]
    for label, things in (*_sections(data), *trace_sections(traces, data.member.id)):
        lines += ["", f"{label}:", *(f"- {thing}" for thing in things or [words.NOTHING])]
    return [*lines, "", copy_words.rest(asdict(traces.counts)), words.KEPT, ""]


def _sections(data: OwnData) -> Sequence[tuple[str, Sequence[str]]]:
    return (
        (words.CELL, [cell(unit.name) + _dated(row.from_on, row.until_on, row.decision) for row, unit in data.places]),
        (words.STATUS, [words.STATUSES[s.kind] + _dated(s.from_on, s.until_on, s.decision) for s in data.statuses]),
        (words.OFFICE, [_office(role, unit) for role, unit in data.offices]),
        (words.WAYS, [_address(w.endpoint.channel, w.endpoint.external_id, w.address.linked_at) for w in data.ways]),
        (words.ENDED_WAYS, [_address(e.channel, e.external_id, a.linked_at, a.ended_at) for a, e in data.ended]),
        (words.CONSENT, [consent_of(row) for row in data.consents]),
        (words.MEETINGS, _meetings(data)),
        (words.DIRECTIVES, [_receipt(row, one.number) for row, one in data.directives]),
        (words.QUESTIONS, [words.asked(one.number, row.text, row.answer) for row, one in data.questions]),
        (words.REQUESTS, [_request(row) for row in data.requests]),
        (visit_words.OWN_COPY, [_visit(one) for one in data.visits]),
        (opinion_words.OWN_COPY, [_opinion(row) for row in data.opinions]),
        (poll_words.OWN, [_polled(row, poll) for row, poll in data.polls]),
        (words.ANSWERS_GIVEN, [words.answer_given(row.said_at, row.answer, row.channel) for row in data.answers]),
    )


def _receipt(row: Receipt, number: str) -> str:
    known = day_of(row.acknowledged_at) if row.acknowledged_at else None
    return words.receipt(number, known, day_of(row.studied_at) if row.studied_at else None)


def _visit(one: OwnVisit) -> str:
    said = visit_words.own_line(cell(one.cell.name), one.meeting.starts_at, one.person.answer, one.person.came)
    return said + ("" if one.is_on else copy_words.WENT_OFF)


def _request(row: DataRequest) -> str:
    said = own_line(row.kind, day_of(row.asked_at), row.due_on, row.outcome).removeprefix("- ").rstrip(".")
    return said + "".join(copy_words.wished(field, value) for field, value in (row.proposed or {}).items())


def _opinion(row: Opinion) -> str:
    said = "\n".join(filter(None, (row.text, row.addition)))
    return opinion_words.own_line(row.id, day_of(row.arrived_at), row.kind, said, row.state)


def _polled(row: PollAnswer, poll: Poll) -> str:
    return poll_words.own_line(poll.question, poll.answers[row.choice - 1] if row.choice else None, poll.made_at)


def _dated(from_on: date | None, until_on: date | None, decision: str | None) -> str:
    return words.span(from_on, until_on) + words.decided(decision)


def _office(role: Role, unit: Unit) -> str:
    quiet = copy_words.NO_OWN_REPORTS if has_stopped(unit, role.member_id) else ""
    return f"{words.OFFICES[role.office]} {unit.name}{words.span(role.from_on, role.until_on)}{quiet}"


def _address(channel: str, external_id: str, linked_at: datetime, ended_at: datetime | None = None) -> str:
    return words.address(channel, external_id, linked_at, ended_at)


def _meetings(data: OwnData) -> list[str]:
    return [
        words.meeting(
            meeting.starts_at,
            meeting.kind,
            row.answer,
            REASONS[row.reason] if row.reason else None,
            row.mark,
            words.manner(row.arrived_at, was_late=row.came_late, was_early=row.left_early),
        )
        for row, meeting in sorted(data.meetings, key=lambda pair: (pair[1].starts_at, pair[1].id))
    ]
