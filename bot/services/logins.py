"""Into the committee's pages: a link that opens once, then a cookie of twelve hours that its owner can end."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import added_if_new
from bot.model.logins import Login, LoginLink
from bot.refusals import NoWayForFiles
from bot.services.audit import as_member, note
from bot.services.codes import hash_of

PATH = "/vao/"
HOME = "/tong-hop"
LINK_LASTS = timedelta(minutes=5)
LASTS = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)
"""A page looked at writes nothing unless so long has passed."""
MOST_DEVICE = 60


async def login_link(db: AsyncSession, member_id: int, now: datetime, page: str = HOME) -> str:
    """The address of a new link for this member; raises NoWayForFiles where our site has no address."""
    site: str | None = db.info.get("public_url")
    if site is None:
        raise NoWayForFiles
    token = secrets.token_urlsafe(24)
    times = {"made_at": now, "expires_at": now + LINK_LASTS}
    db.add(LoginLink(token_hash=hash_of(token), member_id=member_id, page=page, **times))
    await db.flush()
    return f"{site}{PATH}{token}"


async def link_waits(db: AsyncSession, token: str, now: datetime) -> bool:
    """Whether this token still opens something; looking changes nothing."""
    return await db.scalar(select(LoginLink.id).where(*_unused(token, now))) is not None


async def log_in_by_link(db: AsyncSession, token: str, device: str, now: datetime) -> tuple[str, str] | None:
    """The cookie and the page it leads to, once; of two at once one gets them. None for a wrong, old or used token."""
    taken = await db.execute(
        update(LoginLink).where(*_unused(token, now)).values(used_at=now).returning(LoginLink.member_id, LoginLink.page)
    )
    row = taken.one_or_none()
    return None if row is None else (await log_in(db, row.member_id, "link", device, now), row.page)


async def log_in_once(db: AsyncSession, member_id: int, way: str, seal: str, device: str, now: datetime) -> str | None:
    """The cookie of a new login by what a network signed; None where the same seal was used before."""
    used = {"member_id": member_id, "page": HOME, "made_at": now, "used_at": now, "expires_at": now + LINK_LASTS}
    row = used | {"token_hash": hash_of(f"{way}:{seal}")}
    if not await added_if_new(db, LoginLink, [row], ["token_hash"], LoginLink.id):
        return None
    return await log_in(db, member_id, way, device, now)


async def log_in(db: AsyncSession, member_id: int, way: str, device: str, now: datetime) -> str:
    """The cookie of a new login."""
    cookie = secrets.token_urlsafe(32)
    login = Login(
        cookie_hash=hash_of(cookie),
        member_id=member_id,
        way=way,
        device=device[:MOST_DEVICE],
        made_at=now,
        seen_at=now,
        expires_at=now + LASTS,
    )
    db.add(login)
    await db.flush()
    note(db, as_member(member_id), "logged_in", f"login:{login.id}", now, way=way)
    return cookie


def is_open(cookie: str, now: datetime) -> ColumnElement[bool]:
    """The login of this cookie, while it lasts."""
    return and_(Login.cookie_hash == hash_of(cookie), *_lasting(now))


async def seen(db: AsyncSession, login_id: int, now: datetime) -> None:
    await db.execute(update(Login).where(Login.id == login_id, Login.seen_at < now).values(seen_at=now))


async def logins_of(db: AsyncSession, member_id: int, now: datetime) -> Sequence[Login]:
    """What is open now, the latest first."""
    found = select(Login).where(Login.member_id == member_id, *_lasting(now)).order_by(Login.id.desc())
    return (await db.scalars(found)).all()


async def end_logins(db: AsyncSession, member_id: int, now: datetime, login_id: int | None = None) -> int:
    """End one login of this member, or all, and every link that waits; returns how many were open."""
    if login_id is None:  # first: whoever comes in by one just now is waited for, and out again below
        waiting = (LoginLink.member_id == member_id, LoginLink.used_at.is_(None))
        await db.execute(update(LoginLink).where(*waiting).values(used_at=now))
    one = () if login_id is None else (Login.id == login_id,)
    ended = await db.execute(
        update(Login).where(Login.member_id == member_id, *_lasting(now), *one).values(ended_at=now).returning(Login.id)
    )
    ids = ended.scalars().all()
    for ended_id in ids:
        note(db, as_member(member_id), "logged_out", f"login:{ended_id}", now)
    return len(ids)


async def end_every_login(db: AsyncSession, now: datetime) -> int:
    """Everybody has to come in anew; returns how many were open."""
    ended = await db.scalars(update(Login).where(*_lasting(now)).values(ended_at=now).returning(Login.id))
    await db.execute(update(LoginLink).where(LoginLink.used_at.is_(None)).values(used_at=now))
    return len(ended.all())


def _unused(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (LoginLink.token_hash == hash_of(token), LoginLink.used_at.is_(None), LoginLink.expires_at > now)


def _lasting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Login.ended_at.is_(None), Login.expires_at > now)
