"""An announcement is written, looked at as it will be read, and sent once."""

from dataclasses import replace
from datetime import datetime

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.refusals import AnnouncementWrong, ChoiceExpected, DraftGone, NotAllowed
from bot.services import announcements
from bot.services.announcement_groups import is_nameless, open_groups
from bot.services.announcements import Draft
from bot.services.audit import as_member
from bot.services.cell_plans import CellPlan
from bot.services.halts import halted_units
from bot.services.sureness import limit_passed
from bot.words import announcement_lines, calling, stops
from bot.words import announcements as words
from bot.words.deadlines import deadline_said, read_deadline
from bot.words.vi import cell
from handlers.attendance import by_meaning
from handlers.talk import drafts
from handlers.talk.acting import Acting, which_unit
from handlers.talk.cell_speaking import ask_once_more, cells, people_said, speaker, waits_until
from handlers.talk.paging import in_place

router = Router()
WHAT, TEXT, LOOK, SURE = "announce", "announce_text", "announce_look", "announce_sure"


# For which cell


@router.command("gửi thông báo")
@router.command("thông báo mới")
async def begin(turn: Turn) -> Reply:
    places = await cells(turn)
    if not places:
        raise NotAllowed
    return _begin_at(turn, places[0]) if len(places) == 1 else which_unit(turn, places, WHAT)


@router.choice(WHAT, number)
async def begin_at(turn: Turn) -> Reply:
    return _begin_at(turn, await speaker(turn, turn.args[0]))


def _begin_at(turn: Turn, one: Acting, text: str = "") -> Reply:
    drafts.begin(turn, WHAT, unit=one.unit.id, text=text, edition=1, until=None, group=False)
    return _ask_text(one)


def _ask_text(one: Acting) -> Reply:
    return Reply(words.ask_text(cell(one.unit.name), announcements.LONGEST), expect=TEXT)


@router.phrase("thông báo")
@router.phrase("thông báo:")
@router.phrase("gửi thông báo")
@router.phrase("gửi thông báo:")
@router.phrase("xác nhận: thông báo")
@router.phrase("xác nhận: thông báo:")
@router.phrase("xác nhận: gửi thông báo:")
async def begin_with_text(turn: Turn) -> Reply:
    """`thông báo: Mai thu đảng phí.` Of others, and of who means the meeting, the words mean something else."""
    places = await cells(turn)
    _, harmless = calling.without_confirmation(turn.said.text)
    behind = announcement_lines.behind(turn.said.text)
    if not places or (not announcement_lines.has_colon(turn.said.text) and calling.is_answer(behind)):
        return await by_meaning(replace(turn, said=replace(turn.said, text=behind)))
    _begin_at(turn, places[0], announcements.checked_text(behind, harmless=harmless))
    if len(places) > 1:
        return which_unit(turn, places, "announce_for")
    return await preview(turn)


@router.choice("announce_for", number)
async def for_this_cell(turn: Turn) -> Reply:
    one = await speaker(turn, turn.args[0])
    drafts.add(turn, WHAT, unit=one.unit.id)
    return await preview(turn)


async def resume(turn: Turn) -> Reply:
    """What is still open about the announcement that was begun."""
    draft = drafts.draft_of(turn, WHAT)
    return await preview(turn) if draft["text"] else _ask_text(await speaker(turn, draft["unit"]))


# What, and the preview


@router.step(TEXT)
async def text_in_words(turn: Turn) -> Reply:
    """Raises a refusal for what may not go, and what was asked stays asked."""
    said, harmless = announcement_lines.without_confirmation(turn.said.text)
    text = announcements.checked_text(
        announcement_lines.behind(said) if announcement_lines.has_colon(said) else said, harmless=harmless
    )
    _change(turn, text=text, group=False)
    return await preview(turn)


def _change(turn: Turn, **facts: object) -> None:
    """A button under an older preview confirms nothing any more."""
    drafts.add(turn, WHAT, edition=drafts.draft_of(turn, WHAT)["edition"] + 1, **facts)


def _drafted(turn: Turn) -> Draft:
    draft = drafts.draft_of(turn, WHAT)
    until = datetime.fromisoformat(draft["until"]) if draft["until"] else None
    return Draft(draft["text"], until, draft["group"])


async def _planned(turn: Turn, edition: int | None = None) -> tuple[Acting, CellPlan]:
    """Who speaks, and whom it reaches just now; raises DraftGone for a button under an older preview."""
    draft = drafts.draft_of(turn, WHAT)
    if edition not in {None, draft["edition"]} or not draft["text"]:
        raise DraftGone
    one = await speaker(turn, draft["unit"])
    return one, await announcements.plan_announcement(turn.db, one.unit, draft["text"], turn.now)


