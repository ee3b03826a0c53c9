"""The first page of a unit: how many came, against the period before and the year before, and what needs looking at."""

from collections.abc import AsyncIterator, Sequence

from bot.model.meetings import MeetingKind
from bot.reports.levels import Placed
from bot.reports.silent import silent_count
from bot.services.scoring.grades import grades
from bot.web.committee.figures import Figure, Own, own_of, rate_figures
from bot.web.committee.levels import are_few, right_below
from bot.web.committee.look import Look
from bot.web.committee.meeting_lines import meeting_lines
from bot.web.committee.rows import Facts
from bot.words import committee_pages as words
from bot.words import participation_pages as said

WORST = 5


async def overview(look: Look) -> Facts:
    own = await own_of(look)
    units = await right_below(look, own.line)
    figures = [*rate_figures(look, own, look.address("/don-vi")), *[one async for one in _to_look_at(look, own, units)]]
    return {
        "heading": words.OVERVIEW,
        "has_kind": True,
        "said": said,
        "own": own,
        "figures": figures,
        "worst": _worst(units),
        "meetings": await meeting_lines(look),
    }


async def _to_look_at(look: Look, own: Own, units: Sequence[Placed]) -> AsyncIterator[Figure]:
    """What is not as it should be; each leads to its list."""
    is_month, met = look.period.length == 1, own.now.met
    by_missing = look.address("/don-vi", xep="-chua-hop")
    of_what = said.unit_of_due(is_month=is_month)
    low = Figure(
        words.BELOW, words.count(sum(one.row.is_below for one in units)), said.UNITS_BELOW, _to(look, "/duoi-muc")
    )
    if look.kind is not MeetingKind.REGULAR:
        yield Figure(words.MET, words.count(met), of_what, _to(look, "/don-vi"))
        yield low
        return
    yield Figure(words.MET, words.of(met, own.now.due), of_what, by_missing)
    yield Figure(words.NOT_MET, words.count(max(0, own.now.due - met)), of_what, _to(look, "/chua-hop"))
    yield low
    if not are_few(own, own.first):
        yield Figure(said.silent_in(own.last), said.BY_UNIT, "", _to(look, "/im-lang"))
        return
    quiet = await silent_count(look.db, look.unit, own.last)
    yield Figure(said.silent_in(own.last), words.count(quiet), said.CELLS, _to(look, "/im-lang"))
    graded = await grades(look.db, look.unit, own.first, own.last)
    yield Figure(said.GRADED, said.grades(list(graded.values())), "", _to(look, "/xep-loai"))


def _to(look: Look, page: str) -> str:
    return look.address(page, cap=None)


def _worst(units: Sequence[Placed]) -> list[Placed]:
    """Those of the lowest rate, without those that have none."""
    rated = [one for one in units if one.row.counts.expected]
    return sorted(rated, key=lambda one: one.row.counts.present / one.row.counts.expected)[:WORST]
