"""A member says that they are there, with the code of the meeting."""

from collections.abc import Mapping, Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.attendances import Noticed
from bot.model.check_ins import CheckInMode
from bot.model.members import Member
from bot.refusals import CheckInNotOpen
from bot.services.check_in_codes import is_code, is_ticket, ticket, was_code
from bot.services.check_ins import Door, doors_of
from bot.services.checking_in import check_in, count_wrong, is_blocked, present_of
from bot.words import check_ins as words
from handlers.joining import at_the_door

router = Router()
SMS = "sms_"
BUSY = ("roll", "roll_sum", "roll_one", "roll_fix")
"""Steps of a clerk, who goes on with them after having said that they are there themselves."""


@router.check_in
async def by_code(turn: Turn) -> Reply:
    """`DD 4821`. A wrong code counts, and is no refusal: refusals leave nothing behind, and the count must stay."""
    said = words.code_said(turn.said.text)
    if said is None or not turn.members:
        return await at_the_door(turn)
    doors = await doors_of(turn.db, [one.id for one in turn.members], turn.now)
    is_open = [door for door in doors if door.is_open(turn.now)]
    if not is_open:
        raise CheckInNotOpen(was_open=bool(doors))
    if await is_blocked(turn.db, turn.endpoint.id):
        return Reply(words.BLOCKED)
    fitting = [door for door in is_open if is_code(door.check_in, said.code, turn.now)]
    return await _let_in(turn, fitting) if fitting else await _wrong(turn, is_open, said.code)


async def _wrong(turn: Turn, doors: Sequence[Door], code: str) -> Reply:
    if await count_wrong(turn.db, turn.endpoint.id):
        return Reply(words.BLOCKED)
    is_old = any(was_code(door.check_in, code, turn.now) for door in doors)
    return _said(turn, words.OLD if is_old else words.WRONG)


async def _let_in(turn: Turn, doors: Sequence[Door]) -> Reply:
    """The only one at this phone; of several, who says so. Each by the newest door that lets them in."""
    door_of = {member_id: door for door in reversed(doors) for member_id in door.member_ids}
    here = [one for one in turn.members if one.id in door_of]
    if len(here) == 1:
        return await _note(turn, {here[0].id: door_of[here[0].id]}, here)
    door = door_of[here[0].id]
    there = await present_of(turn.db, door.meeting.id, {one.id for one in here})
    missing = [one for one in here if one.id not in there]
    if not missing or any(door_of[one.id] is not door for one in here):
        return await _note(turn, door_of, here)
    return _ask_who(turn, door, missing)


def _ask_who(turn: Turn, door: Door, people: Sequence[Member], told: str | None = None) -> Reply:
    proof = f"dd_me:{door.meeting.id}:{ticket(door.check_in, turn.now)}"
    everybody = [Choice(words.ALL, f"{proof}:0")] if len(people) > 1 else []
    ask = words.WHO if told is None else f"{told}\n{words.WHO_ELSE}"
    return Reply(ask, (*(Choice(one.name, f"{proof}:{one.id}") for one in people), *everybody))


@router.choice("dd_me", number, str, number)
async def one_of_us(turn: Turn) -> Reply:
    """Of those at this phone, whoever was named; 0 is all of them. An old button has lost its proof."""
    meeting_id, proof, member_id = turn.args
    doors = await doors_of(turn.db, [one.id for one in turn.members], turn.now)
    door = next((one for one in doors if one.meeting.id == meeting_id), None)
    if door is None or not door.is_open(turn.now):
        raise CheckInNotOpen(was_open=True)
    if not is_ticket(door.check_in, proof, turn.now):
        return Reply(words.TOO_LONG_AGO)
    here = [one for one in turn.members if one.id in door.member_ids and member_id in {0, one.id}]
    return await _note(turn, {one.id: door for one in here}, here)


async def _note(turn: Turn, door_of: Mapping[int, Door], people: Sequence[Member]) -> Reply:
    lines = []
    for member in people:
        door = door_of[member.id]
        arrival = await check_in(turn.db, door.meeting.id, member.id, _noticed(turn, door), turn.now)
        lines.append(words.came(arrival.came, member.name, arrival.at))
    return _said(turn, "\n".join(lines) or words.OVER)


def _noticed(turn: Turn, door: Door) -> Noticed:
    """Where the code comes with the picture alone, whoever has it has scanned."""
    if turn.said.channel.startswith(SMS):
        return Noticed.SMS
    is_link = turn.said.text.startswith("/start")
    return Noticed.QR if is_link or door.check_in.mode is CheckInMode.QR else Noticed.SPOKEN


def _said(turn: Turn, text: str) -> Reply:
    step = turn.endpoint.step
    return Reply(text, expect=step if step and step.partition(":")[0] in BUSY else None)
