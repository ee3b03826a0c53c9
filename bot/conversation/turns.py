"""One thing said, with all that a handler may need to answer it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Incoming, Reason, Reply
from bot.model.endpoints import Endpoint
from bot.model.members import Member


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said, and all that a handler may need to answer it."""

    said: Incoming
    db: AsyncSession
    endpoint: Endpoint
    capabilities: Capabilities
    members: Sequence[Member]
    """Whose phone this is and who agreed to messages here; two where a couple shares one."""
    newcomers: Sequence[Member]
    """Linked here, and not yet agreed or no longer."""
    now: datetime
    about: str
    """What this was: `inbox:7`."""
    args: tuple[Any, ...] = ()
    """The parts of a choice's value behind its key, each as the kind it was declared to be; or a command's words."""
    reason: Reason | None = None
    """What a reply in words gave as its reason."""
    is_typed: bool = False
    """The choice was made by a number and not by a button: it may be meant for another question."""


Handler = Callable[[Turn], Awaitable[Reply | None]]
