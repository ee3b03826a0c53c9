"""The sheet of a roll on the screen: people as buttons, or as numbered lines where there are none."""

from collections.abc import Mapping, Sequence

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.attendances import Mark, Noticed
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.units import Unit
from bot.services.roll_said import Spoken
from bot.services.roll_sheet import Seat, changed, order_of
from bot.words import roll_more as more_words
from bot.words import rolls as words
from bot.words import vi
from bot.words.party_groups import BY_GROUP
from bot.words.roll_manner import Clause
from handlers.talk.paging import Page, page_of

BUTTONS, NAMES = 8, 20
"""People on one page, with buttons and without."""
SELF = {Noticed.QR, Noticed.SPOKEN, Noticed.SMS}
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
    people = [words.listed(seat.number, seat.member.name, mark_word(seat), beside(seat)) for seat in page.items]
    return Reply("\n".join([*head, words.in_lines(people), *_hints(meeting, page)]), expect=expect)


def title_of(meeting: Meeting, cell: Unit) -> str:
    title = words.fix_title if is_closed(meeting) else words.title
    return title(vi.body(cell.name, meeting.kind), meeting.starts_at)


def progress_of(seats: Sequence[Seat], page: Page[Seat]) -> str:
    return words.progress(marked(seats), counted(seats), page.number + 1, page.count)


def marked(seats: Sequence[Seat]) -> int:
    return sum(seat.mark is not None and not seat.is_undecided for seat in seats if seat.is_counted)


def counted(seats: Sequence[Seat]) -> int:
    """Those whose mark is still needed or counts; who is invited beside them counts once they came."""
    return sum(seat.is_counted for seat in seats)


def step_of(meeting: Meeting, seats: Sequence[Seat], page: int = 0) -> str:
    """`roll:<meeting>:<page>:<order>`: words typed by numbers that have changed meanwhile are not taken."""
    return f"{'roll_fix' if is_closed(meeting) else 'roll'}:{meeting.id}:{page}:{order_of(seats)}"


def is_closed(meeting: Meeting) -> bool:
    return meeting.state is MeetingState.CLOSED


def is_by_group(meeting: Meeting) -> bool:
    """Whether the whole cell is on the list, so that each group may call its own part of it."""
    return meeting.kind not in {MeetingKind.COMMITTEE, MeetingKind.GROUP, MeetingKind.BRIEFING}


def mark_word(seat: Seat) -> str:
    if seat.mark is not None and not seat.is_undecided:
        return words.MARKS[seat.mark]
    return words.ASKED_LEAVE if seat.has_asked else words.NO_MARK


def beside(seat: Seat) -> tuple[str, ...]:
    """What is known of them beside the mark, the most important first."""
    known = (
        (seat.came_late, more_words.LATE),
        (seat.left_early, more_words.EARLY),
        (seat.is_on_behalf, more_words.ON_BEHALF),
        (seat.noticed in SELF, more_words.SELF),
        (seat.noticed is Noticed.BACKFILL, more_words.FROM_PAPER),
    )
    return tuple(word for holds, word in known if holds)


def told(seats: Sequence[Seat], said: Spoken) -> str:
    """What a line changes on the sheet as it was; who is newly present among many is only counted."""
    fixes, more = changed(seats, said.marks), _told_beside(seats, said)
    if not fixes:
        return more or words.NOTHING_CHANGED
    return " ".join(filter(None, (_told_marks(seats, fixes), more)))


def _told_beside(seats: Sequence[Seat], said: Spoken) -> str:
    numbers = {clause: [seat.number for seat in seats if seat.member.id in said.of(clause)] for clause in Clause}
    return more_words.told_beside({clause.value: found for clause, found in numbers.items() if found})


def _told_marks(seats: Sequence[Seat], fixes: Mapping[int, Mark]) -> str:
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
        Choice(
            words.person(seat.number, seat.member.name, ", ".join([mark_word(seat), *beside(seat)[:1]])),
            _tap(meeting, page, seat),
        )
        for seat in page.items
    ]
    everybody = Choice(words.EVERYBODY, f"roll_all:{meeting.id}:{page.number}")
    done = Choice(words.FINISHED, f"roll_sum:{meeting.id}:0")
    rest = (everybody,) if any(seat.is_unsaid for seat in seats) else ()
    has_groups = is_by_group(meeting) and any(seat.group_id for seat in seats)
    by_group = (Choice(BY_GROUP, f"roll_groups:{meeting.id}"),) if has_groups else ()
    more = Choice(more_words.MORE_WAYS, f"roll_ways:{meeting.id}")
    return (*people, *rest, *page.turners(f"roll_page:{meeting.id}"), *by_group, more, done)


def _tap(meeting: Meeting, page: Page[Seat], seat: Seat) -> str:
    """The button says which mark it sets, so that two taps at once set the same one."""
    if is_closed(meeting):
        return f"roll_ask:{meeting.id}:{seat.member.id}"
    return f"roll_mark:{meeting.id}:{page.number}:{seat.member.id}:{next_mark(seat)}"


def next_mark(seat: Seat) -> Mark:
    """Present, excused, unexcused, and round again; who had asked begins with excused."""
    if seat.mark is None or seat.is_undecided:
        return Mark.EXCUSED if seat.has_asked else Mark.PRESENT
    marks = list(Mark)
    return marks[(marks.index(seat.mark) + 1) % len(marks)]


def _hints(meeting: Meeting, page: Page[Seat]) -> list[str]:
    hints = [words.HOW_TO_FIX if is_closed(meeting) else words.HOW_BY_WORD]
    more = [] if page.is_last else [words.TURN_BY_WORD]
    return [*hints, " ".join([*more, words.DONE_BY_WORD])]
