"""Handing over by a link that opens once, for files and for what must not travel through a network abroad."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.parcels import Parcel
from bot.refusals import NoWayForFiles
from bot.services.audit import as_member, note
from bot.services.codes import hash_of

LASTS = timedelta(hours=24)
PATH = "/tep/"


async def link_to(db: AsyncSession, recipe: str, member_id: int, now: datetime) -> str:
    """The address of a new parcel for this member; raises NoWayForFiles where our site has no address."""
    site: str | None = db.info.get("public_url")
    if site is None:
        raise NoWayForFiles
    token = secrets.token_urlsafe(24)
    db.add(Parcel(token_hash=hash_of(token), member_id=member_id, recipe=recipe, made_at=now, expires_at=now + LASTS))
    await db.flush()
    return f"{site}{PATH}{token}"


async def waiting(db: AsyncSession, token: str, now: datetime) -> bool:
    """Whether this token still opens something; looking changes nothing."""
    return await db.scalar(select(Parcel.id).where(*_open(token, now))) is not None


async def fetch(db: AsyncSession, token: str, now: datetime) -> str | None:
    """The recipe, once; None for a token that is wrong, old or used. Of two fetches at once, one gets it."""
    taken = await db.execute(
        update(Parcel)
        .where(*_open(token, now))
        .values(fetched_at=now)
        .returning(Parcel.id, Parcel.recipe, Parcel.member_id)
    )
    row = taken.one_or_none()
    if row is None:
        return None
    note(db, as_member(row.member_id), "parcel_fetched", f"parcel:{row.id}", now)
    recipe: str = row.recipe
    return recipe


async def give_back(db: AsyncSession, token: str, now: datetime) -> None:
    """Make a fetched token good again, whose document could not be made after all."""
    found = await db.execute(
        update(Parcel)
        .where(Parcel.token_hash == hash_of(token))
        .values(fetched_at=None)
        .returning(Parcel.id, Parcel.member_id)
    )
    parcel_id, member_id = found.one()
    note(db, as_member(member_id), "parcel_given_back", f"parcel:{parcel_id}", now)


def _open(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Parcel.token_hash == hash_of(token), Parcel.fetched_at.is_(None), Parcel.expires_at > now)
