"""Who sits at the three phones, and which phone they hold."""

from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import NoSuchMember
from bot.rehearsal.cast import Player, Seat, candidates, first_cast, player
from bot.rehearsal.handset import hand_over
from bot.services.addresses import reachable
from tests import village

PLACES = {"suoi": "Chi bộ Thôn Suối", "doi": "Chi bộ Thôn Đồi"}


@pytest.fixture
async def people(sqlite_db: AsyncSession, now: datetime) -> dict[str, int]:
    """Two cells of a commune, with a secretary each; an official of the commune."""
    db = sqlite_db
    commune = await village.commune(db)
    found: dict[str, int] = {}
    for code in PLACES:
        cell = await village.cell(db, commune, code)
        for name in (f"Lý Văn {code.title()}", f"Hà Thị {code.title()}"):
            person = await village.member(db, cell, name, phone=f"+8490000000{len(found)}")
            found[f"{code}-{name[:2]}"] = person.id
            if name.startswith("Lý"):
                await village.office(db, person, cell)
                await village.reachable_at(db, person, now)
    await village.office(db, person, commune, Office.OFFICE)
    return found


async def suoi(db: AsyncSession, people: dict[str, int], now: datetime) -> Unit:
    leader = await player(db, Seat.SECRETARY, people["suoi-Lý"], now)
    assert leader is not None
    return leader.unit


def names(found: list[Player]) -> list[str]:
    return [one.member.name for one in found]


async def test_everybody_can_be_a_member_and_only_leaders_a_secretary(
    sqlite_db: AsyncSession, people: dict[str, int], now: datetime
) -> None:
    assert len(await candidates(sqlite_db, Seat.MEMBER, "", now)) == 4
    assert names(await candidates(sqlite_db, Seat.SECRETARY, "", now)) == ["Lý Văn Suoi", "Lý Văn Doi"]
    assert names(await candidates(sqlite_db, Seat.COMMITTEE, "", now)) == ["Hà Thị Doi"]


async def test_people_are_found_by_name_unit_and_phone_without_marks(
    sqlite_db: AsyncSession, people: dict[str, int], now: datetime
) -> None:
    for sought in ("ly van doi", "LÝ VĂN Doi", "0900 000 002"):
        assert names(await candidates(sqlite_db, Seat.MEMBER, sought, now)) == ["Lý Văn Doi"]
    assert names(await candidates(sqlite_db, Seat.MEMBER, "thôn suoi", now)) == ["Hà Thị Suoi", "Lý Văn Suoi"]
    for sought in ("100%", "_", "nobody", "\\"):
        assert await candidates(sqlite_db, Seat.MEMBER, sought, now) == []


async def test_the_first_three_are_of_one_cell_and_its_committee(
    sqlite_db: AsyncSession, people: dict[str, int], now: datetime
) -> None:
    cast = await first_cast(sqlite_db, "suoi", now)
    assert cast == {
        Seat.SECRETARY: people["suoi-Lý"],
        Seat.COMMITTEE: people["doi-Hà"],
        Seat.MEMBER: people["suoi-Hà"],
    }


async def test_another_kind_of_phone_unseats_nobody(
    sqlite_db: AsyncSession, people: dict[str, int], now: datetime
) -> None:
    cell = await suoi(sqlite_db, people, now)
    deputy = await village.member(sqlite_db, cell, "Vi Văn Sơn", phone="+84900000009")
    await village.office(sqlite_db, deputy, cell, Office.DEPUTY_SECRETARY)
    for member_id in (deputy.id, people["suoi-Lý"], people["suoi-Hà"]):
        await hand_over(sqlite_db, member_id, "rehearsal", now)
    before = await first_cast(sqlite_db, "suoi", now)
    for member_id in before.values():
        await hand_over(sqlite_db, member_id, "rehearsal_oneway", now)
    assert await first_cast(sqlite_db, "suoi", now) == before


async def test_a_mere_member_sits_in_the_first_seat(
    sqlite_db: AsyncSession, people: dict[str, int], now: datetime
) -> None:
    cell = await suoi(sqlite_db, people, now)
    clerk = await village.member(sqlite_db, cell, "An Văn An", phone="+84900000009")
    await village.office(sqlite_db, clerk, cell, Office.CLERK)
    for member_id in (clerk.id, people["suoi-Hà"]):
        await hand_over(sqlite_db, member_id, "rehearsal", now)
    assert (await first_cast(sqlite_db, "suoi", now))[Seat.MEMBER] == people["suoi-Hà"]


async def test_cells_of_one_name_are_told_apart_by_the_unit_above(
    sqlite_db: AsyncSession, people: dict[str, int], now: datetime
) -> None:
    found = await candidates(sqlite_db, Seat.SECRETARY, "", now)
    commune = (await candidates(sqlite_db, Seat.COMMITTEE, "", now))[0]
    assert [one.above for one in found] == [commune.unit.name] * 2
    assert commune.above == ""


async def test_whoever_does_not_fit_a_seat_does_not_get_it(
    sqlite_db: AsyncSession, people: dict[str, int], now: datetime
) -> None:
    assert await player(sqlite_db, Seat.SECRETARY, people["suoi-Hà"], now) is None
    assert await player(sqlite_db, Seat.MEMBER, 2**40, now) is None


async def test_somebody_without_a_phone_buys_one_that_is_not_linked(
    sqlite_db: AsyncSession, people: dict[str, int], now: datetime
) -> None:
    one = await player(sqlite_db, Seat.MEMBER, people["suoi-Hà"], now)
    assert one is not None
    assert (one.network, one.is_linked) == ("rehearsal", False)


async def test_another_kind_of_phone_takes_the_place_of_the_old_one(
    sqlite_db: AsyncSession, people: dict[str, int], now: datetime
) -> None:
    for network in ("rehearsal_plain", "rehearsal_oneway", "rehearsal", "rehearsal_plain"):
        await hand_over(sqlite_db, people["suoi-Lý"], network, now)
        one = await player(sqlite_db, Seat.SECRETARY, people["suoi-Lý"], now)
        ways = (await reachable(sqlite_db, [people["suoi-Lý"]]))[people["suoi-Lý"]]
        assert one is not None
        assert (one.network, one.is_linked, [way.channel for way in ways]) == (network, True, [network])


async def test_there_are_no_other_kinds(sqlite_db: AsyncSession, people: dict[str, int], now: datetime) -> None:
    with pytest.raises(NoSuchMember):
        await hand_over(sqlite_db, people["suoi-Lý"], "telegram", now)
