"""What networks bring: kept before anything is done with it, handled once, and one bad row stops nobody."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot import listening
from bot.listening import Listener
from bot.messages import Channel
from bot.model.accounts import Account
from bot.model.attendances import Answer, AnswerLog
from bot.model.inbox import InboxRow, InboxState
from bot.model.meetings import Meeting
from bot.model.members import Member
from tests import village
from tests.by_hand import stage_by_hand
from tests.fakes.telegram import Person, server_error
from tests.stage import Stage, stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
async def at(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage_by_hand(sqlite_url, NINE) as made:
        yield made


@pytest.fixture
async def on_each(database_url: str) -> AsyncIterator[Stage]:
    """For what leans on how a database claims and keeps."""
    async with stage_by_hand(database_url, NINE) as made:
        yield made


@pytest.fixture
async def at_work(sqlite_url: str) -> AsyncIterator[Stage]:
    """For what is about work that goes on by itself."""
    async with stage(sqlite_url, NINE) as made:
        yield made


async def lan_is_called(at: Stage) -> tuple[Person, Meeting, Member]:
    """Lan, in chat 42, is asked to a meeting tomorrow."""
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db)
        lan = await village.member(db, cell, "Nguyễn Thị Lan")
        endpoint = await village.reachable_at(db, lan, at.now(), chat="42", channel="telegram")
        endpoint.account = "123456"
        meeting = await village.meeting(db, cell, at.now(), timedelta(hours=30))
    return at.telegram.person(42), meeting, lan


async def rows(at: Stage) -> list[InboxRow]:
    async with at.house.sessions() as db:
        return list(await db.scalars(select(InboxRow).order_by(InboxRow.id)))


async def answers(at: Stage) -> list[Answer]:
    async with at.house.sessions() as db:
        return list(await db.scalars(select(AnswerLog.answer).order_by(AnswerLog.id)))


async def test_a_poison_update_blocks_nobody(on_each: Stage) -> None:
    at = on_each
    lan, _, _ = await lan_is_called(at)
    async with at.working():
        await at.sees(lambda: lan.received)
        at.telegram.add_poison()
        await lan.presses("Có mặt")
        await at.sees(lambda: any("CÓ MẶT" in sent.text for sent in lan.received))
    kept = await rows(at)
    assert [row.state for row in kept] == [InboxState.FAILED, InboxState.DONE]
    assert kept[0].body is not None
    assert kept[1].body is None


async def test_a_repeated_update_is_counted_once(on_each: Stage) -> None:
    at = on_each
    lan, _, _ = await lan_is_called(at)
    async with at.working():
        await at.sees(lambda: lan.received)
        await lan.presses("Có mặt")
        at.telegram.repeat_last()
        await at.sees(lambda: any("CÓ MẶT" in sent.text for sent in lan.received))
        await at.rests()
    assert await answers(at) == [Answer.COMING]


async def test_messages_of_one_chat_are_answered_in_order(on_each: Stage) -> None:
    at = on_each
    lan, _, _ = await lan_is_called(at)
    async with at.working():
        await at.sees(lambda: lan.received)
        for words in ("có", "vắng mặt", "có mặt", "không dự"):
            await lan.says(words)
        await at.until(lambda: _has(at, 4))
    assert await answers(at) == [Answer.COMING, Answer.AWAY, Answer.COMING, Answer.AWAY]


async def _has(at: Stage, count: int) -> bool:
    return len(await answers(at)) == count


async def test_what_came_while_nobody_listened_is_answered_later(on_each: Stage) -> None:
    at = on_each
    lan, _, _ = await lan_is_called(at)
    async with at.working():
        await at.sees(lambda: lan.received)
    await lan.presses("Có mặt")
    async with at.working():
        await at.sees(lambda: any("CÓ MẶT" in sent.text for sent in lan.received))
    assert await answers(at) == [Answer.COMING]


async def test_polling_goes_on_after_telegram_was_out_and_the_trouble_is_seen(at_work: Stage) -> None:
    at = at_work
    lan, _, _ = await lan_is_called(at)
    at.telegram.faults.next(server_error(502), method="getUpdates")
    async with at.working():
        await at.until(lambda: _trouble(at))
        await at.sees(lambda: lan.received)
        await lan.presses("Có mặt")
        await at.until(lambda: _has(at, 1))
    assert await _trouble(at) is None


async def _trouble(at: Stage) -> str | None:
    async with at.house.sessions() as db:
        return await db.scalar(select(Account.trouble))


async def test_a_secrecy_mark_is_refused_and_nothing_of_it_is_kept(at: Stage) -> None:
    lan, _, _ = await lan_is_called(at)
    async with at.working():
        await at.sees(lambda: lan.received)
        await lan.says("Gửi đồng chí văn bản TUYỆT MẬT số 7")
        await at.sees(lambda: "văn thư bảo mật" in lan.received[-1].text)
    row = (await rows(at))[-1]
    assert (row.state, row.body) == (InboxState.REFUSED, None)
    assert at.telegram.deleted
    assert at.telegram.deleted[0][0] == 42


async def test_a_doubtful_word_passes_with_a_confirmation(at: Stage) -> None:
    lan, _, _ = await lan_is_called(at)
    async with at.working():
        await at.sees(lambda: lan.received)
        await lan.says("có, họp thân mật")
        await at.sees(lambda: "xác nhận" in lan.received[-1].text)
        assert (await rows(at))[-1].body is None
        assert await answers(at) == []
        await lan.says("xác nhận: có, họp thân mật")
        await at.until(lambda: _answered_something(at, lan))
    assert (await rows(at))[-1].state is InboxState.DONE


async def _answered_something(at: Stage, lan: Person) -> bool:
    return (await rows(at))[-1].state is InboxState.DONE and "xác nhận:" not in lan.received[-1].text


async def test_a_handler_that_breaks_is_marked_answered_and_stops_nobody(
    at: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan, _, _ = await lan_is_called(at)

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    async with at.working() as running:
        await at.sees(lambda: lan.received)
        monkeypatch.setitem(running.listener.router.handlers, ("command", "hop"), broken)
        await lan.says("họp")
        await at.sees(lambda: "gặp lỗi" in lan.received[-1].text)
        await lan.says("có")
        await at.until(lambda: _has(at, 1))
    assert [row.state for row in await rows(at)] == [InboxState.FAILED, InboxState.DONE]


async def test_a_database_that_fails_during_a_poll_does_not_make_it_deaf(
    at_work: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One database error during a poll once ended the polling for good, while health said that all was well."""
    at = at_work
    lan, _, _ = await lan_is_called(at)
    real, failures = listening.note_health, iter([True])

    async def failing(listener: Listener, channel: Channel) -> None:
        if next(failures, False):
            raise OperationalError("SELECT 1", {}, Exception("database is locked"))
        await real(listener, channel)

    async with at.working():
        await at.sees(lambda: lan.received)
        monkeypatch.setattr(listening, "note_health", failing)
        await lan.says("vang")
        await at.until(lambda: _is_locked(at))
        await lan.says("có")
        await at.until(lambda: _has(at, 1))


async def _is_locked(at: Stage) -> bool:
    return await _trouble(at) == "OperationalError"


async def test_a_network_that_counts_anew_from_a_lower_number_is_heard(at: Stage) -> None:
    """A stored mark above the new numbers confirmed, unread, everything that came."""
    lan, _, _ = await lan_is_called(at)
    async with at.working():
        await at.sees(lambda: lan.received)
        await lan.says("vang")
        await at.sees(lambda: len(lan.received) == 2)
        await at.rests()
        at.telegram.feed.count_from(5)
        await lan.says("có")
        await at.until(lambda: _has(at, 1))
