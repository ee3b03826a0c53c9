"""An announcement is written, looked at as it will be read, and sent once."""

from dataclasses import replace
from datetime import datetime

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.refusals import AnnouncementWrong, DraftGone, NotAllowed
from bot.services import announcements
from bot.services.announcement_groups import is_nameless, open_groups
from bot.services.announcements import Draft
from bot.services.audit import as_member
from bot.services.cell_plans import CellPlan
from bot.words import announcement_lines, calling
from bot.words import announcements as words
from bot.words.deadlines import deadline_said, read_deadline
from bot.words.vi import cell
from handlers.attendance import by_meaning
from handlers.talk import drafts
from handlers.talk.acting import Acting, which_unit
from handlers.talk.cell_speaking import cells, people_said, speaker, waits_until
from handlers.talk.held_back import unless_stopped
from handlers.talk.paging import in_place
from handlers.talk.sending import Ready, Sending

router = Router()
WHAT, TEXT, LOOK = "announce", "announce_text", "announce_look"


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


@router.phrase("thông báo", colon=True)
@router.phrase("gửi thông báo", colon=True)
@router.phrase("xác nhận: thông báo", colon=True)
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
    drafts.change(turn, WHAT, text=text, group=False)
    return await preview(turn)


def _drafted(turn: Turn) -> Draft:
    draft = drafts.draft_of(turn, WHAT)
    until = datetime.fromisoformat(draft["until"]) if draft["until"] else None
    return Draft(draft["text"], until, draft["group"])


async def _planned(turn: Turn) -> tuple[Acting, CellPlan]:
    """Who speaks, and whom it reaches just now; raises DraftGone."""
    draft = drafts.draft_of(turn, WHAT)
    if not draft["text"]:
        raise DraftGone
    one = await speaker(turn, draft["unit"])
    return one, await announcements.plan_announcement(turn.db, one.unit, draft["text"], turn.now)


async def preview(turn: Turn) -> Reply:
    one, plan = await _planned(turn)
    draft = _drafted(turn)
    until = draft.until_at or plan.leaves_at + announcements.LASTS
    lines = [words.preview(cell(one.unit.name), draft.text, await people_said(turn, plan)), *_by_sms(plan, draft.text)]
    when = words.until(plan.leaves_at, until, waits=waits_until(turn, plan))
    lines.append(await unless_stopped(turn, one.unit, when))
    choices = SENDING.buttons(turn, plan.people, *await _group_choice(turn, one, draft))
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
    drafts.change(turn, WHAT, group=wanted)
    return await preview(turn)


async def edit(turn: Turn) -> Reply:
    return _ask_text(await speaker(turn, drafts.draft_of(turn, WHAT)["unit"]))


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    """Another day until which it is sent, that it may go, or another text."""
    if announcement_lines.has_colon(turn.said.text):
        return await begin_with_text(turn)
    if (said := deadline_said(turn.said.text)) is None:
        return await SENDING.in_words(turn)
    try:
        until = announcements.check_until(read_deadline(said, turn.now), turn.now)
    except ValueError as why:
        raise AnnouncementWrong(why=str(why)) from None
    drafts.change(turn, WHAT, until=until.isoformat())
    return await preview(turn)


# Sending


async def _ready(turn: Turn) -> Ready:
    one, plan = await _planned(turn)
    draft = _drafted(turn)

    async def send() -> Reply:
        row = await announcements.announce(turn.db, plan, draft, as_member(one.member.id), turn.now)
        waits = plan.leaves_at if waits_until(turn, plan) else None
        said = words.sending(plan.people, waits, to_group=draft.to_group)
        return Reply(said, (Choice(words.HOW_FAR, f"announcement:{row.id}"),))

    return Ready(one.unit, plan.people, send)


SENDING = Sending(what=WHAT, preview=preview, edit=edit, ready=_ready, edit_label=words.EDIT, left=words.LEFT)
SENDING.spoken_of_in(router)
