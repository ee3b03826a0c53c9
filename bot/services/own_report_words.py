"""The words of reports that go out by themselves: made when they leave, true and allowed just then."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.messages import Capabilities, Choice, Reply
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.services.own_report_choice import has_stopped
from bot.services.own_report_days import Edition, edition_in
from bot.services.own_report_facts import Sums, cells_behind, has_figures, off_the_line, sums_of
from bot.services.own_report_people import LISTS, recipients
from bot.services.rate import trend_of
from bot.services.telling import parts_of
from bot.services.told import Due, Told
from bot.services.unit_settings import UnitSettings, settings_at
from bot.words import committee
from bot.words import own_reports as words
from bot.words.labels import cut
from bot.words.report_words import below
from bot.words.times import day_of
from bot.words.vi import cell as cell_name

PNG = "image/png"
Words = Callable[[Told, Capabilities, datetime], Awaitable[Reply | str]]


async def report_words(db: AsyncSession, notices: Sequence[Notice | Due]) -> dict[int, Words]:
    """The worder of such notices: some queries for each report among them, however many they are."""
    by_edition: dict[str, list[Notice | Due]] = {}
    for one in notices:
        by_edition.setdefault(one.about, []).append(one)
    slices = {about: _Slice(db, edition_in(about), some) for about, some in by_edition.items()}
    return {one.id: _worder(one, slices[one.about]) for one in notices}


def _worder(notice: Notice | Due, some: "_Slice") -> Words:
    async def words_of(told: Told, capabilities: Capabilities, now: datetime) -> Reply | str:
        return _said(notice, await some.facts(now), told.name or "", capabilities, now)

    return words_of


@dataclass(frozen=True, slots=True)
class _Facts:
    """One report at some units."""

    edition: Edition
    entitled: frozenset[tuple[int, int]]
    """Member and unit of those to whom it goes now."""
    units: Mapping[int, Unit]
    settings: Mapping[int, UnitSettings]
    sums: Mapping[int, Sums]
    before: Mapping[int, Sums]
    low: Mapping[int, int]
    behind: Mapping[int, Sequence[Unit]]


@dataclass
class _Slice:
    """Reads for all of them at once, as soon as it is known what time it is."""

    db: AsyncSession
    edition: Edition
    notices: Sequence[Notice | Due]
    read: _Facts | None = None

    async def facts(self, now: datetime) -> _Facts:
        self.read = self.read or await _gather(self.db, self.edition, self.notices, now)
        return self.read


async def _gather(db: AsyncSession, edition: Edition, notices: Sequence[Notice | Due], now: datetime) -> _Facts:
    ids = sorted({one.unit_id for one in notices if one.unit_id})
    entitled = await db.execute(recipients(edition.kind, ids, day_of(now)))
    people = frozenset((member_id, unit_id) for member_id, unit_id in entitled)
    units = {one.id: one for one in await db.scalars(select(Unit).where(Unit.id.in_(filled_up(ids))))}
    settings = await settings_at(db, units.values())
    if edition.kind in LISTS:
        behind = await cells_behind(db, edition, ids, now)
        return _Facts(edition, people, units, settings, {}, {}, {}, behind)
    sums, before = await sums_of(db, edition, ids), await sums_of(db, edition.before, ids)
    low = await off_the_line(db, edition, {one: settings[one].line for one in units})
    return _Facts(edition, people, units, settings, sums, before, low, {})


def _said(notice: Notice | Due, facts: _Facts, name: str, capabilities: Capabilities, now: datetime) -> Reply | str:
    """Nobody is told at a unit where they hold no office any more, nor where there is nothing left to say."""
    unit_id = notice.unit_id or 0
    if (notice.member_id, unit_id) not in facts.entitled:
        return "not_theirs"
    unit = facts.units[unit_id]
    if has_stopped(unit, notice.member_id or 0):
        return "not_wanted"
    if facts.edition.kind in LISTS:
        return _behind(facts, unit, name, capabilities, day_of(now))
    if not has_figures(facts.sums[unit_id], is_cell=unit.is_cell):
        return "nothing_to_say"
    if capabilities.most_parts is not None:
        return _short(facts, unit, capabilities)
    return _with_picture(_report(facts, unit, name), facts, unit, notice.member_id or 0, capabilities)


def _place(unit: Unit) -> str:
    return cell_name(unit.name) if unit.is_cell else unit.name


# In full


def _report(facts: _Facts, unit: Unit, name: str) -> Reply:
    sums, line = facts.sums[unit.id], facts.settings[unit.id].line
    counts, low = sums.counts, facts.low[unit.id]
    mark = "" if line.is_met(counts.present, counts.expected) else f", {below(line.operator, line.percent)}"
    rates = committee.rates(counts.present, counts.expected, counts.excused, counts.strict, counts.adjusted, mark)
    before = facts.edition.before.label
    trend = trend_of(counts, facts.before[unit.id].counts)
    lines = [
        words.title(name, facts.edition.label, _place(unit)),
        *_met(facts, unit, sums),
        rates,
        *([committee.absences(counts.excused, counts.unexcused, before, trend)] if counts.expected else []),
        *([words.low(low, line.operator, line.percent)] if low else []),
    ]
    return Reply("\n".join(lines), _choices(facts, unit, sums))


def _met(facts: _Facts, unit: Unit, sums: Sums) -> list[str]:
    """A cell that has counts has met: over one month it needs no saying."""
    is_one_month = facts.edition.length == 1
    if unit.is_cell:
        return [] if is_one_month else [committee.own_months(sums.met, sums.due)]
    return [words.cells(sums.met, sums.due, is_one_month=is_one_month)]


def _choices(facts: _Facts, unit: Unit, sums: Sums) -> tuple[Choice, ...]:
    value = f"{unit.id}:{facts.edition.period}"
    missing = not unit.is_cell and sums.due > sums.met
    return (
        Choice(words.SEE, f"report:{value}"),
        *([Choice(words.WHO, f"report_unmet:{value}")] if missing else []),
        Choice(committee.TABLE, f"report_table:{value}"),
        *([] if unit.is_cell else [Choice(committee.PICTURE, f"report_picture:{value}")]),
    )


def _with_picture(said: Reply, facts: _Facts, unit: Unit, member_id: int, capabilities: Capabilities) -> Reply:
    """The table of a committee goes with it where the network carries it; files leave the country only by a setting."""
    is_kept_in = not capabilities.abroad or facts.settings[unit.id].details_abroad
    if unit.is_cell or not is_kept_in or not capabilities.carries(PNG):
        return said
    made_of = f"picture:{member_id}:{unit.id}:{facts.edition.period}:1"
    return replace(said, choices=said.choices[:-1], attaches=made_of)


# Where every part of a text is paid for


def _short(facts: _Facts, unit: Unit, capabilities: Capabilities) -> Reply:
    sums, counts = facts.sums[unit.id], facts.sums[unit.id].counts
    is_one_month = facts.edition.length == 1
    rate = [words.short_rate(counts.present, counts.expected, counts.strict)] if counts.expected else []
    if unit.is_cell:
        months = [] if is_one_month else [words.short_own_months(sums.met, sums.due)]
        said = [*months, *rate, words.short_away(counts.excused, counts.unexcused)]
    else:
        said = [words.short_met(sums.met, sums.due, is_one_month=is_one_month), *rate, *_marks(facts, unit, sums)]
    choices = _choices(facts, unit, sums)[: 1 if unit.is_cell else 2]
    room = (len(committee.place(unit.name)), *range(30, 9, -4))
    texts = [words.short(cut(committee.place(unit.name), one), facts.edition.label, said) for one in room]
    return _in_one_part([Reply(texts[0], choices), *(Reply(text) for text in texts)], capabilities)


def _marks(facts: _Facts, unit: Unit, sums: Sums) -> list[str]:
    low, missing = facts.low[unit.id], max(0, sums.due - sums.met)
    operator = facts.settings[unit.id].line.operator
    return [
        *([words.short_low(low, operator)] if low else []),
        *([words.short_missing(missing, is_one_month=facts.edition.length == 1)] if missing else []),
    ]


def _in_one_part(replies: Sequence[Reply], capabilities: Capabilities) -> Reply:
    """The first that is one part; with its marks a text may take as many as the network allows."""
    room = capabilities.most_parts or 0 if capabilities.marks else 1
    return next((one for one in replies if parts_of(one, capabilities) <= room), replies[-1])


# Cells that are behind


def _behind(facts: _Facts, unit: Unit, name: str, capabilities: Capabilities, today: date) -> Reply | str:
    cells = facts.behind[unit.id]
    if not cells:
        return "nothing_to_say"
    kind, period = facts.edition.kind, facts.edition.label
    choices = _to_the_list(facts.edition, unit, len(cells))
    named = [committee.place(one.name) for one in cells]
    if capabilities.most_parts is None:
        return Reply(words.behind(name, kind, unit.name, period, today, named), choices)
    at = cut(committee.place(unit.name))
    shorter = [words.short_behind(kind, at, period, today, named, most) for most in range(len(named[:10]), -1, -1)]
    return _in_one_part([Reply(one, choices[:1]) for one in shorter], capabilities)


def _to_the_list(edition: Edition, unit: Unit, count: int) -> tuple[Choice, ...]:
    see = Choice(words.SEE, f"report:{unit.id}:{edition.period}")
    whole = Choice(words.WHOLE_LIST, f"behind:{edition.kind}:{unit.id}:{edition.period}")
    return (whole, see) if count > words.MOST_NAMED else (see,)