async def preview(turn: Turn) -> Reply:
    one, plan = await _planned(turn)
    draft, kept = _drafted(turn), drafts.draft_of(turn, WHAT)
    until = draft.until_at or plan.leaves_at + announcements.LASTS
    lines = [words.preview(cell(one.unit.name), draft.text, await people_said(turn, plan)), *_by_sms(plan, draft.text)]
    held = f" {stops.HELD_BACK}" if (await halted_units(turn.db)).covers(one.unit) else ""
    lines.append(words.until(plan.leaves_at, until, waits=waits_until(turn, plan)) + held)
    choices = (
        Choice(words.send_to(plan.people), f"announce_go:{kept['no']}:{kept['edition']}"),
        *await _group_choice(turn, one, draft),
        Choice(words.EDIT, f"announce_edit:{kept['no']}"),
        Choice(words.LEAVE, f"announce_drop:{kept['no']}"),
    )
    return in_place(turn, Reply("\n".join(lines), choices, expect=LOOK))


def _by_sms(plan: CellPlan, text: str) -> list[str]:
    """That short messages have no room for all of it."""
    if plan.by_sms is None or text in plan.by_sms:
        return []
    shown = plan.by_sms.partition("\n")[2].rpartition("…")[0]
    return [words.sms_is_short(len(shown), len(text))]


async def _group_choice(turn: Turn, one: Acting, draft: Draft) -> list[Choice]:
    """Where the cell has a group and the text names nobody."""
    number_ = drafts.draft_of(turn, WHAT)["no"]
    if draft.to_group:
        return [Choice(words.WITHOUT_GROUP, f"announce_group:{number_}:0")]
    can = await open_groups(turn.db, one.unit) and await is_nameless(turn.db, one.unit, draft.text, turn.now)
    return [Choice(words.WITH_GROUP, f"announce_group:{number_}:1")] if can else []


@router.choice("announce_group", number, number)
async def to_group(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    one = await speaker(turn, drafts.draft_of(turn, WHAT)["unit"])
    wanted = bool(turn.args[1]) and await is_nameless(turn.db, one.unit, _drafted(turn).text, turn.now)
    _change(turn, group=wanted)
    return await preview(turn)


@router.choice("announce_look", number)
async def look_again(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await preview(turn)


@router.choice("announce_edit", number)
async def edit(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, WHAT, turn.args[0])
    return _ask_text(await speaker(turn, draft["unit"]))


@router.choice("announce_drop", number)
async def leave(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.drop(turn)
    return Reply(words.LEFT)


# Sending


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    """Another day until which it is sent, that it may go, or another text."""
    if announcement_lines.has_colon(turn.said.text):
        return await begin_with_text(turn)
    if (said := deadline_said(turn.said.text)) is not None:
        try:
            until = announcements.check_until(read_deadline(said, turn.now), turn.now)
        except ValueError as why:
            raise AnnouncementWrong(why=str(why)) from None
        _change(turn, until=until.isoformat())
        return await preview(turn)
    if not calling.says_yes(turn.said.text, words.SAY_YES):
        raise ChoiceExpected
    return await _send(turn, drafts.draft_of(turn, WHAT)["edition"], None)


@router.choice("announce_go", number, number)
async def send(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await _send(turn, turn.args[1], None)


@router.step(SURE)
async def number_in_words(turn: Turn) -> Reply:
    people = stops.number_said(turn.said.text)
    if people is None:
        raise ChoiceExpected
    return await _send(turn, drafts.draft_of(turn, WHAT)["edition"], people)


@router.choice("announce_sure", number, number, number)
async def send_to_many(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await _send(turn, turn.args[1], turn.args[2])


async def _send(turn: Turn, edition: int, sure_of: int | None) -> Reply:
    """Very many are confirmed by their number; the second of two taps finds no draft any more."""
    one, plan = await _planned(turn, edition)
    limit = await limit_passed(turn.db, one.unit, plan.people)
    if limit is not None and sure_of != plan.people:
        no = drafts.draft_of(turn, WHAT)["no"]
        return ask_once_more(plan.people, limit, f"announce_sure:{no}:{edition}", f"announce_look:{no}", SURE)
    draft = _drafted(turn)
    row = await announcements.announce(turn.db, plan, draft, as_member(one.member.id), turn.now)
    drafts.drop(turn)
    waits = plan.leaves_at if waits_until(turn, plan) else None
    said = words.sending(plan.people, waits, to_group=draft.to_group)
    return in_place(turn, Reply(said, (Choice(words.HOW_FAR, f"announcement:{row.id}"),)))
