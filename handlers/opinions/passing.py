"""Passing opinions up: in the sender's words or in others, one or several together; shown first, then passed."""

from typing import Any

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.opinions import Opinion
from bot.model.units import Unit
from bot.refusals import DraftGone, NoSuchOpinion
from bot.services import opinion_guard, opinion_routes, opinions
from bot.services.opinion_hearers import hears_above
from bot.words import opinion_hearing as hearing_words
from bot.words import opinions as words
from bot.words.times import day_of
from bot.words.vi import cell as unit_name
from handlers.meetings.planning import heard
from handlers.opinions.deciding import open_to
from handlers.opinions.hearing import begin, waiting_label
from handlers.talk import drafts
from handlers.talk.asked import MENU
from handlers.talk.handing_over import may_say_all
from handlers.talk.paging import in_place

router = Router()
WHAT, WORDED = "opinion_up", "opinion_worded"
MOST = 8
"""So many are put together, and so many are offered for it."""


@router.choice("opinion_up", number)
async def begin_with(turn: Turn) -> Reply:
    return await _begin(turn, [turn.args[0]], "")


@router.command("chuyển ý kiến")
async def which(turn: Turn) -> Reply:
    return await begin(turn)


@router.phrase("chuyển ý kiến")
@router.phrase("xác nhận: chuyển ý kiến")
async def begin_in_words(turn: Turn) -> Reply:
    """`chuyển ý kiến 12`, `chuyển ý kiến 12, 13: lời văn chung`."""
    ids, text = words.numbers(heard(turn, turn.said.text))
    return await _begin(turn, ids[:MOST], text) if ids else await begin(turn)


async def _begin(turn: Turn, ids: list[int], text: str) -> Reply:
    """The draft holds numbers and own words; the sender's stay where they lie."""
    rows = await _rows(turn, ids)
    await hears_above(turn.db, await turn.db.get_one(Unit, rows[0].unit_id), turn.now)
    said = opinion_guard.wording(text) if text else ""
    drafts.begin(turn, WHAT, ids=ids, text=said, edition=0, at=turn.now.isoformat())
    return await page(turn)


async def _rows(turn: Turn, ids: list[int]) -> list[Opinion]:
    """All of one unit that somebody here hears; raises NoSuchOpinion or OpinionSettled."""
    rows = [(await open_to(turn, one))[0] for one in ids]
    stranger = next((row for row in rows if row.unit_id != rows[0].unit_id), None)
    if stranger is not None:
        raise NoSuchOpinion(which=stranger.id)
    return rows


def _changed(turn: Turn, **facts: Any) -> None:
    drafts.add(turn, WHAT, edition=drafts.draft_of(turn, WHAT)["edition"] + 1, **facts)


async def page(turn: Turn) -> Reply:
    """What would go up, and to whom."""
    draft = drafts.draft_of(turn, WHAT)
    rows, no = await _rows(turn, draft["ids"]), draft["no"]
    unit = await turn.db.get_one(Unit, rows[0].unit_id)
    to = await hears_above(turn.db, unit, turn.now)
    drafts.add(turn, WHAT, to=to.id)
    is_ready = bool(draft["text"]) or len(rows) == 1
    choices = (
        *([Choice(hearing_words.PASS, f"opinion_up_go:{no}:{draft['edition']}")] if is_ready else []),
        Choice(hearing_words.WORDING, f"opinion_up_word:{no}"),
        *([Choice(hearing_words.MERGE, f"opinion_up_with:{no}")] if len(rows) < MOST else []),
        Choice(words.LEAVE, f"opinion_up_drop:{no}"),
    )
    original = (rows[0].text or "") if await may_say_all(turn, unit) else hearing_words.AS_IT_IS
    shown = draft["text"] or (original if is_ready else hearing_words.MUST_WORD)
    return in_place(turn, Reply(hearing_words.pass_preview(draft["ids"], unit_name(to.name), shown), choices))


@router.choice("opinion_up_word", number)
async def ask_wording(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return Reply(hearing_words.ASK_WORDING, (Choice(words.LEAVE, f"opinion_up_drop:{turn.args[0]}"),), expect=WORDED)


@router.step(WORDED)
async def worded(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT)
    _changed(turn, text=opinion_guard.wording(heard(turn, turn.said.text)))
    return await page(turn)


@router.choice("opinion_up_with", number)
async def ask_with(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, WHAT, turn.args[0])
    rows = await _rows(turn, draft["ids"])
    waiting = await opinions.waiting_at(turn.db, await turn.db.get_one(Unit, rows[0].unit_id))
    others = [one for one in waiting if one.id not in draft["ids"]][:MOST]
    back = Choice(words.BACK, f"opinion_up_look:{draft['no']}")
    if not others:
        return in_place(turn, Reply(hearing_words.NOTHING_TO_MERGE, (back,)))
    today = day_of(turn.now)
    choices = [Choice(waiting_label(one, today), f"opinion_up_add:{draft['no']}:{one.id}") for one in others]
    return in_place(turn, Reply(hearing_words.ASK_MERGE, (*choices, back)))


@router.choice("opinion_up_look", number)
async def look(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await page(turn)


@router.choice("opinion_up_add", number, number)
async def merge(turn: Turn) -> Reply:
    no, opinion_id = turn.args
    ids = drafts.draft_of(turn, WHAT, no)["ids"]
    if opinion_id not in ids:
        await _rows(turn, [*ids, opinion_id])
        _changed(turn, ids=[*ids, opinion_id])
    return await page(turn)


@router.choice("opinion_up_drop", number)
async def leave(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.drop(turn)
    return in_place(turn, Reply(words.LEFT, (MENU,)))


@router.choice("opinion_up_go", number, number)
async def go(turn: Turn) -> Reply:
    """Once: of two taps the second finds no draft, or what is settled. Where others hear it meanwhile, shown anew."""
    no, edition = turn.args
    draft = drafts.draft_of(turn, WHAT, no)
    rows = await _rows(turn, draft["ids"])
    text = draft["text"] or (rows[0].text if len(rows) == 1 else None)
    if draft["edition"] != edition or text is None:
        raise DraftGone
    above = await hears_above(turn.db, await turn.db.get_one(Unit, rows[0].unit_id), turn.now)
    if above.id != draft["to"]:
        return await page(turn)
    _, by = await open_to(turn, rows[0].id)
    new, to = await opinion_routes.pass_up(turn.db, rows, text, by, turn.now)
    drafts.drop(turn)
    said = hearing_words.has_passed(draft["ids"], unit_name(to.name), new.id)
    return in_place(turn, Reply(said, (Choice(hearing_words.WAITING_LIST, f"opinions:{rows[0].unit_id}"), MENU)))
