"""The whole path of one message, top to bottom: who speaks, which handler answers, what the answer offered."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from bot.messages import OWN_NUMBER, Capabilities, Choice, Incoming, Kind, Meaning, Reason, Reply
from bot.model.endpoints import Endpoint
from bot.model.members import Member
from bot.refusals import Refused
from bot.services.addresses import endpoint_at, members_at
from bot.services.checking_in import speaks_code
from bot.services.codes import looks_like_code
from bot.services.consents import without_consent
from bot.services.groups import heard
from bot.services.joining import is_good_code
from bot.services.undoing import undone_if_refused
from bot.words.named import said_of_one
from bot.words.names import fold
from bot.words.refused import refused
from bot.words.understand import understand
from bot.words.vi import OR_LEAVE
from bot.words.yes_no import plainly, yes_or_no

CONSENT = "consent"
"""The step in which a newcomer agrees; it cannot be left, only not taken."""
YES_NO = "yes_no"
"""The step of a question that one of two choices answers: in words yes is the first of them, no the last."""
BARE_NUMBER = re.compile(r"\s*(\d{1,3})\s*[.)]?\s*", re.ASCII)


LABEL_NUMBER = re.compile(r"^\s*\d{1,3}[.)] ", re.ASCII)
TWO = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said, and all that a handler may need to answer it."""

    said: Incoming
    db: AsyncSession
    endpoint: Endpoint
    capabilities: Capabilities
    members: Sequence[Member]
    """Whose phone this is and who agreed to messages here; two where a couple shares one."""
    newcomers: Sequence[Member]
    """Linked here, and not yet agreed or no longer."""
    now: datetime
    about: str
    """What this was: `inbox:7`."""
    args: tuple[Any, ...] = ()
    """The parts of a choice's value behind its key, each as the kind it was declared to be; or a command's words."""
    reason: Reason | None = None
    """What a reply in words gave as its reason."""
    is_typed: bool = False
    """The choice was made by a number and not by a button: it may be meant for another question."""


Handler = Callable[[Turn], Awaitable[Reply | None]]
H = TypeVar("H", bound=Handler)
Place = tuple[str, str]
Part = Callable[[str], object]
"""Reads one part of a choice's value; raises ValueError where it is none of its kind."""


def number(text: str) -> int:
    """An id in a choice's value; raises ValueError for what no table can hold."""
    if not text.isdecimal() or len(text) > 18:
        raise ValueError(text[:20])
    return int(text)


@dataclass
class Router:
    """Tables of what can be said; a key taken twice stops the start-up."""

    handlers: dict[Place, Handler] = field(default_factory=dict)
    shapes: dict[str, tuple[tuple[Part, ...], Part | None]] = field(default_factory=dict)
    idle: set[str] = field(default_factory=set)
    """Commands that are none while a step is open."""
    public: set[str] = field(default_factory=set)
    """Phrases of people who need not be members."""

    def _add(self, table: str, key: str) -> Callable[[H], H]:
        def register(handler: H) -> H:
            if (table, key) in self.handlers:
                raise ValueError(f"{table} {key} has a handler already")
            self.handlers[table, key] = handler
            return handler

        return register

    def choice(self, key: str, *parts: Part, maybe: Part | None = None) -> Callable[[H], H]:
        """For choices whose value is `key:` and these parts, and `maybe` one more.

        Values come from outside, and from buttons of older releases: one of another shape goes to `lost`.
        """
        self.shapes[key] = (parts, maybe)
        return self._add("choice", key)

    def command(self, words: str, *, at_a_step: bool = True) -> Callable[[H], H]:
        """For these words, whatever their marks and case, or for a `/word` with anything behind it.

        `at_a_step`: also where another answer is expected just now.
        """
        if not at_a_step:
            self.idle.add(fold(words))
        return self._add("command", fold(words))

    def step(self, key: str) -> Callable[[H], H]:
        """For words typed while this step is expected: `key`, or `key:` with what the step is about."""
        return self._add("step", key)

    def phrase(self, begins: str, *, public: bool = False) -> Callable[[H], H]:
        """For words that begin so, whatever their marks and case, and go on; the longest beginning wins.

        `public`: also from whoever is at the door.
        """
        if public:
            self.public.add(fold(begins))
        return self._add("phrase", fold(begins))

    def meaning(self, meaning: Meaning) -> Callable[[H], H]:
        """For words that mean this."""
        return self._add("meaning", meaning)

    def kind(self, kind: Kind) -> Callable[[H], H]:
        """For what is no text and no choice."""
        return self._add("kind", kind)

    def door(self, handler: H) -> H:
        """For words of somebody who is not linked here or has not agreed."""
        register: Callable[[H], H] = self._add("door", "")
        return register(handler)

    def check_in(self, handler: H) -> H:
        """For the code by which somebody says that they are at the meeting."""
        register: Callable[[H], H] = self._add("check_in", "")
        return register(handler)

    def named(self, handler: H) -> H:
        """For a short answer that names one of the people at this phone."""
        register: Callable[[H], H] = self._add("named", "")
        return register(handler)

    def lost(self, handler: H) -> H:
        """For a choice that nobody knows any more."""
        register: Callable[[H], H] = self._add("lost", "")
        return register(handler)

    def include(self, other: "Router") -> None:
        for (table, key), handler in other.handlers.items():
            self._add(table, key)(handler)
        self.shapes |= other.shapes
        self.idle |= other.idle
        self.public |= other.public


