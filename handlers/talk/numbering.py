"""Numbers of choices below a list of people: where a number typed means a person, no choice has the same one."""

from collections.abc import Iterable
from dataclasses import replace

from bot.messages import Choice


def behind(people: int, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choices under the numbers that follow that of the last person: `23) Sửa` where there are 22."""
    return tuple(
        replace(choice, label=f"{number}) {choice.label}") for number, choice in enumerate(choices, people + 1)
    )
