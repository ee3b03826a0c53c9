"""Somebody new in a cell, in one line; then as a change like any other."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.member_changes import ChangeKind
from bot.model.units import Unit
from bot.refusals import NewcomerUnreadable, NotAllowed
from bot.services.change_checks import NEW, check
from bot.services.change_facts import Facts, Newcomer
from bot.services.permissions import Right
from bot.words import member_changes as words
from bot.words.change_line import read_person
from bot.words.times import day_of
from handlers.meetings.planning import or_other
from handlers.members.making import WHAT, a_kind, next_question, typed_behind
from handlers.members.rights import cell_at
from handlers.talk import drafts
from handlers.talk.acting import one_unit, where
from handlers.talk.asked import MENU

router = Router()
NEWCOMER = "member_new"


@router.choice("member_add", number)
async def ask_newcomer(turn: Turn) -> Reply:
    _, unit = await cell_at(turn, turn.args[0])
    return Reply(words.ASK_NEWCOMER, (MENU,), expect=f"{NEWCOMER}:{unit.id}")


@router.phrase("thêm đảng viên")
async def newcomer_in_words(turn: Turn) -> Reply:
    if not await where(turn, Right.ROSTER) and await where(turn, Right.MANAGE):
        return Reply(words.ADD_BELOW, (MENU,))
    unit = await one_unit(turn, Right.ROSTER, "member_add")
    return unit if isinstance(unit, Reply) else await _newcomer(turn, unit, typed_behind(turn, "thêm đảng viên"))


@router.step(NEWCOMER)
@or_other
async def take_newcomer(turn: Turn) -> Reply:
    _, unit = await cell_at(turn, int((turn.endpoint.step or "").partition(":")[2] or 0))
    return await _newcomer(turn, unit, turn.said.text)


async def _newcomer(turn: Turn, unit: Unit, said: str) -> Reply:
    """Looked at before any of it is kept."""
    read = read_person(said, day_of(turn.now))
    if read.unread is not None or not read.name:
        raise NewcomerUnreadable(part=(read.unread or read.name)[:40])
    official, probationary = (read.since, None) if read.is_official else (None, read.since)
    if read.is_official and official is None:
        official = day_of(turn.now)
    one = Newcomer(read.name, read.birth_year, read.phone, official, probationary, read.group)
    facts = Facts(day_of(turn.now), newcomer=one)
    await check(turn.db, unit, ChangeKind.ADD, None, None, facts, turn.now)
    no = drafts.begin(
        turn, WHAT, unit=unit.id, member=None, kind=ChangeKind.ADD.value, name=one.name, facts=facts.as_json()
    )
    choices = (
        Choice(words.JOINS, f"member_new_as:{no}:{ChangeKind.ADD}"),
        Choice(words.RECEIVED_HERE, f"member_new_as:{no}:{ChangeKind.RECEIVE}"),
    )
    return Reply(words.HOW_NEW.format(name=one.name), choices)


@router.choice("member_new_as", number, a_kind)
async def new_as(turn: Turn) -> Reply:
    no, kind = turn.args
    drafts.draft_of(turn, WHAT, no)
    if kind not in NEW:
        raise NotAllowed
    drafts.add(turn, WHAT, kind=kind.value)
    return await next_question(turn)
