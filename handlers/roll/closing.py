"""Before and after the closing of a roll: who is absent and how, then what it came to."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.attendances import Mark
from bot.model.meetings import Meeting, MeetingKind
from bot.model.units import Unit
from bot.services.audit import as_member
from bot.services.guests import present_beside
from bot.services.paper_sheets import changed_since_print
from bot.services.permissions import Right
from bot.services.roll import Marks, Roll, close_roll, roll_of, take_roll
from bot.services.roll_said import Spoken, late_and_early
from bot.services.roll_sheet import Seat, counts_after, digest_of, last_of, open_sheet, order_of
from bot.words import guests as guest_words
from bot.words import menu, office, vi
from bot.words import roll_more as more_words
from bot.words import rolls as words
from bot.words.minutes import MINUTES
from handlers.roll.calling import Waiting, calling, waiting_for_another
from handlers.roll.pages import is_closed, title_of, told
from handlers.talk.acting import acting_at
from handlers.talk.numbering import behind
from handlers.talk.paging import Page, in_place, page_of

router = Router()
NAMES = 30
"""Names in one message; nothing is closed before the last of them was shown."""
CLOSED_AS_SHOWN = 2
"""Parts of a closing for which nobody else is marked."""
Named = tuple[str, Seat]


@router.choice("roll_sum", number, number)
async def look(turn: Turn) -> Reply:
    """What closing would come to, page by page."""
    meeting_id, page = turn.args
    _, meeting, cell = await acting_at(turn, Right.ROLL, meeting_id)
    return in_place(turn, await before_closing(turn, meeting, cell, page))


async def before_closing(turn: Turn, meeting: Meeting, cell: Unit, page: int = 0, note: str | None = None) -> Reply:
    """Everybody who would be absent, by name; a closed roll says what it came to."""
    if is_closed(meeting):
        return await after_closing(turn, meeting, cell)
    seats = await open_sheet(turn.db, meeting.id, turn.now)
    shown = page_of(_named(seats), page, NAMES)
    can_close, waiting = turn.now >= meeting.starts_at, await waiting_for_another(turn, meeting, seats)
    asks = _asks(seats, shown, waiting) if can_close or not shown.is_last else words.not_begun(meeting.starts_at)
    there = guest_words.summary(*(await present_beside(turn.db, meeting.id)).values()) if shown.is_last else []
    paper = more_words.paper_changed(*await changed_since_print(turn.db, meeting.id, seats)) if shown.is_last else []
    lines = [*([note] if note else []), title_of(meeting, cell), *_lines(seats, shown), *there, *paper, asks]
    choices = _choices(meeting, seats, shown, can_close=can_close, can_decide=_can_decide(seats, waiting))
    if any(_group(seat) or seat.came_after_all for seat in seats):
        choices = behind(last_of(seats), choices)
    return Reply("\n".join(lines), choices, expect=f"roll_sum:{meeting.id}:{order_of(seats)}")


def _group(seat: Seat) -> str | None:
    if seat.is_undecided:
        return "undecided"
    if seat.is_unsaid:
        return "unsaid"
    return None if seat.would_be in {None, Mark.PRESENT} else str(seat.would_be)


def _named(seats: Sequence[Seat]) -> list[Named]:
    """Who is not present, those first who may not know it yet."""
    return [(group, seat) for group in words.GROUPS for seat in seats if _group(seat) == group]


def _lines(seats: Sequence[Seat], shown: Page[Named]) -> list[str]:
    counts = counts_after(seats, {})
    names = {
        group: [f"{seat.number} {seat.member.name}" for of, seat in shown.items if of == group]
        for group in words.GROUPS
    }
    all_of = {group: sum(_group(seat) == group for seat in seats) for group in words.GROUPS}
    groups = [words.group_line(group, count, names[group]) for group, count in all_of.items() if count]
    after_all = [f"{seat.number} {seat.member.name}" for seat in seats if seat.came_after_all]
    came = [words.came_after_all(after_all)] if after_all and shown.is_last else []
    beside = _beside(seats) if shown.is_last else []
    return [words.present_line(counts.present, counts.expected), *groups, *came, *beside]


def _beside(seats: Sequence[Seat]) -> list[str]:
    return more_words.beside_line(
        [seat.number for seat in seats if seat.came_late],
        [seat.number for seat in seats if seat.left_early],
        [seat.number for seat in seats if seat.is_on_behalf and seat.mark],
    )


def _asks(seats: Sequence[Seat], shown: Page[Named], waiting: Waiting | None) -> str:
    if not shown.is_last:
        return words.more_names(len(_named(seats)) - shown.number * NAMES - len(shown.items))
    if waiting and not _can_decide(seats, waiting):
        return words.waits_for(waiting.decider)
    if any(seat.is_undecided for seat in seats):
        return words.DECIDE
    return words.UNSAID_BECOME if any(seat.is_unsaid for seat in seats) else words.ALL_SAID


def _can_decide(seats: Sequence[Seat], waiting: Waiting | None) -> bool:
    """Whether a leave is open that this caller may decide."""
    return any(seat.is_undecided and (waiting is None or seat.member.id not in waiting.ids) for seat in seats)


def _choices(
    meeting: Meeting, seats: Sequence[Seat], shown: Page[Named], *, can_close: bool, can_decide: bool
) -> tuple[Choice, ...]:
    """Whoever has no mark is never made unexcused by the first choice."""
    edit, digest = Choice(words.EDIT, f"roll_page:{meeting.id}:0"), digest_of(seats)
    if not shown.is_last:
        return Choice(words.READ_ON, f"roll_sum:{meeting.id}:{shown.number + 1}"), edit
    if can_decide:
        leave = f"roll_leave:{meeting.id}:{digest}"
        return (
            Choice(words.LEAVE_GRANTED, f"{leave}:{Mark.EXCUSED}"),
            Choice(words.LEAVE_REFUSED, f"{leave}:{Mark.UNEXCUSED}"),
            edit,
        )
    if any(seat.is_undecided for seat in seats):
        return (edit,)
    if unsaid := sum(seat.is_unsaid for seat in seats):
        here = Choice(words.REST_PRESENT, f"roll_rest:{meeting.id}:{digest}")
        close_rest = Choice(words.close_rest(unsaid), f"close:{meeting.id}:{digest}:rest")
        return here, edit, *([close_rest] if can_close else [])
    return (*([Choice(words.CLOSE, f"close:{meeting.id}:{digest}")] if can_close else []), edit)


def closing_offered(turn: Turn, meeting_id: int) -> str | None:
    """The digest of the closing offered last, where it makes nobody unexcused."""
    for _, value in turn.endpoint.offered:
        key, *parts = value.split(":")
        if key == "close" and len(parts) == CLOSED_AS_SHOWN and parts[0] == str(meeting_id):
            return str(parts[1])
    return None


@router.choice("roll_leave", number, str, Mark)
async def decide_leaves(turn: Turn) -> Reply:
    """All leaves that were shown as undecided, the one way or the other; the own one is left to somebody else."""
    meeting_id, digest, mark = turn.args
    return await _mark_shown(turn, meeting_id, digest, mark, is_undecided=True)


@router.choice("roll_rest", number, str)
async def rest_is_present(turn: Turn) -> Reply:
    """All who were shown without a mark are present."""
    meeting_id, digest = turn.args
    return await _mark_shown(turn, meeting_id, digest, Mark.PRESENT, is_undecided=False)


async def _mark_shown(turn: Turn, meeting_id: int, digest: str, mark: Mark, *, is_undecided: bool) -> Reply:
    member, meeting, cell = await calling(turn, meeting_id, lock=True)
    seats = await open_sheet(turn.db, meeting.id, turn.now)
    if is_closed(meeting) or digest_of(seats) != digest:
        return await before_closing(turn, meeting, cell, note=None if is_closed(meeting) else words.CHANGED_MEANWHILE)
    meant = [seat for seat in seats if (seat.is_undecided if is_undecided else seat.is_unsaid)]
    waiting = await waiting_for_another(turn, meeting, meant)
    marks = {seat.member.id: mark for seat in meant if waiting is None or seat.member.id not in waiting.ids}
    await take_roll(turn.db, meeting.id, Spoken(marks).as_marks(), as_member(member.id), turn.now)
    return in_place(turn, await before_closing(turn, meeting, cell, note=told(seats, Spoken(marks))))


@router.choice("close", number, str, maybe=str)
async def close(turn: Turn) -> Reply:
    """Close exactly what was shown; of two taps the second shows what the first has done."""
    meeting_id, digest, *rest = turn.args
    return await close_shown(turn, meeting_id, digest, with_rest=bool(rest))


async def close_shown(turn: Turn, meeting_id: int, digest: str, *, with_rest: bool) -> Reply:
    """Only from the beginning of the meeting on: who is there is not known before."""
    member, meeting, cell = await calling(turn, meeting_id, lock=True)
    if is_closed(meeting):
        return in_place(turn, await after_closing(turn, meeting, cell))
    seats = await open_sheet(turn.db, meeting.id, turn.now)
    if turn.now < meeting.starts_at:
        return await before_closing(turn, meeting, cell)
    unsaid = [seat.member.id for seat in seats if seat.is_unsaid]
    if digest_of(seats) != digest or bool(unsaid) != with_rest:
        return await before_closing(turn, meeting, cell, note=words.CHANGED_MEANWHILE)
    if unsaid:
        await take_roll(turn.db, meeting.id, Marks(unexcused=unsaid), as_member(member.id), turn.now)
    await close_roll(turn.db, meeting.id, as_member(member.id), turn.now)
    return in_place(turn, await after_closing(turn, meeting, cell))


def _two_thirds(roll: Roll) -> str:
    return office.quorum(roll.quorum_ok, roll.voting_present, roll.voting_base)


async def after_closing(turn: Turn, meeting: Meeting, cell: Unit, note: str | None = None) -> Reply:
    """What it came to; it can still be corrected."""
    roll = await roll_of(turn.db, meeting)
    counts = roll.counts
    lines = [
        *([note] if note else []),
        words.closed(vi.body(cell.name, meeting.kind), meeting.starts_at),
        words.counts(counts.expected, counts.present, counts.excused, counts.unexcused),
        words.rates(counts.strict, counts.adjusted, counts.present, counts.expected, counts.excused),
        *more_words.late_counts(*(await late_and_early(turn.db, meeting.id))),
        *([] if meeting.kind is MeetingKind.BRIEFING else [_two_thirds(roll)]),
        *guest_words.summary(*(await present_beside(turn.db, meeting.id)).values()),
    ]
    correct = Choice(words.CORRECT, f"roll:{meeting.id}:0")
    guests = Choice(guest_words.GUESTS, f"guests:{meeting.id}:0")
    minutes = Choice(MINUTES, f"minutes:{meeting.id}")
    return Reply("\n".join(lines), (correct, guests, minutes, Choice(menu.MENU, "menus")))
