"""The phones of the rehearsal: what is on their screens and what was said on them, in a file or in memory.

This is the other side of the network, so it keeps everything itself: a restart of our side loses no word.
"""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.messages import Choice, Document, Reply

TABLES = """
CREATE TABLE IF NOT EXISTS bubbles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network TEXT NOT NULL, number TEXT NOT NULL, is_own INTEGER NOT NULL,
    at TEXT NOT NULL, said TEXT NOT NULL, file BLOB
);
CREATE INDEX IF NOT EXISTS by_phone ON bubbles (network, number, id);
CREATE INDEX IF NOT EXISTS by_owner ON bubbles (network, is_own, id);
CREATE TABLE IF NOT EXISTS marks (network TEXT PRIMARY KEY, heard INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a screen: what arrived, or what the owner of the phone said or pressed."""

    id: int
    is_own: bool
    at: datetime
    text: str
    choices: tuple[Choice, ...] = ()
    wants_contact: bool = False
    is_press: bool = False
    is_changed: bool = False
    file: str | None = None
    """The name of the document that came with it."""
    media_type: str | None = None


class Phones:
    """All phones of the rehearsal, whatever their network. `now` is people's time."""

    def __init__(self, place: Path | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._db = sqlite3.connect(place or ":memory:", isolation_level=None)
        self._db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {TABLES}")
        self.now = now
        self.version = 0
        """How often something has changed since the start."""
        self._bell = asyncio.Event()

    async def change(self) -> None:
        """Return when the next thing is said or arrives anywhere."""
        await self._bell.wait()

    def ring(self) -> None:
        """Wake whoever looks at a screen."""
        self.version += 1
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()

    def close(self) -> None:
        self.ring()
        self._db.close()

    # What was said on them

    def say(self, network: str, number: str, body: Mapping[str, str]) -> None:
        """The owner types `text`, presses `press` (the button `label` of message `on`), or shares their `phone`."""
        self._insert(network, number, dict(body), is_own=True)

    def unheard(self, network: str, heard: str | None) -> list[dict[str, Any]]:
        """What was said and not yet confirmed as heard, the oldest first; `heard` confirms all up to that id."""
        if heard is not None:
            self._db.execute(
                "INSERT INTO marks VALUES (?, ?) "
                "ON CONFLICT (network) DO UPDATE SET heard = max(heard, excluded.heard)",
                (network, int(heard)),
            )
        rows = self._db.execute(
            "SELECT id, number, said FROM bubbles WHERE network = ? AND is_own AND id > "
            "coalesce((SELECT heard FROM marks WHERE network = ?), 0) ORDER BY id LIMIT 100",
            (network, network),
        )
        return [json.loads(said) | {"id": number, "from": phone} for number, phone, said in rows]

    # What is on their screens

    def show(self, network: str, number: str, reply: Reply) -> int:
        """A new message; returns its id."""
        return self._insert(network, number, _written(reply), is_own=False, file=reply.document)

    def change_message(self, network: str, number: str, ref: str, reply: Reply) -> bool:
        """Edit a message in place; False where it is not there."""
        said = json.dumps(_written(reply) | {"is_changed": True})
        done = self._db.execute(
            "UPDATE bubbles SET said = ? WHERE id = ? AND network = ? AND number = ? AND NOT is_own",
            (said, _id(ref), network, number),
        )
        self.ring()
        return done.rowcount == 1

    def take_away(self, network: str, number: str, ref: str) -> None:
        """Delete a message from the screen, as if it had not been written."""
        self._db.execute("DELETE FROM bubbles WHERE id = ? AND network = ? AND number = ?", (_id(ref), network, number))
        self.ring()

    def screen(self, network: str, number: str, last: int = 1000) -> list[Bubble]:
        """The newest messages of a phone, the oldest of them first."""
        rows = self._db.execute(
            "SELECT id, is_own, at, said FROM bubbles WHERE network = ? AND number = ? ORDER BY id DESC LIMIT ?",
            (network, number, last),
        )
        return [_bubble(*row) for row in rows][::-1]

    def file(self, ref: int) -> Document | None:
        """The document that came with a message."""
        row = self._db.execute("SELECT said, file FROM bubbles WHERE id = ?", (ref,)).fetchone()
        if row is None or row[1] is None:
            return None
        said = json.loads(row[0])
        return Document(said["file"], row[1], said["media_type"])

    def _insert(
        self, network: str, number: str, said: Mapping[str, Any], *, is_own: bool, file: Document | None = None
    ) -> int:
        content = file.content if file else None
        row = (network, number, is_own, self.now().isoformat(), json.dumps(said), content)
        done = self._db.execute(
            "INSERT INTO bubbles (network, number, is_own, at, said, file) VALUES (?, ?, ?, ?, ?, ?)", row
        )
        self.ring()
        assert done.lastrowid is not None  # noqa: S101 - so it is for INSERT
        return done.lastrowid


def _id(ref: str) -> int:
    """The number of a message; what is no number is no message's."""
    return int(ref) if ref.isdecimal() and len(ref) <= 18 else 0


def _written(reply: Reply) -> dict[str, Any]:
    said: dict[str, Any] = {"text": reply.text, "choices": _pairs(reply.choices), "wants_contact": reply.wants_contact}
    if reply.document:
        said |= {"file": reply.document.name, "media_type": reply.document.media_type}
    return said


def _pairs(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(choice.label, choice.value) for choice in choices]


def _bubble(number: int, is_own: int, at: str, said: str) -> Bubble:
    facts = json.loads(said)
    return Bubble(
        number,
        bool(is_own),
        datetime.fromisoformat(at),
        facts.get("text") or facts.get("label") or facts.get("phone") or "",
        tuple(Choice(*pair) for pair in facts.get("choices", [])),
        facts.get("wants_contact", False),
        "press" in facts,
        facts.get("is_changed", False),
        facts.get("file"),
        facts.get("media_type"),
    )
