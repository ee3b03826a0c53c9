"""Tokens for programs of officials: shown once, kept as a hash, never good for more than their owner is that day."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.logins import ApiToken
from bot.model.members import Member
from bot.model.roles import Role
from bot.model.units import Unit
from bot.refusals import NoOfficeForToken, NoSuchToken, TokenNameTaken, TooManyTokens, WrongToken
from bot.services.audit import as_member, note
from bot.services.codes import hash_of
from bot.services.permissions import Right, offices_of, rights_at
from bot.words.names import tidy
from bot.words.times import at_local, day_of

MOST = 10
LONGEST_NAME = 60
LONGEST_DAYS = 365
SEEN_EVERY = timedelta(minutes=5)
"""A token that is used writes nothing unless so long has passed."""
BEGINS = "chibot_"
"""So that a token is known for one wherever it turns up."""
CLOCK = "clock"


class Scope(StrEnum):
    """What a token may ask for."""

    UNITS = "units"
    MEETINGS = "meetings"
    PARTICIPATION = "participation"
    DIRECTIVES = "directives"
    LEDGER = "ledger"


def scopes_in(token: ApiToken) -> list[Scope]:
    """In the order of the enum; a word that this code does not know gives nothing."""
    words = token.scopes.split()
    return [scope for scope in Scope if scope in words]


def scopes_named(words: Collection[str]) -> list[Scope]:
    """Raises WrongToken for none, or for what is none."""
    if not words or not set(words) <= set(Scope):
        raise WrongToken(known=", ".join(Scope), most=LONGEST_DAYS)
    return [scope for scope in Scope if scope in words]


async def issue(
    db: AsyncSession, member: Member, name: str, scopes: Collection[Scope], days: int, by: str, now: datetime
) -> tuple[ApiToken, str]:
    """A new token and what is shown of it, once.

    Raises WrongToken, NoOfficeForToken, TooManyTokens, or TokenNameTaken: of two taps at once one makes a token.
    """
    name = tidy(name)
    if not 0 < len(name) <= LONGEST_NAME or not 0 < days <= LONGEST_DAYS or not scopes:
        raise WrongToken(known=", ".join(Scope), most=LONGEST_DAYS)
    await db.execute(select(Member.id).where(Member.id == member.id).with_for_update())
    if not sees_anything(await offices_of(db, member.id, day_of(now))):
        raise NoOfficeForToken
    mine = await tokens_of(db, now, member.id)
    if len(mine) >= MOST:
        raise TooManyTokens(most=MOST)
    if any(one.name == name for one in mine):
        raise TokenNameTaken(name=name)
    secret = BEGINS + secrets.token_hex(24)
    words = " ".join(scope for scope in Scope if scope in scopes)
    times = {"made_at": now, "expires_at": now + timedelta(days=days)}
    token = ApiToken(token_hash=hash_of(secret), member_id=member.id, name=name, scopes=words, **times)
    db.add(token)
    await db.flush()
    note(db, by, "api_token_issued", f"api_token:{token.id}", now, member=member.id, scopes=words, days=days)
    return token, secret


def sees_anything(offices: Collection[tuple[Role, Unit]]) -> bool:
    """Whether one of these offices lets its holder see counts somewhere."""
    return any(Right.SEE_COUNTS in rights_at(role.office, unit.kind) for role, unit in offices)


async def tokens_of(db: AsyncSession, now: datetime, member_id: int | None = None) -> Sequence[ApiToken]:
    """What can be used now, of this member or of all, in the order in which they were made."""
    whose = () if member_id is None else (ApiToken.member_id == member_id,)
    return (await db.scalars(select(ApiToken).where(*whose, *_lasting(now)).order_by(ApiToken.id))).all()


async def token_of(db: AsyncSession, secret: str, now: datetime) -> ApiToken | None:
    """The token of a secret while it lasts; the same work whatever is brought."""
    found: ApiToken | None = await db.scalar(
        select(ApiToken).where(ApiToken.token_hash == hash_of(secret), *_lasting(now))
    )
    return found


async def used(db: AsyncSession, token_id: int, now: datetime) -> None:
    """Remember when; the first use of a day is written down, once, whichever process saw it."""
    morning = at_local(day_of(now), time())
    mine = update(ApiToken).where(ApiToken.id == token_id).values(used_at=now).returning(ApiToken.member_id)
    is_first = or_(ApiToken.used_at.is_(None), ApiToken.used_at < morning)
    member_id = await db.scalar(mine.where(is_first))
    if member_id is not None:
        note(db, as_member(member_id), "api_token_used", f"api_token:{token_id}", now)
    else:
        await db.execute(mine.where(ApiToken.used_at < now))


async def revoke(db: AsyncSession, token_id: int, by: str, now: datetime, member_id: int | None = None) -> None:
    """End one, of this member where one is named; raises NoSuchToken."""
    whose = () if member_id is None else (ApiToken.member_id == member_id,)
    if not await _end(db, by, now, ApiToken.id == token_id, *whose):
        raise NoSuchToken


async def revoke_all(db: AsyncSession, member_ids: Collection[int], now: datetime) -> None:
    """End every token of these people."""
    await _end(db, CLOCK, now, ApiToken.member_id.in_(member_ids))


async def revoke_made_by(db: AsyncSession, member_id: int, now: datetime) -> None:
    """End what this person has made: somebody else may have their phone, and may have made it there.

    What was made at the command line of the installation never was on a phone, and goes on.
    """
    ids = [one.id for one in await tokens_of(db, now, member_id)]
    abouts = [f"api_token:{one}" for one in ids]
    issued = AuditRow.deed == "api_token_issued", AuditRow.by == as_member(member_id)
    theirs = set(await db.scalars(select(AuditRow.about).where(AuditRow.about.in_(abouts), *issued))) if ids else set()
    if theirs:
        await _end(db, CLOCK, now, ApiToken.id.in_([one for one in ids if f"api_token:{one}" in theirs]))


async def end_every_token(db: AsyncSession, by: str, now: datetime) -> None:
    """Whoever needs one makes it anew."""
    await _end(db, by, now)


async def end_without_office(db: AsyncSession, member_ids: Collection[int], now: datetime) -> None:
    """End the tokens of those among these people who see nothing any more; an office given again makes none good."""
    holders = await db.scalars(select(ApiToken.member_id).where(ApiToken.member_id.in_(member_ids), *_lasting(now)))
    today = day_of(now)
    gone = [one for one in set(holders) if not sees_anything(await offices_of(db, one, today))]
    if gone:
        await revoke_all(db, gone, now)


async def _end(db: AsyncSession, by: str, now: datetime, *which: ColumnElement[bool]) -> int:
    ended = await db.scalars(
        update(ApiToken).where(*which, *_lasting(now)).values(revoked_at=now).returning(ApiToken.id)
    )
    ids = ended.all()
    for token_id in ids:
        note(db, by, "api_token_revoked", f"api_token:{token_id}", now)
    return len(ids)


def _lasting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
