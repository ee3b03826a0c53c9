"""What a network brought: kept once, and never what must not be kept."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Event
from bot.model.inbox import InboxRow, InboxState
from bot.services.inbox import keep, settle, unhandled
from bot.words.secrecy import CONFIRMED_PREFIX


def event(number: int, text: str = "có", address: str = "7") -> Event:
    return Event(event_id=str(number), address=address, body={"text": text}, words=(text,))


async def rows(db: AsyncSession) -> Sequence[InboxRow]:
    return (await db.scalars(select(InboxRow).order_by(InboxRow.id))).all()


async def test_the_network_repeating_itself_changes_nothing(each_db: AsyncSession, now: datetime) -> None:
    for text in ("có", "không"):
        await keep(each_db, "telegram", "bot", [event(1, text)], now)
    assert [row.body for row in await rows(each_db)] == [{"text": "có"}]


async def test_the_same_id_on_another_account_is_another_event(db: AsyncSession, now: datetime) -> None:
    for account in ("bot", "other"):
        await keep(db, "telegram", account, [event(1)], now)
    assert len(await rows(db)) == 2


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("có mặt", InboxState.NEW),
        ("Tài liệu tuyệt mật", InboxState.REFUSED),
        (f"{CONFIRMED_PREFIX}: tài liệu tuyệt mật", InboxState.REFUSED),
        ("gặp mặt thân mật", InboxState.DOUBTFUL),
        (f"{CONFIRMED_PREFIX}: gặp mặt thân mật", InboxState.NEW),
    ],
)
async def test_only_what_may_be_kept_is_kept(
    each_db: AsyncSession, now: datetime, text: str, state: InboxState
) -> None:
    await keep(each_db, "telegram", "bot", [event(1, text)], now)
    (row,) = await rows(each_db)
    assert (row.state, row.body) == (state, {"text": text} if state is InboxState.NEW else None)
    assert (row.event_id, row.address) == ("1", "7")


async def test_rows_of_one_address_are_handed_out_one_after_the_other(each_db: AsyncSession, now: datetime) -> None:
    await keep(each_db, "telegram", "bot", [event(1), event(2), event(3, address="8"), event(4)], now)
    first = await unhandled(each_db, 10)
    assert [row.event_id for row in first] == ["1", "3"]
    settle(first[0], InboxState.DONE, now)
    await each_db.flush()
    assert [row.event_id for row in await unhandled(each_db, 10)] == ["2", "3"]


async def test_a_row_that_failed_blocks_nobody(db: AsyncSession, now: datetime) -> None:
    await keep(db, "telegram", "bot", [event(1), event(2)], now)
    (row,) = await unhandled(db, 10)
    settle(row, InboxState.FAILED, now, "KeyError")
    await db.flush()
    assert [one.event_id for one in await unhandled(db, 10)] == ["2"]


@pytest.mark.parametrize(("state", "is_kept"), [(InboxState.DONE, False), (InboxState.FAILED, True)])
async def test_a_body_is_emptied_once_it_is_handled(
    db: AsyncSession, now: datetime, state: InboxState, is_kept: bool
) -> None:
    await keep(db, "telegram", "bot", [event(1)], now)
    (row,) = await rows(db)
    settle(row, state, now)
    assert (row.body is not None) is is_kept
