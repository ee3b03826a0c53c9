"""Answering what members ask for about their own data: it is done for good, or it is said that it is not (rule 44)."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.data_requests import DataRequest, Outcome, RequestKind
from bot.model.endpoints import Address
from bot.model.members import Member
from bot.refusals import NoSuchMember
from bot.services.audit import as_member, note
from bot.services.data_requests import TO_ASKER, pass_on, request_of
from bot.services.erasing import belongs_somewhere, erase, erase_ways
from bot.services.newcomers import call
from bot.services.phone_ways import phones_changed
from bot.words import data_requests as words


async def answer(db: AsyncSession, request_id: int, outcome: Outcome, by: str, now: datetime) -> DataRequest:
    """End a request: what is asked for is done, or it is said that it is not. What it said is not kept."""
    request = await request_of(db, request_id)
    member = await db.get(Member, request.member_id)
    if member is None:
        raise NoSuchMember(who=request.member_id)
    said = Reply(words.answered(request.kind, outcome))
    if outcome is not Outcome.TAKEN_BACK and request.kind is not RequestKind.DELETION:
        await pass_on(db, request, TO_ASKER, [member.id], said, now)
    if outcome is Outcome.MET:
        await _meet(db, request, member, by, now)
    request.proposed, request.outcome = None, outcome
    request.answered_at, request.answered_by = now, by
    note(db, by, "data_request_answered", as_member(member.id), now, request=request.id, outcome=outcome)
    await db.flush()
    if request.kind is RequestKind.DELETION and outcome is Outcome.REFUSED:
        await pass_on(db, request, TO_ASKER, [member.id], said, now)
    return request


async def _meet(db: AsyncSession, request: DataRequest, member: Member, by: str, now: datetime) -> None:
    if request.kind is RequestKind.CORRECTION:
        await correct(db, member, request.proposed or {}, by, now)
    elif request.kind is RequestKind.RESTRICTION:
        await restrict(db, member, by, now)
    elif request.kind is RequestKind.DELETION:
        if await belongs_somewhere(db, member.id, now):
            await erase_ways(db, member, by, now)
        else:
            await erase(db, member, by, now)


async def correct(db: AsyncSession, member: Member, proposed: dict[str, object], by: str, now: datetime) -> None:
    """Name, birth year, phone as they should be; the old phone hears nothing more."""
    was = member.phone
    if "name" in proposed:
        call(member, str(proposed["name"]))
    if "birth_year" in proposed:
        member.birth_year = int(str(proposed["birth_year"]))
    if "phone" in proposed:
        member.phone = str(proposed["phone"])
    note(db, by, "member_corrected", as_member(member.id), now, fields=sorted(proposed))
    await db.flush()
    if was != member.phone:
        await phones_changed(db, {member.id: was}, now)


async def restrict(db: AsyncSession, member: Member, by: str, now: datetime) -> None:
    """Nothing is sent to them any more; to agree again starts it again."""
    await db.flush()
    await db.execute(
        update(Address)
        .where(Address.member_id == member.id, Address.ended_at.is_(None), Address.stopped_at.is_(None))
        .values(stopped_at=now)
    )
    note(db, by, "data_restricted", as_member(member.id), now)
