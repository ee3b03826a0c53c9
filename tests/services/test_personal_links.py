"""A personal link shows one call to one member and takes the answer, as long as it is theirs and to come."""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import open_engine, sessions_of
from bot.messages import Reason
from bot.model.attendances import Answer, AnswerLog, Leave
from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.personal_links import PersonalLink
from bot.refusals import NotInvited
from bot.services.handed_links import hand_out
from bot.services.joining import link, unlink
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.personal_links import (
    LENGTH,
    PATH,
    SIGNS,
    Opened,
    Taken,
    answer_by_link,
    link_for,
    opened,
    take_back,
)
from bot.services.retention import PERSONAL_LINKS, take_away
from bot.services.roll import Marks, close_roll, take_roll
from bot.words.times import at_local, day_of
from tests import village

SITE = "https://chibot.example"
HOUR = timedelta(hours=1)


@dataclass
class Sent:
    """A member told of a meeting tomorrow morning by a message with a link."""

    db: AsyncSession
    now: datetime
    meeting: Meeting
    lan: Member
    phone: Endpoint
    token: str

    async def opens(self, at: datetime | None = None) -> Opened | None:
        return await opened(self.db, self.token, at or self.now)

    async def says(self, said: Answer | Reason, revision: int = 1, at: datetime | None = None) -> Taken:
        return await answer_by_link(self.db, self.token, (self.meeting.id, revision), said, at or self.now)


async def token_of(db: AsyncSession, meeting: Meeting, person: Member, now: datetime, phone: int | None = None) -> str:
    """A new link without the address of the site."""
    db.info["public_url"] = SITE
    said = await link_for(db, meeting, person.id, "test", now, phone)
    assert said is not None
    return said.removeprefix(SITE + PATH)


async def sent(db: AsyncSession, now: datetime) -> Sent:
    cell = await village.cell(db)
    lan = await village.member(db, cell, "Nguyễn Thị Lan")
    phone = await village.reachable_at(db, lan, now)
    meeting = await village.meeting(db, cell, now)
    return Sent(db, now, meeting, lan, phone, await token_of(db, meeting, lan, now, phone.id))


@pytest.fixture
async def lans(db: AsyncSession, now: datetime) -> Sent:
    return await sent(db, now)


# The link


async def test_it_is_long_enough_and_every_sms_app_sees_it_whole(lans: Sent) -> None:
    assert len(SIGNS) ** LENGTH > 2**128
    assert re.fullmatch("[A-Za-z0-9]{22}", lans.token)


async def test_no_token_is_kept_only_what_it_is_known_by(lans: Sent) -> None:
    kept = (await lans.db.scalars(select(PersonalLink))).one()
    assert lans.token not in str(vars(kept))
    assert (kept.meeting_id, kept.member_id, kept.made_by) == (lans.meeting.id, lans.lan.id, "test")


async def test_without_an_address_of_our_site_there_is_no_link(lans: Sent) -> None:
    lans.db.info.pop("public_url")
    assert await link_for(lans.db, lans.meeting, lans.lan.id, "test", lans.now) is None


async def test_it_shows_the_call_and_what_is_noted(lans: Sent) -> None:
    shown = await lans.opens()
    assert shown is not None
    assert (shown.meeting.id, shown.given_name, shown.answer, shown.takes_answers) == (
        lans.meeting.id,
        "Lan",
        None,
        True,
    )


async def test_looking_changes_nothing(lans: Sent) -> None:
    assert [await lans.opens() is not None for _ in range(3)] == [True] * 3
    assert (await village.row_of(lans.db, lans.meeting, lans.lan)).answer is None


@pytest.mark.parametrize("token", ["", "x" * LENGTH, "\x00", "ờ" * LENGTH])
async def test_a_wrong_token_opens_nothing(lans: Sent, token: str) -> None:
    assert await opened(lans.db, token, lans.now) is None
    said = await answer_by_link(lans.db, token, (lans.meeting.id, 1), Answer.COMING, lans.now)
    assert said is Taken.GONE


