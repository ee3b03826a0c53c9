"""How every page of the committee is answered: who it is, whether they may, what they asked for, then the page.

A page is a row in the table of routes.py: nothing is shown or done there without the right that stands in its row.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.background import BackgroundTask

from bot.db.sessions import Sessions
from bot.db.trials import trial
from bot.services.logins import SEEN_EVERY, seen
from bot.services.tree import find_unit
from bot.web.committee.frame import drawn, frame_of, said
from bot.web.committee.look import Look, kind_in, level_in, period_in
from bot.web.committee.rows import Deed, Fields, Page
from bot.web.committee.troubles import broken
from bot.web.committee.visitor import FORM_KEY, visitor_of
from bot.web.forms import is_from_elsewhere
from bot.web.pages import HEADERS
from bot.words import committee_pages as words

log = structlog.get_logger()
LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Desk:
    """Where pages get their data and their hour from."""

    sessions: Sessions
    reading: Sessions
    """Pages wait for nobody who writes, and cannot write themselves."""
    now: Callable[[], datetime]
    pages: tuple[Page, ...]

    async def show(self, page: Page, request: Request, code: str, leaf: str) -> Response:
        """A page, or the sentence why there is none."""
        began = time.perf_counter()
        try:
            answer = await self._shown(page, request, code, leaf)
        except Exception as trouble:  # whatever breaks, the person gets a sentence
            return broken(trouble)
        answer.headers["Server-Timing"] = f"page;dur={(time.perf_counter() - began) * 1000:.1f}"
        return answer

    async def _shown(self, asked: Page, request: Request, code: str, leaf: str) -> Response:
        async with (self.sessions if asked.is_written_down else self.reading)() as db:
            look = await self._look(db, asked, request, code, leaf)
            if isinstance(look, Response):
                return look
            page = next((one for one in self.pages if one.path == asked.path and one.suits(look.unit)), None)
            if page is None:  # another kind of unit has it: this one has a first page
                return RedirectResponse(look.address(""), status_code=303, headers=dict(HEADERS))
            if not look.visitor.may(page.right, look.unit):
                return not_yours()
            facts, frame = await page.read(look), await frame_of(look, self.pages)
            await db.commit()
        await self._write_down(look)
        answer = facts if isinstance(facts, Response) else drawn(page.template, look, frame, facts)
        if look.visitor.login.seen_at + SEEN_EVERY < look.now:
            answer.background = answer.background or BackgroundTask(self._remember_visit, look)
        return answer

    async def _write_down(self, look: Look) -> None:
        """What is seen only where it is written down that it was."""
        if look.noted:
            async with self.sessions.begin() as db:
                db.add_all(look.noted)

    async def do(self, deed: Deed, request: Request, code: str, leaf: str) -> Response:
        """What a form asks for; then a page, so that a reload repeats nothing."""
        if is_from_elsewhere(request):
            return said(words.NOT_YOURS_TITLE, words.NOT_FROM_HERE, status=403)
        try:
            fields = await deed.fields(request)
            if deed.before is not None:
                async with self.reading() as db:
                    asked = await self._form_of(db, deed, request, fields, code, leaf)
                if isinstance(asked, Response):
                    return asked
                async with trial(self.sessions, self.reading) as db:
                    fields = await deed.before(replace(asked, db=db), fields)
            async with self.sessions.begin() as db:
                look = await self._form_of(db, deed, request, fields, code, leaf)
                if isinstance(look, Response):
                    return look
                leads_to = await deed.do(look, fields)
        except Exception as trouble:  # the same
            return broken(trouble)
        return RedirectResponse(leads_to, status_code=303, headers=dict(HEADERS))

    async def _form_of(
        self, db: AsyncSession, deed: Deed, request: Request, fields: Fields, code: str, leaf: str
    ) -> Look | Response:
        """What is asked for by a form of the visitor's own page."""
        look = await self._look(db, deed, request, code, leaf)
        if isinstance(look, Look) and fields.get(FORM_KEY) != look.visitor.form_key:
            return said(words.NOT_YOURS_TITLE, words.NOT_FROM_HERE, status=403)
        return look

    async def _look(
        self, db: AsyncSession, asked: Page | Deed, request: Request, code: str, leaf: str
    ) -> Look | Response:
        """What is asked for, by somebody who may; a unit that is not theirs looks like one that is not there."""
        visitor = await visitor_of(db, request, self.now())
        if visitor is None:
            return said(words.NOT_IN_TITLE, words.NOT_IN, status=401)
        if not visitor.offices:
            return said(words.NO_OFFICE_TITLE, words.NO_OFFICE, status=403)
        unit = visitor.place(code) or (await find_unit(db, code) if len(code) <= LONGEST_CODE else None)
        if unit is None or not visitor.may(asked.right, unit):
            return not_yours()
        query, now = request.query_params, self.now()
        period, kind, level = period_in(query, now), kind_in(query), level_in(query)
        return Look(db, visitor, unit, asked.path, leaf, period, kind, level, query, now)

    async def _remember_visit(self, look: Look) -> None:
        """Once the page is on its way: it does not wait for whoever writes just now."""
        try:
            async with self.sessions.begin() as db:
                await seen(db, look.visitor.login.id, look.now)
        except Exception as trouble:  # nobody waits for it, and the next page says it again
            log.warning("visit_not_remembered", exc_info=trouble)


def not_yours() -> Response:
    return said(words.NOT_YOURS_TITLE, words.NOT_YOURS, status=403, home=True)
