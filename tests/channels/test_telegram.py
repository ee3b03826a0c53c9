"""What is sent on Telegram, over real HTTP, and how it can end."""

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest

from bot.messages import (
    Accepted,
    AddressDead,
    AddressMoved,
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
from tests.channels.opened import opened
from tests.fakes import telegram as fake
from tests.fakes.socks import SocksProxy
from tests.fakes.telegram import FakeTelegram, Person

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram

QUESTION = Reply("Đồng chí có dự họp không?", (Choice("Có mặt", "a:1:1"), Choice("Vắng", "a:1:0")))
MINUTES = Document("bien-ban.pdf", b"%PDF-1.7", "application/pdf")


async def test_a_question_arrives_with_its_buttons(telegram: "Telegram", lan: Person) -> None:
    outcome = await telegram.send("42", QUESTION)
    sent = lan.received[0]
    assert outcome == Accepted(str(sent.message_id))
    assert sent.text == QUESTION.text
    assert sent.buttons == [("Có mặt", "a:1:1"), ("Vắng", "a:1:0")]


async def test_a_failed_later_part_is_the_outcome_of_all(
    telegram: "Telegram", server: FakeTelegram, lan: Person
) -> None:
    server.faults.next(fake.Slow(0), method="sendMessage")
    server.faults.next(fake.server_error(), method="sendMessage")
    assert await telegram.send("42", Reply("a\n" * 5000)) == Unknown("server_error")
    assert len(lan.received) == 1


async def test_an_answer_removes_acknowledges_and_says(telegram: "Telegram", server: FakeTelegram, lan: Person) -> None:
    secret = await lan.says("MẬT")
    await telegram.send("42", QUESTION)
    press = await lan.presses("Vắng")
    await telegram.send("42", Reply("Đã rõ", acknowledges=press, removes=str(secret)))
    assert server.deleted == [(42, secret)]
    assert server.answered == [(press, "")]
    assert lan.received[-1].text == "Đã rõ"


async def test_a_late_acknowledgement_and_a_failed_removal_harm_nothing(
    telegram: "Telegram", server: FakeTelegram, lan: Person
) -> None:
    reply = Reply("Đã rõ", acknowledges="1", removes="999")
    assert isinstance(await telegram.send("42", reply), Accepted)
    assert not server.answered
    assert not server.deleted
    assert [sent.text for sent in lan.received] == ["Đã rõ"]


async def test_an_acknowledgement_alone_says_nothing(telegram: "Telegram", server: FakeTelegram, lan: Person) -> None:
    await telegram.send("42", QUESTION)
    press = await lan.presses("Có mặt")
    assert await telegram.send("42", Reply("", acknowledges=press)) == Accepted(None)
    assert server.answered == [(press, "")]
    assert len(lan.received) == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (fake.status_429(7), Wait(7, Scope.ADDRESS)),
        (fake.Refusal(429, "Too Many Requests"), Wait(5, Scope.ADDRESS)),
        (fake.Garbage("<html>", status=429), Wait(5, Scope.ADDRESS)),
        (fake.Refusal(429, "slow", {"retry_after": "5"}), Wait(5, Scope.ADDRESS)),
        (fake.forbidden(fake.BLOCKED), AddressDead("blocked")),
        (fake.forbidden(fake.DEACTIVATED), AddressDead("deactivated")),
        (fake.forbidden(fake.NEVER_STARTED), AddressDead("never_started")),
        (fake.forbidden("bot was kicked from the supergroup chat"), AddressDead("kicked")),
        (fake.forbidden("something new"), AddressDead("forbidden")),
        (fake.bad_request("chat not found"), AddressDead("chat_not_found")),
        (fake.bad_request("PEER_ID_INVALID"), AddressDead("chat_not_found")),
        (fake.migrate(-100123), AddressMoved("-100123")),
        (fake.bad_request("message is not modified: same"), Accepted(None)),
        (fake.bad_request("reply markup is too long"), Rejected("Bad Request: reply markup is too long")),
        (fake.bad_request('url "tel:0912345678" of Lê is +84912345678'), Rejected("Bad Request: url of is")),
        (fake.TOO_LARGE, Rejected("too_large")),
        (fake.UNAUTHORIZED, ChannelDown("token_refused", needs_human=True)),
        (fake.Refusal(404, "Not Found"), ChannelDown("token_or_method_unknown", needs_human=True)),
        (fake.server_error(500, "Internal Server Error: restart"), Wait(5, Scope.CHANNEL)),
        (fake.server_error(502), Unknown("server_error")),
        (fake.Garbage("<html>", status=503), Unknown("server_error")),
        (fake.Garbage("[1]"), Unknown("undecodable_answer")),
        (fake.Garbage("[" * 100_000), Unknown("undecodable_answer")),
        (fake.Garbage('{"ok":true,"result":{"message_id":9}}'), Accepted("9")),
        (fake.Garbage('{"ok":false,"error_code":403,"description":"Forbidden"}'), AddressDead("forbidden")),
    ],
)
async def test_an_answer_has_its_outcome(
    telegram: "Telegram", server: FakeTelegram, lan: Person, answer: fake.Answer, outcome: Outcome
) -> None:
    server.faults.next(answer, method="sendMessage")
    assert await telegram.send("42", Reply("Mời họp")) == outcome


