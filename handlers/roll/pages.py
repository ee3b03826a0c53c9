"""The sheet of a roll on the screen: people as buttons, or as numbered lines where there are none."""

from collections.abc import Mapping, Sequence

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.attendances import Mark
from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.services.roll_sheet import Seat, changed, order_of
from bot.words import rolls as words
from bot.words import vi
from handlers.talk.paging import Page, page_of

BUTTONS, NAMES = 8, 20
"""People on one page, with buttons and without."""
FEW = 5
"""So many who are newly marked are all named."""


def sheet_page(turn: Turn, meeting: Meeting, cell: Unit, seats: Sequence[Seat], number: int) -> Reply:
    """A page of the sheet; what is typed next belongs to it."""
    page = page_of(seats, number, BUTTONS if turn.capabilities.buttons else NAMES)
    head = title_of(meeting, cell), progress_of(seats, page)
    expect = step_of(meeting, seats, page.number)
    if turn.capabilities.buttons:
        how = words.HOW_TO_FIX if is_closed(meeting) else words.HOW_BY_BUTTON
        return Reply("\n".join([*head, how]), _buttons(meeting, seats, page), expect=expect)
    people = [words.listed(seat.number, seat.member.name, mark_word(seat)) for seat in page.items]
    return Reply("\n".join([*head, words.in_lines(people), *_hints(meeting, page)]), expect=expect)


def title_of(meeting: Meeting, cell: Unit) -> str:
    title = words.fix_title if is_closed(meeting) else words.title
    return title(vi.cell(cell.name), meeting.starts_at)


def progress_of(seats: Sequence[Seat], page: Page[Seat]) -> str:
    return words.progress(marked(seats), len(seats), page.number + 1, page.count)


def marked(seats: Sequence[Seat]) -> int:
    return sum(seat.mark is not None and not seat.is_undecided for seat in seats)


def step_of(meeting: Meeting, seats: Sequence[Seat], page: int = 0) -> str:
    """`roll:<meeting>:<page>:<order>`: words typed by numbers that have changed meanwhile are not taken."""
    return f"{'roll_fix' if is_closed(meeting) else 'roll'}:{meeting.id}:{page}:{order_of(seats)}"


def is_closed(meeting: Meeting) -> bool:
    return meeting.state is MeetingState.CLOSED


def mark_word(seat: Seat) -> str:
    if seat.mark is not None and not seat.is_undecided:
        return words.MARKS[seat.mark]
    return words.ASKED_LEAVE if seat.has_asked else words.NO_MARK


def told(seats: Sequence[Seat], marks: Mapping[int, Mark]) -> str:
    """What these marks change on the sheet as it was; who is newly present among many is only counted."""
    fixes = changed(seats, marks)
    if not fixes:
        return words.NOTHING_CHANGED
    if len(fixes) == len(seats) > FEW:
        return words.all_marked(len(seats))
    lines = [
        words.newly(seat.number, seat.member.name, None if seat.is_undecided else seat.mark, fixes[seat.member.id])
        for seat in seats
        if seat.member.id in fixes and (len(fixes) <= FEW or seat.mark or fixes[seat.member.id] is not Mark.PRESENT)
    ]
    return words.just_marked(lines, len(fixes) - len(lines))


def _buttons(meeting: Meeting, seats: Sequence[Seat], page: Page[Seat]) -> tuple[Choice, ...]:
    people = [
        Choice(words.person(seat.number, seat.member.name, mark_word(seat)), _tap(meeting, page, seat))
        for seat in page.items
    ]
    everybody = Choice(words.EVERYBODY, f"roll_all:{meeting.id}:{page.number}")
    done = Choice(words.FINISHED, f"roll_sum:{meeting.id}:0")
    rest = (everybody,) if any(seat.is_unsaid for seat in seats) else ()
    return (*people, *rest, *page.turners(f"roll_page:{meeting.id}"), done)


def _tap(meeting: Meeting, page: Page[Seat], seat: Seat) -> str:
    """The button says which mark it sets, so that two taps at once set the same one."""
    if is_closed(meeting):
        return f"roll_ask:{meeting.id}:{seat.member.id}"
    return f"roll_mark:{meeting.id}:{page.number}:{seat.member.id}:{_next(seat)}"


def _next(seat: Seat) -> Mark:
    """Present, excused, unexcused, and round again; who had asked begins with excused."""
    if seat.mark is None or seat.is_undecided:
        return Mark.EXCUSED if seat.has_asked else Mark.PRESENT
    marks = list(Mark)
    return marks[(marks.index(seat.mark) + 1) % len(marks)]


def _hints(meeting: Meeting, page: Page[Seat]) -> list[str]:
    hints = [words.HOW_TO_FIX if is_closed(meeting) else words.HOW_BY_WORD]
    more = [] if page.is_last else [words.TURN_BY_WORD]
    return [*hints, " ".join([*more, words.DONE_BY_WORD])]
