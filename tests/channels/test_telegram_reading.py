"""What is read out of Telegram's updates, and that nothing can break it."""

import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Choice, Event, Incoming, Kind, Reply
from tests.channels.opened import offline
from tests.fakes.telegram import FakeTelegram, Person

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram

LAN = {"id": 42, "is_bot": False, "first_name": "Mật", "last_name": "Tối", "username": "tuyet_mat"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Mật"}


def update(kind: str, **payload: Any) -> dict[str, Any]:
    return {"update_id": 7, kind: payload}


def message(**content: Any) -> dict[str, Any]:
    return update("message", message_id=5, date=1763690400, chat=PRIVATE, **{"from": LAN}, **content)


def event(body: Any) -> Event:
    found = offline().event(body)
    assert found is not None
    return found


def said(server: FakeTelegram) -> Incoming | None:
    """What the newest update of the fake says."""
    return offline().read(server.feed.waiting[-1].body)


async def test_words_are_text_in_one_unicode_form(server: FakeTelegram, lan: Person) -> None:
    written = await lan.says(unicodedata.normalize("NFD", "Có, tôi dự họp"))
    incoming = said(server)
    assert incoming
    assert (incoming.kind, incoming.text) == (Kind.TEXT, unicodedata.normalize("NFC", "Có, tôi dự họp"))
    assert (incoming.address, incoming.message_ref) == ("42", str(written))
    assert (incoming.channel, incoming.account) == ("telegram", "123456")
    assert incoming.is_private


async def test_a_link_with_a_code_is_text_as_it_stands(server: FakeTelegram, lan: Person) -> None:
    await lan.starts("abc_DEF-123")
    incoming = said(server)
    assert incoming
    assert (incoming.kind, incoming.text) == (Kind.TEXT, "/start abc_DEF-123")


async def test_a_press_is_the_choice_that_was_sent(server: FakeTelegram, telegram: "Telegram", lan: Person) -> None:
    await telegram.send("42", Reply("?", (Choice("Có mặt", "a:9:1"),)))
    press = await lan.presses("Có mặt")
    incoming = said(server)
    assert incoming
    assert (incoming.kind, incoming.text, incoming.press_ref) == (Kind.CHOICE, "a:9:1", press)
    assert incoming.message_ref == str(lan.received[0].message_id)


async def test_a_press_under_a_message_too_old_to_be_seen_is_read() -> None:
    old = {"message_id": 5, "date": 0, "chat": PRIVATE}
    body = update("callback_query", id="1", chat_instance="2", data="a:1", message=old, **{"from": LAN})
    incoming = offline().read(body)
    assert incoming
    assert (incoming.text, incoming.address, incoming.message_ref) == ("a:1", "42", "5")
    assert event(body).address == "42"


async def test_the_own_number_is_a_contact(server: FakeTelegram, lan: Person) -> None:
    await lan.shares_contact("+84 912-345 678")
    incoming = said(server)
    assert incoming
    assert (incoming.kind, incoming.text) == (Kind.CONTACT, "+84912345678")


@pytest.mark.parametrize("owner", [None, 43])
async def test_the_contact_of_somebody_else_is_none(server: FakeTelegram, lan: Person, owner: int | None) -> None:
    await lan.shares_contact_of("+84912345678", user_id=owner)
    incoming = said(server)
    assert incoming
    assert (incoming.kind, incoming.text) == (Kind.OTHER, "")


async def test_a_block_is_an_end_and_an_unblock_says_nothing(server: FakeTelegram, lan: Person) -> None:
    await lan.blocks()
    incoming = said(server)
    assert incoming
    assert (incoming.kind, incoming.address) == (Kind.STOPPED, "42")
    await lan.unblocks()
    assert said(server) is None


async def test_pictures_and_files_are_something_else(server: FakeTelegram, lan: Person) -> None:
    await lan.sends_photo("có")
    photo = said(server)
    await lan.sends_file("don.pdf")
    file = said(server)
    assert photo
    assert file
    assert [photo.kind, file.kind, photo.text] == [Kind.OTHER, Kind.OTHER, ""]


async def test_in_a_group_nothing_is_private(server: FakeTelegram, lan: Person) -> None:
    server.group(-100123)
    await lan.says("có", chat=-100123)
    incoming = said(server)
    assert incoming
    assert (incoming.is_private, incoming.address) == (False, "-100123")


@pytest.mark.parametrize(
    "body",
    [
        update("edited_message", message_id=5, date=1, edit_date=2, chat=PRIVATE, text="không", **{"from": LAN}),
        message(pinned_message={"message_id": 4, "date": 0, "chat": PRIVATE}),
        message(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}),
        update("message", message_id=5, date=1, chat=PRIVATE, text="x", **{"from": {**LAN, "is_bot": True}}),
        update("something_new", text="x"),
        {"update_id": 7},
    ],
)
def test_what_is_not_meant_for_us_says_nothing(body: dict[str, Any]) -> None:
    assert offline().event(body)
    assert offline().read(body) is None


