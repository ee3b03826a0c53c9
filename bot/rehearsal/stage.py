"""All that a rehearsal is played with."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.rehearsal import Phone, Rehearsal
from bot.channels.rehearsal_phones import Phones
from bot.db.sessions import Sessions
from bot.rehearsal.cast import Player
from bot.rehearsal.clock import Clock


@dataclass
class Stage:
    """The district's database, the phones of its people, and the clock on the wall."""

    sessions: Sessions
    networks: Mapping[str, Rehearsal]
    phones: Phones
    clock: Clock
    practice_cell: str
    ring: Callable[[], None] = lambda: None
    """Wake whoever sends."""
    all_due: Callable[[], None] = lambda: None
    """Whatever the hour has brought is seen to at once, also what is looked after once a minute."""
    luck: random.Random = field(default_factory=random.Random)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the house is shut: whoever watches a screen goes home."""

    def now(self) -> datetime:
        return self.clock.now()

    def phone_of(self, player: Player) -> Phone:
        return self.networks[player.network].phone(player.number)

    def move_on_to(self, moment: datetime) -> None:
        self.clock.move_on_to(moment)
        self.all_due()
        self.ring()
        self.phones.ring()

    def close(self) -> None:
        """Send the watchers home."""
        self.closing.set()
        self.phones.ring()
