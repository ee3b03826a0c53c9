"""What stands around every page: where one is, the other pages, the periods and kinds; and how a page is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from fastapi.responses import HTMLResponse
from markupsafe import Markup
from sqlalchemy import select

from bot.model.units import Unit
from bot.reports.period import Period, month_period, quarter_period, year_period
from bot.services.permissions import Right
from bot.web.committee.look import KINDS, Look
from bot.web.committee.rows import Facts, Page
from bot.web.committee.visitor import FORM_KEY, Visitor
from bot.web.pages import STYLE, TEMPLATES, headers_for, page
from bot.words import committee_pages as words
from bot.words.times import day_of

LOOK = STYLE + TEMPLATES.get_template("committee/committee.css").render()
LETS = headers_for(LOOK, "; img-src 'self' data:")


@dataclass(frozen=True, slots=True)
class Step:
    """A link in a row of links; the present one is no link."""

    label: str
    address: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page."""

    trail: Sequence[Step]
    """From the visitor's own unit down to this one."""
    pages: Sequence[Step]
    periods: Sequence[Step]
    kinds: Sequence[Step]
    at: datetime

    @property
    def today(self) -> date:
        return day_of(self.at)


async def frame_of(look: Look, pages: Sequence[Page]) -> Frame:
    """Only what this visitor may open is named."""
    return Frame(await _trail(look), _pages(look, pages), _periods(look), _kinds(look), look.now)


async def _trail(look: Look) -> list[Step]:
    seen = [unit for unit in await _line(look) if look.visitor.may(Right.SEE_COUNTS, unit)]
    return [Step(unit.name, look.address("", unit), unit.id == look.unit.id) for unit in seen]


async def _line(look: Look) -> list[Unit]:
    """The unit and what stands above it, downward, as far as the visitor's offices go; mostly all of it is known."""
    paths = [one.path for _, one in look.visitor.offices]
    wanted = [
        int(path.rpartition("/")[2])
        for path in accumulate(look.unit.path.strip("/").split("/"), "{}/{}".format)
        if any(f"/{path}/".startswith(one) for one in paths)
    ]
    known = {one.id: one for one in (look.unit, *(at for _, at in look.visitor.offices))}
    if not known.keys() >= set(wanted):
        known |= {one.id: one for one in await look.db.scalars(select(Unit).where(Unit.id.in_(wanted)))}
    return [known[one] for one in wanted]


def _pages(look: Look, pages: Sequence[Page]) -> list[Step]:
    open_to = (one for one in pages if one.label and one.suits(look.unit) and look.visitor.may(one.right, look.unit))
    here = look.page.removesuffix("/{leaf}")
    return [Step(one.label, look.address(one.path), one.path == here) for one in open_to]


def _periods(look: Look) -> list[Step]:
    """The one before and the one after, and the month, quarter and year around this one."""
    today, period = day_of(look.now), look.period
    last = min(today, date.fromisoformat(f"{period.last}-01"))
    around = (month_period(last), quarter_period(last), year_period(last))
    after = [period.after] if period.after.first <= month_period(today).first else []
    wanted: list[Period] = [period.before, *around, period, *after]
    return [Step(one.label, look.address(ky=one.as_value), one == period) for one in dict.fromkeys(wanted)]


def _kinds(look: Look) -> list[Step]:
    return [Step(words.KINDS[kind], look.address(loai=kind.value), kind is look.kind) for kind in KINDS]


def drawn(template: str, look: Look, frame: Frame, facts: Facts) -> HTMLResponse:
    """The page of these facts."""
    known = {"look": look, "frame": frame, "unit": look.unit}
    return personal(template, look.visitor, **known, **facts)


def personal(template: str, visitor: Visitor, **facts: Any) -> HTMLResponse:
    """A page about the visitor and no unit."""
    known: dict[str, Any] = {"words": words, "visitor": visitor, "form_key": form_key_field(visitor)} | facts
    return page(f"committee/{template}", style=LOOK, headers=LETS, **known)


def form_key_field(visitor: Visitor) -> Markup:
    """What stands in every form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FORM_KEY, visitor.form_key)


def said(title: str, text: str, *, status: int = 200, button: str = "", home: bool = False) -> HTMLResponse:
    """A sentence instead of a page."""
    about = {"title": title, "text": text, "button": button, "home": home, "words": words}
    return page("committee/said.html", status=status, style=LOOK, headers=LETS, **about)