async def test_nobody_hands_out_a_link_to_somebody_who_is_not_invited(lans: Sent) -> None:
    stranger = await village.member(lans.db, await village.cell(lans.db, code="khac"), "Lò Văn Xa")
    with pytest.raises(NotInvited):
        await hand_out(lans.db, lans.meeting, [stranger], "test", lans.now)


# Until when


async def test_once_begun_it_shows_the_call_and_takes_no_answer(lans: Sent) -> None:
    begun = lans.meeting.starts_at
    shown = await lans.opens(begun)
    assert shown is not None
    assert not shown.takes_answers
    assert await lans.says(Answer.COMING, at=begun) is Taken.TOO_LATE


async def test_it_ends_with_the_day_of_the_meeting_as_people_count_days(lans: Sent) -> None:
    midnight = at_local(day_of(lans.meeting.starts_at) + timedelta(days=1), datetime.min.time())
    assert await lans.opens(midnight - timedelta(seconds=1)) is not None
    assert await lans.opens(midnight) is None
    assert await lans.says(Answer.COMING, at=midnight) is Taken.GONE


async def test_it_ends_when_the_roll_is_closed(lans: Sent) -> None:
    after = lans.meeting.starts_at + HOUR
    await take_roll(lans.db, lans.meeting.id, Marks(everybody_present=True), "test", after)
    await close_roll(lans.db, lans.meeting.id, "test", after)
    assert await lans.opens(after) is None


async def test_a_cancelled_meeting_is_said_to_be_cancelled(lans: Sent) -> None:
    await cancel_meeting(lans.db, lans.meeting.id, "test", lans.now)
    shown = await lans.opens()
    assert shown is not None
    assert (shown.is_cancelled, shown.has_moved, shown.takes_answers) == (True, False, False)
    assert await lans.says(Answer.COMING, 2) is Taken.TOO_LATE


async def test_a_moved_meeting_is_asked_anew(lans: Sent) -> None:
    await lans.says(Answer.COMING)
    await move_meeting(lans.db, lans.meeting.id, lans.now + timedelta(days=3), None, "test", lans.now)
    shown = await lans.opens()
    assert shown is not None
    assert (shown.answer, shown.has_moved, shown.takes_answers) == (None, True, True)
    assert await lans.says(Answer.AWAY) is Taken.MOVED
    assert (await village.row_of(lans.db, lans.meeting, lans.lan)).answer is Answer.COMING
    assert await lans.says(Answer.AWAY, 2) is Taken.NOTED


async def test_who_is_not_invited_any_more_sees_nothing(lans: Sent) -> None:
    await lans.db.delete(await village.row_of(lans.db, lans.meeting, lans.lan))
    await lans.db.flush()
    assert await lans.opens() is None
    assert await lans.says(Answer.COMING) is Taken.GONE


# Whose phone it is


async def test_a_phone_that_is_cut_off_opens_nothing_any_more_not_even_when_it_comes_back(lans: Sent) -> None:
    handed_over = await token_of(lans.db, lans.meeting, lans.lan, lans.now)
    address = (await lans.db.scalars(select(Address).filter_by(member_id=lans.lan.id))).one()
    await unlink(lans.db, lans.lan.id, address.id, "test", lans.now)
    assert [await opened(lans.db, one, lans.now) for one in (lans.token, handed_over)] == [None, None]
    await link(lans.db, lans.phone, lans.lan, "test", lans.now)
    assert await lans.opens() is None


async def test_a_replaced_phone_opens_nothing_and_another_persons_link_stays(lans: Sent) -> None:
    cell = await village.cell_with(lans.db, lans.meeting)
    other = await village.member(lans.db, cell, "Đỗ Văn Nam")
    next_one = await village.meeting(lans.db, cell, lans.now, after=timedelta(days=2))
    theirs = await token_of(lans.db, next_one, other, lans.now)
    new = Endpoint(channel="rehearsal", account="rehearsal", external_id="new", offered=[], wrong_codes=0)
    lans.db.add(new)
    await lans.db.flush()
    await link(lans.db, new, lans.lan, "test", lans.now)
    assert await lans.opens() is None
    assert await opened(lans.db, theirs, lans.now) is not None


