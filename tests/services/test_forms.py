"""Registered words: filled in exactly where a network takes no others, and nowhere else."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import SMART
from bot.messages import Form, Reply
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.services.meetings import cancel_meeting
from bot.services.notices import owe_reply, owe_word
from bot.services.wording import Moot, word
from tests import village

CHATS = replace(SMART, reply_window=timedelta(days=7))
NUMBERS = replace(SMART, to_phones=True, forms_only=True)
DAY = timedelta(days=1)


async def told(db: AsyncSession, now: datetime, heard: timedelta | None = None) -> tuple[Meeting, Member, Notice]:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    chat = await village.reachable_at(db, person, now)
    chat.heard_at = None if heard is None else now - heard
    meeting = await village.meeting(db, cell, now)
    (notice,) = await village.notices_of(db, meeting, person)
    return meeting, person, notice


async def form_of(db: AsyncSession, notice: Notice, now: datetime) -> Form | None:
    said = await word(db, notice, now, CHATS)
    assert isinstance(said, Reply)
    return said.form


async def test_a_form_is_filled_in_with_what_is_true_now(db: AsyncSession, now: datetime) -> None:
    meeting, person, notice = await told(db, now)
    meeting.place = "Trường tiểu học"
    assert await form_of(db, notice, now) == Form(
        "call",
        {
            "name": person.name,
            "cell": "Chi bộ Thôn thon",
            "kind": "Sinh hoạt thường kỳ",
            "time": "09:00 22/11/2026",
            "place": "Trường tiểu học",
            "topic": "Sinh hoạt thường kỳ",
        },
        f"answer:{meeting.id}:1:{person.id}",
    )


@pytest.mark.parametrize(("heard", "is_form"), [(DAY, False), (7 * DAY, True), (30 * DAY, True), (None, True)])
async def test_within_the_window_it_is_said_in_words(
    db: AsyncSession, now: datetime, heard: timedelta | None, is_form: bool
) -> None:
    _, _, notice = await told(db, now, heard)
    assert (await form_of(db, notice, now) is not None) is is_form


async def test_a_network_without_a_window_needs_no_form(db: AsyncSession, now: datetime) -> None:
    _, _, notice = await told(db, now)
    said = await word(db, notice, now, SMART)
    assert isinstance(said, Reply)
    assert said.form is None


async def test_to_a_number_everything_is_a_form(db: AsyncSession, now: datetime) -> None:
    _, _, notice = await told(db, now, DAY)
    said = await word(db, notice, now, NUMBERS)
    assert isinstance(said, Reply)
    assert said.form is not None


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (Step.NOTICE, "call"),
        (Step.MOVED, "moved"),
        (Step.REMINDER, "reminder"),
        (Step.LAST_REMINDER, "reminder"),
        (Step.NUDGE, "reminder"),
    ],
)
async def test_each_message_has_its_own_form_and_asks(db: AsyncSession, now: datetime, step: Step, kind: str) -> None:
    meeting, person, notice = await told(db, now)
    notice.step = step
    found = await form_of(db, notice, now)
    assert found
    assert (found.kind, found.answers) == (kind, f"answer:{meeting.id}:1:{person.id}")


async def test_a_meeting_that_is_off_asks_nothing(db: AsyncSession, now: datetime) -> None:
    meeting, person, _ = await told(db, now)
    await village.has_been_told(db, meeting, person)
    await cancel_meeting(db, meeting.id, "test", now)
    found = await form_of(db, (await village.notices_of(db, meeting, person))[-1], now)
    assert found
    assert (found.kind, found.answers) == ("cancelled", None)


async def test_a_word_passed_on_is_the_text_of_a_form(db: AsyncSession, now: datetime) -> None:
    _, person, _ = await told(db, now)
    await owe_word(db, "inbox:7", 1, [person.id], "Đồng chí Lan xin gặp.", now)
    (notice,) = await db.scalars(select(Notice).filter_by(step=Step.PASSED_ON))
    assert await form_of(db, notice, now) == Form("word", {"text": "Đồng chí Lan xin gặp."})


async def test_whoever_has_just_spoken_is_answered_in_words(db: AsyncSession, now: datetime) -> None:
    await told(db, now, timedelta())
    (chat,) = await db.scalars(select(Endpoint))
    notice = owe_reply(db, "inbox:8", chat, Reply("Đã ghi."), now)
    await db.flush()
    assert await form_of(db, notice, now) is None


async def test_a_press_on_a_template_to_a_number_is_not_answered_by_another_one(
    db: AsyncSession, now: datetime
) -> None:
    """It would cost as much as the call, to say that the press arrived."""
    await told(db, now)
    (chat,) = await db.scalars(select(Endpoint))
    notice = owe_reply(db, "inbox:8", chat, Reply("Đã ghi."), now)
    await db.flush()
    assert await word(db, notice, now, NUMBERS) == Moot(NoticeState.CANCELLED, "forms_only")


async def test_what_goes_to_a_group_is_in_words(db: AsyncSession, now: datetime) -> None:
    """Nobody's window counts there."""
    await told(db, now)
    (chat,) = await db.scalars(select(Endpoint))
    notice = Notice(
        about="group:1",
        step=Step.PASSED_ON,
        endpoint_id=chat.id,
        not_before=now,
        content={"text": "Mời họp", "choices": []},
    )
    db.add(notice)
    await db.flush()
    assert await form_of(db, notice, now) is None


async def test_an_answer_needs_no_form_also_where_nothing_of_the_question_was_kept(
    db: AsyncSession, now: datetime
) -> None:
    """Words with a secrecy mark are not looked at, but somebody wrote them just now."""
    await told(db, now)
    (chat,) = await db.scalars(select(Endpoint))
    notice = owe_reply(db, "inbox:8", chat, Reply("Không nhận tin này."), now)
    await db.flush()
    assert await form_of(db, notice, now) is None