async def test_an_update_that_cannot_be_read_says_why_without_words(server: FakeTelegram) -> None:
    server.add_poison()
    with pytest.raises(ValueError, match=r"forward_origin.*missing") as caught:
        said(server)
    assert "độc" not in str(caught.value)
    assert caught.value.__context__ is caught.value.__cause__ is None


def test_every_word_that_a_person_wrote_is_found_and_no_name() -> None:
    body = message(
        text="thân",
        entities=[{"type": "text_link", "offset": 0, "length": 2, "url": "https://mat.example"}],
        quote={"text": "trích", "position": 0},
        reply_to_message={"message_id": 4, "chat": PRIVATE, "caption": "chú thích", "from": LAN},
        forward_origin={"type": "hidden_user", "sender_user_name": "Mật", "date": 1},
        external_reply={"document": {"file_id": "MAT", "file_unique_id": "MAT", "file_name": "to.pdf"}},
        poll={"id": "MAT", "question": "hỏi", "options": [{"text": "một"}, {"text": "hai"}], "type": "quiz"},
        venue={"title": "nơi", "address": "đường", "location": {}},
        contact={"phone_number": "0912", "first_name": "Mật", "vcard": "FN:Mật"},
        reply_markup={"inline_keyboard": [[{"text": "MẬT", "callback_data": "MẬT"}]]},
    )
    found = [
        "thân",
        "https://mat.example",
        "trích",
        "chú thích",
        "to.pdf",
        "hỏi",
        "một",
        "hai",
        "nơi",
        "đường",
    ]
    assert event(body).words == tuple(found)


async def test_our_own_words_are_not_a_persons(server: FakeTelegram, telegram: "Telegram", lan: Person) -> None:
    await telegram.send("42", Reply("Chỉ thị", (Choice("Đã đọc", "k"),)))
    own = server.message_json(lan.received[0])
    await lan.presses("Đã đọc")
    assert event(server.feed.waiting[-1].body).words == ()
    await lan.says("rõ", reply_to_message=own, quote={"text": "Chỉ", "position": 0, "is_manual": True})
    assert event(server.feed.waiting[-1].body).words == ("rõ",)


def test_an_envelope_needs_a_number_and_nothing_else() -> None:
    assert offline().event({"update_id": "7"}) is offline().event({"update_id": True}) is None
    assert offline().event([]) is None  # type: ignore[arg-type] # whatever JSON may hold
    bare = event({"update_id": 7, "message": {"chat": {"id": "42"}, "text": "có"}})
    assert (bare.event_id, bare.address, bare.message_ref, bare.words) == ("7", "", None, ("có",))


def test_a_body_nested_very_deep_has_its_words() -> None:
    deep: dict[str, Any] = {"text": "đáy"}
    for _ in range(50_000):
        deep = {"reply_to_message": deep}
    body = {"update_id": 7, "message": deep}
    assert event(body).words == ("đáy",)
    with pytest.raises(ValueError, match="cannot be read"):
        offline().read(body)


NAMES = """update_id message callback_query my_chat_member chat from id text data message_id contact user_id
    reply_to_message chat_instance date new_chat_member"""
KEYS = st.sampled_from(NAMES.split())
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=6),
    max_leaves=25,
)


@given(JSON)
def test_no_json_breaks_the_envelope(body: Any) -> None:
    offline().event(body)


@given(st.dictionaries(KEYS, JSON, max_size=4), st.integers())
def test_any_update_is_read_or_refused_with_a_value_error(body: dict[str, Any], number: int) -> None:
    body["update_id"] = number
    assert event(body).event_id == str(number)
    with suppress(ValueError):
        offline().read(body)
