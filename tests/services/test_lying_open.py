"""Lists and drafts at a phone name people: they go with the office that showed them, and with time."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Kind, Reply
from bot.model.attendances import Answer
from bot.model.endpoints import PUT_AWAY, Endpoint
from bot.model.inbox import InboxRow
from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.services.addresses import reachable
from bot.services.attendance import invited
from bot.services.lying_open import QUIET
from bot.services.notices import owe_reply, owe_word
from bot.services.retention import take_away
from bot.services.roles import end_role
from bot.words import menu
from bot.words.times import day_of
from tests import village
from tests.handlers.conftest import Scene, evening_before
from tests.handlers.secretary import hers
from tests.services.test_importing import AN, BINH, line, load, member_named

BEGUN = {"step", "draft"}
SECOND = timedelta(seconds=1)
OPEN: dict[str, Any] = {"step": "leaves:1:0", "offered": [["Nguyễn Thị Lan", "leave:1:2:pending"]], "draft": {"no": 1}}


async def lies_open(db: AsyncSession, endpoint: Endpoint) -> set[str]:
    """Which of the three."""
    await db.refresh(endpoint)
    return {name for name in OPEN if getattr(endpoint, name) not in (None, [], PUT_AWAY)}


async def phone_of(db: AsyncSession, person: Member, now: datetime) -> Endpoint:
    endpoint = await village.reachable_at(db, person, now)
    for name, value in OPEN.items():
        setattr(endpoint, name, value)
    await db.flush()
    return endpoint


async def secretary(db: AsyncSession, now: datetime, until: date | None = None) -> tuple[Unit, Member, Endpoint]:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    role = Role(
        member_id=person.id, unit_id=cell.id, office=Office.SECRETARY, from_on=village.LONG_AGO, given_by="test"
    )
    role.until_on = until
    db.add(role)
    return cell, person, await phone_of(db, person, now)


async def said(db: AsyncSession, endpoint: Endpoint, at: datetime) -> None:
    names = {"channel": endpoint.channel, "account": endpoint.account, "address": endpoint.external_id}
    db.add(InboxRow(**names, event_id="1", body=None, received_at=at, handled_at=at))
    await db.flush()


async def told(db: AsyncSession, endpoint: Endpoint, at: datetime) -> None:
    notice = owe_reply(db, "inbox:1", endpoint, Reply("Mời họp"), at)
    await db.flush()
    outcome = AttemptOutcome.ACCEPTED
    db.add(
        Attempt(
            notice_id=notice.id, endpoint_id=endpoint.id, channel="rehearsal", begun_at=at, ended_at=at, outcome=outcome
        )
    )
    await db.flush()


async def test_with_the_office_goes_what_it_showed(db: AsyncSession, now: datetime) -> None:
    cell, person, phone = await secretary(db, now)
    other = await phone_of(db, await village.member(db, cell, "Lê Thị Cúc"), now)
    await end_role(db, person, cell, Office.SECRETARY, "test", now)
    assert await lies_open(db, phone) == BEGUN
    assert await lies_open(db, other) == BEGUN | {"offered"}


async def test_with_an_office_that_a_roster_ends_too(db: AsyncSession, now: datetime) -> None:
    await load(db, now, [AN, BINH])
    phones = [await phone_of(db, await member_named(db, one.name), now) for one in (AN, BINH)]
    await load(db, now + timedelta(days=1), [line(AN.name, birth_year=1960, phone=AN.phone), BINH])
    assert [await lies_open(db, one) for one in phones] == [BEGUN, BEGUN | {"offered"}]


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (-1, False), (-3, False)])
async def test_the_night_after_its_last_day_takes_it_away(
    each_db: AsyncSession, now: datetime, days: int, *, is_kept: bool
) -> None:
    _, _, phone = await secretary(each_db, now, day_of(now) + timedelta(days=days))
    await said(each_db, phone, now)
    await take_away(each_db, now)
    assert ("offered" in await lies_open(each_db, phone)) is is_kept
    assert await lies_open(each_db, phone) >= BEGUN


@pytest.mark.parametrize("stirs", [said, told])
async def test_after_thirty_days_of_silence_nothing_lies_open(each_db: AsyncSession, now: datetime, stirs: Any) -> None:
    _, _, phone = await secretary(each_db, now)
    await stirs(each_db, phone, now)
    await take_away(each_db, now + QUIET)
    assert await lies_open(each_db, phone) == BEGUN | {"offered"}
    assert (await take_away(each_db, now + QUIET + SECOND))["open_lists"] == 1
    assert not await lies_open(each_db, phone)
    assert (await take_away(each_db, now + QUIET + SECOND))["open_lists"] == 0


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.OTHER])
async def test_who_is_secretary_no_more_is_shown_no_list_again(db: AsyncSession, kind: Kind) -> None:
    scene: Scene = await evening_before(db)
    phone = hers(scene)
    await phone.says("ai đã nối máy")
    assert any("Lan" in label for label in phone.offered)
    await end_role(db, scene.secretary, scene.cell, Office.SECRETARY, "test", scene.now)
    await (phone.says("?") if kind is Kind.TEXT else phone.sends_a_picture())
    assert not any("Lan" in label for label in phone.offered)


async def answer_of_hers(scene: Scene) -> Answer | None:
    return (await invited(scene.db, scene.meeting.id, scene.secretary.id)).answer


@pytest.mark.parametrize("is_the_night", [False, True])
async def test_a_number_for_a_list_that_was_put_away_answers_no_meeting(
    db: AsyncSession, *, is_the_night: bool
) -> None:
    scene: Scene = await evening_before(db)
    phone = hers(scene)
    await phone.says("ai đã nối máy")
    if is_the_night:
        await take_away(db, scene.now + QUIET + SECOND)
    else:
        await end_role(db, scene.secretary, scene.cell, Office.SECRETARY, "test", scene.now)
    await db.refresh((await reachable(db, [scene.secretary.id]))[scene.secretary.id][0])
    assert "Danh sách này đã cũ" in await phone.says("2")
    assert phone.offered == [menu.MENU]
    assert "không có số này" in await phone.says("2")
    assert await answer_of_hers(scene) is None
    await phone.says("vắng")
    assert await answer_of_hers(scene) is Answer.AWAY


async def test_nor_after_something_else_was_said_in_between(db: AsyncSession) -> None:
    scene: Scene = await evening_before(db)
    phone = hers(scene)
    await phone.says("ai đã nối máy")
    await end_role(db, scene.secretary, scene.cell, Office.SECRETARY, "test", scene.now)
    await phone.sends_a_picture()
    assert phone.offered == [menu.MENU]
    await phone.says("2")
    assert await answer_of_hers(scene) is None


async def test_nor_below_the_reasons_for_staying_away(db: AsyncSession) -> None:
    scene: Scene = await evening_before(db)
    phone = hers(scene)
    await phone.says("vắng")
    await end_role(db, scene.secretary, scene.cell, Office.SECRETARY, "test", scene.now)
    assert "Danh sách này đã cũ" in await phone.says("1")
    assert await answer_of_hers(scene) is Answer.AWAY


@pytest.mark.parametrize("also", [None, Office.DEPUTY_SECRETARY, Office.OFFICE])
async def test_a_call_list_on_its_way_is_called_back_with_the_office(
    db: AsyncSession, now: datetime, also: Office | None
) -> None:
    """Whoever still leads the cell keeps it; an office at a committee is about the committee's own briefings."""
    cell, person, _ = await secretary(db, now)
    meeting, stays = await village.meeting(db, cell, now), also is Office.DEPUTY_SECRETARY
    if also is not None:
        await village.office(db, person, cell if stays else await village.commune(db), also)
    for about in (f"meeting:{meeting.id}", f"leave:{meeting.id}"):
        await owe_word(db, about, 1, [person.id], "Chưa trả lời: Nguyễn Thị Lan", now)
    await end_role(db, person, cell, Office.SECRETARY, "test", now)
    words = await db.scalars(select(Notice).filter_by(step=Step.PASSED_ON).order_by(Notice.id))
    state = NoticeState.WAITING if stays else NoticeState.CANCELLED
    assert [(one.state, bool(one.content)) for one in words] == [(state, stays), (NoticeState.WAITING, True)]
