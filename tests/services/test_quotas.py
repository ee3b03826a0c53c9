"""How many people and messages of a Zalo bot are used up, and who is told of it in time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Alarm
from bot.model.endpoints import Endpoint
from bot.model.meetings import Step
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.model.roles import Office
from bot.refusals import NoRoomHere
from bot.services.quota_alarms import watch_quotas
from bot.services.quotas import NO_LIMIT, Quota, demand_room, left_this_month, sent_this_month, standing
from bot.tariffs import TARIFFS, Tariff
from tests import village

BOT = "4077161553402884224"
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
BEGINS = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
"""The first of November in Viet Nam."""


def limited(db: AsyncSession, users: int = 50, monthly: int = 3000) -> None:
    db.info[TARIFFS] = {"zalo_bot": Tariff(account=BOT, users=users, monthly=monthly)}


async def chats(db: AsyncSession, *ids: str, account: str = BOT, channel: str = "zalo_bot") -> list[Endpoint]:
    found = [Endpoint(channel=channel, account=account, external_id=one, offered=[], wrong_codes=0) for one in ids]
    db.add_all(found)
    await db.flush()
    return found


async def sent(
    db: AsyncSession,
    chat: Endpoint,
    at: datetime,
    outcome: AttemptOutcome | None = AttemptOutcome.ACCEPTED,
    count: int = 1,
) -> None:
    notices = [
        Notice(
            about=f"test:{chat.id}:{at.timestamp():.0f}:{number}",
            step=Step.REPLY,
            channel=chat.channel,
            account=chat.account,
            endpoint_id=chat.id,
            not_before=at,
            state=NoticeState.SENT,
        )
        for number in range(count)
    ]
    db.add_all(notices)
    await db.flush()
    ended = None if outcome is None else at
    tries = {"endpoint_id": chat.id, "channel": chat.channel, "begun_at": at, "ended_at": ended, "outcome": outcome}
    db.add_all(Attempt(notice_id=notice.id, **tries) for notice in notices)
    await db.flush()


async def test_the_month_is_that_of_viet_nam_and_only_what_may_have_arrived_counts(db: AsyncSession) -> None:
    limited(db)
    (lan,) = await chats(db, "lan")
    await sent(db, lan, BEGINS - timedelta(seconds=1), count=7)
    await sent(db, lan, BEGINS)
    for outcome in (AttemptOutcome.DUPLICATE, AttemptOutcome.UNKNOWN):
        await sent(db, lan, NOON, outcome)
    for lost in (AttemptOutcome.REJECTED, AttemptOutcome.WAIT, AttemptOutcome.CHANNEL_DOWN, None):
        await sent(db, lan, NOON - timedelta(hours=1), lost)
    assert await sent_this_month(db, BOT, NOON) == 3
    assert await left_this_month(db, BOT, NOON) == 2997
    assert await left_this_month(db, BOT, NOON + timedelta(days=10)) == 3000


async def test_other_networks_other_bots_and_groups_count_for_nothing(db: AsyncSession) -> None:
    limited(db)
    lan, group = await chats(db, "lan", "group:zgr-17")
    (other,) = await chats(db, "lan", account="7")
    (far,) = await chats(db, "lan", channel="telegram")
    for chat in (lan, other, far):
        await sent(db, chat, NOON)
    await sent(db, group, NOON)
    stands = await standing(db, BOT, NOON)
    assert stands.as_document() == {"users": 1, "most_users": 50, "messages": 2, "most_messages": 3000}


async def test_what_is_left_is_never_less_than_nothing(sqlite_db: AsyncSession) -> None:
    limited(sqlite_db, monthly=2)
    (lan,) = await chats(sqlite_db, "lan")
    await sent(sqlite_db, lan, NOON, count=3)
    assert await left_this_month(sqlite_db, BOT, NOON) == 0


async def test_a_bot_that_is_off_has_no_limits(sqlite_db: AsyncSession) -> None:
    (lan,) = await chats(sqlite_db, "lan")
    assert await left_this_month(sqlite_db, BOT, NOON) == NO_LIMIT
    await demand_room(sqlite_db, lan)
    assert await watch_quotas(sqlite_db, NOON) == 0


async def test_the_first_who_wrote_have_room_and_others_keep_theirs_elsewhere(db: AsyncSession) -> None:
    limited(db, users=2)
    first, group, second, third = await chats(db, "a", "group:zgr-17", "b", "c")
    (far,) = await chats(db, "c", channel="telegram")
    for chat in (first, second, group, far):
        await demand_room(db, chat)
    with pytest.raises(NoRoomHere):
        await demand_room(db, third)


@pytest.mark.parametrize(
    ("used", "most", "level"), [(39, 50, None), (40, 50, 80), (49, 50, 80), (50, 50, 100), (51, 50, 100), (0, 50, None)]
)
def test_the_marks_are_at_80_and_100_of_a_hundred(used: int, most: int, level: int | None) -> None:
    assert Quota(used, most).level == level


async def told(db: AsyncSession) -> list[str]:
    """What those who look after the installation were told, the oldest first."""
    found = await db.scalars(select(Notice.content).where(Notice.about.startswith("alarm:")).order_by(Notice.id))
    return [str(content["text"]) for content in found if content]


async def alarms(db: AsyncSession) -> set[str]:
    return set(await db.scalars(select(Alarm.name).where(Alarm.ended_at.is_(None))))


async def test_somebody_is_told_at_80_and_again_at_100(db: AsyncSession) -> None:
    now = datetime.now(UTC)
    limited(db, users=5, monthly=10)
    commune = await village.commune(db)
    keeper = await village.member(db, await village.cell(db, commune), "Vũ Thị Hạnh")
    await village.office(db, keeper, commune, Office.OFFICE)
    await village.reachable_at(db, keeper, now)
    lan, *_ = await chats(db, "a", "b", "c")
    await sent(db, lan, now, count=7)
    await watch_quotas(db, now)
    assert (await told(db), await alarms(db)) == ([], set())
    await sent(db, lan, now + timedelta(seconds=1))
    await watch_quotas(db, now)
    await watch_quotas(db, now)
    assert "8 trên 10 tin" in (await told(db))[0]
    await sent(db, lan, now + timedelta(seconds=2), count=2)
    await chats(db, "d", "e")
    await watch_quotas(db, now)
    assert await alarms(db) == {"zalo_bot:users:100", "zalo_bot:messages:100"}
    texts = await told(db)
    assert len(texts) == 3
    assert "đủ 5 người" in "".join(texts)
    assert "gửi hết 10 tin" in "".join(texts)


async def test_an_alarm_ends_with_what_it_was_about(db: AsyncSession) -> None:
    now = datetime.now(UTC)
    limited(db, monthly=1)
    (lan,) = await chats(db, "lan")
    await sent(db, lan, now)
    await watch_quotas(db, now)
    assert await alarms(db) == {"zalo_bot:messages:100"}
    limited(db, monthly=100)
    await watch_quotas(db, now)
    assert await alarms(db) == set()
