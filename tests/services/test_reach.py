"""Before anything is sent it is said who is reached how, and what that costs."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.model.accounts import Account
from bot.model.endpoints import Endpoint
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.network_settings import ZaloBot, ZaloForm, ZaloOA
from bot.services.reach import Plan, plan, running_short, together
from bot.tariffs import FOR_NOTHING, TARIFFS, Fare, Means, Tariff, tariffs_of
from bot.words.costs import Short
from tests import village

OURS = "388613280"
CHATS = Tariff(
    account=OURS,
    price=55,
    free_window=timedelta(hours=48),
    reply_window=timedelta(days=7),
    forms={"call": 560, "reminder": 500},
)
PHONES = Tariff(account=OURS, forms={"call": 800}, forms_only=True, to_phones=True)
TERMS = {"zalo_oa": CHATS, "zalo_zns": PHONES}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


# One message


@pytest.mark.parametrize(
    ("heard", "fare"),
    [
        (HOUR, FOR_NOTHING),
        (47 * HOUR, FOR_NOTHING),
        (49 * HOUR, Fare(Means.PAID, 55)),
        (7 * DAY - HOUR, Fare(Means.PAID, 55)),
        (7 * DAY, Fare(Means.TEMPLATE, 560)),
        (None, Fare(Means.TEMPLATE, 560)),
    ],
)
def test_the_last_word_decides(now: datetime, heard: timedelta | None, fare: Fare) -> None:
    assert CHATS.fare("call", None if heard is None else now - heard, 0, now) == fare


def test_beyond_the_window_only_what_is_registered_goes(now: datetime) -> None:
    assert CHATS.fare("moved", None, 0, now) is None
    assert CHATS.fare("moved", now, 0, now) == FOR_NOTHING


def test_to_a_number_only_templates_go_whoever_wrote_when(now: datetime) -> None:
    assert PHONES.fare("call", now, 0, now) == Fare(Means.TEMPLATE, 800)
    assert PHONES.fare("word", now, 0, now) is None


def test_where_so_many_are_free_the_next_one_is_paid_for(now: datetime) -> None:
    eight = Tariff(price=55, free_window=48 * HOUR, free_in_window=8)
    assert [eight.fare("call", now, had, now) for had in (7, 8)] == [FOR_NOTHING, Fare(Means.PAID, 55)]


def test_a_network_without_terms_takes_everything_for_nothing(now: datetime) -> None:
    assert Tariff().fare("call", None, 1000, now) == FOR_NOTHING


# The settings


def test_the_terms_are_those_of_the_settings() -> None:
    account = ZaloOA(
        app_id="431287",
        app_secret="secret",
        oa_id=OURS,
        forms={"call": ZaloForm(id="1", price=560)},
        phone_forms={"call": ZaloForm(id="2", price=800)},
    )
    bot = ZaloBot(token="4312:abc")
    terms = tariffs_of(Settings(public_url="https://chibot.example.vn", zalo_oa=account, zalo_bot=bot))
    assert terms["zalo_oa"] == Tariff(OURS, 55, 48 * HOUR, None, 7 * DAY, {"call": 560})
    assert terms["zalo_zns"] == PHONES
    assert (terms["zalo_bot"].account, terms["zalo_bot"].monthly) == ("4312", 3000)


def test_without_templates_for_numbers_nobody_is_reached_by_number() -> None:
    account = ZaloOA(app_id="431287", app_secret="secret", oa_id=OURS)
    assert list(tariffs_of(Settings(public_url="https://chibot.example.vn", zalo_oa=account))) == ["zalo_oa"]
    assert tariffs_of(Settings()) == {}


# Many


async def at_zalo(db: AsyncSession, person: Member, now: datetime, heard: timedelta | None) -> Endpoint:
    chat = await village.reachable_at(db, person, now, channel="zalo_oa")
    chat.heard_at = None if heard is None else now - heard
    await db.flush()
    return chat


async def people(db: AsyncSession, count: int) -> list[Member]:
    cell = await village.cell(db)
    return [await village.member(db, cell, f"Lê Văn {number}") for number in range(count)]


def means(found: Plan, *members: Member) -> list[str | None]:
    how = [found.reached.get(one.id) for one in members]
    return [one and f"{one.channel} {one.fare.means} {one.fare.cost}" for one in how]


async def test_everybody_is_reached_by_the_first_way_that_takes_it(each_db: AsyncSession, now: datetime) -> None:
    each_db.info[TARIFFS] = TERMS
    fresh, older, silent, telegram, nobody = members = await people(each_db, 5)
    for person, heard in ((fresh, HOUR), (older, 3 * DAY), (silent, None)):
        await at_zalo(each_db, person, now, heard)
    await village.reachable_at(each_db, telegram, now, channel="telegram")
    found = await plan(each_db, [one.id for one in members], "call", now)
    assert means(found, *members) == [
        "zalo_oa free 0",
        "zalo_oa paid 55",
        "zalo_oa template 560",
        "telegram free 0",
        None,
    ]
    assert found.unreached == [nobody.id]
    assert found.by_channel == {"zalo_oa": 3, "telegram": 1}
    assert (found.people, found.total.cost, found.total.paid, found.total.templates) == (5, 615, 1, 1)


async def test_a_way_that_takes_no_such_template_is_passed_over(db: AsyncSession, now: datetime) -> None:
    (person,) = await people(db, 1)
    await at_zalo(db, person, now, None)
    ways = {"zalo_oa": CHATS}
    assert (await plan(db, [person.id], "moved", now, ways)).unreached == [person.id]
    await village.reachable_at(db, person, now, "chat", channel="telegram")
    assert means(await plan(db, [person.id], "moved", now, ways), person) == ["telegram free 0"]


async def test_what_counts_is_the_window_when_it_leaves(db: AsyncSession, now: datetime) -> None:
    (person,) = await people(db, 1)
    await at_zalo(db, person, now, HOUR)
    at = {days: await plan(db, [person.id], "call", now + days * DAY, TERMS) for days in (0, 3, 8)}
    assert [one.total.cost for one in at.values()] == [0, 55, 560]


async def test_messages_since_the_last_word_use_the_free_ones_up(each_db: AsyncSession, now: datetime) -> None:
    (person,) = await people(each_db, 1)
    chat = await at_zalo(each_db, person, now, HOUR)
    for number, ago in enumerate((2 * HOUR, HOUR, timedelta())):
        each_db.add(
            Notice(
                about=f"inbox:{number}",
                step=Step.REPLY,
                endpoint_id=chat.id,
                not_before=now,
                state=NoticeState.SENT,
                settled_at=now - ago,
            )
        )
    await each_db.flush()
    free = {many: Tariff(price=55, free_window=48 * HOUR, free_in_window=many) for many in (3, 2)}
    found = [await plan(each_db, [person.id], "call", now, {"zalo_oa": free[many]}) for many in (3, 2)]
    assert [one.total.cost for one in found] == [0, 55]


async def test_several_messages_add_up(db: AsyncSession, now: datetime) -> None:
    told, other = await people(db, 2)
    await at_zalo(db, told, now, None)
    both = together([await plan(db, [told.id], "call", now, TERMS), await plan(db, [other.id], "call", now, TERMS)])
    assert (both.people, both.total.cost, list(both.unreached)) == (2, 560, [other.id])


async def test_a_month_that_does_not_suffice_is_said_before(each_db: AsyncSession, now: datetime) -> None:
    each_db.info[TARIFFS] = {"zalo_bot": Tariff(account="zalo_bot", monthly=1)}
    members = await people(each_db, 2)
    for person in members:
        await village.reachable_at(each_db, person, now, channel="zalo_bot")
    both = await plan(each_db, [one.id for one in members], "call", now)
    one = await plan(each_db, [members[0].id], "call", now)
    assert await running_short(each_db, both) == {"zalo_bot": Short(1, 2)}
    assert await running_short(each_db, one) == {}


async def test_a_day_that_does_not_suffice_is_said_before(each_db: AsyncSession, now: datetime) -> None:
    """By the network's last word of today, less what it has taken since; yesterday's word is none."""
    real = datetime.now(UTC)
    each_db.info[TARIFFS] = TERMS
    members = await people(each_db, 3)
    phones = [await village.reachable_at(each_db, one, now, channel="zalo_zns") for one in members]
    account = Account(channel="zalo_zns", account=phones[0].account, quota_left=3, quota_at=real)
    each_db.add(account)
    everybody = await plan(each_db, [one.id for one in members], "call", now)
    assert await running_short(each_db, everybody) == {}
    notice = Notice(about="x", step=Step.REPLY, endpoint_id=phones[0].id, not_before=now, state=NoticeState.SENT)
    each_db.add(notice)
    await each_db.flush()
    taken = {"channel": "zalo_zns", "begun_at": real, "ended_at": real + timedelta(microseconds=1)}
    for outcome in (AttemptOutcome.ACCEPTED, AttemptOutcome.REJECTED):
        each_db.add(Attempt(notice_id=notice.id, endpoint_id=phones[0].id, outcome=outcome, **taken))
    await each_db.flush()
    assert await running_short(each_db, everybody) == {"zalo_zns": Short(2, 3, is_of_today=True)}
    account.quota_at = real - timedelta(days=1)
    await each_db.flush()
    assert await running_short(each_db, everybody) == {}