async def test_a_redirection_is_not_followed_and_nothing_was_sent(
    telegram: "Telegram", server: FakeTelegram, lan: Person
) -> None:
    server.faults.next(fake.Garbage("", status=302), method="sendMessage")
    assert isinstance(await telegram.send("42", QUESTION), ChannelDown)
    assert len(server.calls) == 1


async def test_a_float_retry_after_waits_at_least_that_long(telegram: "Telegram", server: FakeTelegram) -> None:
    server.faults.next(fake.status_429(5.5))
    outcome = await telegram.send("42", Reply("Mời họp"))
    assert isinstance(outcome, Wait)
    assert outcome.seconds >= 5.5


async def test_who_blocked_us_is_dead_until_they_come_back(telegram: "Telegram", lan: Person) -> None:
    await lan.blocks()
    assert await telegram.send("42", QUESTION) == AddressDead("blocked")
    await lan.unblocks()
    assert isinstance(await telegram.send("42", QUESTION), Accepted)


async def test_a_lost_answer_is_unknown_whether_it_was_taken_or_not(
    telegram: "Telegram", server: FakeTelegram, lan: Person
) -> None:
    server.faults.next(fake.DropAfterAccept(), method="sendMessage")
    server.faults.next(fake.DropBeforeAccept(), method="sendMessage")
    outcomes = [await telegram.send("42", QUESTION) for _ in range(2)]
    assert all(isinstance(outcome, Unknown) for outcome in outcomes)
    assert len(lan.received) == 1


async def test_an_answer_that_takes_too_long_is_unknown(
    telegram: "Telegram", server: FakeTelegram, lan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram_wire.ANSWER_SECONDS", 0.2)
    server.faults.next(fake.Slow(1), method="sendMessage")
    assert isinstance(await telegram.send("42", QUESTION), Unknown)


async def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        telegram = opened(api_base=f"http://127.0.0.1:{unused.getsockname()[1]}")
        outcome = await telegram.send("42", QUESTION)
    await telegram.close()
    assert isinstance(outcome, ChannelDown)
    assert not outcome.needs_human


async def test_a_handshake_that_hangs_ends_early_and_nothing_was_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.channels.telegram_wire.CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        telegram = opened(api_base=f"https://127.0.0.1:{silent.getsockname()[1]}")
        assert isinstance(await telegram.send("42", QUESTION), ChannelDown)
        await telegram.close()


async def test_it_goes_through_a_proxy(server: FakeTelegram, lan: Person) -> None:
    async with SocksProxy() as proxy:
        telegram = opened(server.token, api_base=server.base_url, proxy=f"socks5://{proxy.address}")
        assert isinstance(await telegram.send("42", QUESTION), Accepted)
        proxy.refuses = True
        await telegram.close()
        assert isinstance(await telegram.send("42", QUESTION), ChannelDown)
        await telegram.close()
    assert (proxy.connections, len(lan.received)) == (2, 1)


async def test_fifty_are_in_flight_at_once(telegram: "Telegram", server: FakeTelegram, lan: Person) -> None:
    server.latency = 0.3
    started = asyncio.get_running_loop().time()
    outcomes = await asyncio.gather(*(telegram.send("42", QUESTION) for _ in range(50)))
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert asyncio.get_running_loop().time() - started < 5


@pytest.mark.parametrize("text", ["", "  \n", "\ud800"])
async def test_what_cannot_be_said_is_rejected(telegram: "Telegram", lan: Person, text: str) -> None:
    assert isinstance(await telegram.send("42", Reply(text)), Rejected)
    assert lan.received == []
