"""A member asks for the own record and the own data, and has them put right; on a phone of two, each for themselves."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.data_requests import RequestKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotLinked
from bot.reports.own_copy import summary
from bot.reports.recipes import recipe
from bot.services import attendance, own_data, records
from bot.services.data_requests import note_met
from bot.services.parcels import link_to
from bot.services.people import cells_of
from bot.services.records import Record
from bot.words import menu, vi
from bot.words import own as words
from bot.words.times import day_of
from handlers.joining import at_the_door
from handlers.questions import current
from handlers.talk.asked import MENU
from handlers.talk.handing_over import hand_over

router = Router()


def own_member(turn: Turn, member_id: int) -> Member:
    """Somebody whose phone this is; raises NotLinked for anybody else."""
    for member in turn.members:
        if member.id == member_id:
            return member
    raise NotLinked


def whose(turn: Turn, members: Sequence[Member], then: str) -> Member | Reply:
    """The only one whom this is about, or the question whom, each as `then:<member>`."""
    meant = turn.args or [member.id for member in members]
    if len(meant) == 1:
        return next((member for member in members if member.id == meant[0]), None) or own_member(turn, meant[0])
    return Reply(words.WHOSE, tuple(Choice(member.name, f"{then}:{member.id}") for member in members))


# The own record


@router.command("cua toi")
@router.command("ket qua cua toi")
@router.command("/cuatoi")
@router.choice("own", maybe=number)
async def own_record(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    member = whose(turn, turn.members, "own")
    return member if isinstance(member, Reply) else await record_of(turn, member, day_of(turn.now).year)


@router.phrase("cua toi nam")
@router.phrase("ket qua cua toi nam")
async def own_record_of_year(turn: Turn) -> Reply:
    """`của tôi năm 2025`, `của tôi năm ngoái`; the running year where no other is named."""
    year = words.year_said(turn.said.text, day_of(turn.now).year)
    member = whose(turn, turn.members, f"own_year:{year}")
    return member if isinstance(member, Reply) else await record_of(turn, member, year)


def a_year(text: str) -> int:
    """Raises ValueError for what no calendar here has."""
    if not 2000 <= number(text) < 2200:
        raise ValueError(text)
    return int(text)


@router.choice("own_year", a_year, number)
async def own_record_then(turn: Turn) -> Reply:
    year, member_id = turn.args
    return await record_of(turn, own_member(turn, member_id), year)


async def record_of(turn: Turn, member: Member, year: int) -> Reply:
    """A year, the latest meetings, the next one; nothing of what might follow from it."""
    record = await records.record_of(turn.db, member.id, year, turn.now)
    this = day_of(turn.now).year
    lately = [*_latest(record), await _next(turn, member)] if year == this else []
    text = [words.record_title(member.name, year), *_counted(record), *lately]
    other = this - 1 if year == this else this
    then = Choice(words.year_choice(other, this), f"own_year:{other}:{member.id}")
    return Reply("\n".join(text), (Choice(menu.NEXT_MEETING, "next"), Choice(menu.OWN_DATA, "own_data"), then))


def _counted(record: Record) -> list[str]:
    counts = record.counts
    if not counts.expected:
        return [words.NO_ROLLS]
    return [
        words.held(record.held, counts.expected),
        words.marks(counts.present, counts.excused, counts.unexcused),
        words.rate(counts.strict, counts.present, counts.expected),
    ]


def _latest(record: Record) -> list[str]:
    lines = [words.attended(one.on, one.kind, one.mark) for one in record.latest]
    return [words.LATEST, *lines] if lines else []


async def _next(turn: Turn, member: Member) -> str:
    asked = await attendance.questions(turn.db, [member.id], turn.now)
    return words.next_meeting(asked[0].meeting.starts_at, current(asked[0])) if asked else words.NO_NEXT


# The own data


@router.command("du lieu cua toi")
@router.command("/dulieu")
@router.choice("own_data", maybe=number)
async def what_is_kept(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    member = whose(turn, turn.members, "own_data")
    if isinstance(member, Reply):
        return member
    data = await own_data.own_data_of(turn.db, member.id)
    choices = (
        Choice(words.COPY, f"own_copy:{member.id}"),
        Choice(words.WISH, f"own_wish:{member.id}"),
        Choice(vi.STOP, "stop:ask"),
        MENU,
    )
    return Reply("\n".join(summary(data, day_of(turn.now))), choices)


@router.choice("own_copy", number)
async def copy(turn: Turn) -> Reply:
    """The own data, and still a file: abroad by a link."""
    member = own_member(turn, turn.args[0])
    made, choices = recipe("own_data", member.id), (Choice(words.WISH, f"own_wish:{member.id}"),)
    await note_met(turn.db, member.id, RequestKind.ACCESS, turn.now)
    cells = await cells_of(turn.db, [member.id], day_of(turn.now))
    cell = await turn.db.get(Unit, cells.get(member.id, 0))
    if cell is not None:
        return await hand_over(turn, member, cell, made, words.COPY_MADE, choices)
    return Reply(f"{words.COPY_MADE}\n{menu.by_link(await link_to(turn.db, made, member.id, turn.now))}", choices)
