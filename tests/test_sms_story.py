"""A meeting told by short messages through a company, over real HTTP, from the call to the answer and the report."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.model.attendances import Answer, Attendance
from bot.model.inbox import InboxRow
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from tests import village
from tests.fakes.sms_http import FakeESms, Phone, Sent
from tests.fakes.telegram.answers import DropAfterAccept
from tests.sms_stage import SmsStage, sms_stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


async def called(at: SmsStage) -> int:
    """Somebody with a plain phone is called to a meeting; returns its id."""
    cell, _ = await at.somebody()
    async with at.house.sessions.begin() as db:
        return (await village.meeting(db, cell, at.now(), timedelta(hours=30))).id


async def attempts(at: SmsStage) -> list[Attempt]:
    async with at.house.sessions() as db:
        return list(await db.scalars(select(Attempt).order_by(Attempt.id)))


async def notice_of(at: SmsStage, meeting_id: int) -> Notice:
    async with at.house.sessions() as db:
        return (await db.scalars(select(Notice).filter_by(meeting_id=meeting_id))).one()


async def test_a_one_way_sender_carries_the_link_and_nobody_is_asked_to_reply(database_url: str) -> None:
    async with sms_stage(database_url, NINE, FakeESms()) as at:
        await called(at)
        text = await at.sees("Nha van hoa")
        assert f"{at.base}/" in text
        assert text.isascii()
        assert "1." not in text
        assert "tra loi" not in text.lower()


async def test_two_om_by_short_message_is_the_answer_on_record(database_url: str) -> None:
    async with sms_stage(database_url, NINE, FakeESms(), two_way=True) as at:
        await called(at)
        assert "2. Xin vang" in await at.sees("1. Co mat")
        await at.until(lambda: settled(at))
        at.lan.writes("2 om")
        await at.sees("XIN VANG")
        async with at.house.sessions() as db:
            row = (await db.scalars(select(Attendance))).one()
            assert row.answer is Answer.AWAY
        assert at.carrier.answers[0][0] == 200
        assert "<Smsid>mo1</Smsid>" in at.carrier.answers[0][1]


async def settled(at: SmsStage) -> bool:
    async with at.house.sessions() as db:
        return await db.scalar(select(Notice.state)) is NoticeState.SENT


async def test_what_is_brought_twice_is_handled_once(sqlite_url: str) -> None:
    async with sms_stage(sqlite_url, NINE, FakeESms(), two_way=True) as at:
        await at.somebody()
        for _ in range(3):
            at.lan.writes("menu", smsid="same")
        await at.carrier.settled()
        await at.carrier.wait_for(lambda: at.lan.received)
        await at.rests()
        assert len(at.lan.received) == 1
        assert [status for status, _ in at.carrier.answers] == [200] * 3


# Reports


async def told_and_taken(at: SmsStage) -> int:
    meeting_id = await called(at)
    await at.sees("Nha van hoa")
    await at.until(lambda: settled(at))
    return meeting_id


async def test_reports_come_twice_and_in_any_order_and_of_nobody(database_url: str) -> None:
    async with sms_stage(database_url, NINE, FakeESms()) as at:
        await told_and_taken(at)
        (sent,) = at.carrier.sent
        at.carrier.reports(sent, "delivered", "waiting", "delivered", "failed")
        unknown = at.carrier.take("84900000001", "x", "a99999-6921", sent.callback_url)
        at.carrier.reports(unknown, "delivered", "failed")

        async def arrived() -> bool:
            return (await attempts(at))[0].delivered_at is not None

        await at.until(arrived)
        await at.carrier.settled()
        assert {status for status, _ in at.carrier.answers} == {200}


async def test_a_message_that_did_not_arrive_has_failed_where_there_is_no_other_way(sqlite_url: str) -> None:
    async with sms_stage(sqlite_url, NINE, FakeESms()) as at:
        meeting_id = await told_and_taken(at)
        at.carrier.reports(at.carrier.sent[0], "failed")

        async def failed() -> bool:
            return (await notice_of(at, meeting_id)).state is NoticeState.FAILED

        await at.until(failed)


async def test_a_report_may_overtake_the_answer(sqlite_url: str) -> None:
    """It is there before we know the company's id: our own key says whose it is."""

    class Hasty(FakeESms):
        def take(self, phone: str, text: str, key: str = "", callback_url: str = "") -> Sent:
            sent = super().take(phone, text, key, callback_url)
            self.reports(sent, "delivered")
            return sent

    async with sms_stage(sqlite_url, NINE, Hasty()) as at:
        at.carrier.faults.append(DropAfterAccept())
        await called(at)

        async def arrived() -> bool:
            return any(one.delivered_at for one in await attempts(at))

        await at.until(arrived)
        assert len(at.lan.received) == 1


