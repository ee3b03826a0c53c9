"""What the page of the rehearsal shows: who holds which phone, and what is on its screen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from markupsafe import Markup, escape
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal_phones import Bubble
from bot.rehearsal.cast import Player, Seat, candidates, first_cast, player
from bot.rehearsal.handset import NETWORKS
from bot.rehearsal.stage import Stage
from bot.words import rehearsal_page as words
from bot.words.vi import cell

PATH = "/tap-duot"
LAST = 80
"""So many messages of a phone are shown."""
ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
LONGEST_SEARCH = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the page says: who sits where, whom somebody looks for, what has just happened."""

    seats: Mapping[Seat, int] = field(default_factory=dict)
    searching: Seat | None = None
    sought: str = ""
    news: str = ""
    count: int = 0

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        """Whatever else is in an address is passed over."""
        seats = {seat: number for seat in Seat if (number := _number(query.get(seat, ""))) is not None}
        searching = next((seat for seat in Seat if seat == query.get("ai")), None)
        sought = query.get("tim", "")[:LONGEST_SEARCH]
        return cls(seats, searching, sought, query.get("tin", ""), _number(query.get("so", "")) or 0)

    def address(self, action: str = "", /, **more: object) -> str:
        """Of this page, or of something done on it, with the same people."""
        query = {**{seat.value: member_id for seat, member_id in self.seats.items()}, **more}
        return f"{PATH}{action}?{urlencode(query)}" if query else f"{PATH}{action}"

    def with_(self, seat: Seat, member_id: int) -> "Asked":
        return Asked({**self.seats, seat: member_id})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who could sit here."""

    name: str
    office: str
    address: str


@dataclass(frozen=True, slots=True)
class Handset:
    """One of the three phones, ready to be drawn."""

    seat: Seat
    player: Player | None
    bubbles: Sequence[Bubble]
    found: Sequence[Found] | None
    """None where nobody is looked for."""

    @property
    def title(self) -> str:
        return words.SEATS[self.seat]

    @property
    def office(self) -> str:
        return office_of(self.player) if self.player else ""

    @property
    def tries(self) -> Sequence[str]:
        """What a beginner could write here; buttons of their own as long as the screen is empty."""
        return words.TRIES[self.seat] if self.can_write and not self.bubbles else ()

    @property
    def can_write(self) -> bool:
        return self.player is not None and NETWORKS[self.player.network].inbound

    @property
    def wants_contact(self) -> bool:
        arrived = [bubble for bubble in self.bubbles if not bubble.is_own]
        return bool(arrived and arrived[-1].wants_contact)


def office_of(one: Player) -> str:
    where = cell(one.unit.name) if one.unit.is_cell else one.unit.name
    return ", ".join(part for part in (words.OFFICES.get(one.office, words.OFFICES[None]), where, one.above) if part)


async def seated(db: AsyncSession, stage: Stage, asked: Asked) -> tuple[Asked, dict[Seat, Player]]:
    """Who sits where: as the address says, else whoever sits there at first."""
    now, players, usual = stage.now(), {}, None
    for seat in Seat:
        one = await player(db, seat, asked.seats[seat], now) if seat in asked.seats else None
        if one is None:
            usual = usual or await first_cast(db, stage.practice_cell, now)
            one = await player(db, seat, usual[seat], now) if seat in usual else None
        if one is not None:
            players[seat] = one
    seats = {seat: one.member.id for seat, one in players.items()}
    return Asked(seats, asked.searching, asked.sought, asked.news, asked.count), players


async def handsets(db: AsyncSession, stage: Stage, asked: Asked, players: Mapping[Seat, Player]) -> list[Handset]:
    made = []
    for seat in Seat:
        one = players.get(seat)
        bubbles = stage.phones.screen(one.network, one.number, LAST) if one else []
        made.append(Handset(seat, one, bubbles, await _found(db, stage, asked, seat)))
    return made


async def _found(db: AsyncSession, stage: Stage, asked: Asked, seat: Seat) -> list[Found] | None:
    if asked.searching is not seat:
        return None
    people = await candidates(db, seat, asked.sought, stage.now())
    return [Found(one.member.name, office_of(one), asked.with_(seat, one.member.id).address()) for one in people]


def linked(text: str) -> Markup:
    """What was written, with its addresses to be tapped."""
    made, at = Markup(), 0
    for match in ADDRESS.finditer(text):
        made += escape(text[at : match.start()]) + Markup(
            '<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>'
        ).format(match[0])
        at = match.end()
    return made + escape(text[at:])
