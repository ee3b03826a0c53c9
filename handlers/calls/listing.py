"""The call list on the screen, and the draft that keeps its numbers and who did not pick up."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit
from bot.services.calls import ToCall, call_list, is_to_come, people_of
from bot.services.handed_links import has_site, untold
from bot.services.permissions import Right
from bot.services.resending import unreached
from bot.services.roll_sheet import sheet_of
from bot.words import calls as words
from bot.words import vi
from bot.words.stops import RESEND
from handlers.talk import drafts
from handlers.talk.acting import acting_at
from handlers.talk.handing_over import may_say_all
from handlers.talk.paging import Page, page_of

DRAFT = "calls"
PEOPLE = 8
"""On one page, with buttons and without."""


async def list_page(turn: Turn, meeting_id: int, page: int, note: str | None = None) -> Reply:
    """Who is to be called; from the beginning of the meeting on there is the roll instead."""
    _, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    if not is_to_come(meeting, turn.now):
        return has_begun(turn, meeting)
    await keep_list(turn, meeting)
    found = await call_list(turn.db, meeting)
    if not found:
        return all_asked(turn, meeting, note)
    shown = page_of(found, page, PEOPLE)
    head = words.title(vi.cell(cell.name), meeting.starts_at, len(found), shown.number + 1, shown.count)
    lines = [*([note] if note else []), head]
    return await _page(turn, meeting, cell, shown, lines)


async def _page(turn: Turn, meeting: Meeting, cell: Unit, shown: Page[ToCall], lines: Sequence[str]) -> Reply:
    says_all, expect = await may_say_all(turn, cell), f"calls:{meeting.id}:{shown.number}"
    on_paper = has_site(turn.db) and bool(await untold(turn.db, meeting))
    people = [line_of(turn, meeting, one, says_all=says_all) for one in shown.items]
    if not turn.capabilities.buttons:
        choices = [Choice(line, _one(meeting, one)) for line, one in zip(people, shown.items, strict=True)]
        more = [*([] if shown.is_last else [words.MORE_BY_WORD]), *([] if says_all else [words.PHONES_BY_WORD])]
        more += [words.SLIPS_BY_WORD] if on_paper else []
        text = "\n".join([*lines, words.HOW, *([" ".join(more)] if more else [])])
        return Reply(text, tuple(choices), expect=expect)
    choices = [Choice(words.label(one.number, one.member.name), _one(meeting, one)) for one in shown.items]
    phones = () if says_all else (Choice(words.PHONES, f"calls_phones:{meeting.id}"),)
    slips = (Choice(words.SLIPS, f"calls_slips:{meeting.id}"),) if on_paper else ()
    turners = shown.turners(f"calls_page:{meeting.id}")
    missed_some = (await unreached(turn.db, meeting, turn.now)).count
    resend = (Choice(RESEND, f"resend:{meeting.id}"),) if missed_some else ()
    text = "\n".join([*lines, words.HOW_BY_BUTTON, *people])
    return Reply(text, (*choices, *turners, *phones, *slips, *resend), expect=expect)


def _one(meeting: Meeting, one: ToCall) -> str:
    return f"calls_one:{meeting.id}:{one.member.id}"


def line_of(turn: Turn, meeting: Meeting, one: ToCall, *, says_all: bool) -> str:
    note = words.NO_ANSWER if one.member.id in missed(turn, meeting) else words.SILENCES[one.why]
    return words.line(one.number, one.member.name, one.member.phone if says_all else None, note)


def has_begun(turn: Turn, meeting: Meeting) -> Reply:
    forget(turn, meeting)
    return Reply(words.HAS_BEGUN, (Choice(words.ROLL, f"roll:{meeting.id}:0"),))


def all_asked(turn: Turn, meeting: Meeting, note: str | None = None) -> Reply:
    forget(turn, meeting)
    return Reply("\n".join([*([note] if note else []), words.ALL_ASKED]), (tally(meeting),))


def tally(meeting: Meeting) -> Choice:
    return Choice(words.TALLY, f"tally:{meeting.id}")


# What is kept


def kept(turn: Turn, meeting: Meeting) -> dict[str, Any] | None:
    draft = turn.endpoint.draft
    is_own = draft is not None and draft["what"] == DRAFT and draft["meeting"] == meeting.id
    return draft if is_own else None


async def keep_list(turn: Turn, meeting: Meeting) -> None:
    """From now on the numbers are those that are shown here."""
    ids = [seat.member.id for seat in await sheet_of(turn.db, meeting)]
    if kept(turn, meeting) is None:
        drafts.begin(turn, DRAFT, meeting=meeting.id, ids=ids, missed=[])
    else:
        drafts.add(turn, DRAFT, ids=ids)


async def listed(turn: Turn, meeting: Meeting) -> list[Member]:
    """The people whose numbers are typed: those of the list shown last, else of the roll."""
    draft = kept(turn, meeting)
    if draft is not None:
        return await people_of(turn.db, draft["ids"])
    return [seat.member for seat in await sheet_of(turn.db, meeting)]


def missed(turn: Turn, meeting: Meeting) -> set[int]:
    """Who did not pick up."""
    draft = kept(turn, meeting)
    return set() if draft is None else set(draft["missed"])


def miss(turn: Turn, meeting: Meeting, member_ids: Iterable[int]) -> None:
    if kept(turn, meeting) is not None:
        drafts.add(turn, DRAFT, missed=sorted({*missed(turn, meeting), *member_ids}))


def forget(turn: Turn, meeting: Meeting) -> None:
    if kept(turn, meeting) is not None:
        drafts.drop(turn)
