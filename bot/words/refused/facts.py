"""What a sentence is made of."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bot.refusals import Refused
from bot.words.costs import dong
from bot.words.times import day, when

Facts = Mapping[str, Any]
Sentence = str | Callable[[Facts], str]
"""With the names of facts in braces, or made of them."""
Sentences = Mapping[type[Refused], Sentence]


def when_of(value: object) -> str:
    return when(value) if isinstance(value, datetime) else str(value)


def day_of(value: object) -> str:
    return day(value) if isinstance(value, date) else str(value)


def money_of(value: object) -> str:
    return dong(value) if isinstance(value, int) else str(value)
