"""Correcting a roll that is closed: what changes is shown with the new rate before it is written."""

from collections.abc import Mapping, Sequence

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.attendances import Mark
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.services.audit import as_member
from bot.services.deciding import demand_decider
from bot.services.permissions import Right
from bot.services.roll import take_roll
from bot.services.roll_said import Spoken, from_json
from bot.services.roll_sheet import Seat, changed, counts_after, digest_of, open_sheet
from bot.words import rolls as words
from handlers.roll.calling import calling
from handlers.roll.closing import after_closing
from handlers.roll.pages import title_of
from handlers.talk import drafts
from handlers.talk.acting import acting_at
from handlers.talk.paging import in_place

router = Router()
DRAFT = "roll_fix"


async def ask_to_correct(turn: Turn, meeting: Meeting, cell: Unit, said: Spoken, note: str | None = None) -> Reply:
    """Old and new of everybody concerned, and of the rate; nothing is written yet. Who was late changes no rate."""
    seats = await open_sheet(turn.db, meeting.id, turn.now)
    fixes = changed(seats, said.marks)
    caller, _, _ = await calling(turn, meeting.id)
    await demand_decider(turn.db, meeting, fixes, as_member(caller.id), turn.now)
    again = Choice(words.FIX_MORE, f"roll:{meeting.id}:0")
    if not fixes and said.says_more:
        await take_roll(turn.db, meeting.id, said.as_marks(), as_member(caller.id), turn.now)
        return await after_closing(turn, meeting, cell, words.FIXED)
    if not fixes:
        return Reply(words.NOTHING_TO_FIX, (again, Choice(words.FINISHED, f"roll_sum:{meeting.id}:0")))
    kept = Spoken(fixes, said.beside).as_json()
    draft = drafts.begin(turn, DRAFT, meeting=meeting.id, **kept, digest=digest_of(seats))
    lines = [*([note] if note else []), title_of(meeting, cell), *_compared(seats, fixes), words.ASK_FIX]
    return Reply("\n".join(lines), (Choice(words.WRITE_FIX, f"roll_fix:{draft}"), again), expect=YES_NO)


def _compared(seats: Sequence[Seat], fixes: Mapping[int, Mark]) -> tuple[str, str]:
    before, after = counts_after(seats, {}), counts_after(seats, fixes)
    lines = [
        words.fix(seat.number, seat.member.name, seat.mark, fixes[seat.member.id])
        for seat in seats
        if seat.member.id in fixes
    ]
    return words.fixes(lines), words.new_rate(before.strict, after.strict, after.present, after.expected)


@router.choice("roll_fix", number)
async def correct(turn: Turn) -> Reply:
    """Written as it was shown; where somebody else has changed the roll meanwhile, it is shown again."""
    draft = drafts.draft_of(turn, DRAFT, turn.args[0])
    member, meeting, cell = await calling(turn, draft["meeting"], lock=True)
    said = from_json(draft)
    if digest_of(await open_sheet(turn.db, meeting.id, turn.now)) != draft["digest"]:
        return await ask_to_correct(turn, meeting, cell, said, words.FIX_CHANGED)
    await take_roll(turn.db, meeting.id, said.as_marks(), as_member(member.id), turn.now)
    drafts.drop(turn)
    return in_place(turn, await after_closing(turn, meeting, cell, words.FIXED))


async def resume(turn: Turn) -> Reply:
    """What was about to be corrected, compared anew."""
    draft = drafts.draft_of(turn, DRAFT)
    _, meeting, cell = await acting_at(turn, Right.ROLL, draft["meeting"])
    return await ask_to_correct(turn, meeting, cell, from_json(draft))
