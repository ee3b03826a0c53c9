"""What is read out of an Official Account's events, and that nothing can break it."""

import unicodedata
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_oa_events import HEARD, Ear
from bot.channels.zalo_zns import ZaloZns
from bot.messages import Arrival, Choice, Event, Form, Incoming, Kind, Receipt, Reply
from bot.network_settings import ZaloForm
from bot.network_settings import ZaloOA as Account
from tests.channels.zalo_oa_account import FORMS, request
from tests.fakes.zalo_oa import FakeZaloOA, Person, Phone
from tests.fakes.zalo_oa.hook import Brought

CALL = Form("call", {"name": "Lan", "time": "14:00 27/11", "place": "x"}, "answer:12:1:345")
OTHERS = ("image", "gif", "link", "audio", "video", "sticker", "location", "business_card", "file", "something_new")


def brought_by(channel: ZaloOA | ZaloZns, one: Brought) -> Event | None:
    bodies = channel.brought(request(one))
    assert bodies is not None
    return channel.event(bodies[0])


def said_by(channel: ZaloOA | ZaloZns, one: Brought) -> Incoming:
    """Through the signature, the envelope and back."""
    event = brought_by(channel, one)
    assert event is not None
    said = channel.read(event.body)
    assert said is not None
    assert (said.channel, said.event_id, said.account) == (event.channel, event.event_id, "388613280")
    return said


def test_words_are_text_in_one_unicode_form(oa: ZaloOA, minh: Person) -> None:
    said = said_by(oa, minh.says(unicodedata.normalize("NFD", "Có, tôi dự họp")))
    assert (said.kind, said.text) == (Kind.TEXT, unicodedata.normalize("NFC", "Có, tôi dự họp"))
    assert (said.channel, said.address, said.is_private) == ("zalo_oa", "2468458", True)
    assert said.message_ref == said.event_id


async def test_a_press_is_the_choice_that_was_sent(oa: ZaloOA, minh: Person) -> None:
    await oa.send(minh.id, Reply("?", (Choice("Có mặt", "answer:12:1:345:coming"),)))
    said = said_by(oa, minh.presses("Có mặt"))
    assert (said.kind, said.text) == (Kind.CHOICE, "answer:12:1:345:coming")