async def test_where_they_are_no_more_it_opens_nothing(lans: Sent) -> None:
    address = (await lans.db.scalars(select(Address).filter_by(member_id=lans.lan.id))).one()
    address.ended_at = lans.now
    await lans.db.flush()
    assert await lans.opens() is None


# Answers


async def test_an_answer_is_kept_with_where_it_came_from(lans: Sent) -> None:
    assert await lans.says(Answer.COMING) is Taken.NOTED
    kept = (await lans.db.scalars(select(AnswerLog))).one()
    said_by = f"member:{lans.lan.id}"
    assert (kept.channel, kept.endpoint_id, kept.said_by) == ("link", lans.phone.id, said_by)


async def test_staying_away_is_a_request_and_the_reason_may_follow(lans: Sent) -> None:
    await lans.says(Answer.AWAY)
    row = await village.row_of(lans.db, lans.meeting, lans.lan)
    assert (row.answer, row.leave, row.reason) == (Answer.AWAY, Leave.PENDING, None)
    assert await lans.says(Reason.FAMILY) is Taken.NOTED
    assert (await village.row_of(lans.db, lans.meeting, lans.lan)).reason is Reason.FAMILY


async def test_a_second_tap_takes_back_no_reason_and_a_change_does(lans: Sent) -> None:
    for said in (Answer.AWAY, Reason.FAMILY, Answer.AWAY):
        await lans.says(said)
    assert (await village.row_of(lans.db, lans.meeting, lans.lan)).reason is Reason.FAMILY
    await lans.says(Answer.COMING)
    row = await village.row_of(lans.db, lans.meeting, lans.lan)
    assert (row.answer, row.reason, row.leave) == (Answer.COMING, None, None)


async def test_a_reason_of_somebody_who_comes_is_not_stored(lans: Sent) -> None:
    await lans.says(Answer.COMING)
    assert await lans.says(Reason.ILLNESS) is Taken.NOT_AWAY
    assert (await village.row_of(lans.db, lans.meeting, lans.lan)).reason is None


async def test_an_answer_for_another_meeting_is_none_for_this(lans: Sent) -> None:
    said = await answer_by_link(lans.db, lans.token, (lans.meeting.id + 1, 1), Answer.COMING, lans.now)
    assert said is Taken.UNREADABLE
    assert (await lans.db.scalars(select(AnswerLog))).all() == []


async def test_of_two_answers_at_once_both_are_kept_and_the_later_counts(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine, public_url=SITE)
    async with sessions.begin() as db:
        lans = await sent(db, now)

    async def says(answer: Answer) -> Taken:
        async with sessions.begin() as db:
            return await answer_by_link(db, lans.token, (lans.meeting.id, 1), answer, now)

    both = await asyncio.gather(says(Answer.COMING), says(Answer.AWAY))
    async with sessions() as db:
        kept = (await db.scalars(select(AnswerLog.answer).order_by(AnswerLog.id))).all()
        row = await village.row_of(db, lans.meeting, lans.lan)
    assert set(both) == {Taken.NOTED}
    assert sorted(kept) == ["away", "coming"]
    assert (row.answer, row.leave) == (kept[-1], Leave.PENDING if kept[-1] is Answer.AWAY else None)
    await engine.dispose()


# What becomes of them


async def test_what_has_reached_nobody_opens_nothing(lans: Sent) -> None:
    await take_back(lans.db, f"Mời đồng chí trả lời tại: {SITE}{PATH}{lans.token}")
    assert await lans.opens() is None


async def test_words_without_a_link_take_nothing_back(lans: Sent) -> None:
    await take_back(lans.db, "Kính mời đồng chí Lan dự họp.")
    assert await lans.opens() is not None


async def test_links_are_taken_away_a_week_after_the_day_of_the_meeting(lans: Sent) -> None:
    border = at_local(day_of(lans.meeting.starts_at) + PERSONAL_LINKS + timedelta(days=1), datetime.min.time())
    await take_away(lans.db, border - timedelta(seconds=1))
    assert (await lans.db.scalars(select(PersonalLink))).all() != []
    taken = await take_away(lans.db, border)
    assert taken["personal_links"] == 1
    assert (await lans.db.scalars(select(PersonalLink))).all() == []
