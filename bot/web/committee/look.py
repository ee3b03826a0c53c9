"""What a page is about: the unit, the period, the kind of meeting and the level, all of it out of the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.meetings import MeetingKind
from bot.model.units import Unit, UnitKind
from bot.refusals import TimeUnreadable
from bot.reports.period import Period, month_period, read_period
from bot.services.audit import as_member
from bot.services.logins import HOME
from bot.web.committee.visitor import Visitor
from bot.words.times import day_of

KINDS = tuple(kind for kind in MeetingKind if kind.counted_as is kind)
"""Each with a rate of its own (`domain` rule 14)."""


class AddressUnreadable(ValueError):
    """An address that none of our pages makes: typed, cut off or guessed."""


@dataclass(frozen=True, slots=True)
class Look:
    """One page asked for by one visitor, who has the page's right at the unit."""

    db: AsyncSession
    visitor: Visitor
    unit: Unit
    page: str
    """What stands behind the unit in the address, `/don-vi`; empty on the first page."""
    leaf: str
    """What stands behind that: the one directive, indicator, month that the page is about; mostly empty."""
    period: Period
    kind: MeetingKind
    level: UnitKind | None
    """Which units are listed: of this kind, however deep; None: those right below."""
    query: Mapping[str, str]
    now: datetime
    noted: list[AuditRow] = field(default_factory=list)
    """What is written down before the page is given."""

    def note(self, deed: str, about: str | None, **facts: object) -> None:
        """That the visitor saw this; where it cannot be written down, the page is not shown."""
        by = as_member(self.visitor.member.id)
        self.noted.append(AuditRow(at=self.now, by=by, deed=deed, about=about, facts=facts))

    def address(self, page: str | None = None, unit: Unit | str | None = None, **changes: object) -> str:
        """The path of a page of the committee with the same period, kind and level, but for `changes` (None: left out).

        `look.address("/don-vi", xep="ty-le")`; by itself this very page, without its own order and leaf.
        """
        code = unit if isinstance(unit, str) else (unit or self.unit).code
        kept = {name: self.query[name] for name in ("ky", "loai", "cap") if name in self.query}
        asked = {name: str(value) for name, value in (kept | changes).items() if value is not None}
        path = f"{HOME}/{code}{self.page if page is None else page}"
        return f"{path}?{urlencode(asked)}" if asked else path


def period_in(query: Mapping[str, str], now: datetime) -> Period:
    """`?ky=m2026-12`, by itself this month; raises AddressUnreadable."""
    if "ky" not in query:
        return month_period(day_of(now))
    try:
        return read_period(query["ky"])
    except TimeUnreadable:
        raise AddressUnreadable from None


def kind_in(query: Mapping[str, str]) -> MeetingKind:
    """`?loai=thematic`, by itself regular; raises AddressUnreadable."""
    kind = next((one for one in KINDS if one == query.get("loai", MeetingKind.REGULAR)), None)
    if kind is None:
        raise AddressUnreadable
    return kind


def level_in(query: Mapping[str, str]) -> UnitKind | None:
    """`?cap=commune`, by itself None; raises AddressUnreadable."""
    if not query.get("cap"):
        return None
    try:
        return UnitKind(query["cap"])
    except ValueError:
        raise AddressUnreadable from None


def number_in(leaf: str) -> int:
    """The id that a leaf is; raises AddressUnreadable."""
    return whole_number({"leaf": leaf}, "leaf", 1)


def whole_number(query: Mapping[str, str], name: str, least: int = 0) -> int:
    """A number in the address, `?trang=2`, by itself the least; raises AddressUnreadable."""
    said = query.get(name, str(least))
    if not (said.isascii() and said.isdigit() and len(said) < 16 and int(said) >= least):
        raise AddressUnreadable
    return int(said)
