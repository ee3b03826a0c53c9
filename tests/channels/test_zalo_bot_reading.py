"""What is read out of the events of a Zalo bot, and that nothing can break it."""

import unicodedata
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_bot import ZaloBot
from bot.messages import Event, Incoming, Kind
from tests.channels.zalo_bot_events import GROUP, IN_GROUP, LAN, PRIVATE, SENDER, update, wrapped

BOT = ZaloBot("4077161553402884224:x", api_base="http://127.0.0.1:9")


def event(body: Any) -> Event:
    found = BOT.event(body)
    assert found is not None
    return found


def said(body: Any) -> Incoming:
    found = BOT.read(body)
    assert found is not None
    return found


@pytest.mark.parametrize("form", [lambda body: body, wrapped])
def test_words_are_text_in_one_unicode_form_with_or_without_the_outer_form(form: Any) -> None:
    body = form(update(text=unicodedata.normalize("NFD", "Có, tôi dự họp")))
    assert said(body) == Incoming(
        channel="zalo_bot",
        account="4077161553402884224",
        event_id="2d758cb5e222177a4e35",
        address=LAN,
        kind=Kind.TEXT,
        text=unicodedata.normalize("NFC", "Có, tôi dự họp"),
        message_ref="2d758cb5e222177a4e35",
    )
    assert (event(body).event_id, event(body).address, event(body).body) == ("2d758cb5e222177a4e35", LAN, body)


@pytest.mark.parametrize(
    "body",
    [
        update("image", photo="https://photo.example/1.jpg", caption="có"),
        update("image", photo_url="https://photo.example/1.jpg"),
        update("sticker", sticker="0e078a2e", url="https://sticker.example/1.png"),
        update("voice", voice_url="https://voice.example/1.aac"),
        update("unsupported"),
        {"message": update("image", photo="https://photo.example/1.jpg")["message"]},
    ],
)
def test_all_that_is_no_text_is_something_else(body: dict[str, Any]) -> None:
    assert (said(body).kind, said(body).text) == (Kind.OTHER, "")


def test_a_text_without_the_events_name_is_a_text() -> None:
    assert said({"message": update(text="1")["message"]}).text == "1"


def test_in_a_group_nothing_is_private() -> None:
    body = update(chat=IN_GROUP, text="có")
    assert (said(body).is_private, said(body).address, event(body).address) == (
        False,
        f"group:{GROUP}",
        f"group:{GROUP}",
    )


@pytest.mark.parametrize(
    ("chat", "private"),
    [
        ({"id": LAN}, True),
        ({"id": GROUP}, False),
        ({"id": LAN, "chat_type": "private"}, True),
        ({"id": LAN, "chat_type": "CHANNEL"}, False),
        ({"id": LAN, "chat_type": 1}, False),
    ],
)
def test_in_doubt_a_chat_is_a_group(chat: dict[str, Any], private: bool) -> None:
    assert said(update(chat=chat, text="có")).is_private is private


@pytest.mark.parametrize(
    "body",
    [
        update("reaction", text="có"),
        {"event_name": "bot.joined"},
        {"event_name": "webhook.test", "message": "x"},
        update(text="của ta", sender=SENDER | {"is_bot": True}),
        {"message": {"chat": PRIVATE, "message_id": "1"}},
    ],
)
def test_what_is_not_meant_for_us_says_nothing(body: dict[str, Any]) -> None:
    assert event(body).event_id
    assert BOT.read(body) is None


@pytest.mark.parametrize(
    "body",
    [
        update(),
        update(text=7),
        update(text=None),
        update(text="có", chat=None),
        update(text="có", chat=LAN),
        update(text="có", chat={"id": "\x00"}, sender={}),
        {"event_name": "message.text.received"},
        {"event_name": 7, "message": {}},
        {"message": 7},
        {"message": {"chat": 7}},
        {"ok": True, "result": [update(text="có")]},
        {},
    ],
)
def test_what_cannot_be_read_says_why_without_words(body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"event cannot be read: \w+$"):
        BOT.read(body)


def test_every_word_that_a_person_wrote_is_found_and_no_name() -> None:
    body = update(
        text="thân", caption="chú thích", quote={"text": "trích", "from": SENDER}, url="https://a.example/mat"
    )
    assert event(wrapped(body)).words == ("thân", "chú thích", "trích", "https://a.example/mat")


def test_without_an_id_the_event_itself_is_one() -> None:
    first, second = update(text="có", message_id=None), update(text="không", message_id=None)
    ids = [event(body).event_id for body in (first, wrapped(first), second)]
    assert ids[0] == ids[1] == said(first).event_id != ids[2]
    assert all(one.startswith("sha256:") and len(one) <= 64 for one in ids)
    assert event(first).message_ref is None


@pytest.mark.parametrize("message_id", ["", "\x00", "\ud800", "x" * 65, "có", ["1"], True])
def test_an_id_that_no_table_takes_is_none(message_id: object) -> None:
    assert event(update(text="có", message_id=message_id)).event_id.startswith("sha256:")


def test_an_id_that_is_a_number_is_taken() -> None:
    assert event(update(text="có", message_id=7)).event_id == "7"


def test_an_envelope_needs_a_message_or_a_name() -> None:
    odd: list[Any] = [{}, {"update_id": 7}, {"ok": True, "result": None}, {"message": "x"}, [], None, 7]
    assert [BOT.event(body) for body in odd] == [None] * len(odd)


def test_a_body_nested_very_deep_has_its_words() -> None:
    deep: dict[str, Any] = {"text": "đáy"}
    for _ in range(50_000):
        deep = {"quote": deep}
    body = update(text="mặt", message_id=None, quote=deep)
    assert event(body).words == ("mặt", "đáy")
    assert said(body).text == "mặt"


NAMES = "ok result event_name message chat from id chat_type text message_id is_bot photo caption display_name"
VALUES = st.sampled_from(["message.text.received", "message.image.received", "PRIVATE", "GROUP", LAN, GROUP])
KEYS = st.sampled_from(NAMES.split())
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | VALUES
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=6),
    max_leaves=25,
)


@given(JSON)
def test_no_json_breaks_the_envelope(body: Any) -> None:
    BOT.event(body)


@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_anything_is_read_or_refused_with_a_value_error(body: dict[str, Any]) -> None:
    with suppress(ValueError):
        BOT.read(body)


@given(st.sampled_from(["message", "chat", "from", "text", "event_name", "message_id"]), JSON)
def test_an_event_with_one_odd_part_is_read_or_refused(part: str, odd: Any) -> None:
    body = update(text="có")
    (body if part in body else body["message"])[part] = odd
    found = BOT.event(body)
    with suppress(ValueError):
        incoming = BOT.read(body)
        if found is not None and incoming is not None:
            assert (found.event_id, found.address) == (incoming.event_id, incoming.address)
