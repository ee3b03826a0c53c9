"""What companies bring: reports without a seal, words with one, and things that are neither."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms.channel import Sms
from bot.channels.sms.http_events import said
from bot.messages import Arrival, HookRequest, Kind, Receipt
from bot.sms_http_forms import Inbound
from bot.sms_http_settings import HttpSms
from tests.channels.sms_opened import HOOK, LAN, heard, opened, said_to, sms
from tests.fakes.sms_http import Brought, FakeESms, FakeVietGuys


@pytest.fixture
async def esms() -> AsyncIterator[tuple[FakeESms, Sms]]:
    """A short code: people can write to it."""
    company = FakeESms(hook=f"bring:{HOOK}")
    async with opened(company, two_way=True) as channel:
        yield company, channel


def get(**query: str) -> HookRequest:
    return HookRequest("GET", {}, query, b"")


def post(content: bytes, media_type: str = "application/json") -> HookRequest:
    return HookRequest("POST", {"content-type": media_type}, {}, content)


# Reports


@pytest.mark.parametrize(
    ("state", "arrival"),
    [("delivered", Arrival.DELIVERED), ("failed", Arrival.FAILED), ("refused", Arrival.FAILED), ("waiting", None)],
)
async def test_what_became_of_a_message_of_esms(
    esms: tuple[FakeESms, Sms], state: str, arrival: Arrival | None
) -> None:
    company, channel = esms
    await said_to(channel, "Moi hop", key="a7-6921")
    ((event, report),) = heard(channel, company.report(company.sent[0], state))
    assert event.address == ""
    if arrival is None:
        assert report is None
        return
    assert report
    assert (report.kind, report.channel, report.account) == (Kind.REPORT, "sms_one", "one")
    assert report.receipts == (Receipt(arrival, company.sent[0].id, "a7-6921"),)


async def test_the_same_report_is_the_same_event_and_a_later_one_is_another(esms: tuple[FakeESms, Sms]) -> None:
    company, channel = esms
    await said_to(channel, "Moi hop")
    states = ["waiting", "delivered", "delivered"]
    first, second, third = (heard(channel, company.report(company.sent[0], one))[0][0].event_id for one in states)
    assert first != second == third


async def test_vietguys_posts_its_reports() -> None:
    company = FakeVietGuys(hook=HOOK)
    async with opened(company) as channel:
        await said_to(channel, "Moi hop")
        for state, arrival in (("delivered", Arrival.DELIVERED), ("failed", Arrival.FAILED)):
            ((_, report),) = heard(channel, company.report(company.sent[0], state))
            assert report
            assert [(one.arrival, one.external_id) for one in report.receipts] == [(arrival, company.sent[0].id)]


# Words


async def test_what_somebody_writes_arrives_whole(esms: tuple[FakeESms, Sms]) -> None:
    company, channel = esms
    ((event, said),) = heard(channel, company.words(LAN, "2 ốm + sốt & <ho>"))
    assert said
    assert (said.kind, said.address, said.text, said.event_id) == (Kind.TEXT, LAN, "2 ốm + sốt & <ho>", "i:mo1")
    assert (event.address, event.words) == (LAN, ("2 ốm + sốt & <ho>",))


async def test_words_are_believed_only_with_their_seal(esms: tuple[FakeESms, Sms]) -> None:
    company, channel = esms
    for wrong in ("", "x", "AAAAAAAAAAAAAAAAAAAAAA=="):
        assert channel.brought(company.words(LAN, "2 om", sign=wrong).request()) is None
    forged = dict(company.words(LAN, "2 om").request().query) | {"content": "1"}
    assert channel.brought(get(**forged)) is None
    assert channel.brought(get(**forged | {"secret:mo_key": "x", "sign": "x"})) is None


async def test_a_plus_of_the_seal_that_became_a_space_is_a_plus(esms: tuple[FakeESms, Sms]) -> None:
    company, channel = esms
    seals = [dict(company.words(LAN, f"2 om {number}").request().query) for number in range(60)]
    (query, *_) = [one for one in seals if "+" in one["sign"]]
    assert channel.brought(get(**query | {"sign": query["sign"].replace("+", " ")}))


def test_the_known_answer_of_the_documents() -> None:
    """Computed by openssl: printf '%s' "CP7mo12 om20261121090000demo-key" | openssl md5 -binary | base64."""
    about = {"api_key": "k", "secret_key": "s", "mo_key": "demo-key"}
    terms = HttpSms.model_validate({"preset": "esms", "sender": "8041", "two_way": True, "secrets": about})
    told = {"cpid": "CP7", "smsid": "mo1", "content": "2 om", "receiverTime": "20261121090000", "sender": LAN}
    assert sms(terms).brought(get(**told, sign="HWI7ijV//syGt3n8YdvS4w=="))


async def test_what_is_brought_is_answered_as_the_company_wants(esms: tuple[FakeESms, Sms]) -> None:
    company, channel = esms
    answer = channel.hook_answer(company.words(LAN, "x", smsid='a<&>"').request())
    assert answer
    assert answer.media_type == "text/xml"
    assert answer.content.decode() == (
        "<ClientResponse><Message></Message><Smsid>a&lt;&amp;&gt;&quot;</Smsid>"
        f"<Receiver>{LAN}</Receiver></ClientResponse>"
    )
    await said_to(channel, "Moi hop")
    assert channel.hook_answer(company.report(company.sent[0], "delivered").request()) is None


@pytest.mark.parametrize("sender", ["Viettel", "8041", "191", "+12025550123", ""])
async def test_words_of_whoever_has_no_phone_are_nothing_to_us(esms: tuple[FakeESms, Sms], sender: str) -> None:
    company, channel = esms
    assert all(said is None for _, said in heard(channel, company.words(sender, "Khuyen mai")))


async def test_a_one_way_gateway_hears_nothing() -> None:
    company = FakeESms(hook=HOOK)
    async with opened(company) as channel:
        assert heard(channel, company.words(LAN, "2 om")) == []


# Without an id, without a seal


PLAIN: dict[str, Any] = {
    "url": "https://sms.example.vn/send",
    "body": {"to": "{phone_international}", "text": "{text}"},
    "ok_when": {"http": [200]},
    "two_way": True,
    "hook_secret": "0123456789abcdef",
    "inbound": {"sender_field": "from", "text_field": "msg.text", "when": {"field": "type", "in": ["sms"]}},
}


def plain(**more: Any) -> Sms:
    return sms(HttpSms.model_validate(PLAIN | more))


def words(text: str = "2 om", sender: str = LAN, **more: object) -> dict[str, object]:
    return {"type": "sms", "from": sender, "msg": {"text": text}, **more}


def ids(channel: Sms, *bodies: object) -> list[str]:
    brought = channel.brought(post(json.dumps(list(bodies)).encode()))
    assert brought is not None
    return [event.event_id for body in brought if (event := channel.event(body))]


def test_without_an_id_the_same_words_of_a_minute_are_one_event(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = plain()
    monkeypatch.setattr("bot.channels.sms.http_events.time.time", lambda: 1_800_000_000.0)
    first, again, other, another = ids(channel, words(), words(), words("1"), words(sender="84900000001"))
    assert first == again
    assert len({first, other, another}) == 3
    monkeypatch.setattr("bot.channels.sms.http_events.time.time", lambda: 1_800_000_060.0)
    assert ids(channel, words()) != [first]


def test_the_gateways_own_time_counts_where_it_gives_one(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = plain(inbound=PLAIN["inbound"] | {"time_field": "at"})
    monkeypatch.setattr("bot.channels.sms.http_events.time.time", lambda: 1_800_000_000.0)
    (first,) = ids(channel, words(at=7))
    monkeypatch.setattr("bot.channels.sms.http_events.time.time", lambda: 1_800_009_000.0)
    assert ids(channel, words(at=7), words(at=8))[0] == first


@pytest.mark.parametrize(
    "request_",
    [
        post(b"type=sms&from=84912345678&text=2+%E1%BB%91m", "application/x-www-form-urlencoded"),
        post("<m><type>sms</type><from>84912345678</from><text>2 ốm</text></m>".encode(), "text/xml"),
        post('{"type": "sms", "from": 84912345678, "text": "2 ốm"}'.encode()),
    ],
)
def test_words_come_in_any_form(request_: HookRequest) -> None:
    channel = plain(inbound=PLAIN["inbound"] | {"text_field": "text"})
    (body,) = channel.brought(request_) or ()
    said = channel.read(body)
    assert said
    assert (said.address, said.text) == (LAN, "2 ốm")


@given(st.binary(max_size=200), st.sampled_from(["application/json", "application/x-www-form-urlencoded", "text/xml"]))
def test_nothing_that_is_brought_breaks_anything(content: bytes, media_type: str) -> None:
    channel = plain()
    for body in channel.brought(post(content, media_type)) or ():
        channel.event(body)
        channel.read(body)


def test_what_no_database_keeps_is_left_out() -> None:
    odd = (
        b'{"type": "sms", "from": "84912345678", "msg": {"text": "2\\u0000 om\\ud800"}, "n": 1e999, "d": [[[[[[1]]]]]]}'
    )
    (body,) = plain().brought(post(odd)) or ()
    said = plain().read(body)
    assert said
    assert said.text == "2 om?"
    assert body["words"] == words("2 om?") | {"n": None, "d": [[[[[None]]]]]}


@pytest.mark.parametrize("body", [{}, {"report": 1}, {"words": "x"}, {"update_id": 1}])
def test_a_body_of_another_network_cannot_be_read(body: dict[str, Any]) -> None:
    channel = plain()
    assert channel.event(body) is None
    with pytest.raises(ValueError, match="cannot be read"):
        channel.read(body)


def test_a_page_that_is_looked_at_brings_nothing() -> None:
    assert plain().brought(get()) == []
    assert plain().brought(Brought("GET", HOOK).request()) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [("CHIBO 2 om", "2 om"), ("chibo  vang ", "vang"), ("2 om", "2 om"), ("CHIBO", "CHIBO"), ("CHIBOT 1", "CHIBOT 1")],
)
def test_the_keyword_of_a_shared_short_code_is_no_part_of_the_answer(written: str, meant: str) -> None:
    inbound = Inbound(sender_field="from", text_field="text", keyword="CHIBO")
    assert said(inbound, {"from": "84900000101", "text": written}, 0).text == meant
