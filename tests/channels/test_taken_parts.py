"""Nobody reads the beginning of a long message twice because its end had to wait."""

from typing import TYPE_CHECKING

import pytest

from bot.channels.taken_parts import LASTS, MOST, TakenParts
from bot.channels.zalo_oa import ZaloOA
from bot.messages import Accepted, ChannelDown, Document, Outcome, Rejected, Reply, Scope, Unknown, Wait
from tests.fakes import telegram as fake_telegram
from tests.fakes import zalo_oa as fake_zalo
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram import Person as TelegramPerson
from tests.fakes.zalo_oa import FakeZaloOA, Person

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram

LONG = Reply("\n".join(f"{number}. Nguyễn Văn An" for number in range(600)))
LATER = Wait(5, Scope.CHANNEL)
TAKEN = Accepted("1")


class Wire:
    """Ends each part as it is told, and knows which have left."""

    def __init__(self) -> None:
        self.hour = 0.0
        self.taken = TakenParts(lambda: self.hour)

    async def sends(self, *ends: Outcome, text: str = "words", to: str = "1") -> tuple[Outcome, list[int]]:
        left: list[int] = []

        async def part(number: int) -> Outcome:
            left.append(number)
            return ends[number]

        parts = [lambda number=number: part(number) for number in range(len(ends))]
        return await self.taken.send(to, Reply(text, attempt_key=str(id(left))), parts), left


@pytest.mark.parametrize("end", [LATER, ChannelDown("x", needs_human=False), Unknown("x")])
async def test_the_next_try_goes_on_with_what_is_missing(end: Outcome) -> None:
    wire = Wire()
    assert await wire.sends(TAKEN, TAKEN, end) == (end, [0, 1, 2])
    assert await wire.sends(TAKEN, TAKEN, end) == (end, [2])
    assert await wire.sends(TAKEN, TAKEN, TAKEN) == (TAKEN, [2])
    assert await wire.sends(TAKEN, TAKEN, TAKEN) == (TAKEN, [0, 1, 2])


async def test_what_is_refused_is_begun_anew() -> None:
    wire, end = Wire(), Rejected("x")
    assert await wire.sends(TAKEN, end) == (end, [0, 1])
    assert await wire.sends(TAKEN, end) == (end, [0, 1])


async def test_other_words_and_other_people_are_told_all() -> None:
    wire = Wire()
    await wire.sends(TAKEN, LATER)
    assert (await wire.sends(TAKEN, LATER, text="other words"))[1] == [0, 1]
    assert (await wire.sends(TAKEN, LATER, to="2"))[1] == [0, 1]
    assert (await wire.sends(TAKEN, LATER))[1] == [1]


async def test_after_a_while_the_whole_is_said_once_more() -> None:
    wire = Wire()
    await wire.sends(TAKEN, LATER)
    wire.hour = LASTS
    assert (await wire.sends(TAKEN, LATER))[1] == [0, 1]


async def test_so_many_are_remembered_and_no_more() -> None:
    wire = Wire()
    for number in range(MOST + 1):
        await wire.sends(TAKEN, LATER, to=str(number))
    assert (await wire.sends(TAKEN, LATER, to="0"))[1] == [0, 1]
    assert (await wire.sends(TAKEN, LATER, to=str(MOST)))[1] == [1]


# On the networks


async def test_on_zalo_a_long_text_is_read_once(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    zalo.faults.next(fake_zalo.Slow(0))
    zalo.faults.next(fake_zalo.rate_limit())
    assert isinstance(await oa.send(minh.id, LONG), Wait)
    assert isinstance(await oa.send(minh.id, LONG), Accepted)
    assert "\n".join(sent.text for sent in minh.received) == LONG.text


async def test_on_zalo_the_words_behind_a_file_bring_it_no_second_time(
    oa: ZaloOA, zalo: FakeZaloOA, minh: Person
) -> None:
    minutes = Reply("Biên bản đây.", document=Document("a.pdf", b"%PDF", "application/pdf"))
    zalo.faults.next(fake_zalo.Slow(0), path="message/cs")
    zalo.faults.next(fake_zalo.Garbage(status=502), path="message/cs")
    assert isinstance(await oa.send(minh.id, minutes), Unknown)
    assert isinstance(await oa.send(minh.id, minutes), Accepted)
    assert [bool(sent.upload) for sent in minh.received] == [True, False]


async def test_on_telegram_a_long_text_is_read_once(
    telegram: "Telegram", server: FakeTelegram, lan: TelegramPerson
) -> None:
    server.faults.next(fake_telegram.Slow(0))
    server.faults.next(fake_telegram.status_429(5))
    assert isinstance(await telegram.send("42", LONG), Wait)
    assert isinstance(await telegram.send("42", LONG), Accepted)
    assert "\n".join(sent.text for sent in lan.received) == LONG.text
