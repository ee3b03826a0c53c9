"""A roster phone is a way of its own where a network's addresses are numbers: with consent, behind the chats."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.members import Member
from bot.model.notices import NoticeState
from bot.services.addresses import endpoint_at, prefer, reachable
from bot.services.consents import agree, enter_paper, stop, without_consent
from bot.services.joining import link, unlink
from bot.services.links import WayState, linked_in
from bot.services.phone_ways import Rounds, phones_changed
from bot.tariffs import TARIFFS, Tariff
from bot.words.names import fold
from tests import village

OURS = "388613280"
CHATS = Tariff(account=OURS, price=55, reply_window=timedelta(days=7), forms={"call": 560})
PHONES = Tariff(account=OURS, forms={"call": 800}, forms_only=True, to_phones=True)
PHONE, OTHER_PHONE = "+84900000001", "+84900000002"
PAPER = date(2026, 11, 10)


def switch_on(db: AsyncSession) -> None:
    db.info[TARIFFS] = {"zalo_oa": CHATS, "zalo_zns": PHONES}


async def somebody(db: AsyncSession, phone: str | None = PHONE, name: str = "Lê Văn An") -> Member:
    cell = await village.cell(db, code=f"thon-{fold(name.rsplit(maxsplit=1)[-1])}")
    return await village.member(db, cell, name, phone=phone)


async def with_paper(db: AsyncSession, now: datetime, phone: str = PHONE, name: str = "Lê Văn An") -> Member:
    person = await somebody(db, phone, name)
    await enter_paper(db, [person], PAPER, "test", "v1", now)
    return person


async def chat_of(db: AsyncSession, person: Member, now: datetime, channel: str = "zalo_oa") -> Endpoint:
    chat = await endpoint_at(db, channel, OURS if channel.startswith("zalo") else "bot", f"chat of {person.id}")
    await link(db, chat, person, "test", now)
    await agree(db, person.id, chat, ConsentKind.TAPPED, "v1", now)
    return chat


async def ways(db: AsyncSession, person: Member) -> list[tuple[str, str]]:
    return [(one.channel, one.external_id) for one in (await reachable(db, [person.id]))[person.id]]


TEMPLATES = ("zalo_zns", "84900000001")


async def test_a_paper_makes_the_way_at_once(each_db: AsyncSession, now: datetime) -> None:
    switch_on(each_db)
    person = await with_paper(each_db, now)
    assert await ways(each_db, person) == [TEMPLATES]


async def test_a_network_that_is_switched_on_later_finds_who_agreed_before(
    each_db: AsyncSession, now: datetime
) -> None:
    person = await with_paper(each_db, now)
    assert await Rounds().make_some(each_db, now) == 0
    switch_on(each_db)
    rounds = Rounds()
    assert [await rounds.make_some(each_db, now) for _ in range(2)] == [1, 0]
    assert await ways(each_db, person) == [TEMPLATES]


async def test_slices_follow_each_other_until_all_are_made(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    people = [await village.member(each_db, cell, f"Lê Văn {n}", phone=f"+849000{n:05}") for n in range(501)]
    await enter_paper(each_db, people, PAPER, "test", "v1", now)
    switch_on(each_db)
    rounds = Rounds()
    assert [await rounds.make_some(each_db, now) for _ in range(3)] == [500, 1, 0]
    people[0].phone = OTHER_PHONE
    address = (await each_db.scalars(select(Address).filter_by(member_id=people[0].id))).one()
    address.ended_at = now
    assert await rounds.make_some(each_db, now) == 1


async def test_a_consent_for_the_chat_does_not_cover_the_number(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    person = await somebody(db)
    await chat_of(db, person, now)
    assert await Rounds().make_some(db, now) == 0
    db.add(Consent(member_id=person.id, channel="zalo_zns", kind=ConsentKind.TAPPED, text_version="v1", given_at=now))
    assert await Rounds().make_some(db, now) == 1


async def test_nobody_without_a_phone_or_a_consent_has_a_way(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    await somebody(db, name="Lê Văn Không")
    mute = await somebody(db, None, "Lê Văn Câm")
    await enter_paper(db, [mute], PAPER, "test", "v1", now)
    assert await Rounds().make_some(db, now) == 0


async def test_two_members_may_share_a_phone(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    both = [await with_paper(db, now, name=name) for name in ("Lê Văn An", "Trần Thị Bình")]
    assert [await ways(db, one) for one in both] == [[TEMPLATES], [TEMPLATES]]
    assert await db.scalar(select(func.count()).select_from(Endpoint)) == 1


async def test_chats_stand_before_it_whenever_they_are_linked(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    person = await with_paper(db, now)
    await chat_of(db, person, now, "telegram")
    await chat_of(db, person, now)
    assert [channel for channel, _ in await ways(db, person)] == ["telegram", "zalo_oa", "zalo_zns"]


async def test_linking_a_chat_tells_nobody_by_a_template_that_costs(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    person = await with_paper(db, now)
    await chat_of(db, person, now)
    assert await village.all_notices(db) == []


async def test_it_stays_behind_the_chats_when_one_of_them_is_preferred(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    person = await with_paper(db, now)
    await chat_of(db, person, now, "telegram")
    zalo = await chat_of(db, person, now)
    await prefer(db, person.id, zalo.id)
    await chat_of(db, person, now, "rehearsal")
    assert [channel for channel, _ in await ways(db, person)] == ["zalo_oa", "telegram", "rehearsal", "zalo_zns"]


async def test_what_had_no_way_is_sent_when_there_is_one(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell, phone=PHONE)
    meeting = await village.meeting(db, cell, now)
    switch_on(db)
    await enter_paper(db, [person], PAPER, "test", "v1", now)
    (notice,) = await village.notices_of(db, meeting, person)
    assert (notice.state, notice.channel) == (NoticeState.WAITING, "zalo_zns")


# Stopping


async def test_who_stops_there_is_never_written_to_again(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    person = await with_paper(db, now)
    number = await endpoint_at(db, "zalo_zns", OURS, "84900000001")
    await stop(db, person.id, number, now)
    await enter_paper(db, [person], PAPER + timedelta(days=30), "test", "v1", now + timedelta(days=40))
    assert await Rounds().make_some(db, now) == 0
    assert await ways(db, person) == []
    assert await without_consent(db, [person], number) == [person]


async def test_who_stops_in_the_chat_gets_nothing_by_number_either(each_db: AsyncSession, now: datetime) -> None:
    """Both come into the same chat of the same account."""
    switch_on(each_db)
    person = await with_paper(each_db, now)
    telegram = await chat_of(each_db, person, now, "telegram")
    await stop(each_db, person.id, await chat_of(each_db, person, now), now)
    assert await ways(each_db, person) == [("telegram", telegram.external_id)]


async def test_who_stops_on_another_network_is_still_written_to_by_number(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    person = await with_paper(db, now)
    await stop(db, person.id, await chat_of(db, person, now, "telegram"), now)
    assert await ways(db, person) == [TEMPLATES]


async def test_a_phone_of_two_is_silent_for_one_of_them_alone(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    an, binh = [await with_paper(db, now, name=name) for name in ("Lê Văn An", "Trần Thị Bình")]
    await stop(db, an.id, await endpoint_at(db, "zalo_zns", OURS, "84900000001"), now)
    assert [await ways(db, an), await ways(db, binh)] == [[], [TEMPLATES]]


# Another phone


async def changes_to(db: AsyncSession, person: Member, phone: str | None, now: datetime) -> None:
    before, person.phone = person.phone, phone
    await phones_changed(db, {person.id: before}, now)


async def test_a_new_phone_ends_the_old_ones_way(each_db: AsyncSession, now: datetime) -> None:
    switch_on(each_db)
    person = await with_paper(each_db, now)
    await changes_to(each_db, person, OTHER_PHONE, now)
    assert await ways(each_db, person) == [("zalo_zns", "84900000002")]


async def test_a_phone_that_is_gone_has_no_way(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    person = await with_paper(db, now)
    await changes_to(db, person, None, now)
    assert await ways(db, person) == []


async def test_a_number_that_was_put_right_again_is_theirs_again(each_db: AsyncSession, now: datetime) -> None:
    switch_on(each_db)
    person = await with_paper(each_db, now)
    await changes_to(each_db, person, OTHER_PHONE, now)
    await changes_to(each_db, person, PHONE, now)
    assert await ways(each_db, person) == [TEMPLATES]


async def test_a_number_that_was_stopped_stays_so_when_it_comes_back(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    person = await with_paper(db, now)
    await chat_of(db, person, now, "telegram")
    await stop(db, person.id, await endpoint_at(db, "zalo_zns", OURS, "84900000001"), now)
    await changes_to(db, person, OTHER_PHONE, now)
    await changes_to(db, person, PHONE, now)
    assert [channel for channel, _ in await ways(db, person)] == ["telegram"]


async def test_a_phone_that_was_stolen_is_not_taken_up_by_the_clock(db: AsyncSession, now: datetime) -> None:
    switch_on(db)
    person = await with_paper(db, now)
    address = (await db.scalars(select(Address))).one()
    await unlink(db, person.id, address.id, "test", now)
    assert await Rounds().make_some(db, now) == 0
    assert await ways(db, person) == []


async def test_who_is_reached_by_number_alone_has_still_linked_nothing(db: AsyncSession, now: datetime) -> None:
    """The secretary can hand out a code: a chat costs nothing."""
    switch_on(db)
    cell = await village.cell(db)
    person = await village.member(db, cell, phone=PHONE)
    await enter_paper(db, [person], PAPER, "test", "v1", now)
    (linked,) = await linked_in(db, cell.id, now)
    assert (linked.state, linked.has_linked) == (WayState.OPEN, False)
