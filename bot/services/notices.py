"""What is owed to whom: written in the transaction of the decision, worded and sent by delivery later."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import Deed
from bot.messages import Choice, Reply
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, MeetingKind, MeetingState, Step
from bot.model.notices import Notice, NoticeState, Urgency
from bot.services.addresses import Way, first_ways, reachable
from bot.services.owed import Owed, newest, row_of
from bot.services.undoing import add_many

NO_CHANNEL = "no_channel"
"""The cause of a notice that nobody can be sent: the person is on the call list."""
TOLD = (NoticeState.SENT, NoticeState.UNCERTAIN, NoticeState.SENDING)
"""They have it, or may have it."""
SOON = timedelta(hours=24)
REPLY_LASTS = timedelta(seconds=60)
WORD_LASTS = timedelta(days=2)
OPEN = (NoticeState.WAITING, NoticeState.SENDING)
HEARS = (NoticeState.WAITING, *TOLD)
"""Who has such a notice needs no further one of the same step."""
SAID = (Step.REPLY, Step.PASSED_ON)
"""Said is said: what people were told in these is not kept."""
_TABLE = cast(Table, Notice.__table__)
CONTENT = tuple(one.name for one in fields(Reply) if one.name != "document")
REMINDERS = (Step.REMINDER, Step.LAST_REMINDER, Step.NUDGE)
ASKS_AGAIN = (*REMINDERS, Step.DIRECTIVE_REMINDER, Step.INDICATOR_REMINDER)


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
    urgency = urgency_of(meeting, now) if urgency is None else urgency
    await owe_all(db, [Owed(meeting, member_ids, step, not_before, urgency)], now, again=again)


async def owe_all(db: AsyncSession, owed: Sequence[Owed], now: datetime, *, again: bool = False) -> None:
    """What `owe` does, for several meetings: three statements however many they are."""
    await db.flush()
    if not any(one.member_ids for one in owed):
        return
    ways = await first_ways(db, {member_id for one in owed for member_id in one.member_ids})
    known = await newest(db, owed)
    enough = OPEN if again else HEARS
    rows = []
    for one in owed:
        for member_id in one.member_ids:
            round_, state = known.get((one.meeting.id, one.step, member_id), (0, None))
            if state not in enough:
                rows.append(row_of(one, member_id, round_ + 1) | addressed(ways.get(member_id), now))
    if rows:
        await db.execute(insert(_TABLE), rows)  # past the mapper: half the time


def addressed(way: Way | None, now: datetime) -> dict[str, object]:
    """Where a notice goes to; without any place it has failed."""
    channel, account, endpoint_id = (way.channel, way.account, way.id) if way else (None, None, None)
    return {
        "channel": channel,
        "account": account,
        "endpoint_id": endpoint_id,
        "state": NoticeState.WAITING if way else NoticeState.FAILED,
        "cause": None if way else NO_CHANNEL,
        "settled_at": None if way else now,
    }


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
    if notice.step in SAID:
        notice.content = None


def owe_reply(db: AsyncSession, about: str, endpoint: Endpoint, reply: Reply, now: datetime, round_: int = 1) -> Notice:
    """An answer to what was just said at an endpoint: leaves first, and is given up after a minute."""
    notice = Notice(**reply_row(about, endpoint, reply, now, round_))
    db.add(notice)
    return notice


def reply_row(about: str, endpoint: Endpoint, reply: Reply, now: datetime, round_: int = 1) -> dict[str, object]:
    """The columns of such a notice."""
    return {
        "about": about,
        "step": Step.REPLY,
        "round": round_,
        "channel": endpoint.channel,
        "account": endpoint.account,
        "endpoint_id": endpoint.id,
        "content": as_content(reply),
        "urgency": Urgency.REPLY,
        "not_before": now,
        "expires_at": now + REPLY_LASTS,
    }


def as_content(reply: Reply) -> dict[str, object]:
    """A reply as JSON; documents do not go this way."""
    content = {name: getattr(reply, name) for name in CONTENT}
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


def dropped(meeting: Meeting, cause: str, now: datetime) -> Deed:
    """The same, for whoever writes several things at once; notices that are at hand do not learn of it."""
    return Deed(_DROPPING, {"dropped_of": meeting.id, "dropped_for": cause, "dropped_at": now})


_DROPPING = (
    update(_TABLE)
    .where(_TABLE.c.meeting_id == bindparam("dropped_of"), _TABLE.c.state == NoticeState.WAITING)
    .values(state=NoticeState.CANCELLED, cause=bindparam("dropped_for"), settled_at=bindparam("dropped_at"))
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
    is_called = (Notice.revision == Meeting.revision) & (Meeting.state == MeetingState.CALLED)
    lost = await db.scalars(
        select(Notice)
        .outerjoin(Meeting, Meeting.id == Notice.meeting_id)
        .where(
            Notice.member_id == member_id,
            Notice.state == NoticeState.FAILED,
            Notice.cause == NO_CHANNEL,
            Notice.expires_at > now,
            is_called | Notice.unit_id.is_not(None),
        )
        .order_by(Notice.id)
    )
    newest: dict[tuple[str, int | None], Notice] = {}
    for notice in lost:  # the call itself rather than a reminder of it, and never both at once
        key = notice.about, notice.unit_id  # whoever leads two units is asked for each
        if notice.step not in ASKS_AGAIN or key not in newest:
            newest[key] = notice
    for notice in newest.values():
        route(notice, ways[member_id], now)


async def owe_word(
    db: AsyncSession, about: str, concerns: int, member_ids: Sequence[int], said: str | Reply, now: datetime
) -> bool:
    """A word concerning one member, passed on to the first of these who can be reached; False where none can.

    `about` and `concerns` make it one word, however often it is said to the same person.
    """
    reply = said if isinstance(said, Reply) else Reply(said)
    return (await owe_words(db, [Word(about, concerns, member_ids, reply)], now))[0]


@dataclass(frozen=True, slots=True)
class Word:
    """A word concerning one member or meeting, and who may be told, the first first."""

    about: str
    concerns: int
    member_ids: Sequence[int]
    said: Reply


async def owe_words(db: AsyncSession, words: Sequence[Word], now: datetime) -> list[bool]:
    """What `owe_word` does, for several words."""
    ways = await first_ways(db, {member_id for word in words for member_id in word.member_ids})
    told = [next((one for one in word.member_ids if one in ways), None) for word in words]
    rows = [_passed_on(word, one, ways[one], now) for word, one in zip(words, told, strict=True) if one is not None]
    await add_many(db, Notice, rows)
    return [one is not None for one in told]


def _passed_on(word: Word, member_id: int, way: Way, now: datetime) -> dict[str, object]:
    row = {
        "about": word.about,
        "member_id": member_id,
        "step": Step.PASSED_ON,
        "round": word.concerns,
        "content": as_content(word.said),
        "urgency": Urgency.SOON,
        "not_before": now,
        "expires_at": now + WORD_LASTS,
    }
    return row | addressed(way, now)
