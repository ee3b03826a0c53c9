"""Who answered what as a file: all for whoever sees all names, else those of the own group beside the counts of all."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.polls import Poll
from bot.model.roles import Office
from bot.refusals import NotAllowed
from bot.reports.recipes import prepared
from bot.services.poll_answers import record_answer
from bot.services.polls import Draft, ask, plan_poll
from bot.words.names_seen import NO_GROUP, OWN_GROUP
from tests import village
from tests.cell_of_four import Four, four
from tests.conftest import NOW
from tests.led_at_cell import leads_group
from tests.village import at

DRAFT = Draft("Họp vào thứ mấy?", ["Thứ Bảy", "Chủ nhật"], at(2026, 11, 24, 20))


async def asked(db: AsyncSession) -> tuple[Four, Poll]:
    """Hùng has answered."""
    place = await four(db)
    poll = await ask(db, await plan_poll(db, place.cell, DRAFT, NOW), DRAFT, "test", NOW)
    await record_answer(db, poll.id, place.hung.id, 1, "rehearsal", NOW)
    return place, poll


async def lines_for(place: Four, poll: Poll, reader: Member) -> list[str]:
    made = await prepared(place.db, f"poll_names:{reader.id}:{poll.id}", NOW)
    return made().content.decode().splitlines()


async def test_who_leads_a_group_and_is_written_at_the_cell_takes_its_names_and_the_counts_of_all(
    db: AsyncSession,
) -> None:
    """Such a leader took away what everybody in the cell had answered."""
    place, poll = await asked(db)
    await leads_group(db, place.lan, place.cell, place.hung)
    lines = await lines_for(place, poll, place.lan)
    assert lines[1].startswith("1. Thứ Bảy: 1/4")
    assert lines[4:] == [OWN_GROUP, "- Lê Văn Hùng: Thứ Bảy", "- Nguyễn Thị Lan: chưa trả lời"]


async def test_in_no_group_there_are_counts_alone(db: AsyncSession) -> None:
    place, poll = await asked(db)
    await village.office(db, place.lan, place.cell, Office.GROUP_LEADER)
    lines = await lines_for(place, poll, place.lan)
    assert lines[1].startswith("1. Thứ Bảy: 1/4")
    assert lines[4:] == [NO_GROUP]


async def test_a_clerk_takes_all_names_leading_a_group_or_not_and_a_member_none(db: AsyncSession) -> None:
    place, poll = await asked(db)
    with pytest.raises(NotAllowed):
        await lines_for(place, poll, place.lan)
    await leads_group(db, place.lan, place.cell)
    await village.office(db, place.lan, place.cell, Office.CLERK)
    assert len([line for line in await lines_for(place, poll, place.lan) if line.startswith("-")]) == 4
