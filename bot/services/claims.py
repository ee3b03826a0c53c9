"""A number that is only said to be one's own links nobody: the secretary of whoever has it on the roster confirms.

The stranger is told the same whether anybody has the number or not, and each try counts as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.endpoints import Endpoint, LinkCode
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import ClaimGone
from bot.services.addresses import members_at
from bot.services.audit import as_member, note
from bot.services.codes import hash_of, new_token
from bot.services.joining import count_wrong, is_locked, link, taken_from
from bot.services.notices import owe_reply, owe_word
from bot.services.people import cells_of, members_by_phone
from bot.services.permissions import Right, holders, out_of_reach
from bot.words import claims as words
from bot.words.times import day_of

LASTS = timedelta(days=2)
"""As long as the question to the secretary."""
MOST_OPEN = 3
"""So many phones may wait to be confirmed for one person: nobody makes the secretary's phone ring all day."""
RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Claim:
    """A phone that waits to be confirmed as a member's."""

    row: LinkCode
    member: Member
    cell: Unit
    endpoint: Endpoint


async def claim(db: AsyncSession, endpoint: Endpoint, number: str, calls_itself: str | None, now: datetime) -> bool:
    """Have it confirmed for everybody who has this number; False where too much was tried from here."""
    if is_locked(endpoint):
        return False
    count_wrong(endpoint)
    gone = await taken_from(db, endpoint) | {member.id for member in await members_at(db, endpoint.id)}
    for member in await members_by_phone(db, number):
        if member.id not in gone and not await _is_asked_enough(db, member, endpoint, now):
            await _ask(db, endpoint, member, calls_itself, now)
    return True


def _made_by(endpoint: Endpoint) -> str:
    return f"claim:{endpoint.id}"


async def _is_asked_enough(db: AsyncSession, member: Member, endpoint: Endpoint, now: datetime) -> bool:
    """The secretary has this question already, or several of them."""
    found = await db.scalars(
        select(LinkCode.made_by).where(
            LinkCode.member_id == member.id,
            LinkCode.made_by.startswith("claim:"),
            LinkCode.used_at.is_(None),
            LinkCode.expires_at > now,
        )
    )
    asked = found.all()
    return _made_by(endpoint) in asked or len(asked) >= MOST_OPEN


async def _ask(db: AsyncSession, endpoint: Endpoint, member: Member, calls_itself: str | None, now: datetime) -> None:
    """Whoever may link this member is asked, the secretary first; nobody where that is only the member."""
    cell = await db.get(Unit, (await cells_of(db, [member.id], day_of(now))).get(member.id, 0))
    able = await _able(db, cell, member, now) if cell else []
    if not able:
        return
    row = LinkCode(
        member_id=member.id,
        token_hash=hash_of(new_token()),  # a code that nobody knows: it links by being confirmed
        code_hash=hash_of(new_token()),
        made_by=_made_by(endpoint),
        made_at=now,
        expires_at=now + LASTS,
    )
    db.add(row)
    await db.flush()
    one_way = words.ask_elsewhere(member.name, endpoint.channel)
    asked = Reply(words.ask(member.name, endpoint.channel, calls_itself), answers_to(row.id), one_way=one_way)
    await owe_word(db, f"claim:{row.id}", member.id, able, asked, now)
    note(db, "claim", "phone_claimed", as_member(member.id), now, channel=endpoint.channel)


def answers_to(claim_id: int) -> tuple[Choice, ...]:
    return Choice(words.YES, f"claim_yes:{claim_id}"), Choice(words.NO, f"claim_no:{claim_id}")


async def waiting_in(db: AsyncSession, cell_id: int, now: datetime) -> list[tuple[int, Member]]:
    """What is to be confirmed in a cell, the oldest first: a question that no network took stands here all the same."""
    found = await db.execute(
        select(LinkCode.id, Member)
        .join(Member, Member.id == LinkCode.member_id)
        .where(LinkCode.made_by.startswith("claim:"), LinkCode.used_at.is_(None), LinkCode.expires_at > now)
        .order_by(LinkCode.id)
    )
    waiting = [(claim_id, member) for claim_id, member in found]
    cells = await cells_of(db, [member.id for _, member in waiting], day_of(now))
    return [(claim_id, member) for claim_id, member in waiting if cells.get(member.id) == cell_id]


async def _able(db: AsyncSession, cell: Unit, member: Member, now: datetime) -> Sequence[int]:
    on = day_of(now)
    leaders = [one for one in await holders(db, cell, Right.LINK, on) if one != member.id]
    return [one for one in leaders if not await out_of_reach(db, [member.id], cell, one, on)]


async def open_claim(db: AsyncSession, claim_id: int, now: datetime) -> Claim:
    """Held until the end of the transaction; raises ClaimGone."""
    row: LinkCode | None = await db.scalar(
        select(LinkCode)
        .where(LinkCode.id == claim_id, LinkCode.used_at.is_(None), LinkCode.expires_at > now)
        .with_for_update()
    )
    kind, _, endpoint_id = row.made_by.partition(":") if row else ("", "", "")
    if row is None or kind != "claim":
        raise ClaimGone
    member = await db.get_one(Member, row.member_id)
    cell = await db.get(Unit, (await cells_of(db, [member.id], day_of(now))).get(member.id, 0))
    if cell is None:
        raise ClaimGone
    return Claim(row, member, cell, await db.get_one(Endpoint, int(endpoint_id)))


async def confirm(db: AsyncSession, claimed: Claim, by: str, now: datetime) -> None:
    """Link the phone; whoever has it is told, and asked for consent before anything else is said."""
    claimed.row.used_at = now
    claimed.endpoint.wrong_codes, claimed.endpoint.locked_until = 0, None
    await link(db, claimed.endpoint, claimed.member, by, now)
    said = Reply(words.CONFIRMED, (Choice(words.GO_ON, RESUME),))
    owe_reply(db, f"claim:{claimed.row.id}", claimed.endpoint, said, now).expires_at = now + LASTS
    claimed.endpoint.offered, claimed.endpoint.step = [[one.label, one.value] for one in said.choices], None


async def refuse(db: AsyncSession, claimed: Claim, by: str, now: datetime) -> None:
    """It leaves nothing behind but that it was refused."""
    note(db, by, "claim_refused", as_member(claimed.member.id), now, channel=claimed.endpoint.channel)
    await db.delete(claimed.row)
    await db.flush()
