"""What is filled into registered words, where a network takes no others."""

from dataclasses import replace
from typing import NamedTuple, Protocol

from bot.messages import Form, Reply
from bot.model.meetings import Meeting, Step
from bot.services.notices import REMINDERS
from bot.words import vi
from bot.words.times import clock_and_day

CALL, REMINDER, MOVED, CANCELLED, WORD = "call", "reminder", "moved", "cancelled", "word"
JUST_SAID = ("inbox:", "group:")
"""How an answer to what was said just now begins to be about it."""


class Owed(Protocol):
    """As much of a notice as a form has to know."""

    @property
    def step(self) -> Step: ...

    @property
    def about(self) -> str: ...

    @property
    def member_id(self) -> int | None: ...

    @property
    def content(self) -> object: ...


class About(NamedTuple):
    """What a notice about a meeting is filled in from."""

    meeting: Meeting
    cell: str
    name: str
    """Whom it is for."""


def form_kind(step: Step) -> str:
    """Which of the registered forms says why this message is owed."""
    if step in REMINDERS:
        return REMINDER
    return {Step.NOTICE: CALL, Step.MOVED: MOVED, Step.CANCELLED: CANCELLED}.get(step, WORD)


def is_answer(notice: Owed) -> bool:
    """Whether it answers what somebody said just now: that opens the window, also where nothing of it was kept."""
    return notice.step is Step.REPLY and notice.about.startswith(JUST_SAID)


def in_a_form(notice: Owed, said: Reply, about: About | None) -> Reply:
    """The same in registered words; what goes to a group, or answers, needs none."""
    is_to_a_group = notice.member_id is None and notice.step not in {Step.REPLY, Step.RESIDENTS}
    if is_to_a_group or is_answer(notice):
        return said
    if about is None or notice.content is not None or notice.step in {Step.CONTENT, Step.PAPERS}:
        return replace(said, form=_form_of_word(said))
    return replace(said, form=_form_of_meeting(notice.step, about, notice.member_id or 0))


def _form_of_meeting(step: Step, about: About, member_id: int) -> Form:
    """Every field has something in it: networks refuse an empty one."""
    meeting = about.meeting
    kind = vi.KINDS[meeting.kind].capitalize()
    fields = {
        "name": about.name,
        "cell": vi.cell(about.cell),
        "kind": kind,
        "time": clock_and_day(meeting.starts_at),
        "place": meeting.place,
        "topic": meeting.topic or kind,
    }
    asks = step is not Step.CANCELLED
    return Form(form_kind(step), fields, f"answer:{meeting.id}:{meeting.revision}:{member_id}" if asks else None)


def _form_of_word(reply: Reply) -> Form:
    """Something passed on; what could be chosen under it is left to the chat."""
    return Form(WORD, {"text": reply.text})
