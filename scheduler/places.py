"""How many messages may be in the air at once, and how many of them answer somebody."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.due import Room
from scheduler.flights import READY, Flight, Runway

FEWEST, SLICE, MOST = 4, 400, 800
"""In the air at once, whatever the latency: where no pace holds them back, one slice flies while the last is written
down. Slices of a quarter of that spend as much on their transactions as on what they carry."""
ROUTINE_SHARE = 5
"""One message in so many is routine, where there is any: it is slower than the rest, and never starves."""
ANSWERS, ANSWERS_SHARE = 20, 4
"""Places that only answers take, at least, and beside one in so many of the others: nobody waits for a mass notice to
be answered, and where the network takes them fast, few at a time would cost a transaction each."""


@dataclass
class Places:
    """The places at one runway."""

    runway: Runway
    gathering: float
    """Seconds in which landings are gathered before they are written down."""
    _urgent: int = 0
    """How many of these left since the last one that is routine, no more than matter."""
    _stopped_at: float = -math.inf
    """When it was last seen that all that is not an answer is stopped."""

    def saw_a_stop(self) -> None:
        self._stopped_at = time.monotonic()

    def take(self, flight: Flight) -> None:
        """One that leaves now."""
        if flight.routine:
            self._urgent = 0
        elif not flight.answers:
            self._urgent = min(self._urgent + 1, ROUTINE_SHARE - 1)

    def free(self, flying: Sequence[Flight], *, is_empty: bool, stop_lasts: float) -> Room:
        """`is_empty`: nothing flies or is being written down.

        `stop_lasts`: for so many seconds it is taken for granted that what was stopped still is.
        """
        gates, pace = self.runway.gates, self.runway.pace
        if gates.is_doubtful:
            return Room(1, 1, 0) if is_empty else Room(0, 0, 0)
        answers = sum(flight.answers for flight in flying)
        others = min(self.most() - len(flying) + answers, self.runway.ahead - pace.line)
        if time.monotonic() - self._stopped_at < stop_lasts:
            others = 0  # what is stopped may be long, and somebody is answered every moment
        places = max(ANSWERS, self.most() // ANSWERS_SHARE)
        return Room(places - answers, others, (self._urgent + others) // ROUTINE_SHARE)

    def is_worth_it(self, free: Room) -> bool:
        """Few at a time would cost a transaction each: only once a quarter of the places is free."""
        return free.others * 4 >= max(1, min(self.most(), self.runway.ahead))

    def most(self) -> int:
        """As many as leave while one flies and is written down, and those that stand ready."""
        wanted = self.runway.pace.per_second * (self.runway.latency * 1.25 + self.gathering + READY)
        return min(max(int(wanted), FEWEST), MOST)
