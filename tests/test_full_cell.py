"""A cell of 21, a third of it with plain phones: every answer is on record in the end, by whatever way it came."""

import asyncio
import re
from collections import Counter

import aiohttp

from bot.model.attendances import Answer
from bot.model.members import Member
from bot.model.units import Unit
from bot.services.ledger import ledger_of, unbalanced
from bot.services.meetings import meeting_of
from bot.services.tally import standing_of
from tests import village
from tests.every_network import DEAF, HEARING, Everywhere, every_network
from tests.fakes.telegram import Person

BY_LINK, BY_NUMBER, CALLED = 3, 3, 1
"""Of the seven with plain phones; the last has none at all."""
LINK, ABOUT = re.compile(r"http://\S+/m/\w+"), re.compile(r'name="about" value="([^"]+)"')


async def smart(here: Everywhere, cell: Unit) -> dict[str, Member]:
    """Seven on Telegram, the secretary first, and seven on Zalo."""
    people: dict[str, Member] = {}
    async with here.at.house.sessions.begin() as db:
        for number in range(7):
            person = await village.member(db, cell, f"Lê Văn Một{chr(97 + number)}")
            chat = await village.reachable_at(db, person, here.at.now(), chat=f"{100 + number}", channel="telegram")
            chat.account = here.at.telegram.token.partition(":")[0]
            people[f"{100 + number}"] = person
            here.at.telegram.person(100 + number)
        await village.office(db, people["100"], cell)
        others = [await village.member(db, cell, f"Vi Thị Hai{chr(97 + number)}") for number in range(7)]
    for number, person in enumerate(others):
        await here.on_zalo(person, f"z{number}")
        people[f"z{number}"] = person
    return people


async def plain(here: Everywhere, cell: Unit) -> dict[str, Member]:
    """By number; who has none is called."""
    found = {}
    for number in range(BY_LINK + BY_NUMBER):
        channel = DEAF if number < BY_LINK else HEARING
        phone = f"8491234500{number}"
        found[phone] = await here.member(cell, f"Nông Thị Ba{chr(97 + number)}", phone, channel)
    return found


async def test_every_answer_of_a_cell_of_21_is_on_record(database_url: str) -> None:
    async with every_network(database_url) as here:
        async with here.at.house.sessions.begin() as db:
            cell = await village.cell(db)
        people = await smart(here, cell) | await plain(here, cell)
        called = await here.member(cell, "Hoàng Thị Không")
        meeting_id = await here.calls(cell)
        secretary = here.at.telegram.person(100)
        await those_with_buttons_press(here)
        await those_with_plain_phones_answer(here)
        await here.is_sent(meeting_id)
        for person in people.values():
            await here.answered(meeting_id, person)
        await the_secretary_notes_the_rest(here, secretary)
        row = await here.answered(meeting_id, called)
        assert (row.answer, row.channel) == (Answer.COMING, "phone")
        await all_of_it_is_counted(here, meeting_id)


async def those_with_buttons_press(here: Everywhere) -> None:
    for number in range(7):
        person = here.at.telegram.person(100 + number)
        await here.at.sees(lambda person=person: any(sent.buttons for sent in person.received))  # type: ignore[misc]
        await person.presses("Có mặt")
    for number in range(7):
        their = here.oa.person(f"z{number}")
        await here.oa.wait_for(lambda their=their: any(sent.buttons for sent in their.received))  # type: ignore[misc]
        their.presses("Xin vắng" if number == 6 else "Có mặt")


async def those_with_plain_phones_answer(here: Everywhere) -> None:
    """By the page of the link, where nobody hears; by number or in words, where somebody does."""
    async with aiohttp.ClientSession() as http:
        for number in range(BY_LINK):
            text = await here.hears(here.deaf.phone(f"8491234500{number}"), "Kinh moi")
            (link,) = LINK.findall(text)
            async with http.get(link) as page:
                about = ABOUT.search(await page.text())
                assert about
            form = {"about": about[1], "answer": "away" if number == 0 else "coming"}
            async with http.post(link, data=form) as page:
                assert page.status == 200
    for number, said in enumerate(("1", "2 om", "co"), BY_LINK):
        phone = here.hearing.phone(f"8491234500{number}")
        await here.hears(phone, "1. Co mat")
        phone.writes(said)
        await here.hears(phone, "Da ghi")


async def the_secretary_notes_the_rest(here: Everywhere, secretary: Person) -> None:
    """Who has no phone is told at the door."""
    await secretary.says("gọi điện")
    await here.at.sees(lambda: any("Hoàng Thị Không" in sent.text for sent in secretary.received))
    await secretary.says("đã gọi Hoàng Thị Không có")
    await asyncio.sleep(0)


async def all_of_it_is_counted(here: Everywhere, meeting_id: int) -> None:
    async with here.at.house.sessions() as db:
        meeting = await meeting_of(db, meeting_id)
        standing = await standing_of(db, meeting)
        assert (standing.expected, standing.silent) == (21, 0)
        assert (standing.coming, standing.away) == (18, 3)
        reached = Counter(entry.channel for entry in (await ledger_of(db, meeting)).people)
        assert reached == {"telegram": 7, "zalo_oa": 7, DEAF: BY_LINK, HEARING: BY_NUMBER, None: CALLED}
        assert await unbalanced(db) == []
    sources = Counter(one.channel for one in await here.log(meeting_id))
    assert sources == {"telegram": 7, "zalo_oa": 7, "link": BY_LINK, HEARING: BY_NUMBER, "phone": CALLED}
