"""Personal links that a person hands over: told, forwarded or on paper, to whomever no message reaches."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.refusals import NoWayForLinks
from bot.services.attendance import invited
from bot.services.audit import as_member, note
from bot.services.personal_links import link_for
from bot.services.silences import Silence, silences

UNTOLD = (Silence.UNLINKED, Silence.UNREACHED)


async def hand_out(
    db: AsyncSession, meeting: Meeting, people: Sequence[Member], by: str, now: datetime
) -> dict[int, str]:
    """A new link for each of these, by member, written down; raises NotInvited or NoWayForLinks."""
    links = {}
    for member in people:
        await invited(db, meeting.id, member.id)
        link = await link_for(db, meeting, member.id, by, now)
        if link is None:
            raise NoWayForLinks
        note(db, by, "link_made", as_member(member.id), now, meeting=meeting.id)
        links[member.id] = link
    return links


async def untold(db: AsyncSession, meeting: Meeting) -> list[Member]:
    """Who has not answered and cannot be told by any message, by name."""
    return [one.member for one in await silences(db, meeting) if one.why in UNTOLD]


def has_site(db: AsyncSession) -> bool:
    """Whether links can be made at all."""
    return db.info.get("public_url") is not None
