"""Drawing a Vega-Lite spec: in a process of its own that stays warm, with what was drawn last kept by its content.

vl-convert lets no other thread run while it draws, and takes 100 MB; so it draws in another process, the chats and
pages go on meanwhile, and the process ends when nobody has asked for ten minutes. A cold start takes half a second, a
small chart then 15 to 30 ms, a heat map of 40 rows 100 ms, and one that was drawn before nothing: the same numbers are
the same spec. Whoever must answer within less asks `svg_at_once` and has the chart come by an address of its own.
"""

import asyncio
import atexit
import hashlib
import json
import re
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, Protocol

from bot.reports.charts.look import FONT

Spec = Mapping[str, Any]
PEN = Path(__file__).with_name("pen.py")
LONGEST = 60.0
"""Seconds for one drawing; whoever takes longer is stopped."""
KEPT = 16_000_000
"""Bytes of drawings that are kept: some hundred pages of them."""
SCALE = 3.0
"""Pixels of a PNG for each of the 360 units in which charts are measured: as wide as a phone shows."""
NEEDLESS = re.compile(
    r' (?:font-family="[^"]*"|font-weight="normal"|stroke-width="1"|role="graphics-[^"]*"|aria-[-a-z]+="[^"]*"'
    r'|class="[^"]*")'
)
"""What stands at the root once, goes without saying, or is only for whoever reads the marks one by one."""
ROOT = re.compile(r"<svg [^>]*?viewBox=\"([-\d. ]+)\"[^>]*>")


class Pen(Protocol):
    """Whoever draws."""

    def draw(self, form: str, scale: float, spec: bytes) -> bytes:
        """`svg` or `png`; raises ValueError for a spec that is none."""


class Process:
    """A pen of its own, one drawing after the other; for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None

    def draw(self, form: str, scale: float, spec: bytes) -> bytes:
        """A process that ended in the meantime is started anew, once."""
        with self._lock:
            try:
                return self._ask(form, scale, spec)
            except OSError:
                self.end()
                return self._ask(form, scale, spec)

    def end(self) -> None:
        """The next drawing begins with a new process."""
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            running.communicate()

    def _ask(self, form: str, scale: float, spec: bytes) -> bytes:
        running = self._running = self._running or _started()
        assert running.stdin is not None and running.stdout is not None  # noqa: S101, PT018 - both are pipes
        watch = threading.Timer(LONGEST, running.kill)
        watch.start()
        try:
            running.stdin.write(b"%s %f %d\n%s" % (form.encode(), scale, len(spec), spec))
            running.stdin.flush()
            said, _, size = running.stdout.readline().partition(b" ")
            content = running.stdout.read(int(size)) if said else b""
        finally:
            watch.cancel()
        if not said:
            raise ConnectionError("the drawing process has ended")
        if said != b"ok":
            raise ValueError(content.decode())
        return content


def _started() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-I", str(PEN)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - no word of it is from outside


class Drawer:
    """Draws what it has not drawn before; keeps so many bytes of it, the latest asked for."""

    def __init__(self, pen: Pen, kept: int = KEPT) -> None:
        self._pen, self._most = pen, kept
        self._lock = threading.Lock()
        self._drawn: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0

    def draw(self, spec: Spec, form: str, scale: float = 1.0) -> bytes:
        """From any thread but that of the event loop."""
        said = json.dumps(spec, ensure_ascii=False).encode()
        key = _key(said, form, scale)
        found = self._find(key)
        if found is None:
            found = self._pen.draw(form, scale, said)
            found = for_pages(found, spec) if form == "svg" else found
            self._keep(key, found)
        return found

    def found(self, spec: Spec, form: str, scale: float = 1.0) -> bytes | None:
        """What was drawn before."""
        return self._find(_key(json.dumps(spec, ensure_ascii=False).encode(), form, scale))

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return self._size

    def _find(self, key: bytes) -> bytes | None:
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
            return self._drawn.get(key)

    def _keep(self, key: bytes, content: bytes) -> None:
        with self._lock:
            self._size += len(content) - len(self._drawn.pop(key, b""))
            self._drawn[key] = content
            while self._size > self._most:
                _, gone = self._drawn.popitem(last=False)
                self._size -= len(gone)


def _key(said: bytes, form: str, scale: float) -> bytes:
    return hashlib.sha256(b"%s %f %s" % (form.encode(), scale, said)).digest()


PROCESS = Process()
DRAWER = Drawer(PROCESS)
"""The one of this process; threads share it."""
atexit.register(PROCESS.end)


def svg_of(spec: Spec) -> str:
    """For a page: no script, no address, fonts by name, as wide as its place; what it shows is said in words.

    Slow where it was not drawn before; from a thread. The words are the `description` of the spec.
    """
    return DRAWER.draw(spec, "svg").decode()


def svg_at_once(spec: Spec) -> str | None:
    """The same if it was drawn before, else None: for whoever cannot wait."""
    found = DRAWER.found(spec, "svg")
    return None if found is None else found.decode()


async def svg(spec: Spec) -> str:
    """The same for a page that waits for it; nobody else does."""
    found = svg_at_once(spec)
    return await asyncio.to_thread(svg_of, spec) if found is None else found


def png_of(spec: Spec, scale: float = SCALE) -> bytes:
    """For the chat; from a thread."""
    return DRAWER.draw(spec, "png", scale)


def for_pages(drawn: bytes, spec: Spec) -> bytes:
    """As wide as the place it stands in, with its words, whatever the size it was drawn in; in half of the letters."""
    words = escape(str(spec.get("description", "")))

    def root(found: re.Match[str]) -> str:
        about = f'class="chart" role="img" viewBox="{found[1]}" font-family="{FONT}" aria-label="{words}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {about}>'

    return ROOT.sub(root, NEEDLESS.sub("", drawn.decode()), count=1).encode()
