"""A meeting told and answered through a Zalo bot, from the code to the answer, on both databases over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.app import at_work
from bot.model.attendances import Answer, Attendance
from bot.model.endpoints import Address, Endpoint
from bot.model.inbox import InboxRow
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.networks import hook_secret, real_channels
from bot.services import joining
from tests import village
from tests.fakes.zalo_bot import Person
from tests.sites import free_port, open_site
from tests.zalo_bot_stage import ZaloBotStage, zalo_bot_stage

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LAN = "6ede9afa66b88fe6d6a9"


@pytest.fixture(autouse=True)
def _short_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.zalo_bot.ZaloBot.poll_gap", 0.05)


async def somebody(at: ZaloBotStage, name: str = "Nguyễn Thị Lan", code: str = "thon") -> tuple[Unit, Member, str]:
    """A cell, one of its members, and the code that links them."""
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db, code=code)
        member = await village.member(db, cell, name)
        (invitation,) = await joining.invite(db, [member], "test", at.now())
    return cell, member, invitation.code


async def sees(at: ZaloBotStage, person: Person, words: str) -> None:
    await at.zalo.wait_for(lambda: person.received and words in person.received[-1].text)


async def joins(at: ZaloBotStage, person: Person, code: str) -> None:
    await person.says(code.lower())
    await sees(at, person, "1. ")
    await person.says("1")
    await sees(at, person, "Đã nối máy")


async def is_asked(at: ZaloBotStage) -> bool:
    """Whether it is written down that the numbers belong to the call: nobody answers within a few milliseconds."""
    async with at.house.sessions() as db:
        return any(
            "answer:" in value for (offered,) in await db.execute(select(Endpoint.offered)) for _, value in offered
        )


async def answer_of(at: ZaloBotStage) -> Answer | None:
    async with at.house.sessions() as db:
        return (await db.scalars(select(Attendance.answer))).one()


async def tell_and_answer(at: ZaloBotStage) -> None:
    """The whole of it: code, consent, call, `1`, a change of mind in words."""
    cell, _, code = await somebody(at)
    lan = at.zalo.person(LAN)
    await lan.says("xin chào")
    await sees(at, lan, "gửi mã")
    await joins(at, lan, code)
    async with at.house.sessions.begin() as db:
        await village.meeting(db, cell, at.now(), timedelta(hours=30))
    await sees(at, lan, "Nhà văn hóa")
    assert "1. Có mặt" in lan.received[-1].text
    await at.until(lambda: is_asked(at))
    await lan.says("1")
    await sees(at, lan, "CÓ MẶT")
    assert await answer_of(at) is Answer.COMING
    await lan.says("2 om")
    await sees(at, lan, "XIN VẮNG")
    assert await answer_of(at) is Answer.AWAY


async def test_a_meeting_is_told_and_answered_with_a_number(database_url: str) -> None:
    async with zalo_bot_stage(database_url, NINE) as at, at.working():
        await tell_and_answer(at)
        assert at.zalo.feed.polls_at_once == 1
        assert not [method for method, _ in at.zalo.calls if method == "setWebhook"]


async def test_a_replayed_answer_changes_nothing_and_only_one_process_asks(database_url: str) -> None:
    async with zalo_bot_stage(database_url, NINE) as at, at.working(), at.working():
        await tell_and_answer(at)
        said = len(at.zalo.sent)
        at.zalo.feed.replay(3)
        await at.zalo.wait_for(lambda: not at.zalo.feed.replays)
        await at.rests()
        assert (len(at.zalo.sent), at.zalo.feed.polls_at_once) == (said, 1)


async def test_a_picture_gets_an_answer_and_a_group_none(sqlite_url: str) -> None:
    async with zalo_bot_stage(sqlite_url, NINE) as at, at.working():
        _, _, code = await somebody(at)
        lan = at.zalo.person(LAN)
        await joins(at, lan, code)
        said = len(lan.received)
        for sends in (lan.sends_photo, lan.sends_sticker, lan.sends_voice, lan.sends_what_is_withheld):
            await sends()
        await at.zalo.wait_for(lambda: len(lan.received) == said + 4)
        await lan.says("@Bot 1", group="zgr-17")
        await lan.says("menu")
        await at.zalo.wait_for(lambda: len(lan.received) == said + 5)
        assert at.zalo.sent_to("zgr-17") == []


async def test_a_poll_whose_event_could_not_be_kept_brings_it_once_it_can(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform forgets what it has handed out: a database that is away for a moment must not cost an answer."""
    async with zalo_bot_stage(sqlite_url, NINE) as at, at.working() as running:
        lan = at.zalo.person(LAN)
        keep, failures = running.listener.keep, iter([OSError("the database is away")] * 2)

        async def falters(*told: object) -> None:
            for failure in failures:
                raise failure
            await keep(*told)  # type: ignore[arg-type] # what it was given

        monkeypatch.setattr(running.listener, "keep", falters)
        await lan.says("xin chào")
        await sees(at, lan, "gửi mã")
        async with at.house.sessions() as db:
            assert await db.scalar(select(func.count(InboxRow.id))) == 1


