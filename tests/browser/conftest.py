"""A district that is built once, a rehearsal of it for each who asks, and Debian's Chromium."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.browser.screens import Screens
from tests.browser.town import Town, all_come_in, without_scripts

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "Chromium is missing: install it (on Debian: apt-get install chromium), then run make test-browser again."
ROOT = Path(__file__).parents[2]
expect.set_options(timeout=10_000)  # as whatever else is waited for here


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screens", help="a folder for the pictures of what was seen")


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.exit(MISSING, returncode=2)
    return found


@pytest.fixture(scope="session")
def screens(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Screens:
    """Where pictures are kept: asked for, or with the other traces of the tests."""
    asked = pytestconfig.getoption("--screens")
    folder = Path(asked) if asked else tmp_path_factory.mktemp("screens")
    folder.mkdir(parents=True, exist_ok=True)
    return Screens(folder)


@dataclass(frozen=True)
class Rehearsal:
    """A rehearsal at work: where its page is, and where its data are."""

    url: str
    folder: Path


@contextmanager
def rehearsing(folder: Path) -> Iterator[Rehearsal]:
    """`chibot demo` on a port of its own, told to stop at the end as by Ctrl+C."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CHIBOT_", "PYTHON"))}
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--json"]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=folder, env=environment | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        document = "".join(iter(process.stdout.readline, "}\n")) + "}"
        yield Rehearsal(json.loads(document)["url"], folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()
    assert process.returncode == 0


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Path:
    """A folder with the district as it is after the first start: whichever process asks first builds it for all."""
    mine = tmp_path_factory.getbasetemp()
    ours = mine if worker == "alone" else mine.parent
    with (ours / "district.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (ours / "district").exists():
            building = tmp_path_factory.mktemp("building")
            with rehearsing(building):
                pass
            building.rename(ours / "district")
    return ours / "district"


@pytest.fixture
def rehearsal(district: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """A rehearsal of one's own."""
    folder = tmp_path / "rehearsal"
    shutil.copytree(district, folder)
    with rehearsing(folder) as playing:
        yield playing


@pytest.fixture(scope="module")
def shared(district: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """One that several tests look at."""
    folder = tmp_path_factory.mktemp("shared") / "rehearsal"
    shutil.copytree(district, folder)
    with rehearsing(folder) as playing:
        yield playing


@pytest.fixture(scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        # Without its sandbox it also runs as root, as in a container; it sees our own pages alone.
        opened = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        await opened.close()


@pytest.fixture
async def window(browser: Browser) -> AsyncIterator[BrowserContext]:
    """An office desktop."""
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    yield context
    await context.close()


@pytest.fixture
async def small(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A small phone."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context
    await context.close()


@pytest.fixture(scope="session")
async def town(district: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """Who looks at the committee's pages, all through the tests."""
    folder = tmp_path_factory.mktemp("town") / "rehearsal"
    shutil.copytree(district, folder)
    with rehearsing(folder) as playing:
        async with all_come_in(browser, playing.url) as town:
            yield town


@pytest.fixture
async def scriptless(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser that runs no scripts."""
    async with await without_scripts(browser) as context:
        yield context
