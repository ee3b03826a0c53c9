"""What members of the cell to practise with wish, in every state that it can have."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.opinions import Opinion, OpinionKind
from bot.rehearsal.cast import Seat
from bot.rehearsal.district import District
from bot.rehearsal.people import Way
from bot.rehearsal.playing import Playing
from bot.rehearsal.sent import settle
from bot.services.audit import as_member
from bot.services.opinion_routes import answer, ask_back, keep, pass_up
from bot.services.opinion_sending import send
from bot.services.permissions import Right, holders
from bot.words import rehearsal_practice as words
from bot.words.times import day_of

SENT, HEARD, PASSED = timedelta(days=6), timedelta(days=5), timedelta(days=4)


async def write_wishes(db: AsyncSession, district: District, playing: Playing, now: datetime) -> None:
    """The member who plays has one that lies at the district; it is for the committee that plays to answer."""
    others = _others(district, playing, now)
    at, by = now - HEARD, playing.secretary
    commune = as_member((await holders(db, playing.commune, Right.HEAR_OPINIONS, day_of(now)))[0])
    road = await _send(db, playing.cast[Seat.MEMBER], OpinionKind.ECONOMY, words.OF_ROAD, now)
    passed, _ = await pass_up(db, [road], words.ROAD_PASSED, by, at)
    await pass_up(db, [passed], words.ROAD_UP, commune, now - PASSED)
    rubbish = await _send(db, others[0], OpinionKind.ENVIRONMENT, words.OF_RUBBISH, now)
    passed, _ = await pass_up(db, [rubbish], words.RUBBISH_PASSED, by, at)
    await answer(db, passed, words.RUBBISH_ANSWER, commune, now - PASSED)
    await answer(db, await _send(db, others[1], OpinionKind.ECONOMY, words.OF_WATER, now), words.WATER_ANSWER, by, at)
    await keep(db, await _send(db, others[2], OpinionKind.CULTURE, words.OF_BOOKS, now), by, at)
    papers = await _send(db, others[3], OpinionKind.PROCEDURES, words.OF_PAPERS, now)
    await ask_back(db, papers, words.PAPERS_QUESTION, by, at)
    await _send(db, others[4], OpinionKind.CULTURE, words.OF_PLAYGROUND, now)
    await settle(db, now)


def _others(district: District, playing: Playing, now: datetime) -> Sequence[int]:
    """Of the cell, on phones with buttons, who lead nothing and do not play."""
    return [
        one.id
        for one in district.people
        if one.cell == playing.at
        and one.way is Way.SMART
        and one.is_linked(now)
        and not one.has_office
        and one.id not in playing.members
    ]


async def _send(db: AsyncSession, member_id: int, kind: OpinionKind, text: str, now: datetime) -> Opinion:
    return (await send(db, await db.get_one(Member, member_id), kind, text, now - SENT)).row
