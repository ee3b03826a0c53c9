"""What was read at once for many people who speak at the same moment, and whether it is still true."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base
from bot.model.attendances import Attendance
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.services.open_receipts import OpenReceipt

Row = TypeVar("Row", bound=Base)
Place = tuple[str, str, str]
"""Channel, account, external id."""
KEY = "ahead"


@dataclass
class Ahead:
    """The rows are locked where an answer would lock them, and belong to the session: a change to one is seen by all.

    Asking it costs no statement. What it does not hold has to be asked of the database.
    """

    endpoints: dict[Place, Endpoint] = field(default_factory=dict)
    people: dict[int, list[Member]] = field(default_factory=dict)
    """By endpoint, whose phone it is."""
    stopped: set[tuple[int, int]] = field(default_factory=set)
    """Endpoint and member, where no more messages are wanted."""
    by_id: dict[int, Member] = field(default_factory=dict)
    agreed: dict[int, set[str]] = field(default_factory=dict)
    """By member, the channels of their consents."""
    meetings: dict[int, Meeting] = field(default_factory=dict)
    attendances: dict[int, dict[int, Attendance]] = field(default_factory=dict)
    """By member and meeting."""
    told: set[tuple[int, int]] = field(default_factory=set)
    """Meeting and member, where they have been told or may have been."""
    receipts: dict[int, list[OpenReceipt]] = field(default_factory=dict)
    """By member, the documents that nobody of them has taken note of yet."""
    lent: dict[int, tuple[Base, dict[str, object]]] = field(default_factory=dict)
    """What was handed out since the last look, as it was then."""

    def lend(self, row: Row) -> Row:
        """Hand out a row, and remember how it looks."""
        if id(row) not in self.lent:
            self.lent[id(row)] = row, looks_of(row)
        return row

    def endpoint(self, place: Place) -> Endpoint | None:
        found = self.endpoints.get(place)
        return None if found is None else self.lend(found)

    def members(self, endpoint_id: int) -> list[Member] | None:
        """Whose phone this is; None where that was not read."""
        found = self.people.get(endpoint_id)
        return None if found is None else [self.lend(member) for member in found]

    def meeting(self, meeting_id: int) -> Meeting | None:
        found = self.meetings.get(meeting_id)
        return None if found is None else self.lend(found)

    def attendance(self, meeting_id: int, member_id: int) -> Attendance | None:
        found = self.attendances.get(member_id, {}).get(meeting_id)
        return None if found is None else self.lend(found)

    def stopped_at(self, endpoint_id: int) -> set[int]:
        """Those of its members who want no more messages there."""
        members = self.people.get(endpoint_id, [])
        return {member.id for member in members if (endpoint_id, member.id) in self.stopped}

    def invitations(self, member_id: int) -> list[tuple[Meeting, Attendance]]:
        """The meetings on whose list the member stands."""
        own = self.attendances[member_id]
        return [(self.lend(self.meetings[meeting_id]), self.lend(row)) for meeting_id, row in own.items()]

    def member(self, member_id: int) -> Member:
        return self.lend(self.by_id[member_id])

    def knows(self, member_ids: Sequence[int]) -> bool:
        """Whether all about these members was read."""
        return all(member_id in self.agreed for member_id in member_ids)

    def has_changed(self) -> bool:
        """Whether anything that was handed out looks different now."""
        return any(row.__dict__ != before for row, before in self.lent.values())


def looks_of(row: Base) -> dict[str, object]:
    """Its columns as they are now, and what its session knows of it, which stays the same thing."""
    return row.__dict__.copy()


def ahead_of(db: AsyncSession) -> Ahead | None:
    """What was read ahead in this session; None where everybody asks for themselves."""
    found: Ahead | None = db.info.get(KEY)
    return found
