"""People with phones: they read what arrives and answer in their own way, or not at all."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.words.names import fold
from tests.scenarios.world import Message, World

WHEN = re.compile(r"(\d\d)/(\d\d)/(\d{4}), (\d{1,2}) giờ(?: (\d\d))?")
NOTED = "Đã ghi"
INVITES, REMINDS, MOVED, CALLED_OFF = (
    "kinh moi dong chi",
    "nhac dong chi",
    "buoi hop da thay doi",
    "buoi hop sau day da hoan",
)
COMING = ("1", "có", "co", "có mặt", "co mat", "dự", "tôi dự ạ", "vâng", "không vắng", "đi", "OK", "tham gia")
"""By the table of meanings (`domain` 9.6)."""
AWAY = ("2", "vắng", "ko di", "xin nghỉ", "xin phép vắng vì ốm", "xin vang di cong tac", "xin phép vắng, con ốm")
LATE = ("đến muộn 15p", "tôi đến muộn 15 phút")
UNDECIDED = ("chưa chắc", "có lẽ")
NOTHING = ("đã nhận", "rõ", "vang", "ban", "nghi", "ôi", "👍")
"""What may never become an answer."""
REASONS = ("Ốm, đi viện", "Việc gia đình", "Đi công tác", "Trực, đi làm ca")


@dataclass
class Said:
    """Something that a person answered, what it means, and what came back."""

    member_id: int
    at: datetime
    words: str
    means: str | None
    """coming, away, undecided; None: nothing that is an answer."""
    about: datetime
    is_open: bool
    """The meeting took answers at that moment."""
    came_back: list[str] = field(default_factory=list)

    @property
    def is_noted(self) -> bool:
        return any(NOTED in one for one in self.came_back)


@dataclass(frozen=True)
class Temper:
    """How somebody is: of a hundred."""

    answers: int = 75
    comes: int = 80
    is_unclear: int = 8
    changes: int = 12
    slow: int = 20


@dataclass
class Person:
    """Somebody with a phone, or with none."""

    world: World
    luck: random.Random
    member_id: int
    name: str
    network: str | None
    chat: str
    temper: Temper = field(default_factory=Temper)
    received: list[Message] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    waiting: Said | None = None
    hears: list[Callable[[Message], None]] = field(default_factory=list)
    """What else happens when something arrives."""

    def __post_init__(self) -> None:
        if self.network is not None:
            self.world.readers[self.network, self.chat] = self.reads

    @property
    def has_buttons(self) -> bool:
        return self.network in {"rehearsal", "telegram"}

    @property
    def last(self) -> Message:
        return self.received[-1]

    # Talking as one thing after the other, for whoever leads

    async def says(self, words: str) -> str:
        """What came back."""
        assert self.network is not None
        return await self._does({"text": words})

    async def presses(self, label: str) -> str:
        """The newest button with these words; a phone without buttons types its number."""
        for message in reversed(self.received[-12:]):
            for choice in message.choices:
                if label in choice.label:
                    return await self._does({"press": choice.value, "on": str(message.id)})
            for number, words in re.findall(r"^(\d+)[.)] (.+)$", message.text, re.MULTILINE):
                if label in words and not message.choices:
                    return await self.says(number)
        raise AssertionError(f"{self.name}: no {label!r} in {[(m.text, m.choices) for m in self.received[-3:]]}")

    async def presses_value(self, value: str) -> str:
        return await self._does({"press": value, "on": str(self.last.id if self.received else 0)})

    async def _does(self, body: dict[str, str]) -> str:
        assert self.network is not None
        seen = len(self.received)
        self.world.hour += timedelta(seconds=7)
        await self.world.say(self.network, self.chat, body)
        await self.world.settle()
        return "\n".join(message.text for message in self.received[seen:])

    def offers(self, label: str) -> bool:
        message = self.last
        return any(label in choice.label for choice in message.choices) or (
            not message.choices and label in message.text
        )

    # Being asked

    def reads(self, message: Message) -> None:
        self.received.append(message)
        begins = fold(message.text)
        for listener in self.hears:
            listener(message)
        if begins.startswith((INVITES, REMINDS, MOVED)) and (at := when_of(message.text)) is not None:
            self._thinks(message, at)
        elif self.waiting is not None:
            self._goes_on(message)

    def _thinks(self, message: Message, at: datetime) -> None:
        """Answer soon, late, after it has begun, or not at all; and perhaps otherwise later."""
        luck, now = self.luck, self.world.now()
        if luck.randrange(100) >= self.temper.answers:
            return
        first = now + timedelta(minutes=luck.choice((5, 15, 60, 240)))
        if luck.randrange(100) < self.temper.slow:
            first = now + (at - now) * luck.choice((0.5, 0.9, 0.99, 1.02))
        if luck.randrange(100) < self.temper.is_unclear:
            self.world.plan(first, lambda: self._answers(message, at, luck.choice(NOTHING), None))
            first += timedelta(minutes=30)
        self.world.plan(first, lambda: self._gives(message, at))
        if luck.randrange(100) < self.temper.changes:
            self.world.plan(first + (at - first) * 0.5, lambda: self._gives(message, at))

    async def _gives(self, message: Message, at: datetime) -> None:
        comes, luck = self.luck.randrange(100) < self.temper.comes, self.luck
        if self.has_buttons and luck.random() < 0.7:
            label = "Có mặt" if comes else "Xin vắng"
            value = next((one.value for one in message.choices if label in one.label), None)
            if value is not None:
                await self._answers(message, at, label, "coming" if comes else "away", value)
                return
        if luck.randrange(100) < 6:
            await self._answers(message, at, luck.choice(UNDECIDED), "undecided")
        elif comes and luck.randrange(100) < 8:
            await self._answers(message, at, luck.choice(LATE), "coming")
        else:
            words = [one for one in (COMING if comes else AWAY) if self._is_asked or not one.isdecimal()]
            await self._answers(message, at, luck.choice(words), "coming" if comes else "away")

    @property
    def _is_asked(self) -> bool:
        """Whether a bare number would be the answer to the question: it belongs to what arrived last."""
        return fold(self.last.text).startswith((INVITES, REMINDS, MOVED))

    async def _answers(
        self, message: Message, at: datetime, words: str, means: str | None, value: str | None = None
    ) -> None:
        """It reaches the inbox; what comes back is read when everybody has spoken."""
        assert self.network is not None
        is_open = await self._is_open(at)
        said = Said(self.member_id, self.world.now(), words, means, at, is_open)
        self.said.append(said)
        self.waiting = said
        body = {"text": words} if value is None else {"press": value, "on": str(message.id)}
        await self.world.say(self.network, self.chat, body)

    def _goes_on(self, message: Message) -> None:
        """What came back: done, or asked which meeting, or why."""
        said = self.waiting
        assert said is not None
        said.came_back.append(message.text)
        if "cho buổi họp nào" in message.text and said.means is not None:
            local = said.about + timedelta(hours=7)
            label = f"{local:%Hh%M} ngày {local:%d/%m}"
            self.world.plan(self.world.now() + timedelta(minutes=1), lambda: self._picks(message, label))
        elif "Vì sao đồng chí vắng" in message.text and self.luck.random() < 0.6:
            self.waiting = None
            why = self.luck.choice(REASONS)
            self.world.plan(self.world.now() + timedelta(minutes=1), lambda: self._reason(message, why))
        else:
            self.waiting = None

    async def _picks(self, message: Message, label: str) -> None:
        assert self.network is not None
        if (body := _chosen(message, label)) is None:
            self.waiting = None
            return
        if self.waiting is not None:
            self.waiting.at = self.world.now()
            self.waiting.is_open = await self._is_open(self.waiting.about)
        await self.world.say(self.network, self.chat, body)

    async def _reason(self, message: Message, why: str) -> None:
        assert self.network is not None
        body = {"text": "bị ốm"} if self.luck.random() < 0.3 else _chosen(message, why)
        if body is not None:
            await self.world.say(self.network, self.chat, body)

    async def _is_open(self, at: datetime) -> bool:
        """Whether a meeting at this hour still takes this person's answers, as the tables say."""
        rows = await self.world.rows(
            "SELECT m.starts_at FROM meetings m JOIN attendances a ON a.meeting_id = m.id "
            "WHERE m.state = 'called' AND a.member_id = :member",
            member=self.member_id,
        )
        return at > self.world.now() and any(moment(one.starts_at) == at for one in rows)


def _chosen(message: Message, label: str) -> dict[str, str] | None:
    for choice in message.choices:
        if label in choice.label:
            return {"press": choice.value, "on": str(message.id)}
    for number, words in re.findall(r"^(\d+)[.)] (.+)$", message.text, re.MULTILINE):
        if label in words:
            return {"text": number}
    return None


def when_of(text: str) -> datetime | None:
    """The hour of a meeting, as a message says it."""
    found = WHEN.search(text)
    if found is None:
        return None
    day, month, year, hour, minute = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def moment(stored: str) -> datetime:
    """As SQLite keeps it."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
