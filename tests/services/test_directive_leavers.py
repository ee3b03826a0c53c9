"""Whoever leaves before the day of a document without having done it is asked and counted no more."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, Receipt
from bot.model.member_changes import ChangeKind, MemberChange
from bot.model.members import Member, Membership
from bot.model.notices import NoticeState
from bot.model.roles import Office, Role
from bot.refusals import NoSuchDirective
from bot.services import directive_again
from bot.services.acknowledging import acknowledge, open_for
from bot.services.addressees import Addressees
from bot.services.change_checks import check
from bot.services.change_facts import Facts
from bot.services.directive_completion import delivered, missing_people
from bot.services.directive_leavers import Leavers
from bot.services.directive_reading import standing
from bot.services.directive_recount import differing
from bot.services.directives import withdraw
from bot.services.erasing import erase
from bot.services.member_changes import enter, undo
from bot.services.merging import merge
from bot.services.taken_receipts import KEY, forget_taken
from tests import village
from tests.conftest import NOW
from tests.directive_places import CONTENT, Realm, realm

TODAY, DUE = date(2026, 11, 21), date(2026, 11, 30)


async def told(db: AsyncSession) -> tuple[Realm, Directive]:
    at = await realm(db)
    directive = await at.make()
    await at.tick()
    return at, directive


async def leaves(at: Realm, who: Member, kind: ChangeKind = ChangeKind.LEAVE, on: date = TODAY) -> MemberChange:
    to = at.cells[1] if kind is ChangeKind.TRANSFER else None
    checked = await check(at.db, at.cells[0], kind, who.id, to, Facts(on), NOW)
    return await enter(at.db, checked, "test", NOW, at_once=True, received=True)


async def counts(at: Realm, directive: Directive, code: str = "dong") -> tuple[int, int]:
    """Expected and acknowledged; what is stored is what the receipts say."""
    assert await differing(at.db, NOW) == []
    row = (await at.rows(directive))[code]
    return row.expected, row.acknowledged


async def clock_looks(at: Realm, days: int) -> None:
    leavers = Leavers()
    while await leavers.look(at.db, NOW + timedelta(days=days)):
        pass


@pytest.mark.parametrize("kind", [ChangeKind.LEAVE, ChangeKind.DIE, ChangeKind.TRANSFER])
async def test_who_leaves_is_neither_expected_nor_missing_nor_reminded_of_it(
    each_db: AsyncSession, kind: ChangeKind
) -> None:
    at, directive = await told(each_db)
    gone, stays = at.people[:2]
    for one in await at.notices(directive):
        one.state = NoticeState.FAILED
    await leaves(at, gone, kind)
    assert await counts(at, directive) == (1, 0)
    assert [one.id for one in await missing_people(each_db, directive, at.cells[0])] == [stays.id]
    assert await open_for(each_db, [gone.id], NOW) == []
    assert (await directive_again.unreached(each_db, directive, at.cells[0])).count == 1
    stands = await standing(each_db, directive, at.cells[0])
    assert (stands.people, stands.failed) == (1, 1)
    assert await counts(at, directive, "tay") == (2, 0)
    assert (await acknowledge(each_db, directive.id, gone.id, NOW)).has_left
    assert await counts(at, directive) == (1, 0)


async def test_what_they_did_before_stays_counted(each_db: AsyncSession) -> None:
    at, directive = await told(each_db)
    await acknowledge(each_db, directive.id, at.people[0].id, NOW)
    await leaves(at, at.people[0])
    assert await counts(at, directive) == (2, 1)


async def test_nobody_was_reached_who_is_not_asked(each_db: AsyncSession) -> None:
    at, directive = await told(each_db)
    for one in await at.notices(directive):
        one.state = NoticeState.SENT
    await leaves(at, at.people[0])
    stands = await standing(each_db, directive, at.cells[0])
    assert (stands.people, stands.sent, await delivered(each_db, directive, at.cells[0])) == (1, 1, 1)


async def test_where_it_must_be_studied_only_having_studied_it_is_enough(each_db: AsyncSession) -> None:
    at = await realm(each_db)
    directive = await at.make(replace(CONTENT, must_study=True))
    await at.tick()
    await acknowledge(each_db, directive.id, at.people[0].id, NOW)
    await leaves(at, at.people[0])
    assert await counts(at, directive) == (1, 0)


async def test_what_was_undone_is_as_if_it_had_not_been(each_db: AsyncSession) -> None:
    at, directive = await told(each_db)
    done = await leaves(at, at.people[0], ChangeKind.TRANSFER)
    await undo(each_db, done.id, "test", NOW)
    assert await counts(at, directive) == (2, 0)
    assert (await acknowledge(each_db, directive.id, at.people[0].id, NOW)).is_new
    assert await counts(at, directive) == (2, 1)


@pytest.mark.parametrize("days", [0, 3])
async def test_who_was_moved_by_mistake_need_not_take_note_twice(each_db: AsyncSession, days: int) -> None:
    """Having taken note without having studied yet was lost when the change was undone, at once or after its day."""
    at = await realm(each_db)
    directive = await at.make(replace(CONTENT, must_study=True))
    await at.tick()
    await acknowledge(each_db, directive.id, at.people[0].id, NOW, by="member:7")
    done = await leaves(at, at.people[0], ChangeKind.TRANSFER, on=TODAY + timedelta(days=days))
    await clock_looks(at, days)
    assert await counts(at, directive) == (1, 0)
    await undo(each_db, done.id, "test", NOW + timedelta(days=days, hours=1))
    assert await counts(at, directive) == (2, 1)
    of_them = select(Receipt).filter_by(directive_id=directive.id, member_id=at.people[0].id)
    receipt = (await each_db.scalars(of_them)).one()
    assert (receipt.acknowledged_at, receipt.acknowledged_by, receipt.unit_id) == (NOW, "member:7", at.cells[0].id)
    assert not (await acknowledge(each_db, directive.id, at.people[0].id, NOW)).is_new


async def test_of_the_erased_nothing_is_kept_to_be_given_back(db: AsyncSession) -> None:
    at = await realm(db)
    directive = await at.make(replace(CONTENT, must_study=True))
    await at.tick()
    await acknowledge(db, directive.id, at.people[0].id, NOW)
    left = await leaves(at, at.people[0])
    assert left.before is not None
    assert KEY in left.before
    await erase(db, at.people[0], "test", NOW)
    assert KEY not in left.before


async def test_a_day_that_was_said_before_comes_by_the_clock(each_db: AsyncSession) -> None:
    at, directive = await told(each_db)
    await leaves(at, at.people[0], on=TODAY + timedelta(days=3))
    await clock_looks(at, 2)
    assert await counts(at, directive) == (2, 0)
    await clock_looks(at, 3)
    assert await counts(at, directive) == (1, 0)


async def test_who_leaves_after_the_day_of_the_document_is_still_missing(db: AsyncSession) -> None:
    at, directive = await told(db)
    await leaves(at, at.people[0], on=DUE + timedelta(days=1))
    await clock_looks(at, 12)
    assert await counts(at, directive) == (2, 0)


async def test_of_office_holders_the_office_decides(db: AsyncSession) -> None:
    at = await realm(db)
    await village.office(db, at.people[0], at.cells[0])
    directive = await at.make(to=Addressees((at.district.id,), offices=(Office.SECRETARY,)))
    await at.tick()
    assert await counts(at, directive) == (1, 0)
    yesterday = TODAY - timedelta(days=1)
    await db.execute(update(Role).where(Role.member_id == at.people[0].id).values(until_on=yesterday))
    await clock_looks(at, 0)
    assert await counts(at, directive) == (0, 0)


async def test_nobody_asks_after_the_erased_whatever_the_day(db: AsyncSession) -> None:
    at, directive = await told(db)
    gone = update(Membership).where(Membership.member_id == at.people[0].id)
    await db.execute(gone.values(until_on=DUE + timedelta(days=1)))
    await erase(db, at.people[0], "test", NOW + timedelta(days=20))
    assert await counts(at, directive) == (1, 0)


async def test_of_two_entries_the_one_that_had_left_leaves_nothing_open(db: AsyncSession) -> None:
    at, directive = await told(db)
    left = update(Membership).where(Membership.member_id == at.people[0].id)
    await db.execute(left.values(until_on=TODAY))
    await merge(db, at.people[2].id, at.people[0].id, "test", NOW)
    assert await counts(at, directive) == (1, 0)
    assert await counts(at, directive, "tay") == (2, 0)


async def test_the_withdrawal_counts_nobody_anew(db: AsyncSession) -> None:
    at, directive = await told(db)
    await leaves(at, at.people[0])
    await withdraw(db, directive.id, "test", NOW)
    await at.tick()
    assert await counts(at, directive) == (1, 0)


async def test_a_count_that_nobody_bears_out_is_found(each_db: AsyncSession) -> None:
    at, directive = await told(each_db)
    (await at.rows(directive))["dong"].acknowledged = 1
    await each_db.flush()
    (found,) = await differing(each_db, NOW)
    assert (found.code, found.stored["acknowledged"], found.recounted["acknowledged"]) == ("dong", 1, 0)
    assert await differing(each_db, NOW + timedelta(days=900)) == []


async def test_whoever_was_never_told_learns_of_nothing(sqlite_db: AsyncSession) -> None:
    at, directive = await told(sqlite_db)
    stranger = await village.member(sqlite_db, at.cells[0])
    with pytest.raises(NoSuchDirective):
        await acknowledge(sqlite_db, directive.id, stranger.id, NOW)


async def test_what_was_acknowledged_comes_back_as_often_as_somebody_does(db: AsyncSession) -> None:
    """Undone and made once more, the change had lost it: the undone one was not asked."""
    at = await realm(db)
    there = await leaves(at, at.people[0], ChangeKind.TRANSFER)
    directive = await at.make(replace(CONTENT, must_study=True))
    await at.tick()
    await acknowledge(db, directive.id, at.people[0].id, NOW)
    assert await counts(at, directive, "tay") == (3, 1)
    await undo(db, there.id, "test", NOW)
    await leaves(at, at.people[0], ChangeKind.TRANSFER)
    assert await counts(at, directive, "tay") == (3, 1)


async def test_it_is_kept_no_longer_than_who_took_note_of_what(db: AsyncSession) -> None:
    """It once outlived the document and every receipt of it."""
    at = await realm(db)
    directive = await at.make(replace(CONTENT, must_study=True))
    await at.tick()
    await acknowledge(db, directive.id, at.people[0].id, NOW)
    left = await leaves(at, at.people[0])
    assert await forget_taken(db, NOW + timedelta(days=700), 10) == 0
    assert await forget_taken(db, NOW + timedelta(days=800), 10) == 1
    assert left.before is not None
    assert KEY not in left.before
    assert await forget_taken(db, NOW + timedelta(days=800), 10) == 0
