"""By SMS an invitation is said in as few words as have room; where nobody hears, nothing asks for a reply."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.channel import Terms
from bot.messages import Capabilities, Choice, Reply, written_for
from bot.model.attendances import Leave
from bot.model.meetings import Meeting, MeetingKind, Step
from bot.model.notices import Notice
from bot.services.resident_wording import worded
from bot.services.telling import ENOUGH_PARTS, cut_to_fit, in_full_or_less, parts_of, told_of
from bot.services.wording import word
from bot.words import alarms, claims, costs, groups, leaves, own, quotas, residents, series_words, vi
from bot.words.plain import plain
from bot.words.segments import as_it_leaves
from tests import village

TWO_WAY, ONE_WAY = Terms(two_way=True).capabilities, Terms(two_way=False).capabilities
MARKED = Terms(two_way=True, marks=True).capabilities
STEPS = (Step.NOTICE, Step.REMINDER, Step.LAST_REMINDER, Step.NUDGE, Step.MOVED, Step.CANCELLED)
SITE = "https://chibot.example.vn"
BOTH = (Choice("Có mặt", "answer:1:1:1:coming"), Choice("Xin vắng", "answer:1:1:1:away"))
ASKS = re.compile(
    r"trả lời|reply|nhắn (?:lại|cho|số|\d|[\"“])|mời(?: đồng chí| ông/bà)? nhắn|bấm nút|\bchọn\b", re.IGNORECASE
)
"""With the marks that are lost on the way: without them "nhận" is "nhắn"."""


async def lan(db: AsyncSession, now: datetime, topic: str | None = None, place: str = "Nhà văn hóa thôn") -> Notice:
    cell = await village.cell(db)
    secretary = await village.member(db, cell, "Trần Thị Thanh Bình", phone="+84912345678")
    await village.office(db, secretary, cell)
    person = await village.member(db, cell, "Nguyễn Thị Hồng Nhung")
    await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now)
    meeting.topic, meeting.place = topic, place
    return (await village.notices_of(db, meeting, person))[0]


async def said(db: AsyncSession, notice: Notice, now: datetime, capabilities: Capabilities) -> Reply:
    found = await word(db, notice, now, capabilities)
    assert isinstance(found, Reply)
    return found


# Short enough


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("can", [TWO_WAY, ONE_WAY], ids=["two-way", "one-way"])
async def test_whatever_the_topic_two_short_messages_are_enough(
    sqlite_db: AsyncSession, now: datetime, step: Step, can: Capabilities
) -> None:
    sqlite_db.info["public_url"] = SITE
    notice = await lan(sqlite_db, now, "Nghị quyết, " * 25, "Nhà văn hóa, " * 15)
    notice.step = step
    text = await said(sqlite_db, notice, now, can)
    assert 1 <= parts_of(text, can) <= ENOUGH_PARTS
    arrives = plain(written_for(text, can).text)
    assert all(one in arrives for one in ("Nguyen Thi Hong Nhung", "22/11/2026", "9 gio", "Nha van hoa", "Chi bo"))


async def test_what_has_room_is_said_in_full(sqlite_db: AsyncSession, now: datetime) -> None:
    notice = await lan(sqlite_db, now)
    text = (await said(sqlite_db, notice, now, TWO_WAY)).text
    assert "Chủ trì: đồng chí Trần Thị Thanh Bình." in text
    notice.step = Step.MOVED
    assert "Chủ trì" not in (await said(sqlite_db, notice, now, TWO_WAY)).text


async def test_a_message_with_marks_takes_what_the_gateway_takes_and_leaves_without_them_rather_than_not(
    sqlite_db: AsyncSession, now: datetime
) -> None:
    notice = await lan(sqlite_db, now, "Nghị quyết, " * 25, "Nhà văn hóa, " * 15)
    text = written_for(await said(sqlite_db, notice, now, MARKED), MARKED).text
    arrives, parts = as_it_leaves(text, marks=True, most=3)
    assert parts.count <= 3
    assert arrives.isascii() == (parts.coding == 0)


def test_a_long_list_is_said_as_far_as_it_goes(now: datetime) -> None:
    names = [f"Nguyễn Thị Hồng Nhung {number}" for number in range(30)]
    listed = Reply(vi.call_list(names, now, vi.NOTE_BY_WORD), one_way=vi.call_list(names, now, vi.NOTE_AT_THE_ROLL))
    for can in (TWO_WAY, ONE_WAY):
        short = cut_to_fit(listed, can)
        assert parts_of(short, can) == 3
        assert "Nhung 5" in short.text
    assert cut_to_fit(Reply("Ngắn."), TWO_WAY) == Reply("Ngắn.")


# Nothing asks for a reply where nobody hears


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("site", [SITE, None])
async def test_an_invitation_has_the_link_or_the_secretarys_number_and_asks_for_no_reply(
    sqlite_db: AsyncSession, now: datetime, step: Step, site: str | None
) -> None:
    sqlite_db.info["public_url"] = site
    notice = await lan(sqlite_db, now)
    notice.step = step
    text = written_for(await said(sqlite_db, notice, now, ONE_WAY), ONE_WAY).text
    assert not ASKS.search(text)
    arrives = plain(text)
    if step is not Step.CANCELLED:
        assert (f"{SITE}/m/" if site else "goi bi thu: 0912") in arrives


def passed_on(now: datetime) -> list[Reply]:
    """What is said to one person of what somebody else did: each kind of word that `owe_word` is given."""
    decided = [
        leaves.decided("Chi bộ A", "Lan", now, leave, has_begun=begun) for leave in Leave for begun in (True, False)
    ]
    telling = [
        vi.has_stopped("Lan"),
        own.has_stopped_one("Lan", "sms_mot", ["Zalo"]),
        *(own.wish_for_secretary("Lan", wish) for wish in own.WISHES),
        vi.proxy_for_secretary("Lan", now),
        vi.linked_elsewhere("Lan"),
        series_words.has_called("Họp", now, 3, now - timedelta(days=1)),
        series_words.unit_closed("Chi bộ A"),
        *(alarms.told(one) for one in alarm_texts(now)),
        *decided,
    ]
    asked = Reply(claims.ask("Lan", "telegram", None), BOTH, one_way=claims.ask_elsewhere("Lan", "telegram"))
    group = Reply(groups.ask("Chi bộ A", "telegram"), BOTH, one_way=groups.ask_elsewhere("Chi bộ A", "telegram"))
    one_way = vi.call_list(["Lan"], now, vi.NOTE_AT_THE_ROLL, vi.NOT_HEARD_ONE_WAY)
    listed = Reply(vi.call_list(["Lan"], now, vi.NOTE_BY_WORD), one_way=one_way)
    return [*map(Reply, telling), asked, group, listed]


def alarm_texts(now: datetime) -> list[str]:
    return [
        alarms.ZALO_NOT_AUTHORISED,
        alarms.ZALO_ANSWER_LOST,
        alarms.zalo_refuses(-1),
        alarms.zalo_unreached(3),
        alarms.zalo_grows_old(3, now.date()),
        alarms.hook_is_silent(3, SITE),
        quotas.users_nearly(1, 2),
        quotas.users_full(2),
        quotas.messages_nearly(1, 2, now),
        quotas.messages_full(2, now),
        *(costs.budget_mark("Đảng ủy xã A", 9, 10, mark) for mark in (80, 100)),
    ]


def test_no_word_that_is_passed_on_asks_for_a_reply(now: datetime) -> None:
    leave = [written_for(cut_to_fit(one, ONE_WAY), ONE_WAY) for one in passed_on(now)]
    assert [one.text for one in leave if ASKS.search(one.text) or one.choices] == []


def test_nothing_that_residents_get_asks_for_a_reply() -> None:
    texts = [residents.code("123456", village) for village in ("Thôn A", None)]
    texts += [worded("Thôn A", "Mất điện ngày mai.", two_way=False, public_url=site) for site in (SITE, None)]
    assert [text for text in texts if ASKS.search(text)] == []


SPEAKERS = {
    "bot/services/alarms.py", "bot/services/claims.py", "bot/services/groups.py", "bot/services/joining.py",
    "bot/services/leave_words.py", "bot/services/notices.py", "bot/services/resident_codes.py", "handlers/joining.py",
    "handlers/own.py", "handlers/talk/passing_on.py", "scheduler/reminders.py", "scheduler/series.py",
    "bot/answering.py",
}  # fmt: skip
"""Whoever says something unasked is among the tests above; a new one has to be added there first."""


def test_nobody_else_says_anything_unasked() -> None:
    root = Path(__file__).parents[2]
    speaks = re.compile(r"\b(?:owe_word|owe_words|owe_reply|reply_row|as_content|tell_secretary|Word)\(")
    files = [file for folder in ("bot", "handlers", "scheduler") for file in (root / folder).rglob("*.py")]
    found = {str(file.relative_to(root)) for file in files if speaks.search(file.read_text(encoding="utf-8"))}
    assert found == SPEAKERS


def test_the_shortest_of_all_still_says_where_and_when(now: datetime) -> None:
    meeting = Meeting(kind=MeetingKind.REGULAR, starts_at=now, place="x" * 200, topic=None, id=1, revision=1)
    lines = in_full_or_less(meeting, "Thôn Hồng Sen", "Trần Thị Bình")
    short = told_of(Step.NOTICE, "Lan", lines, vi.BY_NUMBER, BOTH, TWO_WAY)
    assert "tại xxxx" in short.text
    assert short.choices == BOTH
