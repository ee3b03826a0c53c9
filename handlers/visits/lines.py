"""One line makes a working group, or assigns: for which unit it is meant is asked where somebody plans for several."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import PersonUnclear, WorkGroupUnreadable
from bot.services.audit import as_member
from bot.services.member_search import people_named
from bot.services.visit_people import InGroup
from bot.services.working_groups import MOST_PEOPLE, write_group
from bot.words import visits as words
from bot.words.names import fold
from bot.words.visit_lines import PersonSaid, read_group
from handlers.attendance import by_meaning
from handlers.meetings.planning import heard
from handlers.talk import drafts
from handlers.talk.acting import where, which_unit
from handlers.visits.assigning import look_through
from handlers.visits.planning import MOST_UNITS, RIGHT, listed, unit_here

router = Router()
LINE = "visit_line"


@router.phrase("tổ công tác")
@router.phrase("lập tổ công tác")
@router.phrase("sửa tổ công tác")
@router.phrase("phân công")
@router.phrase("phân công:")
@router.phrase("xác nhận: tổ công tác")
@router.phrase("xác nhận: lập tổ công tác")
@router.phrase("xác nhận: phân công")
async def typed(turn: Turn) -> Reply | None:
    """Of whoever plans nothing, the words mean something else."""
    places = await where(turn, RIGHT)
    if not places:
        return await by_meaning(turn)
    said = heard(turn, turn.said.text)
    if len(places) == 1:
        return await _taken(turn, places[0].member, places[0].unit, said)
    draft = drafts.begin(turn, LINE, text=said)
    return which_unit(turn, places[:MOST_UNITS], f"{LINE}:{draft}")


@router.choice(LINE, number, number)
async def for_unit(turn: Turn) -> Reply:
    draft, unit_id = turn.args
    said = drafts.draft_of(turn, LINE, draft)["text"]
    member, unit = await unit_here(turn, unit_id)
    drafts.drop(turn)
    return await _taken(turn, member, unit, said)


async def _taken(turn: Turn, member: Member, unit: Unit, said: str) -> Reply:
    if fold(said).startswith("phan cong"):
        return await look_through(turn, unit, said)
    return await _write(turn, member, unit, said)


async def _write(turn: Turn, member: Member, unit: Unit, said: str) -> Reply:
    try:
        line = read_group(said)
    except ValueError:
        raise WorkGroupUnreadable(most=MOST_PEOPLE) from None
    people = await _people(turn, unit, line.people)
    group = await write_group(turn.db, unit, line.name, people, as_member(member.id), turn.now, harmless=True)
    leader = next((one.member.name for one in group.people if one.is_leader), "")
    others = [one.member.name for one in group.people if not one.is_leader]
    reply = await listed(turn, unit)
    return Reply(words.group_written(group.group.name, leader, others), reply.choices)


async def _people(turn: Turn, unit: Unit, said: Sequence[PersonSaid]) -> list[InGroup]:
    found = [InGroup(await person_called(turn, unit, one), one.is_leader) for one in said]
    return list({one.member.id: one for one in reversed(found)}.values())[::-1]


async def person_called(turn: Turn, unit: Unit, said: PersonSaid) -> Member:
    """The one of this name at or below the unit; raises PersonUnclear."""
    pairs = await people_named(turn.db, [unit], said.name, turn.now)
    found = {one.id: one for one, _ in pairs if said.birth_year in {None, one.birth_year}}
    if len(found) != 1:
        raise PersonUnclear(name=said.name[:40], count=len(found))
    return next(iter(found.values()))
