"""The group chats of units: named by a code that is said in them, and confirmed; nothing else there is heard."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Incoming, Kind, Reply
from bot.model.endpoints import Endpoint, LinkCode
from bot.model.groups import UnitGroup
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import ClaimGone, GroupTaken, NoSuchGroup
from bot.services.audit import as_member, note
from bot.services.codes import bare, code_of, hash_of, looks_like_code, new_token
from bot.services.joining import count_wrong, is_locked
from bot.services.notices import owe_reply, owe_word
from bot.words import groups as words
from bot.words.vi import cell as cell_name

CODE = re.compile(r"(?<![0-9A-Za-z])(?=([0-9A-Za-z]{5}[ -]?[0-9A-Za-z]{5})(?![0-9A-Za-z]))", re.ASCII)
"""Anywhere in a message: in groups one calls the bot by its name, or by a command, for it to hear anything."""
LASTS = timedelta(days=2)


async def new_group_code(db: AsyncSession, unit: Unit, by: Member, now: datetime) -> str:
    """A code that links no phone: said in a group, it asks whether that is the group of the unit. Earlier ones end."""
    for old in await db.scalars(select(LinkCode).where(*_open_for(unit, now)).with_for_update()):
        old.expires_at = now
    code = code_of(new_token())
    db.add(
        LinkCode(
            member_id=by.id,
            token_hash=hash_of(new_token()),
            code_hash=_group_hash(code),
            made_by=f"group:{unit.id}",
            made_at=now,
            expires_at=now + LASTS,
        )
    )
    note(db, as_member(by.id), "group_code_made", f"unit:{unit.code}", now)
    await db.flush()
    return code


def _open_for(unit: Unit, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (LinkCode.made_by == f"group:{unit.id}", LinkCode.used_at.is_(None), LinkCode.expires_at > now)


def _group_hash(code: str) -> str:
    """Another one than that of a phone's code: typed in private it is none."""
    return hash_of(f"group {bare(code)}")


async def heard(db: AsyncSession, endpoint: Endpoint, said: Incoming, now: datetime) -> None:
    """All that is heard in a group: that we were put out of it, and a code. Nothing is answered there."""
    if said.kind is Kind.STOPPED:
        endpoint.dead_at, endpoint.dead_reason = now, "stopped"
        return
    if endpoint.dead_at is not None:
        endpoint.dead_at = endpoint.dead_reason = None
    if said.kind is not Kind.TEXT or is_locked(endpoint):
        return
    code = next((found[1] for found in CODE.finditer(said.text) if looks_like_code(found[1])), None)
    if code is not None:
        await _said_code(db, endpoint, code, now)


async def _said_code(db: AsyncSession, endpoint: Endpoint, code: str, now: datetime) -> None:
    """Whoever made the code is asked in private whether this is the group."""
    good = LinkCode.used_at.is_(None), LinkCode.expires_at > now, LinkCode.made_by.startswith("group:")
    row: LinkCode | None = await db.scalar(
        select(LinkCode).where(LinkCode.code_hash == _group_hash(code), *good).with_for_update()
    )
    if row is None:
        count_wrong(endpoint)
        return
    _, unit_id, *said_before = row.made_by.split(":")
    if said_before:
        return
    unit = await db.get_one(Unit, int(unit_id))
    row.made_by, row.expires_at = f"group:{unit.id}:{endpoint.id}", now + LASTS
    choices = (Choice(words.YES, f"group_yes:{row.id}"), Choice(words.NO, f"group_no:{row.id}"))
    one_way = words.ask_elsewhere(cell_name(unit.name), endpoint.channel)
    asked = Reply(words.ask(cell_name(unit.name), endpoint.channel), choices, one_way=one_way)
    await owe_word(db, f"group:{row.id}", row.member_id, [row.member_id], asked, now)


async def said_group(db: AsyncSession, code_id: int, now: datetime) -> tuple[LinkCode, Unit, Endpoint]:
    """The group in which a code was said, not yet confirmed; raises ClaimGone."""
    row: LinkCode | None = await db.scalar(
        select(LinkCode)
        .where(LinkCode.id == code_id, LinkCode.used_at.is_(None), LinkCode.expires_at > now)
        .with_for_update()
    )
    kind, unit_id, endpoint_id = [*(row.made_by if row else "").split(":"), "", ""][:3]
    if row is None or kind != "group" or not endpoint_id:
        raise ClaimGone
    return row, await db.get_one(Unit, int(unit_id)), await db.get_one(Endpoint, int(endpoint_id))


async def name_group(db: AsyncSession, unit: Unit, endpoint: Endpoint, by: str, now: datetime) -> UnitGroup:
    """From now on this is the unit's group on its network; the one before ends. Raises GroupTaken."""
    await db.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())
    for group, _ in await groups_at(db, endpoint):
        if group.unit_id != unit.id:
            raise GroupTaken
        return group
    for group, place in await groups_of(db, unit.id):
        if place.channel == endpoint.channel:
            end_group(db, group, by, now)
    endpoint.dead_at = endpoint.dead_reason = None
    group = UnitGroup(unit_id=unit.id, endpoint_id=endpoint.id, named_by=by, since_at=now)
    db.add(group)
    await db.flush()
    note(db, by, "group_named", f"unit:{unit.code}", now, channel=endpoint.channel)
    said = Reply(words.named_here(cell_name(unit.name)))
    owe_reply(db, f"group:{group.id}", endpoint, said, now, round_=2).expires_at = now + LASTS
    return group


def end_group(db: AsyncSession, group: UnitGroup, by: str, now: datetime) -> None:
    """Nothing more goes there, also of what waits already."""
    group.ended_at = now
    note(db, by, "group_ended", f"group:{group.id}", now)


async def group_of_id(db: AsyncSession, group_id: int) -> UnitGroup:
    """Raises NoSuchGroup."""
    group = await db.get(UnitGroup, group_id)
    if group is None or group.ended_at is not None:
        raise NoSuchGroup
    return group


async def groups_of(db: AsyncSession, unit_id: int | None = None) -> Sequence[tuple[UnitGroup, Endpoint]]:
    """The groups of a unit, or all there are, with where they are."""
    which = [UnitGroup.ended_at.is_(None), *([UnitGroup.unit_id == unit_id] if unit_id is not None else [])]
    found = await db.execute(
        select(UnitGroup, Endpoint)
        .join(Endpoint, Endpoint.id == UnitGroup.endpoint_id)
        .where(*which)
        .order_by(UnitGroup.id)
    )
    return [(group, place) for group, place in found]


async def groups_at(db: AsyncSession, endpoint: Endpoint) -> Sequence[tuple[UnitGroup, Endpoint]]:
    """Whose group this is."""
    return [pair for pair in await groups_of(db) if pair[1].id == endpoint.id]
