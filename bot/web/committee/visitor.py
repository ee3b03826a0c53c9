"""Who looks at a page: known by a cookie, with the offices of today and nothing of yesterday's."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request, Response
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.logins import Login
from bot.model.members import Member
from bot.model.roles import Role
from bot.model.units import Unit
from bot.services.logins import LASTS, is_open
from bot.services.permissions import Right, reaches, rights_at, role_holds
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

    def place(self, code: str) -> Unit | None:
        """The unit with this code, if an office is held at it."""
        return next((at for _, at in self.offices if at.code == code), None)

    def may_above(self, unit: Unit) -> Iterable[str]:
        """Paths of the offices through which the counts of a unit are seen: its ancestors from there down are named."""
        return [at.path for role, at in self.offices if reaches(role.office, at, Right.SEE_COUNTS, unit)]


async def visitor_of(db: AsyncSession, request: Request, now: datetime) -> Visitor | None:
    """The person whose cookie this is, in one query; None without one, or once it has ended."""
    cookie = request.cookies.get(_name(is_safe=is_over_https(db)), "")
    if not cookie:
        return None
    found = (await db.execute(_known(cookie, now))).all()
    if not found:
        return None
    login, member, first, _ = found[0]
    held: Role | None = first  # of whoever has no office the row has none
    offices = tuple((role, unit) for _, _, role, unit in found) if held is not None else ()
    return Visitor(member, login, offices, form_key(cookie))


def _known(cookie: str, now: datetime) -> Select[Login, Member, Role, Unit]:
    """A row for each office of today, or one without any."""
    return (
        select(Login, Member, Role, Unit)
        .join(Member, Member.id == Login.member_id)
        .outerjoin(Role, (Role.member_id == Login.member_id) & role_holds(day_of(now)))
        .outerjoin(Unit, Unit.id == Role.unit_id)
        .where(is_open(cookie, now))
    )


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
