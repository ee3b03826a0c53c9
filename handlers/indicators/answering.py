"""Whoever leads a unit answers with a number: what was understood is shown, and what is strange in it, then taken."""

import re
from collections.abc import Sequence
from typing import Any

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.indicators import FigureKind, Indicator
from bot.model.members import Member
from bot.refusals import ChoiceExpected, DraftGone, NoSuchIndicator
from bot.services.audit import as_member
from bot.services.indicator_doubts import doubts
from bot.services.indicator_people import ANSWERS
from bot.services.indicator_reports import Open, Report, report_of, reports_meant
from bot.services.indicator_values import Said, read, record_figure
from bot.services.indicators import indicator_of
from bot.services.meetings import guard
from bot.services.rate import percent
from bot.words import calling, labels
from bot.words import indicator_answers as answer_words
from bot.words import indicators as words
from bot.words.indicator_figures import figure
from bot.words.names import fold, tidy
from bot.words.secrecy import confirmed
from bot.words.vi import cell as cell_name
from handlers.talk import drafts
from handlers.talk.acting import Acting, acting, where
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place

router = Router()
FIGURE, SURE, DRAFT, TEXT = "figure", "figure_sure", "figure", "figure_text"
MOST_UNITS = 8
SAID = re.compile(r"(?:x[aá]c\s+nh[aậ]n\s*:?\s+)?\S+\s+\S+\s+(?:s[oố]\s+)?(\d{1,9})\s*[:=.]?\s*(.*)", re.IGNORECASE)
"""`chỉ tiêu 3: 92`: its number, and what is said of it."""


async def _mine(turn: Turn, report_id: int) -> tuple[Member, Report]:
    """Who answers for this unit; raises NotAllowed or NoSuchIndicator."""
    report = await report_of(turn.db, report_id)
    return await acting(turn, ANSWERS, report.unit), report


def about(report: Report) -> tuple[str, str, str]:
    """What is asked, for when, and of whom."""
    indicator, round_ = report.indicator, report.round
    what = words.title(indicator.id, indicator.name, indicator.counted)
    label = words.period(indicator.repeat, round_.starts_on, round_.ends_on)
    return what, label, cell_name(report.unit.name) if report.unit.is_cell else report.unit.name


def shown(report: Report, parts: Sequence[int]) -> str:
    """As it is read back: with its percent where there is one."""
    kind = report.indicator.kind
    whole = report.planned if kind is FigureKind.NUMBER else parts[1] if kind is FigureKind.OF else None
    rate = percent(parts[0], whole) if whole is not None else None
    return answer_words.shown(parts, kind, report.indicator.classes, report.planned, rate)


@router.choice("figure", number)
async def ask(turn: Turn) -> Reply:
    """What is asked; a bare number that comes next is the answer."""
    _, report = await _mine(turn, turn.args[0])
    if turn.endpoint.draft is not None and turn.endpoint.draft["what"] == DRAFT:
        drafts.drop(turn)
    indicator = report.indicator
    text = answer_words.ask_figure(*about(report), indicator.kind, indicator.classes)
    said = f" {answer_words.own_said(shown(report, report.parts))}" if report.parts is not None else ""
    return Reply(f"{text}{said}", expect=f"{FIGURE}:{report.row.id}")


@router.step(FIGURE)
async def figure_in_words(turn: Turn) -> Reply:
    report_id = int((turn.endpoint.step or "").partition(":")[2])
    return await _answer_to(turn, report_id)


async def _answer_to(turn: Turn, report_id: int) -> Reply:
    """A bare number answers what was asked; a whole line may be about another number."""
    text, harmless = calling.without_confirmation(turn.said.text)
    found = SAID.fullmatch(tidy(text)) if fold(text).startswith("chi tieu") else None
    if found is None or not found[2]:
        return await answer_in_words(turn, report_id, text, harmless=harmless)
    if int(found[1]) != (await report_of(turn.db, report_id)).indicator.id:
        return await answer_by_number(turn, int(found[1]), found[2])
    return await answer_in_words(turn, report_id, found[2], harmless=harmless)


async def answer_by_number(turn: Turn, which: int, said: str) -> Reply:
    """For the only unit that somebody here answers for and its only open round, or which. Raises NoSuchIndicator."""
    led = {one.unit.id: one for one in await where(turn, ANSWERS)}
    reports = await reports_meant(turn.db, which, list(led), turn.now)
    if not reports:
        raise NoSuchIndicator(which=which)
    harmless = confirmed(turn.said.text)
    guard((turn.said.text,), harmless=harmless)
    if len(reports) == 1:
        return await answer_in_words(turn, reports[0].id, said, harmless=harmless)
    no = drafts.begin(turn, TEXT, text=said, harmless=harmless)
    indicator = await indicator_of(turn.db, which)
    choices = (
        Choice(_label(led[one.unit_id], one, indicator, len(led)), f"figure_pick:{no}:{one.id}")
        for one in reports[:MOST_UNITS]
    )
    return Reply(answer_words.WHICH_REPORT, tuple(choices))


