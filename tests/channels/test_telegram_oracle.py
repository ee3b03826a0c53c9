"""The fake speaks the Bot API as two other readings of it understand it: python-telegram-bot and aiogram."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)
from telegram.request import HTTPXRequest

from tests.fakes import telegram as fake
from tests.fakes.telegram import FakeTelegram, Person

QUESTION = InlineKeyboardMarkup([[InlineKeyboardButton("Có mặt", callback_data="a:1:1")]])


@pytest.fixture
async def ptb(server: FakeTelegram) -> AsyncIterator[telegram.Bot]:
    async with client(server, server.token) as ptb:
        yield ptb


def client(server: FakeTelegram, token: str) -> telegram.Bot:
    wire = HTTPXRequest(httpx_kwargs={"trust_env": False})
    polls = HTTPXRequest(httpx_kwargs={"trust_env": False})
    return telegram.Bot(token, base_url=f"{server.base_url}/bot", request=wire, get_updates_request=polls)


async def test_it_introduces_itself(ptb: telegram.Bot) -> None:
    me = await ptb.get_me()
    assert (me.id, me.username, me.is_bot, me.can_join_groups) == (123456, "chibot_test_bot", True, True)


async def test_a_question_is_sent_pressed_and_acknowledged(
    ptb: telegram.Bot, server: FakeTelegram, lan: Person
) -> None:
    sent = await ptb.send_message(42, "Đồng chí có dự họp không?", reply_markup=QUESTION)
    press = await lan.presses("Có mặt")
    (update,) = await ptb.get_updates(timeout=0)
    assert update.callback_query
    assert update.callback_query.message
    assert (update.callback_query.data, update.callback_query.message.message_id) == (
        "a:1:1",
        sent.message_id,
    )
    assert sent.reply_markup == QUESTION
    assert await ptb.answer_callback_query(update.callback_query.id, "Đã ghi")
    assert server.answered == [(press, "Đã ghi")]


async def test_updates_are_confirmed_by_offset(ptb: telegram.Bot, lan: Person) -> None:
    await lan.says("một")
    await lan.says("hai")
    one, two = await ptb.get_updates(timeout=0)
    assert [update.update_id for update in await ptb.get_updates(two.update_id, timeout=0)] == [two.update_id]
    assert one.message
    assert (one.message.text, one.effective_user and one.effective_user.id) == ("một", 42)


async def test_files_and_pictures_are_sent(ptb: telegram.Bot, lan: Person) -> None:
    file = await ptb.send_document(42, b"%PDF", caption="Biên bản", filename="bb.pdf")
    photo = await ptb.send_photo(42, b"\x89PNG", caption="Biểu đồ")
    assert file.document
    assert (file.document.file_name, file.document.file_size, file.caption) == ("bb.pdf", 4, "Biên bản")
    assert (len(photo.photo), photo.caption) == (2, "Biểu đồ")
    assert [sent.upload and sent.upload.content for sent in lan.received] == [b"%PDF", b"\x89PNG"]


async def test_messages_are_edited_and_deleted(ptb: telegram.Bot, server: FakeTelegram, lan: Person) -> None:
    sent = await ptb.send_message(42, "3 có mặt", reply_markup=QUESTION)
    edited = await ptb.edit_message_text("4 có mặt", 42, sent.message_id, reply_markup=QUESTION)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await ptb.edit_message_text("4 có mặt", 42, sent.message_id, reply_markup=QUESTION)
    bare = await ptb.edit_message_reply_markup(42, sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert isinstance(bare, telegram.Message)
    assert (edited.text, bare.reply_markup) == ("4 có mặt", None)
    assert await ptb.delete_message(42, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await ptb.delete_message(42, sent.message_id)
    assert server.deleted == [(42, sent.message_id)]


async def test_a_webhook_shuts_the_polls_out(ptb: telegram.Bot, server: FakeTelegram) -> None:
    assert await ptb.set_webhook("http://127.0.0.1:9/", secret_token="s3cret", allowed_updates=["message"])
    info = await ptb.get_webhook_info()
    assert (info.url, info.allowed_updates, info.max_connections) == ("http://127.0.0.1:9/", ("message",), 40)
    with pytest.raises(Conflict):
        await ptb.get_updates(timeout=0)
    assert await ptb.delete_webhook()
    assert not (await ptb.get_webhook_info()).url


async def test_smaller_methods_answer(ptb: telegram.Bot, lan: Person) -> None:
    assert await ptb.send_chat_action(42, "typing")
    assert await ptb.set_my_commands([("start", "Bắt đầu")])
    assert (await ptb.get_chat(42)).first_name == "Lan"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (fake.forbidden(fake.BLOCKED), Forbidden),
        (fake.status_429(7), RetryAfter),
        (fake.migrate(-100123), ChatMigrated),
        (fake.bad_request("chat not found"), BadRequest),
        (fake.server_error(), NetworkError),
        (fake.DropAfterAccept(), NetworkError),
        (fake.UNAUTHORIZED, InvalidToken),
    ],
)
async def test_a_refusal_is_understood(
    ptb: telegram.Bot,
    server: FakeTelegram,
    lan: Person,
    monkeypatch: pytest.MonkeyPatch,
    answer: fake.Answer,
    error: type[Exception],
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    server.faults.next(answer, method="sendMessage")
    with pytest.raises(error) as caught:
        await ptb.send_message(42, "x")
    if isinstance(caught.value, RetryAfter):
        assert caught.value.retry_after == timedelta(seconds=7)
    if isinstance(caught.value, ChatMigrated):
        assert caught.value.new_chat_id == -100123


async def test_a_wrong_token_is_refused(server: FakeTelegram) -> None:
    with pytest.raises(InvalidToken):
        async with client(server, "123456:wrong"):
            pass


async def everything_said(server: FakeTelegram, lan: Person) -> None:
    server.group(-100123)
    about = {"file_id": "a", "file_unique_id": "b"}
    await lan.starts("code")
    await lan.says("có")
    await lan.says("có", chat=-100123)
    await lan.sends_photo("ảnh")
    await lan.sends_file("don.pdf", "đơn")
    await lan.sends(voice={**about, "duration": 3})
    await lan.shares_contact("+84912345678")
    await lan.shares_contact_of("0912345679")
    await lan.edits(await lan.says("không"), "có")
    await lan.blocks()
    await lan.unblocks()


async def test_every_update_is_decoded_by_both(ptb: telegram.Bot, server: FakeTelegram, lan: Person) -> None:
    await everything_said(server, lan)
    await ptb.send_message(42, "?", reply_markup=QUESTION)
    await ptb.send_document(42, b"%PDF", filename="bb.pdf", reply_markup=QUESTION)
    await lan.presses("Có mặt")
    import aiogram.types  # noqa: PLC0415 - loading it takes seconds

    bodies = [one.body for one in server.feed.waiting]
    read = [aiogram.types.Update.model_validate(body) for body in bodies]
    other = [telegram.Update.de_json(body, ptb) for body in bodies]
    assert len(bodies) == 13
    assert [update.update_id for update in read] == [update.update_id for update in other]
    assert not [extra for update in read for extra in unknown_fields(update)]
    assert not [extra for update in other for extra in update.api_kwargs]
    assert all(update.effective_chat and update.effective_user for update in other)


def unknown_fields(value: Any, path: str = "") -> list[str]:
    """Fields of the fake that aiogram's reading of the Bot API does not have."""
    from aiogram.types import TelegramObject  # noqa: PLC0415

    if isinstance(value, list):
        return [extra for item in value for extra in unknown_fields(item, path)]
    if not isinstance(value, TelegramObject):
        return []
    extras = [f"{path}.{name}" for name in value.model_extra or {}]
    inner = [unknown_fields(getattr(value, name), f"{path}.{name}") for name in type(value).model_fields]
    return extras + [extra for found in inner for extra in found]


async def test_every_result_is_decoded_by_aiogram_too(server: FakeTelegram, lan: Person) -> None:
    from aiogram import Bot  # noqa: PLC0415
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415
    from aiogram.types import BufferedInputFile  # noqa: PLC0415

    api = Bot(server.token, AiohttpSession(api=TelegramAPIServer.from_base(server.base_url)))
    file = BufferedInputFile(b"%PDF", "bb.pdf")
    results = [
        await api.get_me(),
        sent := await api.send_message(42, "x"),
        await api.send_document(42, file),
        await api.send_photo(42, file),
        await api.edit_message_text("y", chat_id=42, message_id=sent.message_id),
        await api.get_chat(42),
        await api.get_webhook_info(),
    ]
    await api.session.close()
    assert not [extra for result in results for extra in unknown_fields(result)]
