"""What each message that leaves now costs, by the terms of its network, who pays for it, and whether there is money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.meetings import Step
from bot.services.budgets import purse_of
from bot.services.forms import is_answer
from bot.services.notice_facts import Facts
from bot.services.payers import payers_of
from bot.services.terms import since_heard, tariff_of, tariffs_in
from bot.services.told import Due
from bot.tariffs import Fare, Tariff
from bot.words.segments import as_it_leaves

TO_ONE = {Step.REPLY, Step.RESIDENTS}
"""They go to somebody who need not be a member."""
Leaving = Sequence[tuple[Due, Reply]]
"""Notices, each as its network shows it."""


@dataclass(frozen=True, slots=True)
class Bill:
    """Of a slice of notices; what costs nothing is in none of it."""

    fares: Mapping[int, int] = field(default_factory=dict)
    """Đồng by notice."""
    payers: Mapping[int, int] = field(default_factory=dict)
    """The unit by notice, where it is known."""
    unpaid: Sequence[int] = ()
    """Notices for which a unit has no money left this month: they go on to another way."""
    besides: Sequence[str] = ()
    """Which is none of these networks."""


async def bill_of(db: AsyncSession, channel: str, leaving: Leaving, facts: Facts, now: datetime) -> Bill:
    fares = await _fares_of(db, channel, leaving, facts, now)
    if not fares:
        return Bill()
    paid_for = [one for one, _ in leaving if one.id in fares]
    payers = await payers_of(db, paid_for, facts.cells, now)
    if not tariff_of(db, channel).in_parts:
        return Bill(fares, payers)
    purse = await purse_of(db, set(payers.values()), lock=True)
    unpaid = []
    for one in paid_for:
        if one.step is Step.REPLY:  # they have paid for their own message, and are not left in doubt
            purse.is_charged(payers.get(one.id), fares[one.id])
        elif not purse.pays(payers.get(one.id), fares[one.id]):
            unpaid.append(one.id)
    paid_networks = [name for name, tariff in tariffs_in(db).items() if tariff.in_parts and tariff.costs_money]
    return Bill(fares, payers, unpaid, paid_networks)


async def _fares_of(db: AsyncSession, channel: str, leaving: Leaving, facts: Facts, now: datetime) -> Mapping[int, int]:
    """Groups are told for nothing."""
    tariff = tariff_of(db, channel)
    if not tariff.costs_money:
        return {}
    to_people = [(one, shown) for one, shown in leaving if one.member_id is not None or one.step in TO_ONE]
    counted = [one.endpoint_id for one, _ in to_people if one.endpoint_id] if tariff.free_in_window else []
    had = await since_heard(db, counted)
    fares = {
        one.id: _fare(
            tariff, shown, now if is_answer(one) else facts.told[one.id].heard_at, had.get(one.endpoint_id or 0, 0), now
        )
        for one, shown in to_people
    }
    return {notice_id: fare.cost for notice_id, fare in fares.items() if fare is not None and fare.cost}


def _fare(tariff: Tariff, shown: Reply, heard_at: datetime | None, had: int, now: datetime) -> Fare | None:
    if tariff.in_parts:
        return tariff.of_parts(as_it_leaves(shown.text, marks=tariff.marks, most=tariff.max_parts)[1].count)
    return tariff.of_form(shown.form.kind) if shown.form else tariff.of_words(heard_at, had, now)
