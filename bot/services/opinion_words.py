"""Telling people of opinions: who has to decide about one, and who sent it. What was sent never travels in these."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.notices import Notice
from bot.model.opinions import Opinion, OpinionState
from bot.model.units import Unit
from bot.services.notices import Word, owe_words
from bot.services.opinion_sources import senders_of
from bot.services.people import people_of_cell
from bot.services.permissions import Right, holders_at
from bot.words import opinions as words
from bot.words.agendas import names_somebody
from bot.words.times import day_of
from bot.words.vi import cell as unit_name

Said = tuple[int, Sequence[int], str, str]
"""Of which opinion, to the first of whom, the words, and the key of the button that opens it."""
FOR_HOLDERS, FOR_SENDER = "opinion", "my_opinion"


async def tell_holders(db: AsyncSession, row: Opinion, now: datetime, but: int | None = None) -> bool:
    """That a new one came to their unit; False where nobody can be told. `but`: who said it."""
    people = [one for one in await _holders(db, row.unit_id, now) if one != but]
    unit = await _name(db, row.unit_id)
    source = await _name(db, row.from_unit_id) if row.from_unit_id else None
    return await _say(
        db, [(row.id, people, words.arrived(row.id, unit, source, row.kind, row.due_on), FOR_HOLDERS)], now
    )


async def tell_added(db: AsyncSession, row: Opinion, now: datetime) -> None:
    """That what was asked back has been answered."""
    people = await _holders(db, row.unit_id, now)
    await _say(db, [(row.id, people, words.was_added(row.id, row.due_on), FOR_HOLDERS)], now)


async def tell_passed(db: AsyncSession, new: Opinion, to: Unit, now: datetime) -> None:
    """Each sender, that it lies further up."""
    senders = await senders_of(db, new)
    said = [_to_sender(one, words.passed_on(one.id, unit_name(to.name))) for one in senders]
    await _say(db, said, now)


async def tell_end(db: AsyncSession, row: Opinion, whole: Sequence[Opinion], now: datetime) -> None:
    """Each sender and each unit on the way, once; not the unit that decided."""
    where = unit_name((await db.get_one(Unit, row.unit_id)).name)
    is_answered = row.state is OpinionState.ANSWERED
    answer = await _unless_named(db, row.answer, [one.unit_id for one in whole], now)
    said = [_to_sender(one, words.ended(one.id, where, answer, is_answered=is_answered)) for one in whole]
    first_of_unit = {one.unit_id: one for one in reversed(whole) if one.unit_id != row.unit_id}
    for unit_id, one in first_of_unit.items():
        text = words.ended_above(one.id, where, is_answered=is_answered)
        said.append((one.id, await _holders(db, unit_id, now), text, FOR_HOLDERS))
    await _say(db, said, now)


async def tell_asked(db: AsyncSession, row: Opinion, now: datetime, *, is_again: bool = False) -> bool:
    """Who sent it, or the unit that passed it on; where nobody there hears any, whoever sent it."""
    where = await _name(db, row.unit_id)
    asking = await _unless_named(db, row.question, [row.unit_id, row.from_unit_id], now)
    people = await _holders(db, row.from_unit_id, now) if row.from_unit_id is not None else []
    if people:
        below = await db.scalar(select(func.min(Opinion.id)).where(Opinion.into_id == row.id)) or row.id
        text = words.asked_below(below, where, asking, is_again=is_again)
        return await _say(db, [(below, people, text, FOR_HOLDERS)], now)
    senders = [one for one in await senders_of(db, row) if one is row or one.into_id == row.id]
    said = [_to_sender(one, words.asked_sender(one.id, where, asking, is_again=is_again)) for one in senders]
    return await _say(db, said, now)


async def remind(db: AsyncSession, unit_id: int, rows: Sequence[Opinion], now: datetime) -> None:
    """All that are due at a unit are one word."""
    unit, people = await _name(db, unit_id), await _holders(db, unit_id, now)
    is_late = any(one.due_on < day_of(now) for one in rows)
    text = words.due_now(unit, [one.id for one in rows], is_late=is_late)
    await _say(db, [(rows[0].id, people, text, FOR_HOLDERS)], now)


async def _unless_named(
    db: AsyncSession, text: str | None, unit_ids: Iterable[int | None], now: datetime
) -> str | None:
    """None where it names somebody: which network carries it is not known yet, and one abroad must not."""
    cells = {unit_id for unit_id in unit_ids if unit_id is not None}
    names = [one.member.name for cell in cells for one in await people_of_cell(db, cell, day_of(now))]
    return None if text is None or names_somebody(text, names) else text


def _to_sender(row: Opinion, text: str) -> Said:
    return row.id, [row.member_id] if row.member_id is not None else [], text, FOR_SENDER


async def _holders(db: AsyncSession, unit_id: int, now: datetime) -> list[int]:
    return (await holders_at(db, [unit_id], Right.HEAR_OPINIONS, day_of(now)))[unit_id]


async def _name(db: AsyncSession, unit_id: int) -> str:
    return unit_name((await db.get_one(Unit, unit_id)).name)


async def _say(db: AsyncSession, said: Iterable[Said], now: datetime) -> bool:
    """False where one of these reaches nobody."""
    some = [one for one in said if one[1]]
    if not some:
        return False
    rounds = await _rounds(db, [row_id for row_id, *_ in some])
    due = []
    for row_id, people, text, key in some:
        rounds[row_id] += 1
        reply = Reply(
            text, (Choice(words.LOOK, f"{key}:{row_id}"),), one_way=words.one_way(row_id, is_sender=key == FOR_SENDER)
        )
        due.append(Word(f"opinion:{row_id}", rounds[row_id], people, reply))
    return all(await owe_words(db, due, now))


async def _rounds(db: AsyncSession, row_ids: Sequence[int]) -> Counter[int]:
    """The last round in which something was said of each."""
    about = {f"opinion:{row_id}": row_id for row_id in row_ids}
    found = await db.execute(
        select(Notice.about, func.max(Notice.round)).where(Notice.about.in_(about)).group_by(Notice.about)
    )
    return Counter({about[name]: last for name, last in found})
