"""Two entries for one person become one: all that hangs on either hangs on the one that stays. All of it or nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Table, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from bot.db import Base
from bot.model.attendances import Attendance
from bot.model.check_ins import PaperSheet
from bot.model.endpoints import Address, Endpoint
from bot.model.member_changes import MemberChange
from bot.model.members import Member, Membership
from bot.model.notices import Notice, NoticeState
from bot.model.warnings import UnitWarning
from bot.refusals import CannotMerge
from bot.services.audit import as_member, note
from bot.services.directive_leavers import take_out
from bot.services.invitations import renew_open_lists
from bot.services.joining import end_address, end_codes
from bot.services.merged_directives import merge_receipts
from bot.services.merged_places import merge_dated, merge_places, rows_of
from bot.services.merged_rolls import demand_one_person, merge_guests, merge_rolls
from bot.services.phone_ways import phones_changed
from bot.services.poll_answers import merge_answers
from bot.services.visits_kept import merge_visits

FAR_ROUND = 1000
"""Notices of the second entry about the same meeting come behind those of the first."""
MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Merged:
    """What became one."""

    member: Member
    meetings: int
    """On so many lists both stood."""
    corrected: int
    """So many closed rolls count one person less."""


async def merge(db: AsyncSession, keep_id: int, gone_id: int, by: str, now: datetime) -> Merged:
    """Make the second entry part of the first. Raises CannotMerge or BothPresent, and then nothing has changed."""
    keep, gone = await _locked(db, keep_id, gone_id)
    await demand_one_person(db, keep, gone)
    meetings, corrected = await merge_rolls(db, keep, gone, by, now)
    await merge_guests(db, keep, gone)
    await merge_visits(db, keep, gone)
    await _merge_addresses(db, keep, gone, now)
    await _merge_notices(db, keep, gone, now)
    await _merge_warnings(db, keep, gone)
    await merge_answers(db, keep.id, gone.id)
    await merge_receipts(db, keep, gone)
    await end_codes(db, [gone.id], now)
    await _settle_changes(db, keep, gone)
    await db.flush()
    own = {place.id for place in await rows_of(db, Membership, keep.id)}
    await _repoint(db, keep.id, gone.id)
    await merge_places(db, keep, own, now)
    await merge_dated(db, keep.id)
    await take_out(db, [keep.id], now)
    was = keep.phone
    keep.birth_year, keep.phone = keep.birth_year or gone.birth_year, keep.phone or gone.phone
    gone.merged_into_id, gone.phone, gone.birth_year, gone.search_key = keep.id, None, None, ""
    await db.execute(update(Member).where(Member.merged_into_id == gone.id).values(merged_into_id=keep.id))
    note(db, by, "members_merged", as_member(keep.id), now, gone=gone.id, meetings=meetings, corrected=corrected)
    await db.flush()
    if was != keep.phone:
        await phones_changed(db, {keep.id: was}, now)
    await _renew(db, keep.id, now)
    return Merged(keep, meetings, corrected)


async def _locked(db: AsyncSession, keep_id: int, gone_id: int) -> tuple[Member, Member]:
    """Both rows, held until the end: whoever writes about one of them meanwhile waits."""
    found = await db.scalars(
        select(Member)
        .where(Member.id.in_([keep_id, gone_id]))
        .order_by(Member.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    members = {one.id: one for one in found}
    if len(members) != 2 or any(one.merged_into_id or one.erased_at for one in members.values()):
        raise CannotMerge
    return members[keep_id], members[gone_id]


# Phones and messages


async def _merge_addresses(db: AsyncSession, keep: Member, gone: Member, now: datetime) -> None:
    """A phone of both stays stopped if one of them stopped there; whether it is theirs, the last word on it says."""
    theirs = (await db.scalars(select(Address).where(Address.member_id.in_([keep.id, gone.id])))).all()
    mine = {one.endpoint_id: one for one in theirs if one.member_id == keep.id}
    for other in theirs:
        if other.member_id == gone.id and (own := mine.get(other.endpoint_id)) is not None:
            own.stopped_at = own.stopped_at or other.stopped_at
            await _follow_the_last_word(db, own, other, now)
            await db.delete(other)
    await db.flush()


async def _follow_the_last_word(db: AsyncSession, own: Address, other: Address, now: datetime) -> None:
    """A phone that was cut, a stolen one for instance, is not open again because of an entry that still had it."""
    last = max(own, other, key=lambda one: (one.ended_at or one.linked_at, one.ended_at is not None))
    if last.ended_at is None:
        own.ended_at = None
        return
    for one in (own, other):
        if one.ended_at is None:
            await end_address(db, one, await db.get_one(Endpoint, one.endpoint_id), now)


async def _merge_notices(db: AsyncSession, keep: Member, gone: Member, now: datetime) -> None:
    """Nobody is told twice: what still waits for the second entry is dropped where the first is told of it as well."""
    theirs = (await db.scalars(select(Notice).where(Notice.member_id.in_([keep.id, gone.id])))).all()
    known = {(one.about, one.revision, one.step) for one in theirs if one.member_id == keep.id}
    for other in theirs:
        if other.member_id == gone.id and (other.about, other.revision, other.step) in known:
            other.round += FAR_ROUND
            if other.state is NoticeState.WAITING:
                other.state, other.cause, other.settled_at = NoticeState.CANCELLED, MERGED, now
    await db.flush()


async def _merge_warnings(db: AsyncSession, keep: Member, gone: Member) -> None:
    """What a secretary was told of the second entry was told of the first: it is not said again."""
    own, other = as_member(keep.id), as_member(gone.id)
    rows = (await db.scalars(select(UnitWarning).where(UnitWarning.subject.in_([own, other])))).all()
    known = {(row.unit_id, row.name, row.period, row.stage) for row in rows if row.subject == own}
    for row in rows:
        if row.subject == other and (row.unit_id, row.name, row.period, row.stage) in known:
            await db.delete(row)
        elif row.subject == other:
            row.subject = own
    await db.flush()


async def _settle_changes(db: AsyncSession, keep: Member, gone: Member) -> None:
    """What was changed about either before cannot be undone any more: it would tear the one person apart."""
    of_both = MemberChange.member_id.in_([keep.id, gone.id])
    await db.execute(update(MemberChange).where(of_both).values(before=None))


async def _repoint(db: AsyncSession, keep_id: int, gone_id: int) -> None:
    """Every column that points to a member, in whatever table, and the numbers on sheets that were printed."""
    for table, column in pointing():
        await db.execute(  # past the mapper: tables of any kind
            update(table).where(table.c[column] == gone_id).values({column: keep_id})
        )
    held = select(Attendance.meeting_id).where(Attendance.member_id == keep_id)
    for sheet in (await db.scalars(select(PaperSheet).where(PaperSheet.meeting_id.in_(held)))).all():
        if gone_id in sheet.member_ids and keep_id not in sheet.member_ids:
            sheet.member_ids = [keep_id if one == gone_id else one for one in sheet.member_ids]
    for row in db.sync_session.identity_map.values():
        for column in _keys_of(type(row)):
            if getattr(row, column) == gone_id:
                set_committed_value(row, column, keep_id)


def _keys_of(kind: type[object]) -> list[str]:
    return [column for table, column in pointing() if getattr(kind, "__table__", None) is table]


def pointing() -> list[tuple[Table, str]]:
    """The columns of all tables that are keys of members."""
    return [
        (table, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(_is_of_member(key) for key in column.foreign_keys)
    ]


def _is_of_member(key: ForeignKey) -> bool:
    return key.target_fullname == "members.id"


async def _renew(db: AsyncSession, member_id: int, now: datetime) -> None:
    cells = {place.unit_id for place in await rows_of(db, Membership, member_id)}
    await renew_open_lists(db, sorted(cells), now)
