"""A unit reports on a document in one line; where the line and the rolls differ, that is shown first."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.directives import Directive
from bot.refusals import ChoiceExpected
from bot.services import directive_reports as reports
from bot.services.audit import as_member
from bot.words import directive_progress as words
from bot.words.calling import behind, says_yes
from bot.words.directive_progress import Said
from handlers.directives.naming import document_meant
from handlers.directives.places import at_the_only_place, deed, followed, told_place
from handlers.meetings.planning import heard
from handlers.talk import drafts
from handlers.talk.acting import Acting
from handlers.talk.asked import MENU

router = Router()
REPORT, SURE = "directive_report", "directive_report_sure"
YES = frozenset({"van bao cao", "van bao cao nhu tren", "bao cao"})


@router.phrase("báo cáo văn bản")
@router.phrase("xác nhận: báo cáo văn bản")
@router.phrase("xác nhận báo cáo văn bản")
async def in_a_line(turn: Turn) -> Reply:
    """`báo cáo văn bản 3: 1 lớp, 24/25, học bù 1`."""
    directive, rest = await document_meant(behind(heard(turn, turn.said.text), 2), turn)
    return await at_the_only_place(turn, directive, take_report, rest)


@router.choice(REPORT, number, number)
async def begin(turn: Turn) -> Reply:
    place = await followed(turn, *turn.args)
    return await take_report(turn, place.directive, await told_place(turn, place), "")


@deed
async def take_report(turn: Turn, directive: Directive, place: Acting, line: str) -> Reply:
    """Nothing said: what the rolls count is offered. What was typed has passed the guard."""
    counted = await reports.counted(turn.db, directive, place.unit)
    value = f"{directive.id}:{place.unit.id}"
    if not line:
        whole = f"{counted.classes}:{counted.studied}:{counted.expected}:{counted.made_up}"
        choices = (Choice(words.REPORT_COUNTED, f"directive_report_as:{value}:{whole}"), Choice(words.LEAVE, "leave"))
        return Reply(words.ask_report(directive.number, counted.text), choices, expect=f"{REPORT}:{value}")
    said = reports.read(line, harmless=True)
    if counted.agrees_with(said):
        return await _write(turn, directive, place, said)
    drafts.begin(turn, SURE, directive=directive.id, unit=place.unit.id, line=line, counted=counted.text)
    draft = drafts.draft_of(turn, SURE)["no"]
    choices = (Choice(words.REPORT_ANYWAY, f"{SURE}:{draft}"), Choice(words.LEAVE, "leave"))
    return Reply(words.differs(counted.text, said.text), choices, expect=SURE)


async def _write(turn: Turn, directive: Directive, place: Acting, said: Said) -> Reply:
    by = as_member(place.member.id)
    is_late = await reports.report(turn.db, directive, place.unit, said, by, turn.now)
    see = Choice(words.SEE, f"directive_progress:{directive.id}:{place.unit.id}")
    return Reply(words.reported(directive.number, said.text, is_late=is_late), (see, MENU))


@router.step(REPORT)
async def in_words(turn: Turn) -> Reply:
    _, directive_id, unit_id = (turn.endpoint.step or "").split(":")
    place = await followed(turn, int(directive_id), int(unit_id))
    return await take_report(turn, place.directive, await told_place(turn, place), heard(turn, turn.said.text))


@router.choice("directive_report_as", number, number, number, number, number, number)
async def as_counted(turn: Turn) -> Reply:
    """The button carries what it showed: where that has changed since, it is shown anew."""
    directive_id, unit_id, *shown = turn.args
    place = await followed(turn, directive_id, unit_id)
    here = await told_place(turn, place)
    counted = await reports.counted(turn.db, place.directive, place.unit)
    if [counted.classes, counted.studied, counted.expected, counted.made_up] != shown:
        return await take_report(turn, place.directive, here, "")
    said = Said(counted.classes, counted.studied, counted.expected, counted.made_up, counted.text)
    return await _write(turn, place.directive, here, said)


# Where the two differ


@router.step(SURE)
async def once_more(turn: Turn) -> Reply:
    """A yes takes the line; numbers are another line."""
    draft = drafts.draft_of(turn, SURE)
    said = heard(turn, turn.said.text)
    if says_yes(said, YES):
        return await _sure(turn, draft["no"])
    if not any(map(str.isdigit, said)):
        raise ChoiceExpected
    place = await followed(turn, draft["directive"], draft["unit"])
    return await take_report(turn, place.directive, await told_place(turn, place), said)


@router.choice(SURE, number)
async def sure(turn: Turn) -> Reply:
    return await _sure(turn, turn.args[0])


async def _sure(turn: Turn, number_of_draft: int) -> Reply:
    """The second of two taps finds no draft any more; a count that has changed since is shown first."""
    draft = drafts.draft_of(turn, SURE, number_of_draft)
    place = await followed(turn, draft["directive"], draft["unit"])
    here = await told_place(turn, place)
    counted = await reports.counted(turn.db, place.directive, place.unit)
    if counted.text != draft["counted"]:
        return await take_report(turn, place.directive, here, draft["line"])
    drafts.drop(turn)
    return await _write(turn, place.directive, here, reports.read(draft["line"], harmless=True))


async def resume(turn: Turn) -> Reply:
    """A report that was begun and not sent."""
    draft = drafts.draft_of(turn, SURE)
    place = await followed(turn, draft["directive"], draft["unit"])
    return await take_report(turn, place.directive, await told_place(turn, place), draft["line"])
