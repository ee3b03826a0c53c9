"""What `chibot doctor` looks at on this machine: its clock, its disk, and the address under which people reach us."""

import shutil
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from sqlalchemy import text

from bot.commands.check import Check
from bot.commands.database_checks import file_of
from bot.house import House
from bot.words import checks as words
from bot.words import office

ROOM = 500 * 10**6
"""Bytes that are free, at least; and for a SQLite file twice its size, for what is done with all of it."""
NEAR, ROUGHLY = timedelta(seconds=2), timedelta(seconds=5)
"""How far another clock may differ: of the database, as leases run on it; of a network, which says whole seconds."""
PATIENCE = 5


async def machine_checks(house: House) -> list[Check]:
    return [await _clock(house), _disk(house), _address(house)]


async def _clock(house: House) -> Check:
    offset = house.settings.clock_offset
    if offset:
        return Check("clock", False, office.CLOCK_OFF.format(offset=offset))
    others = [(words.OF_THE_DATABASE, await _off_the_database(house), NEAR)]
    others += [(host, by, ROUGHLY) for host, by in await _off_the_networks(house)]
    for whose, by, most in others:
        if abs(by) > most:
            return Check("clock", False, words.clock_differs(by.total_seconds(), whose))
    return Check("clock", True, office.CLOCK_OK)


async def _off_the_database(house: House) -> timedelta:
    """How far we are before it; SQLite's is our own."""
    if house.engine.dialect.name != "postgresql":
        return timedelta()
    async with house.engine.connect() as connection:
        asked = datetime.now(UTC)
        told: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
        return between(asked, told, datetime.now(UTC))


def between(asked: datetime, told: datetime, heard: datetime) -> timedelta:
    """How far our clock is before one that told its time between two moments of ours: the least that it can be."""
    if asked <= told <= heard:
        return timedelta()
    return asked - told if told < asked else heard - told


async def _off_the_networks(house: House) -> list[tuple[str, timedelta]]:
    """What those say that are on and answer; the others are spoken of elsewhere."""
    bases = _bases(house)
    if not bases:
        return []
    import aiohttp

    found: list[tuple[str, timedelta]] = []
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as http:
        for base in bases:
            try:
                asked = datetime.now(UTC)
                async with http.head(base, allow_redirects=False) as answer:
                    told = parsedate_to_datetime(answer.headers["Date"])
            except (OSError, TimeoutError, ValueError, KeyError, aiohttp.ClientError):
                continue
            found.append((urlsplit(base).hostname or base, between(asked, told, datetime.now(UTC))))
    return found


def _bases(house: House) -> list[str]:
    """Of networks that are on and are reached without a proxy."""
    settings = house.settings
    bases = [settings.telegram.api_base] if settings.telegram.token and not settings.telegram.proxy else []
    bases += [settings.zalo_oa.hosts[0]] if settings.zalo_oa.is_on else []
    return bases + ([settings.zalo_bot.api_base] if settings.zalo_bot.token else [])


def _disk(house: House) -> Check:
    file = file_of(house)
    folder = file.parent if file else house.settings.data
    wanted = max(ROOM, 2 * file.stat().st_size if file else 0)
    free = shutil.disk_usage(folder if folder.exists() else ".").free
    said = words.room(free, str(folder)) if free >= wanted else words.no_room(free, str(folder), wanted)
    return Check("disk", free >= wanted, said)


def _address(house: House) -> Check:
    """Without one there is much that works."""
    url = house.settings.public_url
    if url is None:
        return Check("public_address", True, words.NO_ADDRESS)
    is_public = url.startswith("https://")
    return Check("public_address", is_public, url if is_public else words.NOT_PUBLIC.format(url=url))