async def test_the_press_of_another_is_only_words(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    await oa.send(minh.id, Reply("?", (Choice("Có mặt", "answer:12:1:345:coming"),)))
    said = said_by(oa, zalo.person("999").says(minh.received[0].buttons[0].payload))
    assert said.kind is Kind.TEXT
    assert said_by(oa, minh.says("#answer:12:1:345:coming:aaaaaaaaaaaa")).kind is Kind.TEXT


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_text_gets_an_answer_and_changes_nothing(oa: ZaloOA, minh: Person, kind: str) -> None:
    said = said_by(oa, minh.sends(kind, attachments=[{"type": kind, "payload": {"url": "https://x"}}]))
    assert (said.kind, said.text, said.address) == (Kind.OTHER, "", minh.id)


def test_who_opens_or_leaves_the_account_is_known(oa: ZaloOA, minh: Person) -> None:
    came, went = said_by(oa, minh.follows()), said_by(oa, minh.leaves())
    assert [(one.kind, one.address) for one in (came, went)] == [(Kind.FOLLOWED, minh.id), (Kind.STOPPED, minh.id)]
    assert came.event_id != went.event_id


def test_a_number_that_is_shared_is_digits_and_the_name_is_only_what_they_say(oa: ZaloOA, minh: Person) -> None:
    said = said_by(oa, minh.shares_number("+84 912.345-678"))
    assert (said.kind, said.text, said.calls_itself) == (Kind.CONTACT, "+84912345678", "Minh")
    assert said_by(oa, minh.shares_number("")).kind is Kind.OTHER
    assert not oa.capabilities.proven_contact


async def test_a_report_says_of_which_messages_it_is(oa: ZaloOA, minh: Person) -> None:
    await oa.send(minh.id, Reply("một"))
    await oa.send(minh.id, Reply("hai"))
    one, two = minh.received
    seen, received = said_by(oa, minh.sees()), said_by(oa, minh.receives(one))
    assert (seen.kind, seen.channel, received.kind) == (Kind.REPORT, "zalo_oa", Kind.REPORT)
    assert seen.receipts == tuple(Receipt(Arrival.SEEN, external_id=sent.message_id) for sent in (one, two))
    assert received.receipts == (Receipt(Arrival.DELIVERED, external_id=one.message_id),)


async def test_a_report_waits_for_nobodys_words(oa: ZaloOA, minh: Person) -> None:
    await oa.send(minh.id, Reply("một"))
    event, words = brought_by(oa, minh.sees()), brought_by(oa, minh.says("có"))
    assert event
    assert words
    assert event.address == f"report:{minh.received[0].message_id}"
    assert (words.address, event.words) == (minh.id, ())


async def test_what_comes_of_a_template_by_phone_is_of_its_own_channel(
    oa: ZaloOA, zns: ZaloZns, zalo: FakeZaloOA
) -> None:
    zalo.reports, phone = True, zalo.phone("84912345678")
    await zns.send(phone.number, Reply("", form=CALL))
    sent = phone.received[0]
    for channel in (oa, zns):  # whichever is asked
        said = said_by(channel, phone.presses("Xin vắng"))
        assert (said.channel, said.address) == ("zalo_zns", phone.number)
        assert (said.kind, said.text) == (Kind.CHOICE, "answer:12:1:345:away")
        report = said_by(channel, zalo.hook.events[0])
        assert (report.channel, report.kind) == ("zalo_zns", Kind.REPORT)
        assert report.receipts == (Receipt(Arrival.DELIVERED, external_id=sent.message_id),)


async def test_a_label_that_answers_nothing_is_as_if_it_were_typed(oa: ZaloOA, zns: ZaloZns, zalo: FakeZaloOA) -> None:
    phone = zalo.phone("84912345678")
    zalo.templates["7895418"].labels = ("Đã nhận",)
    await zns.send(phone.number, Reply("", form=Form("word", {"name": "Lan", "text": "Đọc công văn"})))
    said = said_by(oa, phone.presses("Đã nhận"))
    assert (said.kind, said.text, said.address) == (Kind.TEXT, "Đã nhận", phone.number)


async def test_the_label_of_a_template_by_user_id_is_as_if_it_were_typed(oa: ZaloOA, minh: Person) -> None:
    await oa.send(minh.id, Reply("", form=CALL))
    said = said_by(oa, minh.answers_template("Có mặt"))
    assert (said.channel, said.kind, said.text, said.address) == ("zalo_oa", Kind.TEXT, "Có mặt", minh.id)


async def test_templates_that_others_sent_through_the_account_are_none_of_ours(oa: ZaloOA, zalo: FakeZaloOA) -> None:
    zalo.register("1", "ten")
    phone = Phone(zalo, "84912345678")
    about = {"submit_time": "1", "button_type": "response", "data": "Có mặt", "tracking_id": "n123-m45"}
    assert brought_by(oa, zalo.tell("user_click_response_button", msg_id="a", message=about)) is None
    about = {"delivery_time": "1", "msg_id": "a", "tracking_id": "n123-m45"}
    assert brought_by(oa, zalo.tell("user_received_message", message=about)) is None
    assert phone.received == []


def test_without_templates_by_phone_their_events_are_nobodys(zalo: FakeZaloOA) -> None:
    ear, other = Ear.of(zalo.settings()), Ear.of(zalo.settings(phone_forms=FORMS))
    tracking = other.seal.tracking("84912345678", "answer:1:1:7")
    body = {"event_name": "user_click_response_button", "message": {"data": "Có mặt", "tracking_id": tracking}}
    assert ear.event(body) is None
    assert ear.read(body) is None
    event = other.event(body)
    assert event
    assert (event.channel, event.address) == ("zalo_zns", "84912345678")


def test_labels_are_those_of_the_account(zalo: FakeZaloOA) -> None:
    form = ZaloForm(id="1", coming="Tôi dự", away="Tôi vắng")
    ear = Ear.of(zalo.settings(phone_forms={"call": form}))
    tracking = ear.seal.tracking("84912345678", "answer:1:1:7")
    for label, text in {"TÔI  dự": "answer:1:1:7:coming", "Tôi vắng": "answer:1:1:7:away", "Có mặt": "Có mặt"}.items():
        body = {"event_name": "user_click_response_button", "message": {"data": label, "tracking_id": tracking}}
        said = ear.read(body)
        assert said
        assert said.text == text


def test_a_label_under_what_asks_nothing_answers_no_other_question(zalo: FakeZaloOA) -> None:
    """A cancelled meeting's template may have labels too: nobody comes to next month's by pressing one."""
    ear = Ear.of(zalo.settings(phone_forms=FORMS))
    tracking = ear.seal.tracking("84912345678", None)
    for label, kind in {"Có mặt": Kind.OTHER, "Xin vắng": Kind.OTHER, "Tôi bận": Kind.TEXT}.items():
        body = {"event_name": "user_click_response_button", "message": {"data": label, "tracking_id": tracking}}
        said = ear.read(body)
        assert said
        assert (said.channel, said.address, said.kind) == ("zalo_zns", "84912345678", kind)


def test_in_a_group_nothing_is_private(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    said = said_by(oa, zalo.group("4a9bada229cec09099df").hears(minh, "ABCDEFGHJK"))
    assert (said.address, said.is_private, said.text) == ("group:4a9bada229cec09099df", False, "ABCDEFGHJK")


def test_what_we_sent_ourselves_is_not_kept_nor_what_is_of_another_account(oa: ZaloOA, zalo: FakeZaloOA) -> None:
    ours = {"sender": {"id": zalo.oa_id}, "recipient": {"id": "1"}, "message": {"msg_id": "a", "text": "Mời họp"}}
    for name in ("oa_send_text", "oa_send_group_text", "oa_send_file", "user_feedback", "user_reacted_message", ""):
        assert brought_by(oa, zalo.tell(name, **ours)) is None
    theirs = {"sender": {"id": "1"}, "recipient": {"id": "2"}, "message": {"msg_id": "b", "text": "có"}}
    body = {"event_name": "user_send_text", "oa_id": "2", **theirs}
    assert oa.event(body) is None


def test_what_is_said_to_another_account_of_the_same_app_is_not_kept(oa: ZaloOA, zalo: FakeZaloOA) -> None:
    """Also where the event says so by its recipient alone."""
    words = {"event_name": "user_send_text", "message": {"msg_id": "a", "text": "vắng"}, "sender": {"id": "7"}}
    assert oa.event({**words, "recipient": {"id": "999"}}) is None
    assert oa.event({**words, "recipient": {"id": zalo.oa_id}}) is not None
    assert oa.event({**words}) is not None
    group = {**words, "event_name": "user_send_group_text", "recipient": {"id": "999"}}
    assert oa.event(group) is not None
    assert oa.event({**group, "oa_id": "2"}) is None


def test_the_same_event_has_the_same_id_and_another_press_another(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    def ids(*brought: Brought) -> list[str]:
        return [event.event_id for one in brought if (event := brought_by(oa, one))]

    word = minh.says("có")
    assert ids(word) == ids(word) == [word.body["message"]["msg_id"]]
    tracking = Ear.of(zalo.settings()).seal.tracking("84912345678", "answer:1:1:7")
    presses = []
    for at in ("1", "2"):
        about = {"submit_time": at, "button_type": "response", "data": "Có mặt", "tracking_id": tracking}
        presses.append(zalo.tell("user_click_response_button", msg_id="a", message=about))
    assert len(set(ids(*presses))) == 2
    assert all(len(one) <= 80 for one in ids(*presses))


def test_everything_that_people_wrote_is_there_for_the_secrecy_check(oa: ZaloOA, minh: Person) -> None:
    file = {"type": "file", "payload": {"name": "công văn MẬT.pdf", "url": "https://bí-mật", "id": "mật"}}
    event = brought_by(oa, minh.sends("file", text="gửi đồng chí", attachments=[file]))
    assert event
    assert set(event.words) >= {"gửi đồng chí", "công văn MẬT.pdf"}
    assert not any("https" in one or one == "mật" for one in event.words)
    shared = brought_by(oa, minh.shares_number("0912345678", address="hồ sơ tuyệt mật"))
    assert shared
    assert shared.words == ("hồ sơ tuyệt mật",)


EAR = Ear.of(Account(app_id="1", oa_id="2", app_secret=SecretStr("x"), phone_forms=FORMS))
TRACKING = EAR.seal.tracking("84912345678", "answer:1:1:7")
IDS = st.sampled_from(["2", "3", "", "x" * 300, "\ud800", "\x00", 7, True, None])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | IDS | st.just(TRACKING),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "phone"]), inner),
    max_leaves=5,
)
KEYS = ["msg_id", "msg_ids", "text", "tracking_id", "data", "attachments", "submit_time"]
NAMES = [*sorted(HEARD), "user_send_text", "user_send_group_text", "user_send_\ud800"]
BODIES = st.fixed_dictionaries(
    {"event_name": st.sampled_from(NAMES) | VALUES},
    optional={
        "sender": VALUES | st.fixed_dictionaries({"id": IDS}),
        "recipient": VALUES | st.fixed_dictionaries({"id": IDS}),
        "follower": VALUES | st.fixed_dictionaries({"id": IDS}),
        "message": VALUES | st.dictionaries(st.sampled_from(KEYS), VALUES),
        "info": VALUES,
        "timestamp": VALUES,
        "msg_id": VALUES,
        "oa_id": VALUES,
    },
)


@given(BODIES)
def test_no_event_raises_anything_but_a_value_error(body: dict[str, Any]) -> None:
    event = EAR.event(body)
    if event:
        assert all(one.isascii() and one.isprintable() for one in (event.event_id, event.address))
        assert len(event.event_id) <= 80
        assert len(event.address) <= 64
        assert event.message_ref is None or len(event.message_ref) <= 64
    with suppress(ValueError):
        said = EAR.read(body)
        if said and event and said.kind is not Kind.REPORT:
            assert (said.channel, said.address) == (event.channel, event.address)


def test_a_deep_event_breaks_nothing() -> None:
    deep: Any = "đáy"
    for _ in range(100_000):
        deep = [deep]
    event = EAR.event({"event_name": "user_send_text", "sender": {"id": "3"}, "message": {"text": deep}})
    assert event
    assert event.words == ("đáy",)
