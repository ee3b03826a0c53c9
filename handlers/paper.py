"""The secretary enters consents that were signed on paper: who, on which day, a look at it, and then it is written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import TimeUnreadable
from bot.services import consents, links
from bot.services.audit import as_member
from bot.services.links import Linked
from bot.services.naming import chosen
from bot.services.permissions import Right
from bot.words import links as link_words
from bot.words import papers as words
from bot.words import vi
from bot.words.times import day_of
from handlers.joining import at_the_door
from handlers.links import cell_here, numbered
from handlers.talk import drafts
from handlers.talk.acting import acting, one_unit
from handlers.talk.paging import in_place, page_of

router = Router()
PAPER = "paper"
WHO, DAY = "paper_who", "paper_day"
SHOWN = 14
"""Names on a page, two on a line."""


@router.command("giay dong y")
@router.command("ghi giay dong y")
@router.command("/giay")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    unit = await one_unit(turn, Right.LINK, PAPER)
    return unit if isinstance(unit, Reply) else await begin_for(turn, unit)


@router.choice(PAPER, number)
async def begin_at(turn: Turn) -> Reply:
    return await begin_for(turn, await cell_here(turn, turn.args[0]))


async def begin_for(turn: Turn, unit: Unit) -> Reply:
    await _begin(turn, unit)
    return await ask_who(turn)


async def _begin(turn: Turn, unit: Unit, **facts: object) -> None:
    """The numbers are those of the list as it is now, whoever comes or goes meanwhile."""
    people = await links.linked_in(turn.db, unit.id, turn.now)
    drafts.begin(turn, PAPER, unit=unit.id, listed=[one.member.id for one in people], **facts)


@router.choice("paper_for", number, number)
async def begin_for_one(turn: Turn) -> Reply:
    unit_id, member_id = turn.args
    unit = await cell_here(turn, unit_id)
    one = await links.one_linked(turn.db, unit.id, member_id, turn.now)
    await _begin(turn, unit, who=[one.member.id])
    return await ask_day(turn)


async def resume(turn: Turn) -> Reply:
    """The question that is open."""
    draft = drafts.draft_of(turn, PAPER)
    await cell_here(turn, draft["unit"])
    if "who" not in draft:
        return await ask_who(turn)
    return await look(turn) if "day" in draft else await ask_day(turn)


# Who


async def ask_who(turn: Turn, page_number: int = 0) -> Reply:
    """Numbers or names are typed; what can be chosen is numbered behind the people."""
    draft = drafts.draft_of(turn, PAPER)
    unit = await cell_here(turn, draft["unit"])
    page = page_of(await _listed(turn, draft), page_number, SHOWN)
    text = words.paper_list(unit.name, [(one.number, one.name) for one in page.items])
    count = len(draft["listed"])
    everybody = Choice(words.everybody(count), f"paper_all:{draft['no']}")
    return Reply(text, numbered(count, (everybody, *page.turners(f"paper_page:{draft['no']}"))), expect=WHO)


async def _listed(turn: Turn, draft: dict[str, Any]) -> list[Linked]:
    """The people by the numbers that they were shown with; who has left the cell meanwhile is missing."""
    here = {one.member.id: one for one in await links.linked_in(turn.db, draft["unit"], turn.now)}
    return [replace(here[one], number=at) for at, one in enumerate(draft["listed"], 1) if one in here]


@router.choice("paper_page", number, number)
async def turn_page(turn: Turn) -> Reply:
    no, page_number = turn.args
    drafts.draft_of(turn, PAPER, no)
    return in_place(turn, await ask_who(turn, page_number))


@router.choice("paper_all", number)
async def take_everybody(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, PAPER, turn.args[0])
    await cell_here(turn, draft["unit"])
    return await take(turn, await _listed(turn, draft))


@router.step(WHO)
async def take_named(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, PAPER)
    await cell_here(turn, draft["unit"])
    return await take(turn, chosen(await _listed(turn, draft), turn.said.text))


async def take(turn: Turn, people: Sequence[Linked]) -> Reply:
    draft = drafts.add(turn, PAPER, who=[one.member.id for one in people])
    return await look(turn) if "day" in draft else await ask_day(turn)


@router.choice("paper_who", number)
async def choose_again(turn: Turn) -> Reply:
    drafts.draft_of(turn, PAPER, turn.args[0])
    return await ask_who(turn)


# Which day


async def ask_day(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, PAPER)
    await cell_here(turn, draft["unit"])
    names = [one.name for one in await _who(turn, draft)]
    today = day_of(turn.now)
    choice = Choice(words.today(today), f"paper_day:{draft['no']}:{today.isoformat()}")
    return Reply(words.ask_day(names), (choice,), expect=DAY)


@router.choice("paper_day", number, date.fromisoformat)
async def take_day(turn: Turn) -> Reply:
    no, signed_on = turn.args
    drafts.draft_of(turn, PAPER, no)
    return await take_signed_on(turn, signed_on)


@router.step(DAY)
async def take_day_said(turn: Turn) -> Reply:
    signed_on = words.read_past_day(turn.said.text, day_of(turn.now))
    if signed_on is None:
        raise TimeUnreadable(text=turn.said.text[:20], example=words.EXAMPLE_DAY)
    return await take_signed_on(turn, signed_on)


async def take_signed_on(turn: Turn, signed_on: date) -> Reply:
    drafts.add(turn, PAPER, day=signed_on.isoformat())
    return await look(turn)


@router.choice("paper_other_day", number)
async def change_day(turn: Turn) -> Reply:
    drafts.draft_of(turn, PAPER, turn.args[0])
    return await ask_day(turn)


# A look at it, and writing


async def look(turn: Turn) -> Reply:
    """Who is entered, who has been, and who has taken it back since; raises DayToCome."""
    draft = drafts.draft_of(turn, PAPER)
    await cell_here(turn, draft["unit"])
    signed_on, people = date.fromisoformat(draft["day"]), await _who(turn, draft)
    papers = await consents.papers_of(turn.db, [one.member for one in people], signed_on, turn.now)
    text = words.preview(signed_on, *(_names(people, some) for some in (papers.new, papers.known, papers.stopped)))
    no = draft["no"]
    write = (Choice(words.YES_PAPER, f"paper_yes:{no}"),) if papers.new else ()
    change = (Choice(words.CHANGE_WHO, f"paper_who:{no}"), Choice(words.CHANGE_DAY, f"paper_other_day:{no}"))
    return Reply(text, (*write, *change, Choice(words.LEAVE, "leave")), expect=YES_NO)


async def _who(turn: Turn, draft: dict[str, Any]) -> list[Linked]:
    return [one for one in await _listed(turn, draft) if one.member.id in draft["who"]]


def _names(people: Sequence[Linked], some: Sequence[Member]) -> list[str]:
    ids = {member.id for member in some}
    return [one.name for one in people if one.member.id in ids]


@router.choice("paper_yes", number)
async def write(turn: Turn) -> Reply:
    """A second tap finds the draft gone."""
    draft = drafts.draft_of(turn, PAPER, turn.args[0])
    unit = await cell_here(turn, draft["unit"])
    by = await acting(turn, Right.LINK, unit)
    signed_on, people = date.fromisoformat(draft["day"]), await _who(turn, draft)
    members = [one.member for one in people]
    stopped = (await consents.papers_of(turn.db, members, signed_on, turn.now)).stopped
    count = await consents.enter_paper(turn.db, members, signed_on, as_member(by.id), vi.CONSENT_VERSION, turn.now)
    drafts.drop(turn)
    more = Choice(words.MORE_PAPERS, f"{PAPER}:{unit.id}")
    text = words.entered(count, signed_on, _names(people, stopped))
    return Reply(text, (more, Choice(link_words.LIST, f"links:{unit.id}:0")))
