"""What takes the place of a message on Telegram, over real HTTP, and how that can end."""

from typing import TYPE_CHECKING

import pytest

from bot.messages import (
    Accepted,
    AddressDead,
    ChannelDown,
    Choice,
    Document,
    Outcome,
    Rejected,
    Reply,
    Scope,
    Unknown,
    Wait,
)
from tests.fakes import telegram as fake
from tests.fakes.telegram import FakeTelegram, Person, Sent

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram

TALLY = Reply("Có mặt 1", (Choice("Ai chưa trả lời", "silent:1:0"), Choice("Điểm danh", "roll:1:0")))


@pytest.fixture
async def shown(telegram: "Telegram", lan: Person) -> Sent:
    """A message that is on the screen."""
    await telegram.send("42", TALLY)
    return lan.received[0]


def instead_of(sent: Sent, text: str = "Có mặt 2", *choices: Choice) -> Reply:
    return Reply(text, choices, edits=str(sent.message_id))


async def test_new_words_and_buttons_take_the_place_of_the_old(telegram: "Telegram", lan: Person, shown: Sent) -> None:
    outcome = await telegram.send("42", instead_of(shown, "Có mặt 2", Choice("Điểm danh", "roll:1:1")))
    assert outcome == Accepted(str(shown.message_id))
    assert [(sent.text, sent.buttons, sent.edits) for sent in lan.received] == [
        ("Có mặt 2", [("Điểm danh", "roll:1:1")], 1)
    ]


async def test_without_choices_the_old_buttons_go(telegram: "Telegram", shown: Sent) -> None:
    await telegram.send("42", instead_of(shown, "Buổi họp đã hoãn."))
    assert shown.buttons == []


async def test_the_press_is_acknowledged_too(
    telegram: "Telegram", server: FakeTelegram, lan: Person, shown: Sent
) -> None:
    press = await lan.presses("Điểm danh")
    await telegram.send("42", Reply("Trang 1", edits=str(shown.message_id), acknowledges=press))
    assert server.answered == [(press, "")]
    assert shown.text == "Trang 1"


async def test_the_same_once_more_is_no_failure(telegram: "Telegram", shown: Sent) -> None:
    again = instead_of(shown, TALLY.text, *TALLY.choices)
    assert await telegram.send("42", again) == Accepted(None)


async def test_a_deleted_message_is_rejected_and_nothing_is_sent(
    telegram: "Telegram", lan: Person, shown: Sent
) -> None:
    shown.is_deleted = True
    assert await telegram.send("42", instead_of(shown)) == Rejected("Bad Request: message to edit not found")
    assert len(lan.received) == 1


async def test_a_file_is_not_edited_into_words(telegram: "Telegram", lan: Person) -> None:
    await telegram.send("42", Reply("Báo cáo", document=Document("a.txt", b"x", "text/plain")))
    assert isinstance(await telegram.send("42", instead_of(lan.received[0])), Rejected)


@pytest.mark.parametrize("ref", ["", "abc", "²"])
async def test_a_message_of_no_such_number_gets_a_new_one(telegram: "Telegram", lan: Person, ref: str) -> None:
    assert isinstance(await telegram.send("42", Reply("Trang 1", edits=ref)), Accepted)
    assert [sent.text for sent in lan.received] == ["Trang 1"]


async def test_what_is_too_long_for_one_message_is_sent_in_parts(
    telegram: "Telegram", lan: Person, shown: Sent
) -> None:
    await telegram.send("42", instead_of(shown, "a\n" * 3000))
    assert shown.text == TALLY.text
    assert len(lan.received) == 3


async def test_a_file_comes_as_a_message_of_its_own(telegram: "Telegram", lan: Person, shown: Sent) -> None:
    file = Document("a.txt", b"x", "text/plain")
    await telegram.send("42", Reply("Báo cáo", edits=str(shown.message_id), document=file))
    assert [sent.method for sent in lan.received] == ["sendmessage", "senddocument"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (fake.status_429(7), Wait(7, Scope.ADDRESS)),
        (fake.forbidden(fake.BLOCKED), AddressDead("blocked")),
        (fake.bad_request("message can't be edited"), Rejected("Bad Request: message can't be edited")),
        (fake.bad_request("chat not found"), AddressDead("chat_not_found")),
        (fake.UNAUTHORIZED, ChannelDown("token_refused", needs_human=True)),
        (fake.server_error(502), Unknown("server_error")),
    ],
)
async def test_an_edit_has_its_outcome(
    telegram: "Telegram", server: FakeTelegram, shown: Sent, answer: fake.Answer, outcome: Outcome
) -> None:
    server.faults.next(answer, method="editMessageText")
    assert await telegram.send("42", instead_of(shown)) == outcome


@pytest.mark.parametrize("fault", [fake.DropBeforeAccept(), fake.DropAfterAccept()])
async def test_a_lost_answer_is_unknown_and_the_same_again_harmless(
    telegram: "Telegram", server: FakeTelegram, shown: Sent, fault: fake.Answer
) -> None:
    server.faults.next(fault, method="editMessageText")
    assert isinstance(await telegram.send("42", instead_of(shown)), Unknown)
    assert isinstance(await telegram.send("42", instead_of(shown)), Accepted)
    assert shown.text == "Có mặt 2"