async def test_where_the_answer_is_lost_the_phone_gets_one_message_all_the_same(sqlite_url: str) -> None:
    async with sms_stage(sqlite_url, NINE, FakeESms()) as at:
        at.carrier.faults.append(DropAfterAccept())
        meeting_id = await called(at)

        async def sent() -> bool:
            return (await notice_of(at, meeting_id)).state is NoticeState.SENT

        await at.until(sent)
        assert [one.outcome for one in await attempts(at)] == [AttemptOutcome.UNKNOWN, AttemptOutcome.DUPLICATE]
        assert len(at.lan.received) == 1
        at.carrier.reports(at.lan.received[0], "failed")

        async def failed() -> bool:
            return (await notice_of(at, meeting_id)).state is NoticeState.FAILED

        await at.until(failed)


async def test_what_was_refused_for_the_moment_is_asked_under_a_new_key(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The company has burnt the first one: asked with it again, it would say that it has it already."""
    monkeypatch.setattr("scheduler.outcomes.DOWN_FOR_A_PERSON", 0.2)
    async with sms_stage(sqlite_url, NINE, FakeESms(money=0)) as at:
        await called(at)

        async def refused() -> bool:
            return any(one.outcome is AttemptOutcome.CHANNEL_DOWN for one in await attempts(at))

        await at.until(refused)
        at.carrier.money = 1_000_000
        assert await at.sees("Nha van hoa")
        assert isinstance(at.carrier, FakeESms)
        assert len(at.carrier.requests) > 1


# Who is let in


async def test_a_hook_is_where_nobody_guesses_it(sqlite_url: str) -> None:
    async with sms_stage(sqlite_url, NINE, FakeESms(), two_way=True) as at, aiohttp.ClientSession() as http:
        told = dict(at.carrier.words("84912345678", "2 om").request().query)
        for path, status in ((f"{at.base}/hooks/sms/esms/guessed", 404), (f"{at.base}/hooks/sms/esms", 404)):
            async with http.get(path, params=told) as answer:
                assert answer.status == status
        async with http.get(at.carrier.hook or "", params=told | {"content": "1"}) as answer:
            assert answer.status == 403
        async with http.get(at.carrier.hook or "") as answer:
            assert answer.status == 200
        await asyncio.sleep(0)
        async with at.house.sessions() as db:
            assert await db.scalar(select(func.count(InboxRow.id))) == 0


def has_read(phone: Phone, count: int) -> bool:
    return len(phone.received) >= count


async def test_a_machine_that_answers_ours_is_not_answered_for_ever(sqlite_url: str) -> None:
    """Each answer is paid for; whoever is no member gets twenty an hour, which is more than anybody reads."""
    async with sms_stage(sqlite_url, NINE, FakeESms(), two_way=True) as at:
        await at.somebody()
        machine = at.carrier.phone("84900000555")
        for count in range(1, 26):
            machine.writes("Toi dang lai xe, se goi lai sau")
            await at.carrier.settled()
            await at.carrier.wait_for(partial(has_read, machine, min(count, 20)))
            if count >= 20:
                await at.rests()
        assert len(machine.received) == 20
        at.lan.writes("menu")
        await at.carrier.wait_for(lambda: at.lan.received)
