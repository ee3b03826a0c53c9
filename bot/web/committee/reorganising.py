"""The office's page: how the tree below it changes, by a file or one line; looked at first, then confirmed."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from fastapi import Request

from bot.model.tree_changes import TreeChange, TreeChangeKind
from bot.model.units import UnitKind
from bot.refusals import CannotReorganise
from bot.services.permissions import Right
from bot.services.reorganising import drafts, plans
from bot.services.reorganising.changes import Change
from bot.services.reorganising.file import Bad, BadRow, Written, opened, read_day, understood
from bot.services.reorganising.known_units import upper_units
from bot.services.reorganising.rights import out_of_reach
from bot.services.roster.records import UnreadableWorkbook
from bot.services.sheets import HandedIn
from bot.web.committee.look import Look, number_in
from bot.web.committee.rows import Deed, Facts, Fields, Page
from bot.web.forms import read_form
from bot.web.multipart import TooLarge, read_file_form
from bot.words import reorganising as said
from bot.words import reorganising_page as page_words
from bot.words import reorganising_sheet as sheet_words
from bot.words.times import day

PATH, DRAFT = "/sap-xep", "/sap-xep/{leaf}"
LARGEST = 2_000_000
MOST_LINES = 200
"""To carry them out takes seconds, in which on SQLite nobody else writes; more are for the command line, by night."""
MOST_KNOWN = 200
"""Units that the form offers; the code of any other can be typed."""


class Brought(dict[str, str]):
    """The fields of a form, the file that came with them, and what would become of what they say."""

    file: HandedIn | None = None
    tried: drafts.Tried
    tried_again: plans.Look | None = None


async def read_fields(request: Request) -> Fields:
    """With a file or without one; raises CannotReorganise where it is too large: the key of the form is lost then."""
    if not request.headers.get("Content-Type", "").startswith("multipart/"):
        return await read_number(request)
    try:
        form = await read_file_form(request, LARGEST)
    except TooLarge:
        raise CannotReorganise(why=page_words.TOO_LARGE) from None
    if form is None:
        return Brought()
    fields = Brought(form.fields)
    fields.file = HandedIn(form.file_name, form.content) if form.file_name else None
    return fields


async def read_number(request: Request) -> Fields:
    """The small form that confirms."""
    return Brought(await read_form(request))


async def try_out(look: Look, fields: Fields) -> Fields:
    """Beside all else, since it takes seconds: what the form says, and what would happen."""
    assert isinstance(fields, Brought)  # noqa: S101 - `read_fields` has made it
    written = await _written(look, fields)
    member_id = look.visitor.member.id
    fields.tried = await drafts.tried(look.db, member_id, written.changes, written.bad, look.now)
    return fields


async def try_again(look: Look, fields: Fields) -> Fields:
    """The same for what is confirmed."""
    assert isinstance(fields, Brought)  # noqa: S101 - `read_number` has made it
    draft = await drafts.draft_of(look.db, number_in(look.leaf), look.unit, look.visitor.member.id, look.now)
    fields.tried_again = await drafts.tried_again(look.db, draft, look.now)
    return fields


async def _page(look: Look) -> Facts:
    """The two forms, and what waits for its day below this unit."""
    rows = await drafts.waiting_below(look.db, look.unit)
    waiting = [_waiting(one, rows) for one in rows]
    kinds = list(zip(said.KINDS, sheet_words.KIND_NAMES, strict=True))
    unit_kinds = list(zip(sheet_words.UNIT_KINDS, sheet_words.UNIT_KIND_NAMES, strict=True))
    return {
        "heading": page_words.TITLE,
        "has_period": False,
        "said": page_words,
        "kinds": kinds,
        "unit_kinds": unit_kinds,
        "waiting": waiting,
        "done": page_words.DONE if look.query.get("xong") else "",
        "known": await upper_units(look.db, look.unit, MOST_KNOWN),
        "key": look.visitor.form_key,
        "address": look.address(PATH),
    }


def _waiting(row: TreeChange, rows: Sequence[TreeChange]) -> Mapping[str, object]:
    """With what stands in its way: a trouble of its own, or an earlier day of the same decision that has one."""
    behind = next((one.on for one in rows if one.trouble and one.batch == row.batch and one.on < row.on), None)
    change = Change.read(row.facts)
    return {
        "id": row.id,
        "on": day(row.on),
        "what": said.KINDS[change.kind],
        "unit": change.unit or change.new_code or change.name,
        "to": change.to,
        "trouble": row.trouble or (page_words.waits_for(day(behind)) if behind else ""),
        "is_to_be_taken_over": drafts.is_to_be_taken_over(row),
    }


async def _draft(look: Look) -> Facts:
    """What would happen, line by line, and the form by which it is confirmed."""
    draft = await drafts.draft_of(look.db, number_in(look.leaf), look.unit, look.visitor.member.id, look.now)
    limit = await drafts.limit_of(look.db, look.unit, draft)
    lines = [one._replace(kind=said.KINDS.get(one.kind, ""), fate=said.FATES[one.fate]) for one in drafts.shown(draft)]
    return {
        "heading": page_words.PREVIEW,
        "has_period": False,
        "said": page_words,
        "lines": lines,
        "draft": {"id": draft.id, "people": draft.people, "is_wrong": draft.is_wrong},
        "limit": limit,
        "key": look.visitor.form_key,
        "address": look.address(PATH),
    }


async def _bring(look: Look, fields: Fields) -> str:
    """Keep what was tried out; the next page shows what would happen."""
    assert isinstance(fields, Brought)  # noqa: S101 - `read_fields` has made it
    draft = await drafts.keep(look.db, look.unit, look.visitor.member.id, fields.tried, look.now)
    return look.address(f"{PATH}/{draft.id}")


async def _written(look: Look, fields: Brought) -> Written:
    """Of a file or of one line; whatever cannot be read is said where the lines are shown."""
    if fields.file is not None:
        return await _of_file(look, fields.file)
    try:
        change = _one(fields)
    except BadRow as bad:
        return Written([], [Bad(0, str(bad))])
    if await out_of_reach(look.db, look.visitor.member.id, [change], look.now):
        return Written([], [Bad(0, _beyond(look, change))])
    return Written([change])


def _beyond(look: Look, change: Change) -> str:
    """Why a line is not theirs to decide; an office that knows its own code well would look for a slip in it."""
    return sheet_words.OWN if change.unit == look.unit.code else sheet_words.FOREIGN


async def _of_file(look: Look, file: HandedIn) -> Written:
    """A workbook is unpacked for as long as a second."""
    try:
        said = await asyncio.to_thread(opened, file, most=MOST_LINES)
    except UnreadableWorkbook as refusal:
        return Written([], [Bad(0, str(refusal))])
    member_id = look.visitor.member.id
    return await understood(look.db, said, lambda some: out_of_reach(look.db, member_id, some, look.now))


def _one(fields: Fields) -> Change:
    """The line of the form; raises BadRow."""
    kind, unit_kind = fields.get("viec", ""), fields.get("loai", "")
    if kind not in set(TreeChangeKind):
        raise BadRow(sheet_words.NO_KIND)
    if unit_kind and unit_kind not in set(UnitKind):
        raise BadRow(sheet_words.NO_UNIT_KIND)
    on: date = read_day(fields.get("ngay", ""))
    text = {name: fields.get(name, "").strip() for name in ("don-vi", "vao", "ten", "ma")}
    codes = text["don-vi"].lower(), text["vao"].lower()
    return Change(
        on, TreeChangeKind(kind), *codes, text["ten"], text["ma"].lower(), UnitKind(unit_kind) if unit_kind else None
    )


async def _confirm(look: Look, fields: Fields) -> str:
    """Done, or to be looked at again where things have changed meanwhile."""
    assert isinstance(fields, Brought)  # noqa: S101 - `read_number` has made it
    member_id = look.visitor.member.id
    draft = await drafts.draft_of(look.db, number_in(look.leaf), look.unit, member_id, look.now, lock=True)
    number = fields.get("so", "").replace(".", "").strip()
    typed = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    is_done = await drafts.confirm(look.db, look.unit, member_id, draft, typed, look.now, fields.tried_again)
    return look.address(PATH, xong=1) if is_done else look.address(f"{PATH}/{look.leaf}")


async def _take_over(look: Look, fields: Fields) -> str:
    await drafts.take_over(look.db, look.visitor.member.id, number_in(fields.get("so", "")), look.now)
    return look.address(PATH)


async def _cancel(look: Look, fields: Fields) -> str:
    await drafts.cancel_planned(look.db, look.visitor.member.id, number_in(fields.get("so", "")), look.now)
    return look.address(PATH)


PAGES = (
    Page(
        PATH,
        Right.MANAGE,
        "reorganising.html",
        _page,
        label=page_words.TITLE,
        suits=lambda unit: not unit.is_cell and unit.kind is not UnitKind.GROUP,
    ),
    Page(DRAFT, Right.MANAGE, "reorganising_draft.html", _draft),
)
DEEDS = (
    Deed(PATH, Right.MANAGE, _bring, read_fields, try_out),
    Deed(DRAFT, Right.MANAGE, _confirm, read_number, try_again),
    Deed("/bo-sap-xep", Right.MANAGE, _cancel),
    Deed("/nhan-sap-xep", Right.MANAGE, _take_over),
)
