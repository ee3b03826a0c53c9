"""The page of one cell, or of a group of it: its months, its meetings, and its people for whoever leads it."""

from datetime import date

from bot.model.meetings import MeetingKind
from bot.reports.people_year import PersonYear, people_year
from bot.services.leading import LEADS
from bot.services.permissions import Right
from bot.web.committee.figures import Figure, Own, own_of, rate_figures
from bot.web.committee.look import Look
from bot.web.committee.meeting_lines import meeting_lines
from bot.web.committee.names_seen import names_seen
from bot.web.committee.rows import Facts
from bot.web.committee.tables import Column, Table, table_of
from bot.web.committee.units_table import share
from bot.words import committee_pages as words
from bot.words import participation_pages as said


async def cell(look: Look) -> Facts:
    own = await own_of(look)
    year = date.fromisoformat(f"{own.last}-01").year
    leads = look.unit.is_cell and look.visitor.may(LEADS, look.unit)
    on_need = not leads and look.unit.is_cell and look.visitor.may(Right.NAMES_ON_NEED, look.unit)
    return {
        "heading": words.OVERVIEW,
        "has_kind": True,
        "said": said,
        "own": own,
        "figures": [*rate_figures(look, own, "#cac-buoi"), *_met(look, own)],
        "meetings": await meeting_lines(look),
        "people": await _people(look, year) if leads else None,
        "people_title": said.people_of_year(year, look.kind),
        "on_need": said.on_need(look.unit.name, look.period.label) if on_need else "",
        "by_meeting": look.visitor.may(Right.SEE_NAMES, look.unit),
    }


def _met(look: Look, own: Own) -> list[Figure]:
    month = own.now
    counts = month.counts
    absent = Figure(
        f"{said.EXCUSED}, {said.UNEXCUSED.lower()}", words.both(counts.excused, counts.unexcused), "", "#cac-buoi"
    )
    if look.kind is not MeetingKind.REGULAR:
        return [Figure(words.MET, words.count(month.met), said.MONTHS_UNIT, "#tung-thang"), absent]
    return [Figure(words.MET, words.of(month.met, month.due), said.MONTHS_UNIT, "#tung-thang"), absent]


async def _people(look: Look, year: int) -> Table[PersonYear]:
    found = await people_year(look.db, look.unit, year, look.kind, look.now)
    if found:
        await names_seen(look, f"unit:{look.unit.code}", len(found))
    columns = [
        Column[PersonYear]("ten", said.PERSON, lambda one: (one.sort_key, one.member_id), is_text=True),
        Column[PersonYear]("du", said.ATTENDED, lambda one: one.counts.present if one.counts.expected else None),
        Column[PersonYear]("ty-le", said.STRICT, lambda one: share(one.counts.present, one.counts.expected)),
        Column[PersonYear]("phep", said.EXCUSED, lambda one: one.counts.excused),
        Column[PersonYear]("khong-phep", said.UNEXCUSED, lambda one: one.counts.unexcused),
    ]
    return table_of(look, columns, found)
