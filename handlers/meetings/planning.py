"""A meeting that is being planned in the chat: the day, the hour and the place as far as they are said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot.conversation import Handler, Turn, begins
from bot.messages import Reply
from bot.refusals import (
    ChoiceExpected,
    NotAPlace,
    Unfinished,
)
from bot.services.attendance import questions
from bot.services.audit import note
from bot.services.meetings import guard
from bot.words.calling import begins_something, is_answer, is_no_place, without_confirmation
from bot.words.names import fold
from bot.words.secrecy import Finding, secrecy
from bot.words.times import at_local
from handlers.talk import beginnings, drafts

SAID_BACK = 40


@dataclass(frozen=True, slots=True)
class Planned:
    """A draft with a day, hours and a place."""

    number: int
    edition: int
    """How many messages it has taken; a button that confirms carries it, and confirms nothing else."""
    on: date | None
    hours: tuple[time, ...]
    """Two: asked which."""
    place: str
    about: Mapping[str, Any]

    @property
    def at(self) -> datetime | None:
        """When it is, once day and hour are certain."""
        return at_local(self.on, self.hours[0]) if self.on and len(self.hours) == 1 else None

    @property
    def is_whole(self) -> bool:
        return self.at is not None and bool(self.place)


def begin(turn: Turn, what: str, **facts: Any) -> Planned:
    """A new draft, in the place of any other."""
    drafts.begin(turn, what, edition=1, on=None, hours=[], place="", **facts)
    return planned(turn, what)


def planned(turn: Turn, what: str, number: int | None = None) -> Planned:
    """The draft of this kind; raises DraftGone."""
    draft = drafts.draft_of(turn, what, number)
    return Planned(
        number=draft["no"],
        edition=draft["edition"],
        on=date.fromisoformat(draft["on"]) if draft["on"] else None,
        hours=tuple(map(time.fromisoformat, draft["hours"])),
        place=draft["place"],
        about=draft,
    )


def jot(turn: Turn, what: str, **facts: Any) -> Planned:
    """Write into the draft what came with its first message."""
    drafts.add(turn, what, **{name: _plain(fact) for name, fact in facts.items()})
    return planned(turn, what)


def change(turn: Turn, what: str, **facts: Any) -> Planned:
    """Write into the draft what a further message says."""
    return jot(turn, what, edition=planned(turn, what).edition + 1, **facts)


def _plain(fact: Any) -> Any:
    """As JSON has it."""
    if isinstance(fact, date | time):
        return fact.isoformat()
    return list(map(_plain, fact)) if isinstance(fact, tuple) else fact


# Parts of choices; they raise ValueError


def a_day(text: str) -> date:
    """`20261203`."""
    return a_moment(f"{text}T0000").date()


def an_hour(text: str) -> time:
    """`1930`."""
    return a_moment(f"20260101T{text}").time()


def a_moment(text: str) -> datetime:
    """`20261203T1930`, on the clocks of Viet Nam."""
    moment = datetime.strptime(text, "%Y%m%dT%H%M")  # noqa: DTZ007 - a day and an hour, no moment yet
    if not 2000 <= moment.year < 2200:
        raise ValueError("no such year")
    return moment


# What is typed


def heard(turn: Turn, text: str) -> str:
    """The words without their confirmation; raises a refusal for what must not be kept.

    Everything typed comes through here, so no text of a draft is doubtful any more.
    """
    said, is_confirmed = without_confirmation(text)
    guard((said,), harmless=is_confirmed)
    if is_confirmed and secrecy((said,)) is Finding.DOUBTFUL:
        note(turn.db, f"endpoint:{turn.endpoint.id}", "harmless_confirmed", turn.about, turn.now)
    return said


def typed(turn: Turn) -> str:
    """The words typed at an open question; raises Unfinished for those that begin something else."""
    said = heard(turn, turn.said.text)
    if begins_something(said):
        raise Unfinished
    return said


def typed_at_preview(turn: Turn) -> str:
    """The same where all of it is looked at: the day of “biên bản 3/11” is none of it; raises ChoiceExpected."""
    said = typed(turn)
    if begins(beginnings.WHOLE, turn.said.text):
        raise ChoiceExpected
    return said


async def named(turn: Turn, *, is_topic: bool = False) -> str:
    """The place, or the topic, that was typed; raises NotAPlace for what answers something else."""
    said = typed(turn)
    if not is_no_place(said):
        return said
    raise await no_place(turn, said, is_topic=is_topic)


async def no_place(turn: Turn, said: str, *, is_topic: bool = False) -> NotAPlace:
    """Words that may tell a reason are not repeated; whoever is asked to a meeting hears that nothing was answered."""
    may_answer = is_answer(said)
    members = [member.id for member in turn.members]
    is_own = may_answer and bool(await questions(turn.db, members, turn.now))
    shown = "" if may_answer and len(said.split()) > 1 else said[:SAID_BACK]
    return NotAPlace(said=shown, is_topic=is_topic, is_own_answer=is_own)


def is_offered(turn: Turn, value: str) -> bool:
    """Whether this choice stands under the newest answer: only then a yes is meant for it."""
    return any(one == value for _, one in turn.endpoint.offered)


HERE = ("call", "move", "series")
SAID_OF_IT = ("on", "hours", "place", "topic", "rule", "months")


def is_empty(turn: Turn) -> bool:
    """Nothing has been said yet of what is put together here."""
    draft = turn.endpoint.draft
    return draft is None or (draft["what"] in HERE and not any(draft.get(fact) for fact in SAID_OF_IT))


def or_anew(beginning: tuple[str, ...], begin: Handler) -> Callable[[Handler], Handler]:
    """At this step the first words of the whole begin it anew; longer ones that begin so as well, what they say."""

    def around(handler: Handler) -> Handler:
        async def step(turn: Turn) -> Reply | None:
            said = fold(without_confirmation(turn.said.text)[0])
            if f"{said} ".startswith(beginning):
                return await (beginnings.begun_by(said) or begin)(turn)
            return await or_other(handler)(turn)

        return step

    return around


def or_other(handler: Handler) -> Handler:
    """While nothing has been said of what is asked, words that begin something else begin it."""

    async def step(turn: Turn) -> Reply | None:
        said = without_confirmation(turn.said.text)[0]
        other = beginnings.begun_by(said) if begins_something(said) and is_empty(turn) else None
        if other is None:
            return await handler(turn)
        drafts.drop(turn)
        return await other(turn)

    return step