async def converse(
    said: Incoming, db: AsyncSession, router: Router, capabilities: Capabilities, now: datetime, about: str
) -> tuple[Endpoint, Reply | None]:
    """Find who speaks, let one handler answer, remember what the answer offered.

    A refusal leaves nothing behind and is answered with its sentence: what was asked before is still asked.
    """
    endpoint = await endpoint_at(db, said.channel, said.account, said.address)
    if not said.is_private:
        await heard(db, endpoint, said, now)
        return endpoint, None
    if said.kind is not Kind.STOPPED:
        if endpoint.dead_at is not None:
            endpoint.dead_at = endpoint.dead_reason = None  # whoever writes can be written to
        if capabilities.reply_window is not None:
            endpoint.heard_at = now
    turn = await _turn(said, db, endpoint, capabilities, now, about)
    handler, turn = await _find(router, turn)
    try:
        async with undone_if_refused(db, endpoint):
            reply = await handler(turn)
    except Refused as refusal:
        text = refused(refusal, spoken=True)
        if endpoint.step and endpoint.step != CONSENT and "thôi" not in text:
            text = f"{text}\n{OR_LEAVE}"
        return endpoint, Reply(text, acknowledges=said.press_ref)
    if reply is not None:
        remember(endpoint, reply)
        reply = replace(reply, acknowledges=said.press_ref)
    return endpoint, reply


async def _turn(
    said: Incoming,
    db: AsyncSession,
    endpoint: Endpoint,
    capabilities: Capabilities,
    now: datetime,
    about: str,
) -> Turn:
    linked = await members_at(db, endpoint.id)
    newcomers = await without_consent(db, linked, endpoint) if linked else []
    members = [member for member in linked if member not in newcomers]
    return Turn(said, db, endpoint, capabilities, members, newcomers, now, about)


async def _find(router: Router, turn: Turn) -> tuple[Handler, Turn]:
    """The one handler for this, and the turn with what the handler takes apart.

    A code is a code in the middle of anything; words that only look like one are the answer that is expected.
    """
    if turn.said.kind is Kind.CHOICE:
        return _chosen(router, turn, turn.said.text)
    if turn.said.kind is not Kind.TEXT:
        return router.handlers["kind", turn.said.kind], turn
    if turn.endpoint.step and await is_good_code(turn.db, turn.endpoint, turn.said.text, turn.now):
        return router.handlers["door", ""], turn
    here = [member.id for member in turn.members]
    if await speaks_code(turn.db, here, turn.said.text, turn.now, is_busy=bool(turn.endpoint.step)):
        return router.handlers["check_in", ""], turn
    return _spoken(router, turn)


def _chosen(router: Router, turn: Turn, value: str) -> tuple[Handler, Turn]:
    key, *parts = value.split(":")
    args = _taken_apart(router, key, parts)
    if args is None:
        return router.handlers["lost", ""], turn
    return router.handlers["choice", key], replace(turn, args=args)


