"""A document is clear: to whoever presses or says so, or to others, for whom the secretary notes it."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Reply
from bot.model.directives import Directive
from bot.model.members import Member
from bot.refusals import NoSuchDirective, NotAllowed, NotLinked
from bot.services.acknowledging import acknowledge
from bot.services.audit import as_member, note
from bot.services.directive_people import told_among, told_at
from bot.services.directives import directive_of
from bot.services.permissions import Right
from bot.words import directive_answers as words
from bot.words.calling import behind
from bot.words.listed import Listed, row_of
from bot.words.names import fold
from handlers.attendance import by_meaning
from handlers.directives.naming import document_meant
from handlers.directives.places import DEEDS, SAID, at_the_only_place, deed, told_places
from handlers.joining import at_the_door
from handlers.talk import drafts
from handlers.talk.acting import Acting, where
from handlers.talk.asked import MENU
from handlers.talk.taking_note import asked_which, take, taken_note, which_one

router = Router()


@router.choice("directive_ack", number, number)
async def by_button(turn: Turn) -> Reply:
    """The button of a message, or its number; a number is asked back where it may be meant for something else."""
    directive_id, member_id = turn.args
    _demand_own(turn, member_id)
    asked = await asked_which(turn) if turn.is_typed else None
    return asked or await take(turn, directive_id, member_id)


@router.choice("directive_noted", number, number)
async def chosen(turn: Turn) -> Reply:
    """One of several, after having been asked which."""
    directive_id, member_id = turn.args
    _demand_own(turn, member_id)
    return await take(turn, directive_id, member_id)


def _demand_own(turn: Turn, member_id: int) -> None:
    if member_id not in {member.id for member in turn.members}:
        raise NotLinked


@router.command("đã rõ văn bản")
@router.command("rõ văn bản")
@router.command("đã đọc văn bản")
async def in_words(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    return await taken_note(turn) or Reply(words.NOTHING_OPEN, (MENU,))


@router.phrase("đã rõ văn bản")
@router.phrase("rõ văn bản")
@router.phrase("đã đọc văn bản")
async def by_number(turn: Turn) -> Reply:
    """`đã rõ văn bản 3`; where that is nobody's here, or of two people, it is asked which."""
    if not turn.members:
        return await at_the_door(turn)
    try:
        directive, _ = await document_meant(behind(turn.said.text, _words_before(turn.said.text)), turn)
    except NoSuchDirective:
        return await which_one(turn) or Reply(words.NOTHING_OPEN, (MENU,))
    own = await told_among(turn.db, directive.id, [member.id for member in turn.members])
    if len(own) == 1:
        return await take(turn, directive.id, own[0])
    return await which_one(turn) or Reply(words.NOTHING_OPEN, (MENU,))


def _words_before(text: str) -> int:
    """Before `văn bản`."""
    return len(fold(text).partition("van ban")[0].split())


# For others


@router.phrase("đã rõ hộ")
@router.phrase("rõ hộ")
async def for_others(turn: Turn) -> Reply:
    """`đã rõ hộ văn bản 3: Lan, An`, by whoever leads the cell; of others the words mean what they mean."""
    if not await where(turn, Right.DIRECT):
        return await by_meaning(turn)
    said = behind(turn.said.text, 3 if fold(turn.said.text).startswith("da ") else 2)
    directive, names = await document_meant(said, turn)
    return await at_the_only_place(turn, directive, note_for, names)


@deed
async def note_for(turn: Turn, directive: Directive, place: Acting, names: str) -> Reply:
    if not names:
        return Reply(words.FOR_WHOM.format(number=directive.id))
    found = await named_there(turn, directive, place, names)
    by = as_member(place.member.id)
    noted = [await acknowledge(turn.db, directive.id, one.id, turn.now, by) for one in found]
    new = [one.name for one, state in zip(found, noted, strict=True) if state.is_new]
    late, old = any(one.is_late for one in noted), any(one.is_old for one in noted)
    note(turn.db, by, "directive_noted_for", f"directive:{directive.id}", turn.now, unit=place.unit.id, people=len(new))
    if noted and noted[0].is_withdrawn:
        return Reply(words.withdrawn(directive.number), (MENU,))
    return Reply(words.noted_for(directive.number, new, len(found) - len(new), is_late=late, is_old=old), (MENU,))


async def named_there(turn: Turn, directive: Directive, place: Acting, names: str) -> Sequence[Member]:
    """Whom of this unit these words name; raises NotOnRollList or SeveralOnRollList, and nobody is guessed."""
    people = await told_at(turn.db, directive, place.unit)
    listed = Listed([one.name for one in people])
    parts = [row_of(part).split() for part in names.replace(" và ", ",").replace(";", ",").split(",") if part.strip()]
    numbers = [listed.numbered(part[0]) if part[0].isdecimal() else listed.one_named(part) for part in parts if part]
    return [people[at - 1] for at in dict.fromkeys(numbers)]


@router.choice(SAID, number, number)
async def at_this_unit(turn: Turn) -> Reply:
    """A line that waited for this; the second of two taps finds it gone."""
    draft_number, unit_id = turn.args
    draft = drafts.draft_of(turn, SAID, draft_number)
    directive = await directive_of(turn.db, draft["directive"])
    place = next((one for one in await told_places(turn, directive) if one.unit.id == unit_id), None)
    if place is None:
        raise NotAllowed
    drafts.drop(turn)
    return await DEEDS[draft["deed"]](turn, directive, place, draft["rest"])
