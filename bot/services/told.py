"""As much of a notice that is due, and of whoever is told, as wording and sending have to know."""

from datetime import datetime
from typing import Any, NamedTuple

from bot.model.attendances import Answer
from bot.model.meetings import Step
from bot.model.notices import Notice


class Due(NamedTuple):
    """A notice that is due: as much of its row as sending needs, without the cost of an entity."""

    id: int
    about: str
    meeting_id: int | None
    revision: int
    member_id: int | None
    step: Step
    endpoint_id: int | None
    content: dict[str, Any] | None
    urgency: int
    expires_at: datetime | None
    attempts: int
    unit_id: int | None = None


DUE = tuple(getattr(Notice, name) for name in Due._fields)


class Told(NamedTuple):
    """Whoever is told, and what they have said so far."""

    address: str | None
    heard_at: datetime | None
    """When somebody last wrote or pressed there."""
    may_be_told: bool
    """The endpoint is still one that this member may be sent to."""
    name: str | None
    is_listed: bool
    answer: Answer | None
    is_stale: bool
