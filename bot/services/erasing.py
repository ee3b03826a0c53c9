"""Taking somebody's data away for good: what stays are counts and rolls, without a name (`domain` rules 43, 44)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import AnswerLog, Attendance
from bot.model.check_ins import CheckInScreen
from bot.model.data_requests import DataRequest, Outcome
from bot.model.directives import DirectiveQuestion, DirectiveUpload
from bot.model.endpoints import Address, Consent, Endpoint, LinkCode
from bot.model.groups import UnitGroup
from bot.model.guests import Guest
from bot.model.inbox import InboxRow
from bot.model.logins import ApiToken, Login, LoginLink
from bot.model.member_changes import MemberChange
from bot.model.members import Member, Membership
from bot.model.notices import Attempt, Notice
from bot.model.papers import PaperUpload
from bot.model.parcels import Parcel
from bot.model.personal_links import PersonalLink
from bot.model.residents import Resident
from bot.model.roles import Role
from bot.model.tallies import Tally
from bot.refusals import StillAMember
from bot.services.audit import as_member, note
from bot.services.change_facts import Facts
from bot.services.directive_leavers import take_out_all
from bot.services.opinions_kept import erase_opinions
from bot.services.people import holds
from bot.services.poll_answers import erase_answers
from bot.services.standing_assignments import send_nowhere
from bot.services.taken_receipts import without_taken
from bot.words.data_requests import NAMELESS
from bot.words.times import day_of

LAST_KEY = "~"
"""Behind every name."""


async def belongs_somewhere(db: AsyncSession, member_id: int, now: datetime) -> bool:
    """Whether somebody is on the list of a cell, or will be."""
    today = day_of(now)
    still = or_(Membership.until_on.is_(None), Membership.until_on > today)
    is_real = or_(Membership.from_on.is_(None), Membership.until_on.is_(None), Membership.from_on < Membership.until_on)
    found = select(Membership.id).where(Membership.member_id == member_id, or_(holds(today), still), is_real).limit(1)
    return await db.scalar(found) is not None


async def erase(db: AsyncSession, member: Member, by: str, now: datetime) -> None:
    """Take away the name, year and phone, all that reaches the person, and every reason; raises StillAMember."""
    if await belongs_somewhere(db, member.id, now):
        raise StillAMember
    same = await _entries(db, member.id)
    await erase_ways(db, member, by, now)
    for one in (member, *same):
        one.name, one.sort_key, one.search_key = NAMELESS, LAST_KEY, ""
        one.birth_year = one.phone = None
        one.erased_at = now
    await _end_offices(db, member.id, now)
    await send_nowhere(db, member.id, by, now)
    await take_out_all(db, [member.id], now)
    await db.execute(update(Guest).where(Guest.member_id == member.id).values(name=None, title=None, organisation=None))
    for asked in (DirectiveQuestion, DirectiveUpload):
        await db.execute(delete(asked).where(asked.member_id == member.id))
    for change in (await db.scalars(select(MemberChange).filter_by(member_id=member.id))).all():
        change.facts, change.before = Facts.read(change.facts).without_person(), without_taken(change.before)
    await _end_requests(db, [member.id, *(one.id for one in same)], by, now)
    await erase_answers(db, [member.id, *(one.id for one in same)])
    note(db, by, "member_erased", as_member(member.id), now)
    await db.flush()


async def _end_requests(db: AsyncSession, member_ids: Sequence[int], by: str, now: datetime) -> None:
    """What else they had asked for has nobody it concerns any more; what it said goes too."""
    open_ones = DataRequest.member_id.in_(member_ids), DataRequest.answered_at.is_(None)
    met = {"answered_at": now, "answered_by": by, "outcome": Outcome.MET, "proposed": None}
    await db.execute(update(DataRequest).where(*open_ones).values(met))


async def _end_offices(db: AsyncSession, member_id: int, now: datetime) -> None:
    """Nobody without a name holds an office."""
    yesterday = day_of(now) - timedelta(days=1)
    lasting = Role.member_id == member_id, or_(Role.until_on.is_(None), Role.until_on > yesterday)
    await db.execute(update(Role).where(*lasting).values(until_on=yesterday))


async def _entries(db: AsyncSession, member_id: int) -> Sequence[Member]:
    """Those that were merged into this one: they are the same person."""
    return (await db.scalars(select(Member).where(Member.merged_into_id == member_id))).all()


async def erase_ways(db: AsyncSession, member: Member, by: str, now: datetime) -> None:
    """Take away the phone, every chat, messages, consents, codes and reasons; the name stays where it is on a list."""
    places = (await db.scalars(select(Address.endpoint_id).where(Address.member_id == member.id))).all()
    await _erase_messages(db, member.id)
    await erase_opinions(db, [member.id], now)
    for table in (Tally, LinkCode, Consent, Address, LoginLink, Login, ApiToken, PersonalLink, *OPENING):
        await db.execute(delete(table).where(table.member_id == member.id))
    for reasoned in (Attendance, AnswerLog):
        await db.execute(update(reasoned).where(reasoned.member_id == member.id).values(reason=None))
    await db.execute(update(AnswerLog).where(AnswerLog.member_id == member.id).values(endpoint_id=None))
    await _erase_endpoints(db, places, now)
    member.phone = None
    note(db, by, "ways_erased", as_member(member.id), now)
    await db.flush()


ERASED = "erased:"
"""What stands instead of an address of which nobody is to know any more, with the number of the chat."""
OPENING = (Parcel, PaperUpload, DirectiveUpload, CheckInScreen)
"""Links that open something once."""


async def _erase_messages(db: AsyncSession, member_id: int) -> None:
    theirs = select(Notice.id).where(Notice.member_id == member_id)
    await db.execute(delete(Attempt).where(Attempt.notice_id.in_(theirs)))
    await db.execute(delete(Notice).where(Notice.member_id == member_id))


async def _erase_endpoints(db: AsyncSession, endpoint_ids: Sequence[int], now: datetime) -> None:
    alone = (await db.scalars(select(Endpoint).where(Endpoint.id.in_(endpoint_ids), *are_nobodys()))).all()
    for place in alone:
        where = {"channel": place.channel, "account": place.account, "address": place.external_id}
        forget_whose(place, now)
        await db.execute(update(InboxRow).filter_by(**where).values(address=place.external_id, body=None))


def forget_whose(place: Endpoint, now: datetime) -> None:
    """A chat that is nobody's forgets whose it was; the row stays, since what was sent there points to it."""
    place.external_id, place.offered, place.step, place.draft = f"{ERASED}{place.id}", [], None, None
    place.heard_at, place.dead_at, place.dead_reason = None, now, "erased"


def are_nobodys() -> tuple[ColumnElement[bool], ...]:
    """Chats of no member, no resident and no group."""
    return (
        ~exists().where(Address.endpoint_id == Endpoint.id),
        ~exists().where(Resident.endpoint_id == Endpoint.id),
        ~exists().where(UnitGroup.endpoint_id == Endpoint.id),
    )


async def forget_newcomer(db: AsyncSession, member: Member, by: str, now: datetime) -> None:
    """Somebody whose adding was undone leaves nothing behind, unless they have been at a meeting or in an office."""
    was_there = exists().where(Attendance.member_id == member.id, Attendance.mark.is_not(None))
    held = exists().where(Role.member_id == member.id)
    if not await db.scalar(select(Member.id).where(Member.id == member.id, or_(was_there, held))):
        await erase(db, member, by, now)
