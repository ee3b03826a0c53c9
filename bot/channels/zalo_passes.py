"""The access token of an Official Account: fresh whoever asks, renewed by one process among all, never silently lost.

That a new pair is asked for is written down before it is asked for, and the new pair before it is used. A question
whose answer was lost is put once more, for it may not have been taken; refused then, only a person can help.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.channels.zalo_oauth import AnswerLostError, NeedsPersonError, OAuth
from bot.network_settings import ZaloOA
from bot.passes import HeldPass, Kept, Pair, PassStore, real_time

log = structlog.get_logger()
LOOK_AFTER = 60.0
"""Seconds after which the store is asked again: another process may have renewed them."""
BETWEEN = 1.0
NOBODY = "Nobody has given us the Zalo account yet"
KEEP_AGAIN = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""A new pair that the database would not take is the only one there is."""


@dataclass(frozen=True, slots=True)
class Setback:
    """Renewing failed: not again before so long."""

    refresh: str = field(repr=False)
    said: str
    until: float
    code: int | None = None
    needs_person: bool = False


class Passes:
    """The tokens of one account, as a process knows them."""

    def __init__(self, settings: ZaloOA, store: PassStore, now: Callable[[], datetime] = real_time) -> None:
        self.oauth = OAuth(settings)
        self.store = store
        self._now = now
        self._known: Kept | None = None
        self._looked = float("-inf")
        self._turn = asyncio.Lock()
        self._setback: Setback | None = None
        self._just_given: tuple[str, float] = ("", float("-inf"))
        self._renewals: set[asyncio.Task[Kept]] = set()

    async def access(self) -> str:
        """The token to call with; raises `NeedsPersonError` or another `OSError` where there is none that is good."""
        kept = await self._current()
        if self._now() < kept.due_at:
            return kept.access
        if self._turn.locked() and not kept.is_over(self._now()):
            return kept.access  # it is being renewed; this one is good until then
        try:
            return (await self._renewal(kept.access)).access
        except OSError:
            if kept.is_over(self._now()):
                raise
            return kept.access

    async def renewed(self, after: str) -> str:
        """The token in the place of one that was refused: what another has got meanwhile, else a new one."""
        kept = await self._look()
        given, when = self._just_given
        if kept.access == after == given and time.monotonic() - when < LOOK_AFTER:
            raise NeedsPersonError("Zalo refuses the token that it has just given")
        if kept.access == after:
            kept = await self._renewal(after)
        self._just_given = kept.access, time.monotonic()
        return kept.access

    async def kept_fresh(self) -> Kept:
        """Renew them where it is time; raises `OSError` where that fails, though the old one may be good yet."""
        kept = await self._look()
        return kept if self._now() < kept.due_at else await self._renewal(kept.access)

    async def authorised(self, pair: Pair) -> Kept:
        """A person has given us the account: from now on this pair."""
        async with self.store.held() as held:
            return self._remember(await held.keeps(pair, is_authorised=True))

    async def close(self) -> None:
        """Let a renewal end that is under way: cut off, its pair would be lost."""
        await asyncio.gather(*self._renewals, return_exceptions=True)

    # What is known

    async def _current(self) -> Kept:
        if self._known is not None and time.monotonic() - self._looked < LOOK_AFTER:
            return self._known
        return await self._look()

    async def _look(self) -> Kept:
        kept = await self.store.kept()
        if kept is None:
            raise NeedsPersonError(NOBODY)
        return self._remember(kept)

    def _remember(self, kept: Kept) -> Kept:
        self._known, self._looked = kept, time.monotonic()
        return kept

    # Renewing

    async def _renewal(self, after: str) -> Kept:
        """A task of its own, which goes on where whoever asked is stopped."""
        self._respect_setback(self._known)
        task = asyncio.create_task(self._renew(after))
        self._renewals.add(task)
        task.add_done_callback(self._has_ended)
        return await asyncio.shield(task)

    def _has_ended(self, task: "asyncio.Task[Kept]") -> None:
        self._renewals.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("tokens_not_renewed", error=type(error).__name__, detail=str(error)[:200])

    async def _renew(self, after: str) -> Kept:
        async with self._turn:
            kept = await self._look()
            if kept.access != after:
                return kept
            self._respect_setback(kept)
            try:
                return self._remember(await self._ask_alone(after))
            except OSError as error:
                self._setback = setback_of(error, kept.refresh)
                raise

    def _respect_setback(self, kept: Kept | None) -> None:
        setback = self._setback
        if setback and kept and kept.refresh == setback.refresh and time.monotonic() < setback.until:
            raise NeedsPersonError(setback.said, setback.code) if setback.needs_person else OSError(setback.said)

    async def _ask_alone(self, after: str) -> Kept:
        async with self.store.held() as held:
            kept = held.kept
            if kept is None:
                raise NeedsPersonError(NOBODY)
            if kept.access != after:
                return kept
            pair = await self._ask(held, kept)
            if isinstance(pair, Kept):
                return pair
            try:
                return await held.keeps(pair)
            except OSError as error:
                log.error("tokens_not_kept", error=type(error).__name__, detail=str(error)[:200])
        return await self._keep_again(kept.refresh, pair)

    async def _ask(self, held: HeldPass, kept: Kept, *, is_second: bool = False) -> Pair | Kept:
        """A new pair; or what somebody else has got just before."""
        there = await held.asks()
        if there is not None and there.refresh != kept.refresh:
            return there
        try:
            return await self.oauth.refreshed(kept.refresh)
        except AnswerLostError:
            if is_second:
                raise
        except OSError:
            if kept.asked_at is None and not is_second:
                await held.asks_no_more()
            raise
        await asyncio.sleep(BETWEEN)
        return await self._ask(held, kept, is_second=True)

    async def _keep_again(self, spent: str, pair: Pair) -> Kept:
        for pause in KEEP_AGAIN:
            await asyncio.sleep(pause)
            try:
                async with self.store.held() as held:
                    if held.kept is not None and held.kept.refresh != spent:
                        return held.kept
                    return await held.keeps(pair)
            except OSError as error:
                log.error("tokens_not_kept", error=type(error).__name__, detail=str(error)[:200])
        raise NeedsPersonError("The database would not take the new tokens")


def setback_of(error: OSError, refresh: str) -> Setback:
    """How long to leave it alone: a network comes back, a person needs time."""
    if isinstance(error, NeedsPersonError):
        return Setback(refresh, str(error), time.monotonic() + 600.0, error.code, needs_person=True)
    pause = 60.0 if isinstance(error, AnswerLostError) else 10.0
    return Setback(refresh, str(error), time.monotonic() + pause)
