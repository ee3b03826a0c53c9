"""Who looks at a page: known by a cookie, with the offices of today and nothing of yesterday's."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.logins import Login
from bot.model.members import Member
from bot.model.roles import Role
from bot.model.units import Unit
from bot.services.logins import LASTS, login_of
from bot.services.permissions import Right, offices_of, reaches, rights_at
from bot.web.cookies import is_over_https
from bot.words.times import day_of

COOKIE, SAFE_COOKIE = "chibot", "__Host-chibot"
"""Over https a browser lets nobody but this very host set the second."""
FORM_KEY = "khoa"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person at the pages; every right is asked of the offices held today."""

    member: Member
    login: Login
    offices: tuple[tuple[Role, Unit], ...]
    form_key: str
    """What every form of this login carries (CSRF): nobody else's page can know it."""

    def may(self, right: Right, unit: Unit) -> bool:
        return any(reaches(role.office, at, right, unit) for role, at in self.offices)

    def places(self, right: Right) -> list[Unit]:
        """The units whose office gives the right, by name; what lies below them is not listed."""
        found = {at.id: at for role, at in self.offices if right in rights_at(role.office, at.kind)}
        return sorted(found.values(), key=lambda unit: (unit.path.count("/"), unit.sort_key, unit.id))

    def may_above(self, unit: Unit) -> Iterable[str]:
        """Paths of the offices through which the counts of a unit are seen: its ancestors from there down are named."""
        return [at.path for role, at in self.offices if reaches(role.office, at, Right.SEE_COUNTS, unit)]


async def visitor_of(db: AsyncSession, request: Request, now: datetime) -> Visitor | None:
    """The person whose cookie this is; None without one, or once it has ended."""
    cookie = request.cookies.get(_name(is_safe=is_over_https(db)), "")
    login = await login_of(db, cookie, now) if cookie else None
    if login is None:
        return None
    member = await db.get_one(Member, login.member_id)
    offices = await offices_of(db, member.id, day_of(now))
    return Visitor(member, login, tuple(offices), form_key(cookie))


def _name(*, is_safe: bool) -> str:
    """Over https the other one is not believed: a neighbouring host may have put it there."""
    return SAFE_COOKIE if is_safe else COOKIE


def form_key(cookie: str) -> str:
    """Made out of the cookie, which no page can read."""
    return hashlib.sha256(f"form:{cookie}".encode()).hexdigest()[:32]


def remember(answer: Response, cookie: str, *, is_safe: bool) -> None:
    """Give the browser the cookie of a login; `is_safe`: people reach us over https."""
    age = int(LASTS.total_seconds())
    answer.set_cookie(
        _name(is_safe=is_safe), cookie, max_age=age, path="/", secure=is_safe, httponly=True, samesite="lax"
    )


def forget(answer: Response) -> None:
    for name, is_safe in ((COOKIE, False), (SAFE_COOKIE, True)):
        answer.delete_cookie(name, path="/", secure=is_safe, httponly=True, samesite="lax")
