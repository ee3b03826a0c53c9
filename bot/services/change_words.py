"""Who hears of a change of a member: whoever it waits for, the cells on both sides, the member."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.member_changes import ChangeKind, MemberChange
from bot.model.members import Member, Membership
from bot.model.units import Unit
from bot.services.audit import as_member, note
from bot.services.change_facts import Facts
from bot.services.notices import owe_word
from bot.services.people import cells_of
from bot.services.permissions import Right, holders, holders_at
from bot.words import member_changes as words
from bot.words.times import day_of

ASKED, TO_RECEIVE, TO_ASKER, TO_OTHER, TO_MEMBER = 1, 2, 3, 4, 5
UNDONE_ASKER, UNDONE_OTHER, UNDONE_MEMBER = 6, 7, 8
REMINDER = 10
"""The first of the rounds in which whoever must answer is asked again."""
QUIET = frozenset({ChangeKind.ADD, ChangeKind.RECEIVE, ChangeKind.LEAVE, ChangeKind.DIE})
"""The member is not told: they are not linked yet, or are no member any more."""


async def offices_above(db: AsyncSession, cell: Unit, now: datetime) -> list[int]:
    """Who looks after the rosters of a cell: at the nearest unit upward where anybody does, then further up."""
    line = [int(part) for part in reversed(cell.path.strip("/").split("/"))]
    held = await holders_at(db, line, Right.MANAGE, day_of(now))
    return [one for unit_id in line for one in held[unit_id]]


async def receivers_at(db: AsyncSession, to: Unit, now: datetime) -> list[int]:
    """Who says that somebody has come to a cell: whoever leads it; where nobody does, the office above it."""
    return await holders(db, to, Right.ROSTER, day_of(now)) or await offices_above(db, to, now)


async def sentence(db: AsyncSession, change: MemberChange) -> str:
    """What a change does, in one sentence."""
    member = await db.get(Member, change.member_id) if change.member_id else None
    cell = await db.get_one(Unit, change.unit_id)
    to = await db.get(Unit, change.to_unit_id) if change.to_unit_id else None
    facts = Facts.read(change.facts)
    name = member.name if member else facts.newcomer.name if facts.newcomer else ""
    return await said_of(db, change.kind, name, cell, to, facts)


async def said_of(db: AsyncSession, kind: ChangeKind, name: str, cell: Unit, to: Unit | None, facts: Facts) -> str:
    """The same of a change that is not stored yet. Two cells of two communes are said with these."""
    is_far = to is not None and to.parent_id != cell.parent_id
    here = await with_parent(db, cell) if is_far else cell.name
    there = None if to is None else await with_parent(db, to) if is_far else to.name
    said = words.sentence(kind, name, here, there, facts.from_on, facts.until_on, facts.decision)
    return said if facts.newcomer is None else f"{said} {words.newcomer_facts(facts.newcomer)}"


async def with_parent(db: AsyncSession, cell: Unit) -> str:
    """`Thôn 1, Đảng ủy xã Suối Trong`: every commune has a Thôn 1."""
    parent = await db.get(Unit, cell.parent_id or 0)
    return f"{cell.name}, {parent.name}" if parent else cell.name


async def to_office(db: AsyncSession, change: MemberChange, now: datetime, again: int = 0) -> bool:
    """The office decides, asked `again` after so many days; False where nobody there can be reached, and it waits."""
    cell = await db.get_one(Unit, change.unit_id)
    choices = (
        Choice(words.AGREE, f"change_agree:{change.id}"),
        Choice(words.REFUSE, f"change_refuse:{change.id}"),
    )
    what = await sentence(db, change)
    said = Reply(words.asked(what, again), choices, one_way=words.asked_elsewhere(what, again))
    note(db, "clock", "name_shown", as_member(change.member_id or 0), now, change=change.id)
    return await _say(db, change, _round(ASKED, again), await offices_above(db, cell, now), said, now)


async def to_receiver(
    db: AsyncSession, change: MemberChange, leaders: Sequence[int], now: datetime, again: int = 0
) -> bool:
    choices = (
        Choice(words.RECEIVED, f"change_received:{change.id}"),
        Choice(words.NOT_RECEIVED, f"change_refuse:{change.id}"),
    )
    what = await sentence(db, change)
    said = Reply(words.to_be_received(what, again), choices, one_way=words.to_be_received_elsewhere(what, again))
    return await _say(db, change, _round(TO_RECEIVE, again), leaders, said, now)


def _round(first: int, again: int) -> int:
    return REMINDER + again if again else first


async def that_it_is_done(db: AsyncSession, change: MemberChange, by: str, now: datetime) -> None:
    """Every cell whose list it changes and the member; not whoever did it."""
    said = await sentence(db, change)
    await _to_all(db, change, by, (TO_ASKER, TO_OTHER, TO_MEMBER), (words.done(said), words.own(said)), now)


async def that_it_is_undone(db: AsyncSession, change: MemberChange, by: str, now: datetime) -> None:
    """The same, before it is."""
    said = words.undone(await sentence(db, change))
    await _to_all(db, change, by, (UNDONE_ASKER, UNDONE_OTHER, UNDONE_MEMBER), (said, said), now)


async def _to_all(
    db: AsyncSession, change: MemberChange, by: str, stages: tuple[int, int, int], texts: tuple[str, str], now: datetime
) -> None:
    asker, other, own = stages
    to_cells, to_member = (Reply(text) for text in texts)
    for cell_id in await _cells_of(db, change, now):
        cell = await db.get_one(Unit, cell_id)
        stage = asker if cell_id == change.unit_id else other
        await _say(db, change, stage, _but(by, await holders(db, cell, Right.ROSTER, day_of(now))), to_cells, now)
    if change.kind not in QUIET and change.member_id is not None and as_member(change.member_id) != by:
        await _say(db, change, own, [change.member_id], to_member, now)


async def _cells_of(db: AsyncSession, change: MemberChange, now: datetime) -> list[int]:
    """The cell it is asked in, the other one, the own one, and those where they were for a time and are no more."""
    own = await cells_of(db, [change.member_id or 0], day_of(now))
    ended = [row_id for table, row_id, *_ in (change.before or {}).get("changed", ()) if table == "memberships"]
    left = await db.scalars(select(Membership.unit_id).where(Membership.id.in_(ended)).order_by(Membership.id))
    other = [change.to_unit_id] if change.to_unit_id is not None else []
    return list(dict.fromkeys([change.unit_id, *other, *own.values(), *left]))


async def that_it_is_refused(db: AsyncSession, change: MemberChange, by: str, now: datetime) -> None:
    """The cell that asked for it."""
    cell = await db.get_one(Unit, change.unit_id)
    leaders = _but(by, await holders(db, cell, Right.ROSTER, day_of(now)))
    await _say(db, change, TO_ASKER, leaders, Reply(words.refused(await sentence(db, change))), now)


def _but(by: str, leaders: Sequence[int]) -> list[int]:
    """The others: where the first leader did it, the next need not hear of it either."""
    return [] if any(as_member(one) == by for one in leaders) else list(leaders)


async def _say(
    db: AsyncSession, change: MemberChange, stage: int, people: Sequence[int], said: Reply, now: datetime
) -> bool:
    return bool(people) and await owe_word(db, f"change:{change.id}", stage, people, said, now)
