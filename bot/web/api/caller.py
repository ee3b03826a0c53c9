"""Who asks: a program with a token, for which its owner's offices of today answer; and how often it may."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

import structlog
from fastapi import BackgroundTasks, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.model.logins import ApiToken
from bot.model.roles import Role
from bot.model.units import Unit
from bot.services.api_tokens import SEEN_EVERY, Scope, end_without_office, scopes_in, sees_anything, token_of, used
from bot.services.permissions import Right, offices_of, reaches, rights_at
from bot.services.tree import find_unit
from bot.web.api.limits import WRONG_A_MINUTE, Limit
from bot.web.api.problems import NoAnswer
from bot.words import api as words
from bot.words.times import day_of

log = structlog.get_logger()
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="chibot"'}
BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A personal token, `chibot_…`.")
Brought = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
Offices = tuple[tuple[Role, Unit], ...]


class OwnerGone(Exception):
    """A token whose owner sees nothing any more."""

    def __init__(self, member_id: int) -> None:
        super().__init__()
        self.member_id = member_id


@dataclass(frozen=True, slots=True)
class Call:
    """One question; its database is read from in one transaction."""

    db: AsyncSession
    offices: Offices
    right: Right
    now: datetime

    def may(self, unit: Unit) -> bool:
        return any(reaches(role.office, at, self.right, unit) for role, at in self.offices)

    def places(self) -> list[Unit]:
        """The units whose office gives the right; what lies below them is theirs to see as well."""
        found = {at.id: at for role, at in self.offices if self.right in rights_at(role.office, at.kind)}
        return list(found.values())

    async def unit(self, code: str) -> Unit:
        """One that is not theirs looks like one that is not there."""
        found = await find_unit(self.db, code)
        if found is None or not self.may(found):
            raise NoAnswer(404, words.NO_UNIT)
        return found


@dataclass(frozen=True)
class Entrance:
    """Where questions come in. `reading`: sessions that wait for nobody who writes."""

    sessions: Sessions
    reading: Sessions
    now: Callable[[], datetime]
    per_minute: int
    often: Limit = field(init=False)
    wrong: Limit = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "often", Limit(self.per_minute))
        object.__setattr__(self, "wrong", Limit(WRONG_A_MINUTE))

    def asked(self, scope: Scope, right: Right = Right.SEE_COUNTS) -> Any:
        """The dependency of an address: a `Call` for whoever brings a token with this scope."""

        async def call(request: Request, later: BackgroundTasks, brought: Brought) -> AsyncIterator[Call]:
            try:
                async with self.reading() as db:
                    yield await self._call(db, request, later, brought, scope, right)
            except OwnerGone as gone:  # with the reading over: SQLite has one transaction at a time
                await self._end(gone.member_id)
                raise wrong_token() from None

        return Depends(call, scope="function")

    async def _call(
        self,
        db: AsyncSession,
        request: Request,
        later: BackgroundTasks,
        brought: HTTPAuthorizationCredentials | None,
        scope: Scope,
        right: Right,
    ) -> Call:
        now = self.now()
        token = await self._token(db, request, brought, now)
        if seconds := self.often.wait(str(token.id)):
            raise NoAnswer(429, words.too_fast(seconds), {"Retry-After": str(seconds)})
        offices = tuple(await offices_of(db, token.member_id, day_of(now)))
        if not sees_anything(offices):
            raise OwnerGone(token.member_id)
        if scope not in scopes_in(token):
            challenge = f'{CHALLENGE["WWW-Authenticate"]}, error="insufficient_scope", scope="{scope}"'
            raise NoAnswer(403, words.no_scope(scope), {"WWW-Authenticate": challenge})
        if token.used_at is None or token.used_at + SEEN_EVERY <= now:
            later.add_task(self._remember, token.id, now)
        return Call(db, offices, right, now)

    async def _token(
        self, db: AsyncSession, request: Request, brought: HTTPAuthorizationCredentials | None, now: datetime
    ) -> ApiToken:
        """Whoever brings a right one is let in, however many wrong ones come from the same address."""
        if brought is None:
            raise NoAnswer(401, words.NO_TOKEN, CHALLENGE)
        token = await token_of(db, brought.credentials, now)
        if token is not None:
            return token
        if seconds := self.wrong.wait(request.client.host if request.client else ""):
            raise NoAnswer(429, words.too_many_wrong(seconds), {"Retry-After": str(seconds)})
        raise wrong_token()

    async def _remember(self, token_id: int, now: datetime) -> None:
        """Once the answer is on its way: it does not wait for whoever writes just now."""
        try:
            async with self.sessions.begin() as db:
                await used(db, token_id, now)
        except Exception as trouble:  # nobody waits for it, and the next question says it again
            log.warning("api_use_not_remembered", exc_info=trouble)

    async def _end(self, member_id: int) -> None:
        """Whoever holds no office any more has no tokens either, as the first question after that finds out."""
        async with self.sessions.begin() as db:
            await end_without_office(db, [member_id], self.now())


def wrong_token() -> NoAnswer:
    challenge = f'{CHALLENGE["WWW-Authenticate"]}, error="invalid_token"'
    return NoAnswer(401, words.WRONG_TOKEN, {"WWW-Authenticate": challenge})
