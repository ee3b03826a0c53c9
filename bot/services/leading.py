"""A word to the secretary, else the deputy; where neither can be reached, counts to whoever follows the unit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.services.alarms import caretakers
from bot.services.notices import Word, owe_word, owe_words
from bot.services.permissions import Right, holders_at
from bot.services.supervisors import supervisors_of
from bot.words import vi
from bot.words import warnings as words
from bot.words.times import day_of

LEADS = Right.DECIDE_LEAVE
"""The secretary and the deputy: what is said of people is for nobody else."""


@dataclass(frozen=True, slots=True)
class ToLeaders:
    """What the leaders of a unit are to be told."""

    about: str
    """Of one thing people are told once in a moment: see `owe_word`."""
    unit: Unit
    said: Reply
    in_counts: str
    """The same without any name, for whoever follows the unit; empty where they are told of it anyway."""
    but: int | None = None
    """It is about this member: not for them, though they lead the unit."""


async def tell_leaders(db: AsyncSession, said: Sequence[ToLeaders], now: datetime) -> set[int]:
    """Each to the first leader of its unit who can be reached; else, counts alone, to whoever follows the unit.

    Returns the units of which no leader could be told.
    """
    if not said:
        return set()
    leaders = await holders_at(db, list({one.unit.id for one in said}), LEADS, day_of(now))
    moment = int(now.timestamp())
    told = await owe_words(db, [Word(one.about, moment, _who(one, leaders), one.said) for one in said], now)
    untold = [one for one, is_told in zip(said, told, strict=True) if not is_told]
    await _tell_followers(db, [one for one in untold if one.in_counts], now)
    return {one.unit.id for one in untold}


def _who(one: ToLeaders, leaders: Mapping[int, Sequence[int]]) -> list[int]:
    return [leader for leader in leaders[one.unit.id] if leader != one.but]


async def _tell_followers(db: AsyncSession, said: Sequence[ToLeaders], now: datetime) -> None:
    """One message to each group of them, however many units it is about."""
    if not said:
        return
    supervisors = await supervisors_of(db, {one.unit.id: one.unit for one in said}.values(), day_of(now))
    by_people: defaultdict[tuple[int, ...], list[ToLeaders]] = defaultdict(list)
    for one in said:
        by_people[tuple(supervisors[one.unit.id])].append(one)
    moment = int(now.timestamp())
    found = [
        Word(f"followed:{some[0].about}"[:40], moment, people, Reply(words.to_followers(_lines(some))))
        for people, some in by_people.items()
    ]
    told = await owe_words(db, found, now)
    left = [some for some, is_told in zip(by_people.values(), told, strict=True) if not is_told]
    await tell_keepers(db, [line for some in left for line in _lines(some)], now)


def _lines(said: Sequence[ToLeaders]) -> list[str]:
    return [words.nobody_to_tell(f"{vi.cell(one.unit.name)}: {one.in_counts}") for one in said]


async def tell_keepers(db: AsyncSession, lines: Sequence[str], now: datetime) -> None:
    """Whoever looks after the installation hears it where nobody else can, once a day: they can see to the phones."""
    about = f"untold:{day_of(now)}"
    if lines and await db.scalar(select(Notice.id).where(Notice.about == about).limit(1)) is None:
        await owe_word(db, about, 1, await caretakers(db, now), words.to_keepers(lines), now)
