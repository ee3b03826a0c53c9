"""The fake keeps Telegram's rules on offsets, conflicts, age, limits and refusals."""

import asyncio
import time
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.fakes import telegram as fake
from tests.fakes.asking import ask, texts
from tests.fakes.telegram import FakeTelegram, Person


async def test_updates_stay_until_a_higher_offset_confirms_them(server: FakeTelegram, lan: Person) -> None:
    for text in ("a", "b", "c"):
        await lan.says(text)
    first = (await ask(server, "getUpdates", limit=2))[0]["update_id"]
    assert await texts(server) == ["a", "b", "c"]
    assert await texts(server, offset=first + 1) == ["b", "c"]
    assert await texts(server, offset=0) == ["b", "c"]
    assert await texts(server, offset=-1) == ["c"]
    assert await texts(server, offset=first + 3) == []


async def test_a_long_poll_waits_as_long_as_it_was_told(server: FakeTelegram, lan: Person) -> None:
    started = time.monotonic()
    assert await texts(server, timeout=1) == []
    assert 0.9 < time.monotonic() - started < 4


async def test_the_same_offset_at_once_brings_one_update_where_asked_for() -> None:
    async with FakeTelegram(same_offset_quirk=True) as server:
        lan = server.person(42)
        await lan.says("a")
        await lan.says("b")
        assert [await texts(server), await texts(server)] == [["a", "b"], ["a"]]


async def test_a_second_poller_ends_the_first(server: FakeTelegram, lan: Person) -> None:
    first = asyncio.create_task(ask(server, "getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(ask(server, "getUpdates", timeout=5))
    status, text = await first
    await lan.says("a")
    assert (status, "terminated by other getUpdates" in text) == (409, True)
    assert len(await second) == 1


async def test_updates_are_lost_after_a_day(server: FakeTelegram, lan: Person) -> None:
    await lan.says("hôm qua")
    server.clock.advance(hours=23)
    await lan.says("hôm nay")
    server.clock.advance(hours=1, seconds=1)
    assert await texts(server) == ["hôm nay"]


async def test_kinds_that_were_not_asked_for_are_not_kept(server: FakeTelegram, lan: Person) -> None:
    await ask(server, "getUpdates", allowed_updates=["callback_query"])
    await lan.says("a")
    assert await texts(server, allowed_updates=[]) == []
    await lan.says("b")
    assert await texts(server) == ["b"]


async def test_too_many_messages_are_slowed_down() -> None:
    async with FakeTelegram(rate=10, chat_rate=1, open_to_all=True) as server:
        to_one = [await ask(server, "sendMessage", chat_id=1, text="x") for _ in range(4)]
        to_many = [await ask(server, "sendMessage", chat_id=chat, text="x") for chat in range(2, 12)]
    assert to_one[3] == (429, "Too Many Requests: retry after 1")
    assert [answer for answer in to_many if isinstance(answer, tuple)]
    assert len(server.sent) < 13


async def test_a_429_says_how_long_in_the_header_too(server: FakeTelegram) -> None:
    server.faults.next(fake.status_429(5.5))
    async with ClientSession() as http, http.get(f"{server.base_url}/bot{server.token}/getMe") as answer:
        assert answer.headers["Retry-After"] == "6"
        assert (await answer.json())["parameters"] == {"retry_after": 5.5}


async def test_a_fault_hits_its_method_and_chat_as_often_as_told(server: FakeTelegram, lan: Person) -> None:
    server.person(43)
    server.faults.next(fake.forbidden(), method="sendMessage", chat=43, times=2)
    answers = [await ask(server, "sendMessage", chat_id=chat, text="x") for chat in (42, 43, 43, 43)]
    assert [isinstance(answer, tuple) for answer in answers] == [False, True, True, False]


async def test_forms_are_understood_like_json(server: FakeTelegram, lan: Person) -> None:
    form = FormData({"chat_id": "42", "text": "1", "reply_markup": '{"inline_keyboard":[[{"text":"A"}]]}'})
    async with (
        ClientSession() as http,
        http.post(f"{server.base_url}/bot{server.token}/sendMessage", data=form) as answer,
    ):
        assert answer.status == 200
    assert (lan.received[0].text, lan.received[0].buttons) == ("1", [("A", None)])


@pytest.mark.parametrize(
    ("method", "fields", "answer"),
    [
        ("sendMessage", {"chat_id": 42, "text": " "}, (400, "Bad Request: message text is empty")),
        ("sendMessage", {"chat_id": 42, "text": "😀" * 2049}, (400, "Bad Request: message is too long")),
        ("sendMessage", {"chat_id": "x", "text": "x"}, (400, "Bad Request: chat not found")),
        (
            "sendMessage",
            {
                "chat_id": 42,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "đ" * 33}]]},
            },
            (400, "Bad Request: BUTTON_DATA_INVALID"),
        ),
        (
            "deleteMessage",
            {"chat_id": 42, "message_id": 1},
            (400, "Bad Request: message to delete not found"),
        ),
        ("noSuchMethod", {}, (404, "Not Found")),
        ("sendChatAction", {"chat_id": 42, "action": "typing"}, True),
        ("setMyCommands", {"commands": []}, True),
    ],
)
async def test_wrong_calls_are_refused_as_telegram_does(
    server: FakeTelegram, lan: Person, method: str, fields: dict[str, Any], answer: object
) -> None:
    assert await ask(server, method, **fields) == answer


async def test_who_never_started_cannot_be_written_to(server: FakeTelegram) -> None:
    stranger = server.person(44, is_started=False)
    refused = await ask(server, "sendMessage", chat_id=44, text="x")
    await stranger.starts("code")
    assert refused == (403, "Forbidden: bot can't initiate conversation with a user")
    assert (await ask(server, "sendMessage", chat_id=44, text="x"))["chat"]["id"] == 44


async def test_a_missing_button_is_told_with_those_there_are(server: FakeTelegram, lan: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Có mặt", "callback_data": "a"}]]}
    await ask(server, "sendMessage", chat_id=42, text="x", reply_markup=markup)
    with pytest.raises(AssertionError, match="Có mặt"):
        await lan.presses("Vắng")


async def test_old_messages_cannot_be_deleted(server: FakeTelegram, lan: Person) -> None:
    written = await lan.says("a")
    server.clock.advance(hours=49)
    status, text = await ask(server, "deleteMessage", chat_id=42, message_id=written)
    assert (status, text) == (400, "Bad Request: message can't be deleted for everyone")
