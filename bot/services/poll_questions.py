"""How a question is put to one person, on a network that can more or less."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages import Capabilities, Choice, Reply
from bot.model.units import Unit
from bot.services.cell_plans import shortened
from bot.words import polls as words
from bot.words.vi import cell


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the one who is asked."""

    poll_id: int
    number: int
    question: str
    answers: Sequence[str]
    closes_at: datetime
    member_id: int
    is_hidden: bool = False
    """It names somebody, and may not go through this network: people read it by a link, and choose by numbers."""

    @property
    def labels(self) -> Sequence[str]:
        return words.numbered(len(self.answers)) if self.is_hidden else self.answers

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Each says whose it is: on one phone there may be several people."""
        where = f"poll:{self.poll_id}:{self.member_id}"
        return tuple(Choice(label, f"{where}:{number}") for number, label in enumerate(self.labels, 1))


def asked_words(
    unit: Unit, name: str, asked: Asked, capabilities: Capabilities, *, again: bool = False, link: str | None = None
) -> Reply:
    """The question is cut where two short messages have no room for it; the answers never are. `link`: where it is
    read that is hidden here."""
    whose = cell(unit.name), name, asked.number

    def said(text: str) -> Reply:
        full = words.question(*whose, text, asked.closes_at)
        one_way = words.question_one_way(*whose, text, asked.labels, asked.closes_at)
        if again:
            full, one_way = words.nudge(name, full), words.nudge(name, one_way)
        return Reply(full, asked.choices, one_way=one_way)

    return said(words.hidden(link)) if asked.is_hidden else shortened(said, asked.question, capabilities)


def recipe_of(poll_id: int, member_id: int) -> str:
    """See reports/cell_texts.py."""
    return f"poll_question:{member_id}:{poll_id}"
