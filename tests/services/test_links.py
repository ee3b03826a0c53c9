"""Who is linked how, which channel is tried first, and picking people by what a secretary writes."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.endpoints import PUT_AWAY, Consent, ConsentKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NobodyOfThisName, NoSuchMember, NotLinked, SeveralOfThisName
from bot.services.addresses import endpoint_at, reachable
from bot.services.consents import enter_paper, papers_of, stop
from bot.services.joining import link, link_by_phone, unlink
from bot.services.links import Linked, Whom, counted, linked_in, one_linked, people_for, prefer, ways_of
from bot.services.live_tally import begins, owe_edits
from bot.services.naming import chosen, named
from bot.words.names import fold, sort_key
from bot.words.times import day_of
from tests import village


async def states(db: AsyncSession, cell: Unit, now: datetime) -> list[tuple[str, str | None]]:
    return [(one.member.name, one.state) for one in await linked_in(db, cell.id, now)]


async def channels(db: AsyncSession, person: Member) -> list[str]:
    return [way.channel for way in (await reachable(db, [person.id]))[person.id]]


# How somebody is linked


async def test_everybody_stands_as_their_best_phone_stands(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    names = ("An", "Bình", "Cúc", "Dung", "Em")
    an, binh, cuc, dung, _ = [await village.member(each_db, cell, f"Lê Văn {name}") for name in names]
    await village.reachable_at(each_db, an, now)
    (await village.reachable_at(each_db, an, now, "5", "rehearsal_plain")).dead_at = now
    await link(each_db, await endpoint_at(each_db, "telegram", "bot", "2"), binh, "test", now)
    (await village.reachable_at(each_db, cuc, now)).dead_at = now
    await stop(each_db, dung.id, await village.reachable_at(each_db, dung, now), now)
    assert [state for _, state in await states(each_db, cell, now)] == ["open", "unagreed", "dead", "stopped", None]
    assert counted(await linked_in(each_db, cell.id, now)).total() == 5


async def test_a_phone_that_was_ended_is_none(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    await village.reachable_at(db, person, now)
    (way,) = (await ways_of(db, [person.id]))[person.id]
    assert await unlink(db, person.id, way.address.id, "test", now)
    assert (await one_linked(db, cell.id, person.id, now)).state is None


async def test_somebody_of_another_cell_is_not_of_this_one(db: AsyncSession, now: datetime) -> None:
    here, other = await village.cell(db), await village.cell(db, code="khac")
    person = await village.member(db, other)
    with pytest.raises(NoSuchMember):
        await one_linked(db, here.id, person.id, now)


async def test_codes_are_for_those_without_a_phone_or_for_all(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    first, second = await village.members(db, cell, 2)
    await link(db, await endpoint_at(db, "telegram", "bot", "2"), first, "test", now)
    assert [one.member for one in await people_for(db, cell.id, Whom.UNLINKED, first.id, now)] == [second]
    assert [one.member for one in await people_for(db, cell.id, Whom.ALL, first.id, now)] == [first, second]


# Ending a phone


async def test_a_phone_is_ended_once_and_by_its_own_member_only(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    person, other = await village.members(each_db, cell, 2)
    await village.reachable_at(each_db, person, now)
    (way,) = (await ways_of(each_db, [person.id]))[person.id]
    said = [await unlink(each_db, who.id, way.address.id, "test", now) for who in (other, person, person)]
    assert said == [False, True, False]
    rows = await each_db.scalars(select(AuditRow).filter_by(deed="phone_unlinked"))
    assert [row.about for row in rows] == [f"member:{person.id}"]


@pytest.mark.parametrize("is_replaced", [True, False])
async def test_nothing_begun_or_shown_there_is_seen_again(
    each_db: AsyncSession, now: datetime, *, is_replaced: bool
) -> None:
    cell = await village.cell(each_db)
    person = await village.member(each_db, cell)
    endpoint = await village.reachable_at(each_db, person, now)
    meeting = await village.meeting(each_db, cell, now)
    await begins(each_db, f"tally:{meeting.id}:{person.id}:old", endpoint.id, "7", now)
    endpoint.step, endpoint.offered, endpoint.draft = "reason:1:1", [["Lê Thị Lan", "x:1"]], {"no": 1}
    await each_db.flush()
    (way,) = (await ways_of(each_db, [person.id]))[person.id]
    if is_replaced:
        await link(each_db, await endpoint_at(each_db, "rehearsal", "rehearsal", "new"), person, "test", now)
    else:
        await unlink(each_db, person.id, way.address.id, "test", now)
    await each_db.refresh(endpoint)
    assert [endpoint.step, endpoint.offered, endpoint.draft] == [None, PUT_AWAY, None]
    assert await owe_edits(each_db, now + timedelta(hours=1)) == 0


async def test_the_consent_stays_for_the_new_phone(db: AsyncSession, now: datetime) -> None:
    person = await village.member(db, await village.cell(db))
    await village.reachable_at(db, person, now)
    (way,) = (await ways_of(db, [person.id]))[person.id]
    await unlink(db, person.id, way.address.id, "test", now)
    await link(db, await endpoint_at(db, "rehearsal", "rehearsal", "new"), person, "test", now)
    assert await channels(db, person) == ["rehearsal"]


async def test_a_number_brings_no_phone_back_that_was_ended(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    husband, wife = [await village.member(db, cell, name, phone="+84900000007") for name in ("Lê Văn An", "Lê Thị Lan")]
    endpoint = await village.reachable_at(db, husband, now)
    (way,) = (await ways_of(db, [husband.id]))[husband.id]
    await unlink(db, husband.id, way.address.id, "test", now)
    assert await link_by_phone(db, endpoint, "+84900000007", now) == [wife]


# The order of the channels


async def three_ways(db: AsyncSession, now: datetime) -> Member:
    person = await village.member(db, await village.cell(db))
    for channel in ("zalo", "telegram", "sms"):
        db.add(
            Consent(member_id=person.id, channel=channel, kind=ConsentKind.TAPPED, text_version="test", given_at=now)
        )
        await link(db, await endpoint_at(db, channel, channel, "1"), person, "test", now)
    return person


async def test_channels_are_tried_as_they_were_linked(db: AsyncSession, now: datetime) -> None:
    assert await channels(db, await three_ways(db, now)) == ["zalo", "telegram", "sms"]


async def test_the_preferred_one_goes_first_and_the_others_keep_their_order(
    each_db: AsyncSession, now: datetime
) -> None:
    person = await three_ways(each_db, now)
    sms = await endpoint_at(each_db, "sms", "sms", "1")
    await prefer(each_db, person.id, sms.id, now)
    assert await channels(each_db, person) == ["sms", "zalo", "telegram"]


async def test_what_waits_takes_the_preferred_way_too(each_db: AsyncSession, now: datetime) -> None:
    person = await three_ways(each_db, now)
    cell = await village.cell(each_db, code="hop")
    await village.belongs(each_db, person, cell)
    meeting = await village.meeting(each_db, cell, now)
    await prefer(each_db, person.id, (await endpoint_at(each_db, "sms", "sms", "1")).id, now)
    assert [one.channel for one in await village.notices_of(each_db, meeting, person)] == ["sms"]


async def test_a_new_phone_takes_the_place_of_the_old_one_in_the_order(db: AsyncSession, now: datetime) -> None:
    person = await three_ways(db, now)
    await link(db, await endpoint_at(db, "telegram", "telegram", "2"), person, "test", now)
    await link(db, await endpoint_at(db, "zalo", "zalo", "2"), person, "test", now)
    assert await channels(db, person) == ["zalo", "telegram", "sms"]


async def test_nobody_elses_phone_is_preferred(db: AsyncSession, now: datetime) -> None:
    person = await three_ways(db, now)
    other = await village.member(db, await village.cell(db, code="khac"))
    with pytest.raises(NotLinked):
        await prefer(db, other.id, (await endpoint_at(db, "sms", "sms", "1")).id, now)
    assert await channels(db, person) == ["zalo", "telegram", "sms"]


# Papers, and stopping one of several channels


async def test_stopping_one_channel_of_a_paper_keeps_the_others_as_they_were_signed(
    each_db: AsyncSession, now: datetime
) -> None:
    person = await village.member(each_db, await village.cell(each_db))
    for channel in ("zalo", "sms"):
        await link(each_db, await endpoint_at(each_db, channel, channel, "1"), person, "test", now)
    await enter_paper(each_db, [person], day_of(now), "clerk", "v1", now)
    await stop(each_db, person.id, await endpoint_at(each_db, "zalo", "zalo", "1"), now + timedelta(days=1))
    assert await channels(each_db, person) == ["sms"]
    row = (await each_db.scalars(select(Consent).filter_by(channel="sms"))).one()
    assert (row.kind, row.signed_on, row.entered_by, row.given_at) == (ConsentKind.PAPER, day_of(now), "clerk", now)


async def test_papers_are_new_known_or_older_than_a_stop(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    new, known, stopped = await village.members(db, cell, 3)
    await enter_paper(db, [known], day_of(now), "clerk", "v1", now)
    await stop(db, stopped.id, await village.reachable_at(db, stopped, now), now)
    found = await papers_of(db, [new, known, stopped], day_of(now), now)
    assert (found.new, found.known, found.stopped) == ([new], [known], [stopped])


# What a secretary writes


def people(*names: str) -> list[Linked]:
    return [
        Linked(at, Member(id=at, name=name, sort_key=sort_key(name), search_key=fold(name)), name, ())
        for at, name in enumerate(names, 1)
    ]


CELL = people("Nguyễn Văn An", "Lê Thị Lan", "Lê Thị Lân", "Trần Lan Anh", "Phạm Và Bắc")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Lê Thị Lan", [2]),
        ("Lê Thị Lân", [3]),
        ("le thi lan", [2, 3]),
        ("Lan", [2, 3, 4]),
        ("an", [1]),
        ("nguyen", [1]),
        ("Hồ", []),
        ("", []),
        (".", []),
    ],
)
def test_a_name_is_whoever_it_may_be(text: str, numbers: list[int]) -> None:
    assert [one.number for one in named(CELL, text)] == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1 3 5", [1, 3, 5]),
        ("5,1;1", [1, 5]),
        ("1-3", [1, 2, 3]),
        ("2 - 3, đ/c An", [1, 2, 3]),
        ("1. 3.", [1, 3]),
        ("đồng chí Nguyễn Văn An và Trần Lan Anh", [1, 4]),
        ("Tất cả", [1, 2, 3, 4, 5]),
        ("1\n2", [1, 2]),
    ],
)
def test_people_are_chosen_by_number_range_or_name(text: str, numbers: list[int]) -> None:
    assert [one.number for one in chosen(CELL, text)] == numbers


@pytest.mark.parametrize("text", ["0", "6", "1-9999", "3-1", "An Lan", "", ";", "1 Nguyễn", "99999"])
def test_where_one_of_them_is_nobody_none_is_chosen(text: str) -> None:
    with pytest.raises(NobodyOfThisName):
        chosen(CELL, text)


def test_a_name_of_several_is_told_by_their_numbers() -> None:
    with pytest.raises(SeveralOfThisName) as refused:
        chosen(CELL, "1, Lan")
    assert refused.value.facts["numbers"] == "2, 3, 4"
