"""What reminding takes is counted by the database, and comes to what it comes to person by person."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DirectiveUnit
from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Step
from bot.services.acknowledging import acknowledge
from bot.services.directive_reminder_plan import Reminder, plan_reminder
from bot.services.forms import form_kind
from bot.services.reach import Share, plan
from bot.services.unit_settings import change
from bot.tariffs import TARIFFS, Tariff, Tariffs
from bot.words.times import day_of
from tests.services.directive_places import Told, told_commune

WINDOWS = Tariff(account="oa", price=55, free_window=timedelta(hours=48), reply_window=timedelta(days=7))
SMS = Tariff(account="sms", price=350, free_window=timedelta(0), to_phones=True, in_parts=True)
KIND = form_kind(Step.DIRECTIVE_REMINDER)
TERMS: dict[str, Tariffs] = {
    "none": {},
    "windows": {"rehearsal": WINDOWS},
    "some words free": {"rehearsal": Tariff(price=55, free_window=timedelta(hours=48), free_in_window=1)},
    "forms beyond the window": {"rehearsal": Tariff(price=55, reply_window=timedelta(days=7), forms={KIND: 560})},
    "short messages": {"rehearsal": SMS},
    "never taken": {"rehearsal": Tariff(forms_only=True)},
}


async def heard_at_different_times(told: Told) -> None:
    hours = (1, 47, 49, 200, None)
    for person, since in zip(told.people, hours, strict=True):
        place = (
            await told.db.scalars(
                select(Endpoint).join(Address, Address.endpoint_id == Endpoint.id).filter_by(member_id=person.id)
            )
        ).one()
        place.heard_at = None if since is None else told.now - timedelta(hours=since)
    await told.db.flush()


async def both(told: Told) -> tuple[tuple[dict[str, Share], int], tuple[dict[str, Share], int]]:
    """As it is counted, and person by person: by network, and how many are reached by none."""
    payers = {one.id: (told.dong if place < 3 else told.tay).id for place, one in enumerate(told.people)}
    del payers[told.people[0].id]
    said = Reminder(told.directive, payers, day_of(told.now))
    counted = await plan_reminder(told.db, told.directive, told.top, told.now)
    each = await plan(told.db, payers, KIND, told.now, said=said)
    assert counted.people == each.people == 4
    assert counted.by_account == each.by_account
    return (dict(counted.shares), len(counted.unreached)), (dict(each.shares), len(each.unreached))


@pytest.mark.parametrize("terms", TERMS)
async def test_counted_is_what_each_comes_to(each_db: AsyncSession, terms: str) -> None:
    told = await told_commune(each_db)
    await heard_at_different_times(told)
    await acknowledge(each_db, told.directive.id, told.people[0].id, told.now)
    each_db.info[TARIFFS] = TERMS[terms]
    counted, each = await both(told)
    assert counted == each


@pytest.mark.parametrize("what", ["money", "day"])
async def test_where_a_unit_decides_each_is_read(db: AsyncSession, what: str) -> None:
    told = await told_commune(db)
    await acknowledge(db, told.directive.id, told.people[0].id, told.now)
    db.info[TARIFFS] = TERMS["short messages"]
    if what == "money":
        change(told.tay, "sms_budget", "1000")
    else:
        db.add(
            DirectiveUnit(
                directive_id=told.directive.id,
                unit_id=told.top.id,
                arrived_at=told.now,
                passed_at=told.now,
                passed_by="test",
                due_on=day_of(told.now),
            )
        )
        for unit in (told.dong, told.tay):
            (await told.row(unit)).from_unit_id = told.top.id
    await db.flush()
    counted, each = await both(told)
    assert counted == each
