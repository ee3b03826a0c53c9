"""The secretary hands out codes: on a sheet to print, five at a time in the chat, or one."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import CodeFromOffice, DraftGone, EverybodyLinked, NobodyOfThisName
from bot.reports.recipes import recipe
from bot.services import claims, joining, links
from bot.services.audit import as_member
from bot.services.joining import VALID
from bot.services.links import Linked, Whom
from bot.services.naming import SHOWN, named
from bot.services.permissions import Right, out_of_reach
from bot.services.ways_in import ways_in
from bot.words import claims as claim_words
from bot.words import links as words
from bot.words.names import tidy
from bot.words.times import day_of
from handlers.attendance import by_meaning
from handlers.joining import at_the_door
from handlers.links import cell_here, to_list
from handlers.talk import drafts
from handlers.talk.acting import acting, one_unit, where
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place

router = Router()
CODES = "codes"
AT_ONCE = 5
MOST_NAMESAKES = 9
MOST_CLAIMS = 3
HERE = "here"
"""In the chat, beside the ways in which a sheet can be made."""


def way(text: str) -> str:
    """How codes are handed out for a whole cell; raises ValueError."""
    return text if text == HERE else Whom(text)


@router.command("ma")
@router.command("phat ma")
@router.command("/ma")
async def hand_out(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    unit = await one_unit(turn, Right.LINK, CODES)
    return unit if isinstance(unit, Reply) else await ways_to_hand_out(turn, unit)


@router.choice(CODES, number)
async def hand_out_at(turn: Turn) -> Reply:
    return await ways_to_hand_out(turn, await cell_here(turn, turn.args[0]))


async def ways_to_hand_out(turn: Turn, unit: Unit) -> Reply:
    everybody = await links.linked_in(turn.db, unit.id, turn.now)
    left = sum(one.state is None for one in everybody)
    sheets = [Choice(words.sheet_of(left, everybody=False), f"codes_new:{unit.id}:{Whom.UNLINKED}")] if left else []
    sheets.append(Choice(words.sheet_of(len(everybody), everybody=True), f"codes_new:{unit.id}:{Whom.ALL}"))
    here = (Choice(words.CODES_HERE, f"codes_new:{unit.id}:{HERE}"),) if left else ()
    one = Choice(words.CODE_FOR_ONE, f"links:{unit.id}:0")
    shown = (*(sheets if turn.capabilities.documents else ()), *here, one)
    text = words.codes_title(unit.name, len(everybody), left)
    if waiting := await _claims(turn, unit):
        text = f"{claim_words.waiting(len(waiting))}\n{text}"
    return Reply(text, (*waiting[:MOST_CLAIMS], *shown))


async def _claims(turn: Turn, unit: Unit) -> list[Choice]:
    """Phones that wait to be confirmed; nobody confirms their own."""
    own = {member.id for member in turn.members}
    waiting = await claims.waiting_in(turn.db, unit.id, turn.now)
    return [
        Choice(claim_words.waiting_of(one.name), f"claim:{claim_id}") for claim_id, one in waiting if one.id not in own
    ]


# For many


@router.choice("codes_new", number, way)
async def ask(turn: Turn) -> Reply:
    """Asked once, since the codes that lie about on paper end; then each button works once."""
    unit_id, how = turn.args
    unit = await cell_here(turn, unit_id)
    if not await _people(turn, unit, how):
        raise EverybodyLinked
    drafts.begin(turn, CODES, unit=unit.id, how=how, after=0)
    return await resume(turn)


async def _people(turn: Turn, unit: Unit, how: str) -> list[Linked]:
    by = await acting(turn, Right.LINK, unit)
    return await links.people_for(turn.db, unit.id, Whom.UNLINKED if how == HERE else Whom(how), by.id, turn.now)


async def resume(turn: Turn) -> Reply:
    """What is asked next: whether to make the codes, or the next five of them."""
    draft = drafts.draft_of(turn, CODES)
    unit = await cell_here(turn, draft["unit"])
    people = await _left(turn, unit, draft["how"], draft["after"])
    go_on = Choice(words.YES_CODES, f"codes_go:{draft['no']}:{draft['after']}")
    return Reply(words.ask_codes(len(people)), (go_on, Choice(words.NO_CODES, "leave")), expect=YES_NO)


@router.choice("codes_go", number, number)
async def make(turn: Turn) -> Reply:
    """A tap on a button that has done its work is refused: the codes it showed are still good."""
    no, after = turn.args
    draft = drafts.draft_of(turn, CODES, no)
    unit = await cell_here(turn, draft["unit"])
    by = await acting(turn, Right.LINK, unit)
    if draft["how"] == HERE:
        if after != draft["after"]:
            raise DraftGone
        return await next_few(turn, unit, by, after)
    drafts.drop(turn)
    people = await _people(turn, unit, draft["how"])
    made = recipe(CODES, by.id, unit.id, draft["how"])
    choices = (Choice(words.LIST, f"links:{unit.id}:0"),)
    return await hand_over(turn, by, unit, made, words.sheet_made(len(people)), choices)


async def next_few(turn: Turn, unit: Unit, by: Member, after: int) -> Reply:
    """Five more codes, in the chat, for those behind the one who had the last."""
    left = await _left(turn, unit, HERE, after)
    few, more = left[:AT_ONCE], left[AT_ONCE:]
    made = await joining.invite(turn.db, [one.member for one in few], as_member(by.id), turn.now)
    codes = [(one.name, new.code) for one, new in zip(few, made, strict=True)]
    text = words.codes_page(codes, turn.now + VALID, await _places(turn))
    to_people = Choice(words.LIST, f"links:{unit.id}:0")
    if not more:
        drafts.drop(turn)
        return Reply(f"{text}\n{words.NOBODY_LEFT}", (to_people,))
    last = few[-1].member.id
    no = drafts.add(turn, CODES, after=last)["no"]
    return Reply(text, (Choice(words.next_few(len(more[:AT_ONCE])), f"codes_go:{no}:{last}"), to_people))


async def _left(turn: Turn, unit: Unit, how: str, after: int) -> list[Linked]:
    """Those behind this one in the order of the names; somebody may have linked a phone meanwhile."""
    people = await _people(turn, unit, how)
    last = await turn.db.get(Member, after)
    if last is None:
        return people
    return [one for one in people if (one.member.sort_key, one.member.id) > (last.sort_key, last.id)]


# For one


@router.choice("code", number, number)
async def for_one(turn: Turn) -> Reply:
    unit_id, member_id = turn.args
    unit = await cell_here(turn, unit_id)
    return in_place(turn, await code_of(turn, unit, await links.one_linked(turn.db, unit.id, member_id, turn.now)))


async def code_of(turn: Turn, unit: Unit, one: Linked) -> Reply:
    """A new code in the chat; it takes the place of the button's message, so that of two taps one code is seen."""
    by = await acting(turn, Right.LINK, unit)
    if await out_of_reach(turn.db, [one.member.id], unit, by.id, day_of(turn.now)):
        raise CodeFromOffice
    (made,) = await joining.invite(turn.db, [one.member], as_member(by.id), turn.now)
    text = words.one_code(one.name, made.code, turn.now + VALID, await _places(turn))
    return Reply(text, (to_list(unit, one),))


async def _places(turn: Turn) -> list[words.Place]:
    return [(way.channel, way.name, way.link()) for way in await ways_in(turn.db)]


@router.phrase("ma cho")
@router.phrase("phat ma cho")
@router.phrase("ma cua")
async def for_one_named(turn: Turn) -> Reply | None:
    """`mã cho Nguyễn Văn An`, in any cell where somebody here hands out codes; else the words are an answer."""
    places, said = await where(turn, Right.LINK), words.name_behind(turn.said.text)
    if not places or said is None:
        return await by_meaning(turn)
    people = {one.unit.id: await links.linked_in(turn.db, one.unit.id, turn.now) for one in places}
    found = [(place.unit, one) for place in places for one in named(people[place.unit.id], said)]
    if not found:
        raise NobodyOfThisName(who=tidy(said)[:SHOWN])
    if len(found) == 1:
        return await code_of(turn, *found[0])
    choices = [Choice(_apart(unit, one, len(places)), f"code:{unit.id}:{one.member.id}") for unit, one in found]
    return Reply(words.WHICH_PERSON, tuple(choices[:MOST_NAMESAKES]))


def _apart(unit: Unit, one: Linked, places: int) -> str:
    return words.person_in(one.name, unit.name) if places > 1 else one.name
