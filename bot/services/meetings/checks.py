"""With what a meeting may be called, and which words may go out at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.meetings import MeetingKind
from bot.refusals import DoubtfulWords, NoSuchKind, PlaceMissing, SecrecyMarked, TextTooLong, TimeIsPast, TimeTooFar
from bot.services.expected_lists import Audience
from bot.words.names import tidy
from bot.words.secrecy import Finding, secrecy

LONGEST_PLACE, LONGEST_TOPIC = 200, 300
FARTHEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Call:
    """What a meeting is called with; make it with `checked`."""

    kind: MeetingKind
    starts_at: datetime
    place: str
    topic: str | None
    is_extended: bool = False
    """People who are not on the list may be there as well."""
    audience: Audience | None = None
    """Of a briefing; None: the usual one."""


def kind_named(text: str) -> MeetingKind:
    """`regular`, `thematic` …; raises NoSuchKind."""
    try:
        return MeetingKind(text.strip().lower())
    except ValueError:
        raise NoSuchKind(kind=text, known=", ".join(MeetingKind)) from None


def checked(
    kind: MeetingKind,
    starts_at: datetime,
    place: str,
    topic: str | None,
    now: datetime,
    *,
    harmless: bool = False,
    is_extended: bool = False,
    audience: Audience | None = None,
) -> Call:
    """The call with its texts tidied; raises a refusal for what cannot be told to people."""
    call = Call(kind, starts_at, tidy(place), tidy(topic or "") or None, is_extended, audience)
    if not call.place:
        raise PlaceMissing
    if len(call.place) > LONGEST_PLACE or len(call.topic or "") > LONGEST_TOPIC:
        raise TextTooLong(place=LONGEST_PLACE, topic=LONGEST_TOPIC)
    guard((place, topic or ""), harmless=harmless)
    check_time(starts_at, now)
    return call


def guard(texts: Sequence[str], *, harmless: bool) -> None:
    """Nothing with a secrecy mark goes further than this, not even into the log (rules 32, 33)."""
    finding = secrecy(texts)
    if finding is Finding.MARKED:
        raise SecrecyMarked
    if finding is Finding.DOUBTFUL and not harmless:
        raise DoubtfulWords


def check_time(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise TimeIsPast(at=starts_at, now=now)
    if starts_at - now > FARTHEST:
        raise TimeTooFar(at=starts_at)
