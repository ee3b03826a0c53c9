"""Which document is meant, and at which unit somebody here answers for it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import select

from bot.conversation import Turn
from bot.messages import Reply
from bot.model.directives import Directive, DirectiveUnit
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NoSuchDirective, NotAllowed
from bot.services.directive_reading import does_concern, seen_from
from bot.services.directives import directive_of
from bot.services.permissions import Right
from bot.words.calling import behind
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from handlers.directives.naming import document_meant
from handlers.talk import drafts
from handlers.talk.acting import Acting, acting, where, which_unit

SAID = "directive_line"
"""A line that waits until it is said for which unit."""
Deed = Callable[[Turn, Directive, Acting, str], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Place:
    """A document as somebody follows it at a unit."""

    directive: Directive
    unit: Unit
    member: Member


def unit_name(unit: Unit) -> str:
    return cell_name(unit.name) if unit.is_cell else unit.name


async def followed(turn: Turn, directive_id: int, unit_id: int) -> Place:
    """Raises NoSuchDirective or NotAllowed, also where the document does not concern this unit."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    member = await acting(turn, Right.DIRECT, unit)
    directive = await directive_of(turn.db, directive_id)
    if not await does_concern(turn.db, directive.id, unit):
        raise NoSuchDirective(which=directive_id)
    return Place(directive, unit, member)


Page = Callable[[Turn, Place, int], Awaitable[Reply]]


async def somewhere(turn: Turn, first: int, then: str, page: Page) -> Reply:
    """The page of the document named behind the first words, at the only unit from which somebody here follows it.

    With several it is asked at which, each as `then:<document>:<unit>`. Raises NoSuchDirective.
    """
    directive, _ = await document_meant(behind(turn.said.text, first), turn)
    places = [one for one in await where(turn, Right.DIRECT) if await does_concern(turn.db, directive.id, one.unit)]
    if not places:
        raise NoSuchDirective(which=directive.id)
    if len(places) > 1:
        return which_unit(turn, places, f"{then}:{directive.id}")
    return await page(turn, Place(directive, places[0].unit, places[0].member), 0)


async def seen_here(turn: Turn, directive: Directive) -> list[Unit]:
    """Where somebody here follows it, the highest first."""
    found: dict[int, Unit] = {}
    for member in turn.members:
        for unit in await seen_from(turn.db, directive, member.id, day_of(turn.now)):
            found.setdefault(unit.id, unit)
    return list(found.values())


async def told_places(turn: Turn, directive: Directive) -> list[Acting]:
    """The units with people who are told of it, at which somebody here passes documents down."""
    places = await where(turn, Right.DIRECT)
    told = await turn.db.scalars(
        select(DirectiveUnit.unit_id).where(
            DirectiveUnit.directive_id == directive.id,
            DirectiveUnit.expected > 0,
            DirectiveUnit.unit_id.in_([one.unit.id for one in places]),
        )
    )
    ids = set(told)
    return [one for one in places if one.unit.id in ids]


async def told_place(turn: Turn, place: Place) -> Acting:
    """That this very unit is one of them; raises NoSuchDirective."""
    found = next((one for one in await told_places(turn, place.directive) if one.unit.id == place.unit.id), None)
    if found is None:
        raise NoSuchDirective(which=place.directive.id)
    return found


DEEDS: dict[str, Deed] = {}
"""By name, so that a line is taken up again once it is said for which unit."""


def deed(function: Deed) -> Deed:
    DEEDS[function.__name__] = function
    return function


async def at_the_only_place(turn: Turn, directive: Directive, function: Deed, rest: str) -> Reply:
    """Do it at the only unit; with several it is asked for which, and the line is kept. Raises NoSuchDirective."""
    places = await told_places(turn, directive)
    if not places:
        raise NoSuchDirective(which=directive.id)
    if len(places) == 1:
        return await function(turn, directive, places[0], rest)
    draft = drafts.begin(turn, SAID, directive=directive.id, deed=function.__name__, rest=rest)
    return which_unit(turn, places, f"{SAID}:{draft}")
