"""What is owed to whom: written in the transaction of the decision, worded and sent by delivery later."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, MeetingKind, MeetingState, Step
from bot.model.notices import Notice, NoticeState, Urgency
from bot.services.addresses import reachable

NO_CHANNEL = "no_channel"
"""The cause of a notice that nobody can be sent: the person is on the call list."""
TOLD = (NoticeState.SENT, NoticeState.UNCERTAIN, NoticeState.SENDING)
"""They have it, or may have it."""
SOON = timedelta(hours=24)
REPLY_LASTS = timedelta(seconds=60)
WORD_LASTS = timedelta(days=2)
OPEN = (NoticeState.WAITING, NoticeState.SENDING)
REMINDERS = (Step.REMINDER, Step.LAST_REMINDER, Step.NUDGE)


async def owe(
    db: AsyncSession,
    meeting: Meeting,
    member_ids: Sequence[int],
    step: Step,
    not_before: datetime,
    now: datetime,
    urgency: int | None = None,
    *,
    again: bool = False,
) -> None:
    """A message about a meeting to each of these, by their first channel; who has none is written as failed.

    Who left the list and came back is told in a new round, unless they know or are about to. `again`: a new round also
    for those who know.
    """
    ways = await reachable(db, member_ids)
    earlier = await _earlier(db, meeting, member_ids, step)
    for member_id in member_ids:
        before = earlier.get(member_id)
        if before is not None and before.state in (OPEN if again else (NoticeState.WAITING, *TOLD)):
            continue
        notice = Notice(
            about=f"meeting:{meeting.id}",
            meeting_id=meeting.id,
            revision=meeting.revision,
            member_id=member_id,
            step=step,
            round=before.round + 1 if before else 1,
            urgency=urgency_of(meeting, now) if urgency is None else urgency,
            not_before=not_before,
            expires_at=meeting.starts_at,
        )
        route(notice, ways[member_id], now)
        db.add(notice)
    await db.flush()


async def _earlier(db: AsyncSession, meeting: Meeting, member_ids: Sequence[int], step: Step) -> dict[int, Notice]:
    """The newest notice of this step and revision that each of these has already."""
    found = await db.scalars(
        select(Notice)
        .where(
            Notice.about == f"meeting:{meeting.id}",
            Notice.revision == meeting.revision,
            Notice.step == step,
            Notice.member_id.in_(member_ids),
        )
        .order_by(Notice.round)
    )
    return {notice.member_id: notice for notice in found if notice.member_id is not None}


def urgency_of(meeting: Meeting, now: datetime) -> int:
    if meeting.kind is MeetingKind.EXTRAORDINARY:
        return Urgency.EXPRESS
    return Urgency.SOON if meeting.starts_at - now <= SOON else Urgency.ROUTINE


def route(notice: Notice, ways: Sequence[Endpoint], now: datetime) -> None:
    """Point a notice to the first of these endpoints; without any it has failed."""
    if not ways:
        notice.channel = notice.account = notice.endpoint_id = None
        settle(notice, NoticeState.FAILED, now, NO_CHANNEL)
        return
    notice.channel, notice.account, notice.endpoint_id = ways[0].channel, ways[0].account, ways[0].id
    notice.state, notice.cause, notice.settled_at = NoticeState.WAITING, None, None


def settle(notice: Notice, state: NoticeState, now: datetime, cause: str | None = None) -> None:
    notice.state, notice.cause, notice.settled_at = state, cause, now
    if notice.step in {Step.REPLY, Step.PASSED_ON}:
        notice.content = None  # said is said: what people were told is not kept


def owe_reply(db: AsyncSession, about: str, endpoint: Endpoint, reply: Reply, now: datetime, round_: int = 1) -> Notice:
    """An answer to what was just said at an endpoint: leaves first, and is given up after a minute."""
    notice = Notice(
        about=about,
        step=Step.REPLY,
        round=round_,
        channel=endpoint.channel,
        account=endpoint.account,
        endpoint_id=endpoint.id,
        content=as_content(reply),
        urgency=Urgency.REPLY,
        not_before=now,
        expires_at=now + REPLY_LASTS,
    )
    db.add(notice)
    return notice


def as_content(reply: Reply) -> dict[str, object]:
    """A reply as JSON; documents do not go this way."""
    content = asdict(reply)
    content.pop("document")
    content["choices"] = [[choice.label, choice.value] for choice in reply.choices]
    return content


def from_content(content: dict[str, object]) -> Reply:
    choices = content["choices"]
    assert isinstance(choices, list)  # noqa: S101 - written by as_content
    rest = {name: value for name, value in content.items() if name != "choices"}
    return Reply(choices=tuple(Choice(*pair) for pair in choices), **rest)  # type: ignore[arg-type] # JSON has no types


async def drop_waiting(db: AsyncSession, meeting: Meeting, cause: str, now: datetime) -> None:
    """Nothing more of what is still waiting about a meeting is sent."""
    await db.execute(
        update(Notice)
        .where(Notice.meeting_id == meeting.id, Notice.state == NoticeState.WAITING)
        .values(state=NoticeState.CANCELLED, cause=cause, settled_at=now)
    )


async def told_of(db: AsyncSession, meeting: Meeting) -> set[int]:
    """Who has been told anything about a meeting, or may have been."""
    found = await db.scalars(
        select(Notice.member_id).where(
            Notice.meeting_id == meeting.id, Notice.member_id.is_not(None), Notice.state.in_(TOLD)
        )
    )
    return {member_id for member_id in found if member_id is not None}


async def reopen_for(db: AsyncSession, member_id: int, now: datetime) -> None:
    """They can be reached now: what failed for want of a channel, and is still to come, waits again."""
    ways = await reachable(db, [member_id])
    if not ways[member_id]:
        return
    lost = await db.scalars(
        select(Notice)
        .join(Meeting, Meeting.id == Notice.meeting_id)
        .where(
            Notice.member_id == member_id,
            Notice.state == NoticeState.FAILED,
            Notice.cause == NO_CHANNEL,
            Notice.expires_at > now,
            Notice.revision == Meeting.revision,
            Meeting.state == MeetingState.CALLED,
        )
        .order_by(Notice.id)
    )
    newest: dict[int | None, Notice] = {}
    for notice in lost:  # the call itself rather than a reminder of it, and never both at once
        if notice.step not in REMINDERS or notice.meeting_id not in newest:
            newest[notice.meeting_id] = notice
    for notice in newest.values():
        route(notice, ways[member_id], now)


async def owe_word(
    db: AsyncSession, about: str, concerns: int, member_ids: Sequence[int], said: str | Reply, now: datetime
) -> bool:
    """A word concerning one member, passed on to the first of these who can be reached; False where none can.

    `about` and `concerns` make it one word, however often it is said to the same person.
    """
    reply = said if isinstance(said, Reply) else Reply(said)
    ways = await reachable(db, member_ids)
    for member_id in member_ids:
        if ways[member_id]:
            notice = Notice(
                about=about,
                member_id=member_id,
                step=Step.PASSED_ON,
                round=concerns,
                content=as_content(reply),
                urgency=Urgency.SOON,
                not_before=now,
                expires_at=now + WORD_LASTS,
            )
            route(notice, ways[member_id], now)
            db.add(notice)
            return True
    return False
