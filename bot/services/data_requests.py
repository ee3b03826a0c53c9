"""What members ask for about their own data: entered with a clock, answered by the office, met for good (rule 44)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.data_requests import DataRequest, Outcome, RequestKind
from bot.model.members import Member, Membership
from bot.model.units import Unit
from bot.refusals import NewcomerUnreadable, PhoneWrong, RequestGone
from bot.services.audit import as_member, note
from bot.services.change_checks import LONGEST_NAME, check_year
from bot.services.change_words import offices_above
from bot.services.meetings import guard
from bot.services.notices import owe_word
from bot.services.people import cells_of
from bot.services.permissions import Right, holders, may
from bot.services.request_days import working_days_after
from bot.services.unit_settings import UnitSettings, settings_of
from bot.words import data_requests as words
from bot.words.names import tidy
from bot.words.phones import phone
from bot.words.times import day_of
from bot.words.vi import cell as cell_name

FIELDS = ("name", "birth_year", "phone")
TO_ANSWER, TO_SECRETARY, TO_ASKER = 1, 2, 3
DAYS_AT = {
    RequestKind.ACCESS: 1,
    RequestKind.CORRECTION: 1,
    RequestKind.WITHDRAWAL: 2,
    RequestKind.RESTRICTION: 2,
    RequestKind.DELETION: 3,
}
"""Which of the four numbers of the setting `data_days` is theirs; the first is for a first answer."""


async def cell_with(db: AsyncSession, member_id: int, now: datetime) -> Unit | None:
    """The own cell of today; of who has none the last they were in, or the one that received them for a time."""
    cells = await cells_of(db, [member_id], day_of(now))
    if (cell_id := cells.get(member_id)) is None:
        cell_id = await db.scalar(
            select(Membership.unit_id)
            .where(Membership.member_id == member_id)
            .order_by(Membership.is_temporary, Membership.until_on.desc().nulls_first(), Membership.id.desc())
            .limit(1)
        )
    return await db.get(Unit, cell_id or 0)


async def days_for(db: AsyncSession, cell: Unit | None) -> tuple[int, ...]:
    return (await settings_of(db, cell)).data_days if cell else UnitSettings().data_days


async def open_request(db: AsyncSession, member_id: int, kind: RequestKind) -> DataRequest | None:
    """The one of this kind that waits: two taps are one request."""
    found: DataRequest | None = await db.scalar(
        select(DataRequest).filter_by(member_id=member_id, kind=kind).where(DataRequest.answered_at.is_(None))
    )
    return found


def checked_value(field: str, text: str, now: datetime) -> str | int:
    """What a field should say, as it is stored; raises a refusal for what it cannot say."""
    said = tidy(text)
    guard((said,), harmless=False)
    if field == "phone":
        try:
            return phone(said)
        except ValueError:
            raise PhoneWrong(text=said[:20]) from None
    if field == "birth_year":
        check_year(int(said) if said.isascii() and said.isdecimal() and len(said) == 4 else 0, day_of(now))
        return int(said)
    if not 2 <= len(said) <= LONGEST_NAME or " " not in said or any(letter.isdigit() for letter in said):
        raise NewcomerUnreadable(part=said[:40])
    return said


async def ask(
    db: AsyncSession, member: Member, kind: RequestKind, now: datetime, field: str | None = None, value: object = None
) -> tuple[DataRequest, bool]:
    """Enter a request, and tell whoever answers it; says whether somebody could be told. Asked again it is the same."""
    await db.execute(select(Member.id).where(Member.id == member.id).with_for_update())
    waiting = await open_request(db, member.id, kind)
    if waiting is not None:
        if field is not None:
            waiting.proposed = {**(waiting.proposed or {}), field: value}
        return waiting, True
    request = await _entered(db, member, kind, as_member(member.id), now, {field: value} if field else None)
    return request, await _tell(db, request, member, now)


async def enter(db: AsyncSession, member: Member, kind: RequestKind, by: str, now: datetime) -> DataRequest:
    """One that was made on paper, or has to be met once more after a restore: its clock runs, and nobody is told."""
    await db.execute(select(Member.id).where(Member.id == member.id).with_for_update())
    return await open_request(db, member.id, kind) or await _entered(db, member, kind, by, now, None)


async def _entered(
    db: AsyncSession, member: Member, kind: RequestKind, by: str, now: datetime, proposed: dict[str, object] | None
) -> DataRequest:
    days = await days_for(db, await cell_with(db, member.id, now))
    request = DataRequest(
        member_id=member.id,
        kind=kind,
        proposed=proposed,
        asked_at=now,
        due_on=await working_days_after(db, day_of(now), days[DAYS_AT[kind]]),
        remind_on=await working_days_after(db, day_of(now), days[0]),
    )
    db.add(request)
    await db.flush()
    note(db, by, "data_request", as_member(member.id), now, request=request.id, kind=kind)
    return request


async def note_met(db: AsyncSession, member_id: int, kind: RequestKind, now: datetime) -> None:
    """What the machine did itself as soon as it was asked: a copy, a consent taken back."""
    by = as_member(member_id)
    times = {"asked_at": now, "due_on": day_of(now), "remind_on": day_of(now), "answered_at": now}
    db.add(DataRequest(member_id=member_id, kind=kind, answered_by=by, outcome=Outcome.MET, **times))
    await db.flush()


async def _tell(db: AsyncSession, request: DataRequest, member: Member, now: datetime) -> bool:
    cell = await cell_with(db, member.id, now)
    if cell is None:
        return False
    on = day_of(now)
    said = await in_words(db, request, now)
    leaders = [one for one in await holders(db, cell, Right.ROSTER, on) if one != member.id]
    deciding = [one for one in await answerers(db, cell, request.kind, now) if one != member.id]
    choices = (Choice(words.LOOK, f"data_request:{request.id}"),)
    told = await pass_on(db, request, TO_ANSWER, deciding, Reply(said, choices), now)
    others = [one for one in leaders if one not in deciding]
    return await pass_on(db, request, TO_SECRETARY, others, Reply(said), now) or told


async def pass_on(
    db: AsyncSession, request: DataRequest, stage: int, people: Sequence[int], said: Reply, now: datetime
) -> bool:
    """Say something of a request to the first of these who can be reached; once for each stage."""
    return bool(people) and await owe_word(db, f"data:{request.id}", stage, people, said, now)


async def in_words(db: AsyncSession, request: DataRequest, now: datetime) -> str:
    """Who asks for what until when, without what it should say."""
    member = await db.get_one(Member, request.member_id)
    cell = await cell_with(db, member.id, now)
    field = next(iter(request.proposed), None) if request.proposed else None
    return words.for_office(member.name, cell_name(cell.name) if cell else None, request.kind, request.due_on, field)


# Who answers


async def answerers(db: AsyncSession, cell: Unit, kind: RequestKind, now: datetime) -> list[int]:
    """Who is asked: the office; for a correction the secretary first where the cell keeps its own roster."""
    office = await offices_above(db, cell, now)
    if kind is RequestKind.CORRECTION and (await settings_of(db, cell)).roster_by == "secretary":
        return [*await holders(db, cell, Right.ROSTER, day_of(now)), *office]
    return office


async def may_answer(db: AsyncSession, member_id: int, request: DataRequest, now: datetime) -> bool:
    """Whether this person answers this request: nobody their own."""
    cell = await cell_with(db, request.member_id, now)
    if cell is None or member_id == request.member_id:
        return False
    if await may(db, member_id, Right.MANAGE, cell, day_of(now)):
        return True
    by_cell = request.kind is RequestKind.CORRECTION and (await settings_of(db, cell)).roster_by == "secretary"
    return by_cell and await may(db, member_id, Right.ROSTER, cell, day_of(now))


async def request_of(db: AsyncSession, request_id: int) -> DataRequest:
    """One that waits, held until the end of the transaction; raises RequestGone."""
    found: DataRequest | None = await db.scalar(
        select(DataRequest)
        .where(DataRequest.id == request_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or found.answered_at is not None:
        raise RequestGone
    return found


# Those that wait


async def open_below(db: AsyncSession, units: Sequence[Unit] | None, now: datetime) -> list[DataRequest]:
    """The open requests of members of cells below these units, or of all; the one due first comes first."""
    found = await db.scalars(
        select(DataRequest).where(DataRequest.answered_at.is_(None)).order_by(DataRequest.due_on, DataRequest.id)
    )
    rows = list(found)
    if units is None:
        return rows
    cells = {row.id: await cell_with(db, row.member_id, now) for row in rows}
    return [row for row in rows if (cell := cells[row.id]) and any(cell.path.startswith(one.path) for one in units)]


async def of_member(db: AsyncSession, member_id: int) -> list[DataRequest]:
    """All that somebody has asked for, the oldest first."""
    return list(await db.scalars(select(DataRequest).filter_by(member_id=member_id).order_by(DataRequest.id)))
