"""The preview of a document, exactly whom it reaches; and only from there it is sent, once."""

from datetime import datetime

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.directives import Haste, Passing
from bot.refusals import ChoiceExpected
from bot.services import directives
from bot.services.audit import as_member
from bot.services.directive_audience import audience_words
from bot.services.directive_checks import read_changes
from bot.services.directive_preview import Plan, plan
from bot.services.directive_uploads import brought, taken_out
from bot.services.halts import halted_units
from bot.services.sureness import limit_passed
from bot.services.unit_settings import after_quiet, settings_of
from bot.words import calling, costs, stops
from bot.words import directive_drafts as draft_words
from bot.words import directives as words
from bot.words.secrecy import confirmed
from bot.words.times import day_of
from handlers.directives import drafted
from handlers.directives.drafted import Written
from handlers.talk import drafts
from handlers.talk.lines import heard_lines
from handlers.talk.paging import in_place

router = Router()
LOOK, SURE = "directive_look", "directive_sure"


async def resume(turn: Turn) -> Reply:
    """What is still open about the document that was begun."""
    return await ask_or_look(turn)


async def ask_or_look(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, drafted.WHAT)
    await drafted.place_of(turn)
    missing = drafted.asks(draft)
    return drafted.ask(missing) if missing else await look(turn)


async def _planned(turn: Turn, edition: int | None = None) -> tuple[Written, Plan]:
    one = await drafted.written(turn, edition)
    return one, await plan(turn.db, one.unit, one.content, one.how.to, turn.now)


async def look(turn: Turn) -> Reply:
    one, found = await _planned(turn)
    draft = drafts.draft_of(turn, drafted.WHAT)
    lines = [await _whom(turn, one, found), await _more(turn, one), costs.outlay(found.outlay)]
    lines += [draft_words.PASSES_BY_LEVEL if one.how.passing is Passing.BY_LEVEL else "", await _when(turn, one)]
    no = draft["no"]
    choices = (
        Choice(draft_words.send_to(found.reach.people), f"directive_go:{no}:{draft['edition']}"),
        Choice(draft_words.TO_WHOM, f"directive_to:{no}"),
        Choice(draft_words.EDIT, f"directive_edit:{no}"),
        Choice(draft_words.LEAVE, f"directive_drop:{no}"),
    )
    return Reply("\n".join(filter(None, lines)), choices, expect=LOOK)


async def _whom(turn: Turn, one: Written, found: Plan) -> str:
    said, reach = one.content, found.reach
    return draft_words.preview(
        words.titled(said.kind, said.number, said.issued_on, said.issuer, said.haste),
        said.summary,
        words.duties(said.due_on, must_study=said.must_study),
        await audience_words(turn.db, one.unit, one.how.to),
        reach.units,
        reach.people,
        reach.by_channel,
        reach.unreached,
    )


async def _more(turn: Turn, one: Written) -> str:
    replaced = await directives.directive_of(turn.db, one.how.replaces) if one.how.replaces else None
    has_file = await brought(turn.db, one.upload_id)
    return draft_words.with_more(
        has_body=one.content.body is not None, has_file=has_file, replaces=replaced.number if replaced else None
    )


async def _when(turn: Turn, one: Written) -> str:
    if (await halted_units(turn.db)).covers(one.unit):
        return stops.HELD_BACK
    at = await _leaves_at(turn, one)
    return draft_words.waits_until(at) if at > turn.now else draft_words.SENT_AT_ONCE


async def _leaves_at(turn: Turn, one: Written) -> datetime:
    return after_quiet(turn.now, (await settings_of(turn.db, one.unit)).quiet_hours)


@router.choice("directive_look", number)
async def look_again(turn: Turn) -> Reply:
    drafts.draft_of(turn, drafted.WHAT, turn.args[0])
    return await look(turn)


@router.choice("directive_drop", number)
async def leave(turn: Turn) -> Reply:
    drafts.draft_of(turn, drafted.WHAT, turn.args[0])
    drafts.drop(turn)
    return Reply(draft_words.LEFT)


# Sending


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    """The word of the button, or something that is changed."""
    if calling.says_yes(turn.said.text, draft_words.SAY_YES):
        return await _send(turn, drafts.draft_of(turn, drafted.WHAT)["edition"])
    line = "; ".join(heard_lines(turn))
    found = read_changes(line, day_of(turn.now), harmless=True)
    if found is None:
        raise ChoiceExpected
    await drafted.take(turn, found, harmless=confirmed(turn.said.text))
    return await look(turn)


@router.choice("directive_go", number, number)
async def send(turn: Turn) -> Reply:
    drafts.draft_of(turn, drafted.WHAT, turn.args[0])
    return await _send(turn, turn.args[1])


@router.choice("directive_night", number, number, number)
async def send_by_day_or_night(turn: Turn) -> Reply:
    """Only a person lets anything leave while others sleep (rule 36)."""
    no, edition, at_night = turn.args
    drafts.draft_of(turn, drafted.WHAT, no)
    drafts.add(turn, drafted.WHAT, at_night=bool(at_night))
    return await _send(turn, edition, is_decided=True)


@router.step(SURE)
async def number_in_words(turn: Turn) -> Reply:
    people = stops.number_said(turn.said.text)
    if people is None:
        raise ChoiceExpected
    draft = drafts.draft_of(turn, drafted.WHAT)
    return await _send(turn, draft["edition"], people, is_decided=True)


@router.choice("directive_sure", number, number, number)
async def send_to_many(turn: Turn) -> Reply:
    no, edition, people = turn.args
    drafts.draft_of(turn, drafted.WHAT, no)
    return await _send(turn, edition, people, is_decided=True)


async def _send(turn: Turn, edition: int, sure_of: int | None = None, *, is_decided: bool = False) -> Reply:
    """Very many are confirmed by their number; the second of two taps finds no draft any more."""
    one, found = await _planned(turn, edition)
    if one.content.haste is Haste.HOA_TOC and not is_decided:
        return _ask_at_night(turn, edition)
    people = found.reach.people
    limit = await limit_passed(turn.db, one.unit, people)
    if limit is not None and sure_of != people:
        return _ask_once_more(turn, edition, people, limit)
    file = await taken_out(turn.db, one.upload_id, one.member.id)
    by = as_member(one.member.id)
    made = await directives.make_directive(turn.db, one.unit, one.content, one.how, by, turn.now, file)
    drafts.drop(turn)
    said = draft_words.sending(made.number, people, made.id, by_level=made.passing is Passing.BY_LEVEL)
    waits = await _leaves_at(turn, one)
    if waits > turn.now and not made.at_night:
        said = f"{said} {draft_words.waits_until(waits)}"
    return in_place(turn, Reply(said, (Choice(words.HOW_FAR, f"directive:{made.id}"),)))


def _ask_at_night(turn: Turn, edition: int) -> Reply:
    no = drafts.draft_of(turn, drafted.WHAT)["no"]
    choices = (
        Choice(draft_words.AT_NIGHT, f"directive_night:{no}:{edition}:1"),
        Choice(draft_words.BY_DAY, f"directive_night:{no}:{edition}:0"),
    )
    return Reply(draft_words.ASK_NIGHT, choices, expect=LOOK)


def _ask_once_more(turn: Turn, edition: int, people: int, limit: int) -> Reply:
    no = drafts.draft_of(turn, drafted.WHAT)["no"]
    sure = Choice(draft_words.send_to(people), f"directive_sure:{no}:{edition}:{people}")
    again = Choice(draft_words.LOOK, f"directive_look:{no}")
    return Reply(draft_words.sure_of_many(people, limit), (sure, again), expect=SURE)
