"""A meeting in somebody's calendar: the same entry after a move, and off when it is off."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.refusals import NotAllowed
from bot.reports.calendar_file import calendar_file
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.unit_settings import change
from tests import village
from tests.conftest import NOW


async def called(db: AsyncSession) -> tuple[Meeting, Member]:
    db.info["public_url"] = "https://chibot.example.vn"
    cell = await village.cell(db)
    lan = await village.member(db, cell, "Nguyễn Thị Lan")
    await village.has_been_told(db, meeting := await village.meeting(db, cell, NOW), lan)
    return meeting, lan


async def entry(db: AsyncSession, meeting: Meeting, member: Member) -> Event:
    content = (await calendar_file(db, member.id, (str(meeting.id),), NOW))().content
    assert b"Lan" not in content
    calendar = Calendar.from_ical(content)
    assert calendar["METHOD"] == "PUBLISH"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return event


async def test_a_calendar_reads_the_meeting_as_it_is(sqlite_db: AsyncSession) -> None:
    meeting, lan = await called(sqlite_db)
    meeting.agenda, meeting.topic = ["Khai mạc, chào cờ"], "Tết; xuân"
    change(await village.cell_with(sqlite_db, meeting), "min_minutes", "60")
    event = await entry(sqlite_db, meeting, lan)
    begins, ends = event.decoded("DTSTART"), event.decoded("DTEND")
    assert begins == meeting.starts_at
    assert ends - begins == timedelta(minutes=60)
    assert event["SUMMARY"] == "Sinh hoạt thường kỳ, Chi bộ Thôn thon"
    assert event["LOCATION"] == "Nhà văn hóa"
    assert event["DESCRIPTION"] == "Chủ đề: Tết; xuân.\nNội dung: 1. Khai mạc, chào cờ."
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 1)


async def test_a_move_and_an_end_are_later_versions_of_the_same_entry(sqlite_db: AsyncSession) -> None:
    meeting, lan = await called(sqlite_db)
    first = await entry(sqlite_db, meeting, lan)
    await move_meeting(sqlite_db, meeting.id, datetime(2026, 12, 5, tzinfo=UTC), None, "test", NOW)
    moved = await entry(sqlite_db, meeting, lan)
    await cancel_meeting(sqlite_db, meeting.id, "test", NOW)
    off = await entry(sqlite_db, meeting, lan)
    assert first["UID"] == moved["UID"] == off["UID"] == f"meeting-{meeting.id}@chibot.example.vn"
    assert [one["SEQUENCE"] for one in (first, moved, off)] == [1, 2, 3]
    assert (moved["STATUS"], off["STATUS"]) == ("CONFIRMED", "CANCELLED")


async def test_whoever_is_not_on_the_list_gets_none(sqlite_db: AsyncSession) -> None:
    meeting, _ = await called(sqlite_db)
    stranger = await village.member(sqlite_db, await village.cell(sqlite_db, code="la"))
    with pytest.raises(NotAllowed):
        await calendar_file(sqlite_db, stranger.id, (str(meeting.id),), NOW)
