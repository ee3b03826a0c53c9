"""Questions about a document: to whoever passed it down, up one level at a time, and seen by nobody else."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DirectiveQuestion
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office
from bot.refusals import NobodyToAsk, NoSuchDirective, NoSuchQuestion, QuestionSettled, SecrecyMarked
from bot.services.directive_questions import answer, ask, asked_by, open_at, pass_up, question_for
from tests import village
from tests.services.directive_places import Told, told_commune

WORDS = "Phụ lục 2 áp dụng cho chi bộ nào?"


async def said_to(db: AsyncSession, member_id: int) -> list[str]:
    found = await db.scalars(select(Notice).filter_by(member_id=member_id, step="passed_on").order_by(Notice.id))
    return [str((one.content or {})["text"]) for one in found]


async def asked(told: Told) -> DirectiveQuestion:
    found, _ = await ask(told.db, told.directive, told.people[0].id, WORDS, told.now)
    return found.row


async def test_whoever_passed_it_down_is_told_of_the_unit_and_not_of_the_person(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    row = await asked(told)
    assert (row.unit_id, row.at_unit_id) == (told.dong.id, told.top.id)
    (text,) = await said_to(each_db, told.office.id)
    assert WORDS in text
    assert "Thôn dong" in text
    assert "Lan" not in text
    assert await said_to(each_db, told.secretary.id) == []
    with pytest.raises(NoSuchQuestion):
        await question_for(each_db, row.id, [told.secretary.id, told.people[1].id], told.now)
    await asked(told)
    assert len(await open_at(each_db, [told.top.id], [], 9)) == 1


async def test_the_answer_goes_to_whoever_asked_and_the_first_one_stands(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    row = await asked(told)
    await answer(each_db, row.id, "Mọi chi bộ.", told.office.id, told.now)
    (text,) = await said_to(each_db, told.people[0].id)
    assert "Mọi chi bộ." in text
    assert [one.row.answer for one in await asked_by(each_db, [told.people[0].id], 9)] == ["Mọi chi bộ."]
    with pytest.raises(QuestionSettled):
        await answer(each_db, row.id, "Không.", told.office.id, told.now)
    assert await open_at(each_db, [told.top.id], [], 9) == []


async def test_all_who_may_answer_are_told_and_the_first_answer_ends_it_for_the_others(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    other = await village.member(each_db, told.tay, "Hà Thị Hai")
    await village.office(each_db, other, told.top, Office.COMMUNE_COMMITTEE)
    await village.reachable_at(each_db, other, told.now, chat="70")
    row = await asked(told)
    for hearer in (told.office, other):
        assert any(WORDS in text for text in await said_to(each_db, hearer.id))
    await answer(each_db, row.id, "Mọi chi bộ.", other.id, told.now)
    (unsent,) = await each_db.scalars(select(Notice).filter_by(member_id=told.office.id))
    assert (unsent.state, unsent.content) == (NoticeState.CANCELLED, None)
    with pytest.raises(QuestionSettled) as refusal:
        await question_for(each_db, row.id, [told.office.id], told.now)
    assert refusal.value.facts == {"answer": "Mọi chi bộ."}


async def test_it_is_passed_up_one_level_at_a_time(each_db: AsyncSession) -> None:
    told = await told_commune(each_db)
    (await told.row(told.dong)).from_unit_id = told.tay.id
    leader = await village.member(each_db, told.tay, "Vi Văn Tây")
    await village.office(each_db, leader, told.tay, Office.SECRETARY)
    await village.reachable_at(each_db, leader, told.now, chat="70")
    row = await asked(told)
    assert row.at_unit_id == told.tay.id
    with pytest.raises(NoSuchQuestion):
        await pass_up(each_db, row.id, told.office.id, told.now)
    await pass_up(each_db, row.id, leader.id, told.now)
    assert row.at_unit_id == told.top.id
    with pytest.raises(NobodyToAsk):
        await pass_up(each_db, row.id, told.office.id, told.now)


async def test_nothing_secret_is_kept_and_nobody_asks_of_what_is_not_theirs(sqlite_db: AsyncSession) -> None:
    told = await told_commune(sqlite_db)
    with pytest.raises(SecrecyMarked):
        await ask(sqlite_db, told.directive, told.people[0].id, "TÀI LIỆU MẬT: kế hoạch", told.now)
    with pytest.raises(NoSuchDirective):
        await ask(sqlite_db, told.directive, told.secretary.id, WORDS, told.now)
    assert (await sqlite_db.scalars(select(DirectiveQuestion))).all() == []