async def test_what_was_handed_out_is_kept_though_we_are_told_to_stop_just_then(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with zalo_bot_stage(sqlite_url, NINE) as at:
        lan, is_writing = at.zalo.person(LAN), asyncio.Event()
        async with at.working() as running:
            keep = running.listener.keep

            async def slowly(*told: object) -> None:
                is_writing.set()
                await asyncio.sleep(0.1)
                await keep(*told)  # type: ignore[arg-type] # what it was given

            monkeypatch.setattr(running.listener, "keep", slowly)
            await lan.says("xin chào")
            await is_writing.wait()
        async with at.working():
            await sees(at, lan, "gửi mã")


# By webhook


@asynccontextmanager
async def served(url: str) -> AsyncIterator[tuple[ZaloBotStage, str]]:
    """A stage whose platform comes by webhook, and the address of our site."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    async with zalo_bot_stage(url, NINE, mode="webhook", port=port, public_url=base) as at:
        channels = real_channels(at.house)
        async with at_work(at.house, channels, at.now) as running, open_site(at.house, running, port):
            await at.zalo.wait_for(lambda: at.zalo.feed.hook)
            yield at, base
            await at.zalo.feed.stop()


async def test_it_all_comes_by_webhook_too_whatever_its_form(sqlite_url: str) -> None:
    async with served(sqlite_url) as (at, _):
        at.zalo.feed.bare = True
        await tell_and_answer(at)
        hook = at.zalo.feed.hook
        assert hook
        assert set(hook.statuses) == {200}
        assert at.zalo.feed.polls == []


async def test_a_hook_believes_the_secret_alone_and_keeps_an_event_once(sqlite_url: str) -> None:
    async with served(sqlite_url) as (at, base):
        lan = at.zalo.person(LAN)
        await lan.says("xin chào")
        at.zalo.feed.replay(2)
        await at.zalo.wait_for(lambda: not at.zalo.feed.replays and lan.received)
        assert await statuses(at, f"{base}/hooks/zalo-bot") == [403, 403, 200, 200]
        await at.rests()
        async with at.house.sessions() as db:
            assert await db.scalar(select(func.count(InboxRow.id))) == 1
        assert len(lan.received) == 1


async def statuses(at: ZaloBotStage, url: str) -> list[int]:
    """Without a secret, with a wrong one, and nonsense with the right one, which is taken and left."""
    right = hook_secret(at.house.settings.zalo_bot) or ""
    brought = [(None, b"{}"), ("wrong", b"{}"), (right, b"<html>"), (right, b"[" * 50_000)]
    found = []
    async with aiohttp.ClientSession() as http:
        for secret, body in brought:
            headers = {"X-Bot-Api-Secret-Token": secret} if secret else {}
            async with http.post(url, data=body, headers=headers) as answer:
                found.append(answer.status)
    return found


# Quotas


async def test_a_month_that_is_used_up_sends_the_notice_by_the_next_way_or_says_why_not(database_url: str) -> None:
    async with zalo_bot_stage(database_url, NINE, monthly=3) as at, at.working():
        cell, member, code = await somebody(at)
        lan = at.zalo.person(LAN)
        await joins(at, lan, code)
        await lan.says("menu")
        await at.zalo.wait_for(lambda: at.zalo.sent_this_month == 3)
        async with at.house.sessions.begin() as db:
            meeting = await village.meeting(db, cell, at.now(), timedelta(hours=30))
        notice = await at.until(lambda: told_of(at, meeting.id, member.id, NoticeState.FAILED))
        assert notice.cause == "quota"
        async with at.house.sessions.begin() as db:
            await village.reachable_at(db, member, at.now())
            meeting = await village.meeting(db, cell, at.now(), timedelta(hours=28))
        notice = await at.until(lambda: told_of(at, meeting.id, member.id, NoticeState.WAITING, "rehearsal"))
        assert len(lan.received) == 3


async def told_of(
    at: ZaloBotStage, meeting_id: int, member_id: int, state: NoticeState, channel: str = "zalo_bot"
) -> Notice | None:
    async with at.house.sessions() as db:
        which = select(Notice).where(Notice.meeting_id == meeting_id, Notice.member_id == member_id)
        return await db.scalar(which.where(Notice.state == state, Notice.channel == channel))


async def test_who_is_one_too_many_is_told_to_use_another_way_and_keeps_the_code(database_url: str) -> None:
    async with zalo_bot_stage(database_url, NINE, users=1) as at, at.working():
        _, _, code = await somebody(at)
        _, _, second = await somebody(at, "Lê Văn Minh", "thon-2")
        lan, minh = at.zalo.person(LAN), at.zalo.person("51")
        await joins(at, lan, code)
        for words in ("xin chào", second):
            await minh.says(words)
        await at.zalo.wait_for(lambda: len(minh.received) == 2)
        assert all("chỉ phục vụ được 1 người" in sent.text for sent in minh.received)
        await lan.says("menu")
        async with at.house.sessions.begin() as db:
            assert await db.scalar(select(func.count(Address.id))) == 1
            other = Endpoint(channel="rehearsal", account="rehearsal", external_id="7", offered=[], wrong_codes=0)
            db.add(other)
            await db.flush()
            assert await joining.redeem(db, other, second, at.now()) is not None
