"""`chibot demo`: a district to practise on, in one process, on one port; what is played is kept."""

import asyncio
import fcntl
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.app import at_work
from bot.channels.rehearsal_phones import Phones
from bot.commands.console import OUTPUT, aside, refuse, say, show
from bot.config import Settings, read_settings
from bot.house import House, open_house
from bot.network_settings import Telegram
from bot.networks import rehearsal_network
from bot.rehearsal.building import PRACTICE_CELL, build, is_built
from bot.rehearsal.clock import Clock
from bot.rehearsal.stage import Stage
from bot.serving import door_of, make_rehearsal_site, serve_site
from bot.web.rehearsal_views import PATH
from bot.words import office

FOLDER, DATABASE, PHONES, CLOCK, LOCK = "tap-duot", "huyen.db", "may.db", "dong-ho", "dang-mo"
PACE = dict.fromkeys(("rehearsal", "rehearsal_plain", "rehearsal_oneway"), 900.0)
"""Messages a second: these phones are quick."""


def rehearse(port: int | None, *, fresh: bool) -> None:
    """Open the district, a new one where there is none or `fresh` is asked for, and serve it until told to stop."""
    usual = read_settings()
    folder = usual.data / FOLDER
    wanted = usual.model_copy(update={} if port is None else {"port": port})
    with door_of(wanted) as door, alone_in(folder):
        if fresh:
            clear(folder)
        asyncio.run(_rehearse(settings_of_demo(usual, folder, door), door))


def settings_of_demo(usual: Settings, folder: Path, door: socket.socket) -> Settings:
    """With a database of its own and no network: nothing of a rehearsal may touch what is real."""
    host, port = door.getsockname()[:2]
    reached_at = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - asked for, not opened
    settings = Settings(
        data=folder,
        database_url=SecretStr(f"sqlite:///{(folder / DATABASE).absolute()}"),
        host=usual.host,
        port=port,
        telegram=Telegram(),
        quiet_hours=usual.quiet_hours,
        clock_offset=0.0,
        rate=PACE,
        _env_file=None,
    )
    # In a class room others open it too, over the local network: nothing here is real, so plain http will do.
    return settings.model_copy(update={"public_url": f"http://{reached_at}:{port}"})


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else plays with these data meanwhile; a killed process holds nothing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise refuse(office.DEMO_IS_OPEN) from None
        yield


def clear(folder: Path) -> None:
    """Take away what was played; the lock stays.

    The district goes first: one that a kill left behind would take the words of new phones for those it has heard.
    """
    for path in sorted(folder.iterdir(), key=lambda path: path.name != DATABASE):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


async def _rehearse(settings: Settings, door: socket.socket) -> None:
    clock = Clock.kept_in(settings.data / CLOCK)
    await _ensure_district(settings, clock)
    phones = Phones(settings.data / PHONES, clock.now)
    async with open_house(settings, migrate_first=True) as house:
        networks = rehearsal_network(phones)
        async with at_work(house, networks, clock.now) as running:
            stage = Stage(house.sessions, networks, phones, clock, PRACTICE_CELL, running.ring, running.all_due)
            site = make_rehearsal_site(house, running, stage)
            await serve_site(site, door, lambda: _say_where(settings), stage.close)
    phones.close()


async def _ensure_district(settings: Settings, clock: Clock) -> None:
    """Build it where it is not there; what a killed start left behind is taken away first."""
    async with open_house(settings, migrate_first=True) as house, house.sessions() as db:
        if await is_built(db):
            return
    clear(settings.data)
    clock.move_on_to(clock.now())
    async with open_house(settings, migrate_first=True) as house:
        await _build(house, clock)


async def _build(house: House, clock: Clock) -> None:
    """With a bar, since it takes a while."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=aside) as progress:
        bar = progress.add_task(office.DEMO_BUILDS, total=None)

        def tell(what: str, done: int, total: int) -> None:
            progress.update(bar, description=what, completed=done, total=total)

        await build(house.sessions, clock.now(), tell)


def _say_where(settings: Settings) -> None:
    address = f"{settings.public_url}{PATH}"
    if OUTPUT.as_json:
        show({"url": address}, lambda: "")
    say(office.DEMO_OPEN.format(address=address, data=settings.data))
