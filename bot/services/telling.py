"""What a message about a meeting says, in as many words as its network has room for."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.messages import Capabilities, Choice, Reply, written_for
from bot.model.attendances import Answer
from bot.model.meetings import Meeting, Step
from bot.services.notices import REMINDERS
from bot.words import vi
from bot.words.agendas import content_now, in_a_line
from bot.words.brief import in_a_sentence
from bot.words.labels import cut
from bot.words.meeting_papers import papers_came
from bot.words.segments import as_it_leaves

ENOUGH_PARTS = 2
"""A longer text by SMS is said shorter."""
LEAST_SAID = 40
CONTENTS = (Step.CONTENT, Step.PAPERS)
"""Steps that speak of what a meeting is about, to those who have been told of it before."""


def answer_choices(meeting: Meeting, member_id: int) -> tuple[Choice, Choice]:
    """The two answers. The revision is in the value: an old button must not answer for the new time."""
    where = f"answer:{meeting.id}:{meeting.revision}:{member_id}"
    return (Choice(vi.COMING, f"{where}:{Answer.COMING}"), Choice(vi.AWAY, f"{where}:{Answer.AWAY}"))


def in_full_or_less(meeting: Meeting, cell: str, chair: str | None, papers: str | None = None) -> tuple[str, ...]:
    """All that is said of a meeting; then without its agenda and papers; without who chairs it; as one sentence."""
    about = vi.cell(cell), meeting.kind, meeting.starts_at, meeting.place
    full = vi.meeting_lines(*about, meeting.topic, chair, is_extended=meeting.is_extended)
    content = content_lines(meeting, papers)
    whole = vi.meeting_lines(*about, meeting.topic, chair, is_extended=meeting.is_extended, content=content)
    return *((whole,) if content else ()), full, vi.meeting_lines(*about, meeting.topic), in_a_sentence(*about)


def content_lines(meeting: Meeting, papers: str | None = None) -> list[str]:
    """What a unit has written of the content; the shipped agenda tells nobody anything new."""
    agenda = [in_a_line(meeting.agenda)] if meeting.agenda else []
    return [*agenda, papers] if papers else agenda


def told_of(
    step: Step, name: str, lines: Sequence[str], how: str, choices: tuple[Choice, ...], capabilities: Capabilities
) -> Reply:
    """The message to one person; of `lines` the first with which it is short enough, else the last."""
    lines = lines if capabilities.most_parts is not None else lines[:1]  # what is not said need not be worded
    if step is Step.CANCELLED:
        said = [Reply(vi.called_off(name, one)) for one in lines]
    else:
        said = [Reply(_words(step, capabilities)(name, one, how), choices) for one in lines]
    if capabilities.most_parts is None:
        return said[0]
    room = capabilities.most_parts if capabilities.marks else min(ENOUGH_PARTS, capabilities.most_parts)
    return next((one for one in said if parts_of(one, capabilities) <= room), said[-1])


def _words(step: Step, capabilities: Capabilities) -> Callable[[str, str, str], str]:
    if step is Step.MOVED:
        return vi.moved
    if step in CONTENTS:
        return papers_came if step is Step.PAPERS else content_now
    if step not in REMINDERS:
        return vi.notice
    return vi.reminder if capabilities.inbound else vi.reminder_one_way


def cut_to_fit(said: Reply, capabilities: Capabilities) -> Reply:
    """What would be too long for a network of short messages is said as far as it goes: rather that than nothing."""
    text = said.text if capabilities.inbound else said.one_way or said.text
    room = len(text)
    while room > LEAST_SAID and parts_of(said, capabilities) > (capabilities.most_parts or 0):
        room -= 20
        said = replace(said, text=cut(text, room), one_way=None)
    return said


def parts_of(said: Reply, capabilities: Capabilities) -> int:
    """How many short messages it is on this network; 0 where it is none."""
    if capabilities.most_parts is None:
        return 0
    text = written_for(said, capabilities).text
    return as_it_leaves(text, marks=capabilities.marks, most=capabilities.most_parts)[1].count
