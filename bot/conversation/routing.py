"""The tables of what can be said, and who answers it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.conversation.turns import Handler
from bot.messages import Kind, Meaning
from bot.words.names import fold

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

    def phrase(self, begins: str, *, colon: bool = False, public: bool = False) -> Callable[[H], H]:
        """For words that begin so, whatever their marks and case, and go on; the longest beginning wins.

        `colon`: also where a colon stands behind them. `public`: also from whoever is at the door.
        """
        if public:
            self.public.add(fold(begins))
        register: Callable[[H], H] = self._add("phrase", fold(begins))
        with_colon: Callable[[H], H] = self._add("phrase", f"{fold(begins)}:")
        return (lambda handler: with_colon(register(handler))) if colon else register

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