def _taken_apart(router: Router, key: str, parts: Sequence[str]) -> tuple[Any, ...] | None:
    """The parts as the kinds that they were declared to be; None for a value of another shape."""
    if key not in router.shapes:
        return None
    wanted, maybe = router.shapes[key]
    if maybe is not None and len(parts) == len(wanted) + 1:
        wanted = (*wanted, maybe)
    try:
        return tuple(read(part) for read, part in zip(wanted, parts, strict=True))
    except ValueError:
        return None


def _spoken(router: Router, turn: Turn) -> tuple[Handler, Turn]:
    """Commands, then a choice of the last list, then the step that is open, then phrases, then what the words mean."""
    if (found := _commanded(router, turn)) is not None:
        return found
    if (value := offered_value(turn.endpoint, turn.said.text)) is not None:
        return _chosen(router, replace(turn, is_typed=True), value)
    step = (turn.endpoint.step or "").partition(":")[0]
    if ("step", step) in router.handlers:
        return router.handlers["step", step], turn
    phrase = _phrase(router, turn.said.text)
    if phrase not in router.public and (not turn.members or looks_like_code(turn.said.text)):
        return router.handlers["door", ""], turn
    if phrase is not None:
        return router.handlers["phrase", phrase], turn
    if len(turn.members) > 1 and (named := said_of_one(turn.said.text, [one.name for one in turn.members])):
        return router.handlers["named", ""], replace(turn, args=(named,))
    if turn.endpoint.offered and BARE_NUMBER.fullmatch(turn.said.text):
        return router.handlers["meaning", Meaning.UNCLEAR], turn  # meant for the list, which has no such number
    understood = understand(turn.said.text)
    return router.handlers["meaning", understood.meaning], replace(turn, reason=understood.reason)


def _commanded(router: Router, turn: Turn) -> tuple[Handler, Turn] | None:
    command, *behind = turn.said.text.split(maxsplit=1)[:2] or [""]
    if command.startswith("/") and ("command", fold(command)) in router.handlers:
        return router.handlers["command", fold(command)], replace(turn, args=tuple(behind))
    for words in (fold(turn.said.text), plainly(turn.said.text)):
        if ("command", words) in router.handlers and not (turn.endpoint.step and words in router.idle):
            return router.handlers["command", words], turn
    return None


def _phrase(router: Router, text: str) -> str | None:
    """The longest known beginning of these words, ended by a space or a colon."""
    words = fold(text).replace(":", ": ").split()
    beginnings = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
    return next((begins for begins in beginnings if ("phrase", begins) in router.handlers), None)


def offered_value(endpoint: Endpoint, text: str) -> str | None:
    """The value that a number or the words of a label have in the list offered last; None where it is neither."""
    if match := BARE_NUMBER.fullmatch(text):
        return _numbered(endpoint.offered).get(int(match[1]))
    is_yes = yes_or_no(text) if endpoint.step == YES_NO and len(endpoint.offered) == TWO else None
    if is_yes is not None:
        return str(endpoint.offered[0 if is_yes else -1][1])
    said = fold(LABEL_NUMBER.sub("", text))
    return next((value for label, value in endpoint.offered if fold(LABEL_NUMBER.sub("", label)) == said), None)


def _numbered(offered: Sequence[Sequence[str]]) -> dict[int, str]:
    """The values by the numbers that stand in the labels; where none stands there, by their places."""
    own = {int(found[1]): value for label, value in offered if (found := OWN_NUMBER.match(label))}
    return own or {place: value for place, (_, value) in enumerate(offered, 1)}


def remember(endpoint: Endpoint, reply: Reply) -> None:
    """Keep what an answer offered and which step it opened; the numbers that come next belong to it."""
    offered = pairs(reply.choices)
    if (endpoint.step, endpoint.offered) != (reply.expect, offered):
        endpoint.step, endpoint.offered = reply.expect, offered
        flag_modified(endpoint, "step")  # both or none, so that many of them are written by one statement
        flag_modified(endpoint, "offered")


def pairs(choices: Sequence[Choice]) -> list[list[str]]:
    return [[choice.label, choice.value] for choice in choices]