def _label(one: Acting, meant: Open, indicator: Indicator, units: int) -> str:
    """The unit, where somebody leads several, and the month or quarter, where there are any."""
    period = words.period(indicator.repeat, meant.round.starts_on, meant.round.ends_on)
    if units == 1:
        return period
    return labels.named(one.unit.name, f", {period}" if period else "")


@router.choice("figure_pick", number, number)
async def for_one_unit(turn: Turn) -> Reply:
    """One of several units that somebody answers for."""
    no, report_id = turn.args
    draft = drafts.draft_of(turn, TEXT, no)
    return await answer_in_words(turn, report_id, draft["text"], harmless=draft["harmless"])


async def answer_in_words(turn: Turn, report_id: int, text: str, *, harmless: bool) -> Reply:
    """What was understood, to be confirmed; of classes that are said one by one the next question."""
    _, report = await _mine(turn, report_id)
    said = read(report.indicator, text, report.planned, harmless=harmless)
    if not said.is_whole(report.indicator):
        said = Said((*_so_far(turn, report), *said.parts), said.note)
    _shown(turn, report, said)
    if said.is_whole(report.indicator):
        return _preview(turn, report, said)
    return _ask_next(report, said)


def _shown(turn: Turn, report: Report, said: Said) -> None:
    """What is kept of it until it is taken: what was said, and beside what it was shown."""
    beside = {"revision": report.row.revision, "planned": report.planned}
    drafts.begin(turn, DRAFT, report=report.row.id, parts=said.parts, note=said.note, **beside)


def _so_far(turn: Turn, report: Report) -> list[int]:
    """The classes that were said before; none once all were."""
    draft = turn.endpoint.draft
    if draft is None or draft["what"] != DRAFT or draft["report"] != report.row.id:
        return []
    parts: list[int] = draft["parts"]
    return parts if len(parts) < len(report.indicator.classes) else []


def _ask_next(report: Report, said: Said) -> Reply:
    classes = report.indicator.classes
    so_far = figure(said.parts, FigureKind.CLASSES, classes)
    return Reply(answer_words.next_class(so_far, classes[len(said.parts)]), expect=f"{FIGURE}:{report.row.id}")


def _preview(turn: Turn, report: Report, said: Said) -> Reply:
    strange = [answer_words.doubt(one.why, one.said, one.against) for one in doubts(report, said.parts)]
    remark = f". {answer_words.remark(said.note)}" if said.note else ""
    no = drafts.draft_of(turn, DRAFT)["no"]
    choices = (
        Choice(words.RIGHT, f"figure_yes:{no}"),
        Choice(words.AGAIN, f"figure:{report.row.id}"),
        Choice(words.LEAVE, f"figure_no:{no}"),
    )
    return Reply(
        answer_words.understood(*about(report), f"{shown(report, said.parts)}{remark}", strange), choices, expect=SURE
    )


@router.step(SURE)
async def sure_in_words(turn: Turn) -> Reply:
    """Yes, or another number."""
    draft = drafts.draft_of(turn, DRAFT)
    if calling.says_yes(turn.said.text, words.SAY_YES):
        return await _take(turn, draft)
    if not re.search(r"\d", turn.said.text):
        raise ChoiceExpected
    return await _answer_to(turn, draft["report"])


@router.choice("figure_yes", number)
async def sure(turn: Turn) -> Reply:
    return await _take(turn, drafts.draft_of(turn, DRAFT, turn.args[0]))


async def _take(turn: Turn, draft: dict[str, Any]) -> Reply:
    """The second of two taps finds no draft any more; where another number is planned by now, it is shown anew."""
    member, report = await _mine(turn, draft["report"])
    said = Said(tuple(draft["parts"]), draft["note"])
    if not said.is_whole(report.indicator):
        raise DraftGone
    if draft.get("planned", report.planned) != report.planned:
        _shown(turn, report, said)
        return in_place(turn, _preview(turn, report, said))
    by = as_member(member.id)
    taken = await record_figure(turn.db, report.row.id, said, by, turn.now, is_sure=True, revision=draft["revision"])
    drafts.drop(turn)
    what, label, at = about(taken)
    late, corrected = taken.is_late, taken.is_corrected
    text = answer_words.taken(
        report.indicator.id, what, label, at, shown(taken, said.parts), is_late=late, is_corrected=corrected
    )
    return in_place(turn, Reply(text, (Choice(words.CORRECT, f"figure:{taken.row.id}"), MENU)))


@router.choice("figure_no", number)
async def leave(turn: Turn) -> Reply:
    drafts.draft_of(turn, DRAFT, turn.args[0])
    drafts.drop(turn)
    return Reply(words.LEFT, (MENU,))
