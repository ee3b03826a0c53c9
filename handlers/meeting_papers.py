"""Papers of a meeting: whoever calls meetings brings them, whoever is invited reads them."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.papers import Paper, PaperKind
from bot.model.units import Unit
from bot.refusals import NoMeetingAhead, NotInvited
from bot.reports.paper_file import recipe_name
from bot.reports.recipes import recipe
from bot.services import meeting_papers, paper_uploads
from bot.services.audit import as_member
from bot.services.meetings import called_meetings, meeting_of
from bot.services.permissions import Right
from bot.services.unit_settings import settings_of
from bot.words import meeting_papers as words
from handlers.agendas import not_an_edit
from handlers.joining import at_the_door
from handlers.meetings.planning import or_other
from handlers.questions import open_questions
from handlers.talk.acting import MOST_ASKED, acting_at, asks_as_member, one_meeting, where
from handlers.talk.asked import MENU
from handlers.talk.handing_over import hand_over
from handlers.talk.lines import heard_lines
from handlers.talk.paging import in_place, page_of

router = Router()
PAPERS = "papers"
"""The step in which an address is typed: `papers:<meeting>`."""
SHOWN = 4


@router.command("tài liệu")
@router.command("tài liệu họp")
@router.command("/tailieu")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    if await asks_as_member(turn, Right.CALL):
        return await own(turn)
    found = await one_meeting(turn, Right.CALL, f"{PAPERS}:{{}}", lambda _: True)
    return found if isinstance(found, Reply) else await listed(turn, found)


@router.phrase("tài liệu", colon=True)
@router.phrase("xác nhận: tài liệu")
async def add_in_words(turn: Turn) -> Reply:
    """`tài liệu: https://… Dự thảo nghị quyết`."""
    found = await one_meeting(turn, Right.CALL, f"{PAPERS}:{{}}", lambda _: True)
    return found if isinstance(found, Reply) else await _take(turn, found.id)


async def own(turn: Turn) -> Reply:
    asked = await open_questions(turn)
    if not asked:
        raise NoMeetingAhead
    return await read(turn, asked[0].meeting)


async def places_for_papers(turn: Turn) -> list[Choice]:
    """A choice for each meeting to come for which somebody here may bring a file; none where there is no page."""
    cells = {one.unit.id: one for one in await where(turn, Right.CALL)}
    if not cells or turn.db.info.get("public_url") is None:
        return []
    called = await called_meetings(turn.db, list(cells))
    label = words.for_meeting if len(called) > 1 else lambda _: words.BRING
    return [Choice(label(one.starts_at), f"papers_bring:{one.id}") for one in called[:MOST_ASKED]]


# Whoever prepares the meeting


@router.choice(PAPERS, number)
async def of_meeting(turn: Turn) -> Reply:
    _, meeting, _ = await acting_at(turn, Right.CALL, turn.args[0])
    return await listed(turn, meeting)


async def listed(turn: Turn, meeting: Meeting, first: str = "") -> Reply:
    """With how more are brought."""
    found = await meeting_papers.papers_of(turn.db, meeting.id)
    page = page_of(found, 0, SHOWN)
    lines = [words.numbered(at, one.title, one.size, one.url) for at, one in enumerate(page.items, 1)]
    title = words.title(meeting.starts_at, len(found))
    text = "\n".join([*([first] if first else []), title, *(lines or [words.NONE_YET]), words.HOW])
    choices = (
        Choice(words.BRING, f"papers_bring:{meeting.id}"),
        Choice(words.SEE_PAPERS, f"papers_of:{meeting.id}"),
        MENU,
    )
    return Reply(text, choices, expect=f"{PAPERS}:{meeting.id}")


@router.choice("papers_bring", number)
async def bring(turn: Turn) -> Reply:
    """A link to the page that takes a file: none comes through a network."""
    member, meeting, _ = await acting_at(turn, Right.CALL, turn.args[0])
    link = await paper_uploads.upload_link(turn.db, meeting, member.id, turn.now)
    return Reply(words.bring_here(link), (Choice(words.LIST, f"{PAPERS}:{meeting.id}"), MENU))


@router.step(PAPERS)
@or_other
async def take_typed(turn: Turn) -> Reply:
    return await _take(turn, int((turn.endpoint.step or "").split(":")[1]))


async def _take(turn: Turn, meeting_id: int) -> Reply:
    """Addresses, one a line, or the number of one that goes."""
    lines = heard_lines(turn)
    remove = words.number_to_remove(lines[0]) if len(lines) == 1 else None
    found = [words.address_in(line) for line in lines]
    if remove is None and not (found and all(found)):
        return await not_an_edit(turn, words.HINTS[PAPERS])
    member, meeting, _ = await acting_at(turn, Right.CALL, meeting_id, lock=True)
    by = as_member(member.id)
    if remove is not None:
        await meeting_papers.remove_paper(turn.db, meeting, remove, by, turn.now)
        return await listed(turn, meeting, words.REMOVED)
    told_at = None
    for url, title in filter(None, found):
        told_at = await meeting_papers.add_link(turn.db, meeting, url, title, by, turn.now, harmless=True)
    return await listed(turn, meeting, words.ADDED + words.told_at(told_at))


# Whoever is invited


@router.choice("papers_of", number)
async def see(turn: Turn) -> Reply:
    """The button under an invitation, for whoever of this phone is on the list or prepares the meeting."""
    meeting = await meeting_of(turn.db, turn.args[0])
    await _reader(turn, meeting.id)
    return await read(turn, meeting)


async def _reader(turn: Turn, meeting_id: int) -> Member:
    for member in turn.members:
        if await meeting_papers.may_read(turn.db, meeting_id, member.id, turn.now):
            return member
    raise NotInvited


async def read(turn: Turn, meeting: Meeting, page_number: int = 0) -> Reply:
    """Links as they are; files one by one, each by its button."""
    unit = await turn.db.get_one(Unit, meeting.cell_id)
    if (await settings_of(turn.db, unit)).papers == "app":
        return Reply(words.IN_THE_APP, (MENU,))
    found = await meeting_papers.papers_of(turn.db, meeting.id)
    page = page_of(list(enumerate(found, 1)), page_number, SHOWN)
    lines = [words.numbered(at, one.title, one.size, one.url) for at, one in page.items]
    text = "\n".join([words.title(meeting.starts_at, len(found)), *(lines or [words.NONE_YET])])
    files = [
        Choice(words.choice(at, one.title), f"paper_file:{one.id}")
        for at, one in page.items
        if one.kind is PaperKind.FILE
    ]
    return Reply(text, (*files, *page.turners(f"papers_page:{meeting.id}"), MENU))


@router.choice("papers_page", number, number)
async def turn_page(turn: Turn) -> Reply:
    meeting = await meeting_of(turn.db, turn.args[0])
    await _reader(turn, meeting.id)
    return in_place(turn, await read(turn, meeting, turn.args[1]))


@router.choice("paper_file", number)
async def one(turn: Turn) -> Reply:
    """A file in the chat, or by a link that opens once."""
    paper, member = await _paper(turn, turn.args[0])
    meeting = await meeting_of(turn.db, paper.meeting_id)
    unit = await turn.db.get_one(Unit, meeting.cell_id)
    back = Choice(words.LIST, f"papers_of:{meeting.id}")
    return await hand_over(turn, member, unit, recipe(recipe_name(paper), member.id, paper.id), paper.title, (back,))


async def _paper(turn: Turn, paper_id: int) -> tuple[Paper, Member]:
    paper = await turn.db.get(Paper, paper_id)
    if paper is None or paper.kind is not PaperKind.FILE:
        raise NotInvited
    return paper, await _reader(turn, paper.meeting_id)
