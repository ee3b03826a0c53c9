"""Residents: once for a village, once on a phone, in no figure of members; and what a text to them takes."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import PLAIN, SMART
from bot.db.sessions import open_engine, sessions_of
from bot.messages import Arrival, Receipt, Reply
from bot.model.audit import AuditRow
from bot.model.endpoints import ConsentKind, Endpoint
from bot.model.inbox import InboxRow
from bot.model.members import Member
from bot.model.notices import Attempt, AttemptOutcome, Notice, NoticeState
from bot.model.participations import Participation
from bot.model.residents import CodePurpose, Registered, Resident, ResidentCode
from bot.model.units import Unit
from bot.refusals import (
    DoubtfulWords,
    NoMoneyForResidents,
    NoResidents,
    ResidentTextWrong,
    SecrecyMarked,
    TextGone,
    TooManyParts,
    TooManyVillages,
)
from bot.services.falling_back import next_channel
from bot.services.halts import go_on, halt, halted_units, may_leave, waiting_below
from bot.services.invitations import invited_to
from bot.services.ledger import broadcast, ledger_of, unbalanced
from bot.services.participation import roll_up_all
from bot.services.people import people_of_cell
from bot.services.reach import plan as member_plan
from bot.services.receipts import Report, key_of, take
from bot.services.recount import recount
from bot.services.resident_codes import MOST_TRIES, Asked, ask_code, use_code
from bot.services.resident_counts import by_village, missed_numbers
from bot.services.resident_texts import ResidentPlan, call_back, checked_text, plan_text, send_text
from bot.services.residents import MOST_VILLAGES, Agreed, Spot, register, registered_at, stop
from bot.services.retention import take_away
from bot.services.wording import Moot, word
from bot.tariffs import TARIFFS, Tariff
from tests import village
from tests.resident_places import ONE_WAY, PRICE, SMS, number_of, registered, resident, residents, texts_owed, with_sms
from tests.village import at

STORM = "Chiều nay có lũ, bà con không qua ngầm"


@pytest.fixture
async def top(db: AsyncSession) -> Unit:
    with_sms(db)
    return await village.commune(db)


async def texted(db: AsyncSession, unit: Unit, now: datetime, text: str = STORM) -> ResidentPlan:
    plan = await plan_text(db, unit, text, now)
    await send_text(db, plan, "test", now)
    return plan


# Registering


async def test_once_for_a_village_however_often(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    for _ in range(3):
        await resident(each_db, cell, now, number_of(1))
    assert len(await registered(each_db)) == 1
    other = await village.cell(each_db, code="khac")
    await resident(each_db, other, now, number_of(1))
    assert len(await registered_at(each_db, Spot(number_of(1)))) == 2


async def test_the_table_itself_keeps_a_number_from_being_there_twice(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    one = await resident(each_db, cell, now, number_of(1))
    copied = {"registered": one.registered, "text_version": "x", "agreed_at": now, "consent": one.consent}
    each_db.add(Resident(unit_id=cell.id, phone=one.phone, **copied))
    with pytest.raises(IntegrityError):
        await each_db.flush()


async def test_consent_and_stop_are_written_down_without_the_number(db: AsyncSession, now: datetime) -> None:
    one = await resident(db, await village.cell(db), now, number_of(1))
    await stop(db, [one], "test", now)
    rows = (await db.scalars(select(AuditRow).where(AuditRow.deed.startswith("resident_")).order_by(AuditRow.id))).all()
    assert [(row.deed, row.about) for row in rows] == [
        ("resident_registered", f"resident:{one.id}"),
        ("resident_stopped", f"resident:{one.id}"),
    ]
    assert "9000" not in str([row.facts for row in rows])


async def test_nobody_registers_for_everything(db: AsyncSession, now: datetime) -> None:
    for number in range(MOST_VILLAGES):
        await resident(db, await village.cell(db, code=f"thon-{number}"), now, number_of(1))
    with pytest.raises(TooManyVillages):
        await resident(db, await village.cell(db, code="mot-nua"), now, number_of(1))


async def test_a_new_consent_says_how_it_was_given(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    paper = Agreed(Registered.PAPER, ConsentKind.PAPER, "office", is_verified=False, proof="12")
    one = await register(db, cell.id, Spot(number_of(1)), paper, now)
    assert (one.entered_by, one.proof, one.verified_at) == ("office", "12", None)
    later = now + timedelta(days=1)
    await register(db, cell.id, Spot(number_of(1)), Agreed(Registered.SMS, ConsentKind.TYPED, "endpoint:1"), later)
    assert (one.registered, one.proof, one.verified_at, one.entered_by) == (Registered.SMS, None, later, None)


async def test_of_two_who_register_a_number_at_once_the_second_finds_it_registered(
    database_url: str, now: datetime
) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        cell = await village.cell(db)

    async def registers() -> int:
        async with sessions.begin() as db:
            return (await resident(db, cell, now, number_of(1))).id

    async with sessions.begin() as db:
        first = await resident(db, cell, now, number_of(1))
        second = asyncio.create_task(registers())
        await asyncio.sleep(0.3)  # it waits for what becomes of the first
        assert not second.done()
    assert await second == first.id
    async with sessions() as db:
        assert [one.phone for one in await registered(db)] == [number_of(1)]
    await engine.dispose()


# Planning and sending


async def test_parts_times_price_times_phones(db: AsyncSession, top: Unit, now: datetime) -> None:
    await residents(db, await village.cell(db, top), now, 4)
    short, long = await plan_text(db, top, STORM, now), await plan_text(db, top, "lũ quét " * 35, now)
    assert (short.most_parts, short.cost) == (1, 4 * PRICE)
    assert (long.most_parts, long.cost) == (3, 4 * 3 * PRICE)
    assert len(short.shown[SMS]) <= 160


async def test_what_the_gateway_does_not_take_is_not_planned(db: AsyncSession, top: Unit, now: datetime) -> None:
    await residents(db, await village.cell(db, top), now, 1)
    db.info[TARIFFS] = {SMS: replace(db.info[TARIFFS][SMS], max_parts=1)}
    with pytest.raises(TooManyParts) as refusal:
        await plan_text(db, top, "lũ quét " * 35, now)
    assert refusal.value.facts == {"parts": 3, "most": 1}


async def test_nobody_is_told_where_the_months_money_is_not_enough_for_all(
    each_db: AsyncSession, now: datetime
) -> None:
    with_sms(each_db)
    top = await village.commune(each_db)
    cell = await village.cell(each_db, top)
    await residents(each_db, cell, now, 4)
    top.settings = {"sms_budget": str(4 * PRICE - 1)}
    await each_db.flush()
    for unit in (top, cell):
        with pytest.raises(NoMoneyForResidents) as refusal:
            await plan_text(each_db, unit, STORM, now)
        assert refusal.value.facts["left"] == 4 * PRICE - 1
    top.settings = {"sms_budget": str(4 * PRICE)}
    await each_db.flush()
    assert (await plan_text(each_db, cell, STORM, now)).cost == 4 * PRICE


async def test_where_words_keep_their_marks_they_cost_more(db: AsyncSession, top: Unit, now: datetime) -> None:
    await residents(db, await village.cell(db, top), now, 1)
    db.info[TARIFFS] = {SMS: replace(db.info[TARIFFS][SMS], marks=True)}
    plan = await plan_text(db, top, STORM, now)
    assert "Chiều nay có lũ" in plan.shown[SMS]
    assert plan.most_parts == 2


async def test_a_one_way_sender_never_asks_for_an_answer(db: AsyncSession, top: Unit, now: datetime) -> None:
    await residents(db, await village.cell(db, top), now, 1)
    with_sms(db, ONE_WAY, two_way=False)
    assert (await plan_text(db, top, STORM, now)).shown[ONE_WAY].endswith("khong qua ngam. Muon ngung: bao van phong.")
    db.info["public_url"] = "https://xa.example"
    assert (await plan_text(db, top, STORM, now)).shown[ONE_WAY].endswith("https://xa.example/dang-ky/ngung")


async def test_what_is_planned_is_what_is_owed(each_db: AsyncSession, now: datetime) -> None:
    with_sms(each_db)
    top = await village.commune(each_db)
    cell = await village.cell(each_db, top)
    await residents(each_db, cell, now, 3)
    plan = await texted(each_db, top, now)
    owed = await texts_owed(each_db)
    assert len(owed) == plan.people == 3
    assert {(one.channel, one.member_id, one.meeting_id) for one in owed} == {(SMS, None, None)}
    assert await unbalanced(each_db) == []
    assert (await broadcast(each_db, owed[0].about)).waiting == 3


async def test_each_phone_once_whatever_it_registered_for(each_db: AsyncSession, now: datetime) -> None:
    with_sms(each_db)
    top = await village.commune(each_db)
    for code in ("a", "b", "c"):
        await resident(each_db, await village.cell(each_db, top, code), now, number_of(1))
    plan = await texted(each_db, top, now)
    assert plan.people == len(await texts_owed(each_db)) == 1


async def test_the_table_itself_keeps_a_phone_from_being_told_twice(each_db: AsyncSession, now: datetime) -> None:
    with_sms(each_db)
    top = await village.commune(each_db)
    await residents(each_db, await village.cell(each_db, top), now, 2)
    await texted(each_db, top, now)
    first, second = await texts_owed(each_db)
    second.endpoint_id = first.endpoint_id
    with pytest.raises(IntegrityError):
        await each_db.flush()


async def test_a_member_who_is_a_resident_too_is_told_once(db: AsyncSession, top: Unit, now: datetime) -> None:
    """In the chat where they registered; not once more on the number that stands in the roster."""
    cell = await village.cell(db, top)
    lan = await village.member(db, cell, "Nguyễn Thị Lan", phone=number_of(1))
    chat = await village.reachable_at(db, lan, now)
    await resident(db, cell, now, number_of(1))
    await resident(db, cell, now, chat=chat.id)
    await texted(db, top, now)
    (owed,) = await texts_owed(db)
    assert owed.endpoint_id == chat.id


async def test_whoever_stopped_is_not_among_them(db: AsyncSession, top: Unit, now: datetime) -> None:
    one, _ = await residents(db, await village.cell(db, top), now, 2)
    await stop(db, [one], "test", now)
    assert (await plan_text(db, top, STORM, now)).people == 1


async def test_villages_elsewhere_hear_nothing(db: AsyncSession, top: Unit, now: datetime) -> None:
    cell, other = await village.cell(db, top), await village.cell(db, code="khac")
    await residents(db, other, now, 2)
    with pytest.raises(NoResidents):
        await plan_text(db, top, STORM, now)
    await residents(db, cell, now, 1, first=9)
    assert (await plan_text(db, top, STORM, now)).people == 1


async def test_a_dead_number_is_said_before_and_written_as_failed(db: AsyncSession, top: Unit, now: datetime) -> None:
    await residents(db, await village.cell(db, top), now, 2)
    await texted(db, top, now)
    place = await db.get_one(Endpoint, (await texts_owed(db))[0].endpoint_id)
    place.dead_at, place.dead_reason = now, "phone_invalid"
    await db.flush()
    plan = await texted(db, top, now, "Chiều mai họp dân")
    assert (plan.people, plan.unreached, plan.cost) == (2, 1, PRICE)
    assert sorted(one.state for one in (await texts_owed(db))[2:]) == [NoticeState.FAILED, NoticeState.WAITING]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", ResidentTextWrong),
        ("ngắn", ResidentTextWrong),
        ("x" * 301, ResidentTextWrong),
        ("Văn bản tuyệt mật số 3", SecrecyMarked),
        ("Việc này không phổ biến", DoubtfulWords),
    ],
)
def test_what_may_not_go(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        checked_text(text)


def test_a_text_is_one_line() -> None:
    assert checked_text("Chiều nay\n có lũ\u200b") == "Chiều nay có lũ"


async def test_a_text_that_waits_is_called_back_once(each_db: AsyncSession, now: datetime) -> None:
    with_sms(each_db)
    top = await village.commune(each_db)
    await residents(each_db, await village.cell(each_db, top), now, 2)
    message = await send_text(each_db, await plan_text(each_db, top, STORM, now), "test", now)
    assert await call_back(each_db, message, "test", now) == 2
    with pytest.raises(TextGone):
        await call_back(each_db, message, "test", now)


# What it says when it leaves


async def said(db: AsyncSession, notice: Notice, now: datetime, two_way: bool = True) -> Reply | Moot:
    return await word(db, notice, now, replace(PLAIN, inbound=two_way))


async def test_it_is_worded_when_it_leaves(db: AsyncSession, top: Unit, now: datetime) -> None:
    one, *_ = await residents(db, await village.cell(db, top), now, 1)
    await texted(db, top, now)
    (notice,) = await texts_owed(db)
    told = await said(db, notice, now)
    assert isinstance(told, Reply)
    assert told.text == f"Đảng ủy xã Suối Trong: {STORM}. Ngừng nhận: nhắn HUY DK."
    assert told.one_way == f"Đảng ủy xã Suối Trong: {STORM}. Muốn ngừng: báo văn phòng."
    assert told.choices == ()
    await stop(db, [one], "test", now)
    assert await said(db, notice, now) == Moot(NoticeState.CANCELLED, "stopped")


async def test_a_button_to_stop_where_nobody_answers_meetings(db: AsyncSession, top: Unit, now: datetime) -> None:
    cell = await village.cell(db, top)
    lan = await village.member(db, cell)
    chats = [await village.reachable_at(db, lan, now)]
    chats.append(Endpoint(channel="rehearsal", account="rehearsal", external_id="77", offered=[], wrong_codes=0))
    db.add(chats[1])
    await db.flush()
    for chat in chats:
        await resident(db, cell, now, chat=chat.id)
    await texted(db, top, now)
    replies = [await word(db, one, now, SMART) for one in await texts_owed(db)]
    assert [len(one.choices) if isinstance(one, Reply) else None for one in replies] == [0, 1]


async def test_only_registered_words_outside_the_window(db: AsyncSession, top: Unit, now: datetime) -> None:
    await residents(db, await village.cell(db, top), now, 1)
    db.info[TARIFFS] = {"zalo_zns": Tariff(account="1", forms={"word": 300}, forms_only=True, to_phones=True)}
    plan = await texted(db, top, now)
    assert (plan.by_channel, plan.cost, plan.parts) == ({"zalo_zns": 1}, 300, {})
    (notice,) = await texts_owed(db)
    told = await word(db, notice, now, replace(PLAIN, forms_only=True))
    assert isinstance(told, Reply)
    assert told.form is not None
    assert STORM in told.form.fields["text"]


# Stops


async def test_a_stop_holds_the_texts_to_villages_below(each_db: AsyncSession, now: datetime) -> None:
    with_sms(each_db)
    top = await village.commune(each_db)
    cells = [await village.cell(each_db, top, code) for code in ("a", "b")]
    for number, cell in enumerate(cells):
        await resident(each_db, cell, now, number_of(number))
    await texted(each_db, top, now)
    assert await halt(each_db, cells[0], "test", now) == 1
    leaving = select(Notice).where(may_leave(await halted_units(each_db), now), Notice.resident_id.is_not(None))
    assert len((await each_db.scalars(leaving)).all()) == 1
    await halt(each_db, top, "test", now)
    leaving = select(Notice).where(may_leave(await halted_units(each_db), now), Notice.resident_id.is_not(None))
    assert len((await each_db.scalars(leaving)).all()) == 0
    await go_on(each_db, top, "test", now)
    assert await waiting_below(each_db, top) == await waiting_below(each_db, None) == 2


# Another way


async def test_where_the_chat_is_gone_the_number_is_tried(db: AsyncSession, top: Unit, now: datetime) -> None:
    cell = await village.cell(db, top)
    lan = await village.member(db, cell)
    chat = await village.reachable_at(db, lan, now)
    one = await resident(db, cell, now, chat=chat.id)
    one.phone = number_of(1)
    await texted(db, top, now)
    (notice,) = await texts_owed(db)
    assert notice.endpoint_id == chat.id
    tried = {"notice_id": notice.id, "endpoint_id": chat.id, "channel": chat.channel, "begun_at": now}
    db.add(Attempt(**tried, outcome=AttemptOutcome.REJECTED))
    await db.flush()
    await next_channel(db, notice, "blocked", now)
    assert (notice.channel, notice.state) == (SMS, NoticeState.WAITING)


async def test_a_chat_that_is_gone_hides_no_number(db: AsyncSession, top: Unit, now: datetime) -> None:
    """Lan registered in her chat and by SMS; then she left the network of the chat."""
    cell = await village.cell(db, top)
    lan = await village.member(db, cell, phone=number_of(1))
    chat = await village.reachable_at(db, lan, now)
    await resident(db, cell, now, chat=chat.id)
    await resident(db, await village.cell(db, top, "khac"), now, number_of(1))
    chat.dead_at = now
    await db.flush()
    plan = await plan_text(db, top, STORM, now)
    assert (plan.people, plan.unreached, plan.by_channel) == (1, 0, {SMS: 1})


async def test_a_text_that_did_not_arrive_goes_by_another_way(db: AsyncSession, top: Unit, now: datetime) -> None:
    cell = await village.cell(db, top)
    chat = await village.reachable_at(db, await village.member(db, cell), now)
    (await resident(db, cell, now, chat=chat.id)).phone = number_of(1)
    await texted(db, top, now)
    (notice,) = await texts_owed(db)
    tried = {"notice_id": notice.id, "endpoint_id": chat.id, "channel": chat.channel, "begun_at": now}
    db.add(Attempt(**tried, ended_at=now, outcome=AttemptOutcome.ACCEPTED, external_id="m1"))
    notice.state = NoticeState.SENT
    row = InboxRow(channel=chat.channel, account=chat.account, event_id="e1", address="", received_at=now)
    db.add(row)
    await db.flush()
    key = key_of((await db.scalars(select(Attempt))).one().id, now)
    await take(db, [Report(row, [Receipt(Arrival.FAILED, None, key)])], now)
    assert (notice.channel, notice.state) == (SMS, NoticeState.WAITING)


async def test_nobody_is_told_on_a_phone_that_has_the_text_already(db: AsyncSession, top: Unit, now: datetime) -> None:
    cell = await village.cell(db, top)
    chat = await village.reachable_at(db, await village.member(db, cell), now)
    await resident(db, cell, now, number_of(1))
    other = await resident(db, await village.cell(db, top, "khac"), now, chat=chat.id)
    await texted(db, top, now)
    other.phone = number_of(1)
    notice = next(one for one in await texts_owed(db) if one.endpoint_id == chat.id)
    db.add(Attempt(notice_id=notice.id, endpoint_id=chat.id, channel=chat.channel, begun_at=now))
    await db.flush()
    await next_channel(db, notice, "blocked", now)
    assert (notice.state, notice.cause) == (NoticeState.FAILED, "blocked")


# Numbers, and what they leave alone


async def test_counts_by_village(each_db: AsyncSession, now: datetime) -> None:
    with_sms(each_db)
    top = await village.commune(each_db)
    a, b = [await village.cell(each_db, top, code) for code in ("a", "b")]
    first, *_ = await residents(each_db, a, now, 3)
    await residents(each_db, b, now, 2, first=10)
    await stop(each_db, [first], "test", now)
    message = await send_text(each_db, await plan_text(each_db, top, STORM, now), "test", now)
    owed = await texts_owed(each_db)
    owed[0].state, owed[1].state = NoticeState.SENT, NoticeState.FAILED
    await each_db.flush()
    counts = {one.code: (one.registered, one.stopped, one.reached) for one in await by_village(each_db, top)}
    assert counts == {"a": (2, 1, 1), "b": (2, 0, 0)}
    assert len(await missed_numbers(each_db, message)) == 1


async def test_no_rate_roll_list_or_figure_of_members_changes(db: AsyncSession, now: datetime) -> None:
    with_sms(db)
    top = await village.commune(db, since=at(2026, 11, 1).date())
    cell = await village.cell(db, top)
    people = await village.members(db, cell, 5)
    for person in people:
        await village.reachable_at(db, person, now)
    meeting = await village.held(db, cell, at(2026, 11, 3, 19, 30), unexcused=1)
    await roll_up_all(db, now)

    async def seen() -> list[object]:
        rows = await db.execute(select(Participation.__table__).order_by(Participation.unit_id, Participation.kind))
        return [
            [tuple(row) for row in rows],
            [(one.member_id, one.standing) for one in await people_of_cell(db, cell.id, now.date())],
            await invited_to(db, meeting.id),
            [(one.member_id, one.state) for one in (await ledger_of(db, meeting)).people],
            (await member_plan(db, [person.id for person in people], "call", now)).people,
            await db.scalar(select(func.count()).select_from(Member)),
            await recount(db, "2026-01"),
        ]

    before = await seen()
    await residents(db, cell, now, 7)
    await texted(db, top, now)
    for one in await texts_owed(db):
        one.state, one.settled_at = NoticeState.SENT, now
    await db.flush()
    await roll_up_all(db, now)
    assert await seen() == before


async def test_what_has_had_its_time_goes_and_the_sums_stay(each_db: AsyncSession, now: datetime) -> None:
    with_sms(each_db)
    top = await village.commune(each_db)
    one, two = await residents(each_db, await village.cell(each_db, top), now, 2)
    message = await send_text(each_db, await plan_text(each_db, top, STORM, now), "test", now)
    for notice in await texts_owed(each_db):
        notice.state, notice.settled_at = NoticeState.SENT, now
    await ask_code(each_db, Asked(CodePurpose.JOIN, number_of(5), "1.2.3.4", one.unit_id), now)
    await stop(each_db, [one], "test", now)
    await take_away(each_db, now + timedelta(days=91))
    assert await texts_owed(each_db) == []
    assert (await each_db.scalars(select(ResidentCode))).all() == []
    await each_db.refresh(message)
    assert (message.text, message.people, message.cost) == (None, 2, 2 * PRICE)
    assert len(await registered(each_db)) == 2
    await take_away(each_db, now + timedelta(days=800))
    assert await registered(each_db) == [two]


async def test_a_code_counts_its_tries_on_each_database(each_db: AsyncSession, now: datetime) -> None:
    with_sms(each_db)
    cell = await village.cell(each_db)
    token = await ask_code(each_db, Asked(CodePurpose.JOIN, number_of(1), "1.2.3.4", cell.id), now)
    for _ in range(7):
        assert await use_code(each_db, token, "no", now) is None
    (row,) = await each_db.scalars(select(ResidentCode))
    assert row.tries == 5


async def test_a_code_that_was_not_sent_cannot_be_guessed(db: AsyncSession, top: Unit, now: datetime) -> None:
    """Else whoever asks for many could try a million for somebody else's number."""
    cell = await village.cell(db, top)
    asked = Asked(CodePurpose.JOIN, number_of(1), "1.2.3.4", cell.id)
    for _ in range(5):
        await ask_code(db, asked, now)
    tries = await db.scalars(select(ResidentCode.tries).order_by(ResidentCode.id))
    assert list(tries) == [0, 0, 0, MOST_TRIES, MOST_TRIES]
