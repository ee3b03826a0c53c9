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
from bot.words import (
    alarms,
    claims,
    conclusions,
    costs,
    data_requests,
    directive_answers,
    directives,
    groups,
    indicators,
    leaves,
    member_changes,
    minutes,
    opinions,
    own,
    quotas,
    reorganising,
    residents,
    rhythm,
    roster_checks,
    scoring,
    series_days_off,
    series_words,
    vi,
    visit_letters,
    warnings,
)
from bot.words.plain import plain
from bot.words.segments import as_it_leaves
from tests import village

TWO_WAY, ONE_WAY = Terms(two_way=True).capabilities, Terms(two_way=False).capabilities
MARKED = Terms(two_way=True, marks=True).capabilities
STEPS = (Step.NOTICE, Step.REMINDER, Step.LAST_REMINDER, Step.NUDGE, Step.MOVED, Step.CANCELLED, Step.CONTENT)
SITE = "https://chibot.example.vn"
BOTH = (Choice("Có mặt", "answer:1:1:1:coming"), Choice("Xin vắng", "answer:1:1:1:away"))
ASKS = re.compile(
    r"(?<!chưa )trả lời|reply|nhắn (?:lại|cho|số|\d|[\"“])|mời(?: đồng chí| ông/bà)? nhắn|bấm nút|\bchọn\b",
    re.IGNORECASE,
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


def of_directives(now: datetime) -> list[str]:
    title = directives.titled("qd", "27-QĐ/TU", now.date(), "Tỉnh ủy", "khan")
    return [
        directives.arrived("Lan", "Đảng ủy xã A", title, "Về việc học tập nghị quyết", now.date()),
        *(directives.passed_word_withdrawn("Đảng ủy xã A", "qd", "27-QĐ/TU", by) for by in (None, "28-QĐ/TU")),
        directive_answers.question_to_answer("27-QĐ/TU", "Chi bộ A", "Hạn báo cáo là ngày nào?"),
        directive_answers.answer_to_asker("27-QĐ/TU", "Huyện ủy B", "Ngày 30/11.", "Hạn báo cáo là ngày nào?"),
    ]


def of_visits(now: datetime) -> list[str]:
    group, cell, unit = "tổ công tác số 1", "Chi bộ A", "Huyện ủy B"
    return [
        visit_letters.not_sent(cell, now),
        visit_letters.announced(group, unit, now, "Góp ý dự thảo"),
        visit_letters.withdrawn(group, now),
        visit_letters.nobody_goes(group, cell, now),
        visit_letters.released(group, now),
        visit_letters.difficulty_came(cell),
        visit_letters.difficulty_received(unit, cell),
        visit_letters.difficulty_answered(unit, cell, "Đường sạt", "Sẽ sửa"),
    ]


def passed_on(now: datetime) -> list[Reply]:
    """What is said to one person of what somebody else did: each kind of word that `owe_word` is given."""
    telling = [
        *of_phones(now),
        *of_days(now),
        *(alarms.told(one) for one in alarm_texts(now)),
        *of_conclusions(now),
        *(leaves.decided("Chi bộ A", "Lan", now, leave, has_begun=begun) for leave in Leave for begun in (True, False)),
        *of_members(now),
        *early_warnings(now),
        *of_the_tree(now),
        minutes.told("Chi bộ A", now),
        scoring.to_confirm("Chi bộ A", now, "Đạt 90/100", "20/25"),
        scoring.told_secretary(now, "good"),
        *of_visits(now),
        *of_directives(now),
        indicators.over(3, "Kết nạp đảng viên mới", ["Đảng ủy xã A"], 2),
    ]
    return [*map(Reply, telling), *with_words_for_one_way(now)]


def of_phones(now: datetime) -> list[str]:
    return [
        vi.has_stopped("Lan"),
        own.has_stopped_one("Lan", "sms_mot", ["Zalo"]),
        vi.proxy_for_secretary("Lan", now),
        vi.linked_elsewhere("Lan"),
    ]


def of_days(now: datetime) -> list[str]:
    return [
        series_words.has_called("Họp", now, 3, now - timedelta(days=1)),
        series_words.unit_closed("Chi bộ A"),
        series_days_off.undecided(["Chi bộ A"], now.date()),
        *(said("Chi bộ A", period) for said, period in RHYTHM),
        rhythm.to_supervisor("not_held", "2026-11", ["Chi bộ A"]),
    ]


def of_conclusions(now: datetime) -> list[str]:
    return [
        conclusions.given_to("Lan", "Chi bộ A", "Sửa đường", now.date()),
        *(conclusions.due("Lan", "Sửa đường", now.date(), now.date() - timedelta(days=left)) for left in (0, 1, 3)),
        conclusions.overdue("Chi bộ A", [("Sửa đường", "Lan", now.date())]),
    ]


def with_words_for_one_way(now: datetime) -> list[Reply]:
    """What is asked, with what is said instead where nobody can answer."""
    instead = [
        series_days_off.proposal_one_way("Chi bộ A", now.date(), holiday, days)
        for holiday, days in (("Tết Nguyên đán", [now.date()]), (None, []))
    ]
    instead.append(series_days_off.reminded_one_way("Chi bộ A", now.date()))
    instead.append(visit_letters.how_was_it_one_way("Chi bộ A", now, "Huyện ủy B"))
    instead += [opinions.one_way(12, is_sender=is_sender) for is_sender in (True, False)]
    instead.append(roster_checks.one_way("Chi bộ A", "2026-q4", "22 đảng viên"))
    one_way = vi.call_list(["Lan"], now, vi.NOTE_AT_THE_ROLL, vi.NOT_HEARD_ONE_WAY)
    return [
        Reply(claims.ask("Lan", "telegram", None), BOTH, one_way=claims.ask_elsewhere("Lan", "telegram")),
        Reply(groups.ask("Chi bộ A", "telegram"), BOTH, one_way=groups.ask_elsewhere("Chi bộ A", "telegram")),
        Reply(vi.call_list(["Lan"], now, vi.NOTE_BY_WORD), one_way=one_way),
        *(Reply("", BOTH, one_way=text) for text in instead),
    ]


def of_members(now: datetime) -> list[str]:
    """Of changes in the roster, and of what people ask about their own data."""
    change = "Đồng chí Lan chuyển sinh hoạt."
    request = data_requests.for_office("Lan", "Chi bộ A", "access", now.date())
    return [
        *(say(change, again) for say in (member_changes.asked, member_changes.to_be_received) for again in (0, 3)),
        *(say(change) for say in (member_changes.done, member_changes.own, member_changes.undone)),
        member_changes.refused(change),
        request,
        *(data_requests.reminder(request, is_late=late) for late in (True, False)),
        *(data_requests.answered("access", outcome) for outcome in ("met", "refused")),
    ]


def early_warnings(now: datetime) -> list[str]:
    """To leaders of cells, and to whoever follows them; what else is said there is for those with buttons."""
    line = warnings.nobody_to_tell("Chi bộ A: 20/25.")
    return [
        warnings.roll("regular", now, "20/25", "chưa đạt 95 %", 1),
        warnings.roll_well("regular", now, ["below_line", "unexcused"]),
        *warnings.people_in_counts([(list(warnings.IN_COUNTS), True)]),
        warnings.low_forecast("Chi bộ A", "regular", now, 1, 2, 3, 1, 6),
        warnings.no_minutes("Chi bộ A", "regular", now, 3),
        warnings.dates_coming("Chi bộ A", [warnings.date_in_counts(one, now.date(), 1) for one in warnings.ENDS]),
        warnings.to_followers([line]),
        warnings.to_keepers([line]),
        roster_checks.not_done("2026-q4", ["Chi bộ A"]),
        roster_checks.office_told("Chi bộ A", "2026-q4"),
    ]


def of_the_tree(now: datetime) -> list[str]:
    """To whoever leads or looks after units that are rearranged, and to their members."""
    two = (
        reorganising.told_moved, reorganising.told_merged, reorganising.told_ended, reorganising.told_new_cell,
        reorganising.told_founded, reorganising.told_split, reorganising.told_renamed,
    )  # fmt: skip
    return [
        *(said("Chi bộ A", "Đảng ủy xã B", now.date()) for said in two),
        reorganising.told_closed("Chi bộ A", now.date()),
        reorganising.waits("Chi bộ A", now.date(), "Đơn vị này đã kết thúc."),
    ]


RHYTHM = [(rhythm.not_fixed, "2026-11"), (rhythm.not_held, "2026-11"), (rhythm.no_thematic, "2026-q4")]


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
    "bot/services/leave_words.py", "bot/services/notices.py", "bot/services/resident_codes.py", "handlers/stopping.py",
    "bot/services/tasks.py", "bot/services/change_words.py", "bot/services/data_requests.py",
    "bot/services/leading.py", "bot/services/roll_warnings.py", "bot/services/roster_answers.py",
    "bot/services/roster_checks.py", "handlers/minutes/overview.py", "handlers/scoring.py",
    "handlers/talk/passing_on.py", "scheduler/reminders.py", "scheduler/series.py", "bot/answering.py",
    "bot/services/proposals.py", "bot/services/rhythm.py", "bot/services/opinion_words.py",
    "bot/services/visit_telling.py", "bot/services/indicator_asking.py", "bot/services/directive_passing.py",
    "bot/services/directive_questions.py", "bot/services/reorganising/new_units.py",
    "bot/services/reorganising/on_the_day.py", "bot/services/reorganising/merges.py",
    "bot/services/reorganising/carrying.py", "bot/services/reorganising/moves.py",
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
