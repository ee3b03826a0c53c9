"""What carrying out one change comes to, and who is told of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

DAY = timedelta(days=1)


@dataclass
class Effects:
    """Counted while it is carried out; nobody's name stands in it."""

    units: int = 0
    """Units that stand elsewhere from then on, with all below them."""
    people: int = 0
    """Members whom it concerns: of the units that move, or who change their cell."""
    offices: Counter[str] = field(default_factory=Counter)
    """Offices that end, by kind."""
    meetings: list[datetime] = field(default_factory=list)
    """Meetings to come that are called off."""
    told: int = 0
    """So many have heard of these meetings, and hear that they are off."""
    counts: Counter[str] = field(default_factory=Counter)
    """What else ends or goes over: `series`, `directives`, `opinions` … (words/reorganising.py)."""
    counted: str = ""
    """Where what is held from then on is counted, in one sentence."""
    notes: list[str] = field(default_factory=list)
    """What is still to be done by people, in sentences."""


@dataclass
class Word:
    """A sentence for whoever leads a unit, or for single members."""

    unit_id: int
    said: str
    member_ids: tuple[int, ...] = ()
    """None: whoever leads the unit."""


@dataclass
class Deed:
    """One change while it is carried out."""

    db: AsyncSession
    on: date
    by: str
    now: datetime
    asked_at: datetime
    """Earlier than `now` where it is tried for a day to come."""
    is_trial: bool = False
    """It is taken back afterwards: nothing is added up and nobody told, which would take most of its time."""
    effects: Effects = field(default_factory=Effects)
    words: list[Word] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    """Units whose open lists may have other people now."""
    unit_id: int | None = None
    """The unit that it was about; a new one, once it is there."""
    was: str | None = None
    """The name that it had."""
    codes: list[int] = field(default_factory=list)
    """Members whose office has ended: what was handed out to them opens nothing any more."""
