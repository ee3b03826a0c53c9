"""What leaves through each company that comes with us, and what their answers mean."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.sms.http_answers import pause
from bot.messages import (
    Accepted,
    AddressDead,
    ChannelDown,
    Duplicate,
    Form,
    Outcome,
    Rejected,
    Reply,
    Scope,
    Unknown,
    Wait,
)
from bot.words.segments import sms_text
from tests.channels.sms_opened import HOOK, LAN, opened, said_to
from tests.fakes.sms_http import COMPANIES, FakeCompany, FakeESms, FakeSpeedSms, FakeVietGuys, Page
from tests.fakes.telegram.answers import DropAfterAccept, DropBeforeAccept, Garbage

NASTY = "\"'<b>&amp;\\ {secret:api_key} {text}\n2. % + = ; }} $x ,"


@pytest.fixture(params=COMPANIES)
def company(request: pytest.FixtureRequest) -> FakeCompany:
    return COMPANIES[request.param]()


async def test_every_company_takes_a_message_and_says_what_is_left(company: FakeCompany) -> None:
    async with opened(company) as channel:
        taken = await said_to(channel, "Kính mời đồng chí dự họp.")
        (sent,) = company.sent
        assert (sent.phone, sent.text, sent.parts) == (LAN, "Kinh moi dong chi du hop.", 1)
        assert isinstance(taken, Accepted)
        assert taken.external_id == (None if company.preset in {"viettel", "vnpt"} else sent.id)
        left = await channel.gateway.balance()
        assert left is None if company.preset in {"vietguys", "vnpt"} else left and left.amount == company.money


@pytest.mark.parametrize("marks", [False, True])
async def test_a_text_arrives_as_it_is_whatever_stands_in_it(company: FakeCompany, marks: bool) -> None:
    async with opened(company, marks=marks) as channel:
        assert isinstance(await said_to(channel, NASTY if marks else NASTY.translate(UNTOUCHED)), Accepted)
        assert company.sent[0].text == (NASTY if marks else NASTY.translate(UNTOUCHED))


UNTOUCHED = str.maketrans({"{": "(", "}": ")", "\\": "/"})
"""Without marks, what costs two letters is not sent."""


NOT_IN_XML = dict.fromkeys([0xFFFE, 0xFFFF])
"""No letters, and XML has no way to write them."""


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_text_breaks_out_of_its_place(company: FakeCompany, text: str) -> None:
    company.misuse.clear()
    async with opened(company, marks=True, max_parts=10) as channel:
        outcome = await said_to(channel, f"a{text}z".translate(NOT_IN_XML), key=f"a{len(company.sent)}-0")
        assert isinstance(outcome, Accepted), outcome
        assert company.sent[-1].text == sms_text(f"a{text}z".translate(NOT_IN_XML), marks=True)


async def test_marks_are_kept_where_a_gateway_is_to_keep_them(company: FakeCompany) -> None:
    async with opened(company, marks=True) as channel:
        assert isinstance(await said_to(channel, "Mời họp “gấp”"), Accepted)
        assert company.sent[0].text == 'Mời họp "gấp"'


async def test_wrong_keys_are_a_matter_for_a_person_or_refused(company: FakeCompany) -> None:
    wrong = dict.fromkeys(company.secrets, "wrong-secret")
    async with opened(company, secrets=wrong) as channel:
        outcome = await said_to(channel, "x")
        assert isinstance(outcome, ChannelDown if company.preset in {"esms", "speedsms"} else Rejected)
        assert company.sent == []
        assert "wrong-secret" not in str(outcome)


async def test_who_has_gone_is_not_reached(company: FakeCompany) -> None:
    async with opened(company) as channel:
        company.phone(LAN).exists = False
        outcome = await said_to(channel, "x")
        assert isinstance(outcome, AddressDead if company.preset in {"esms", "speedsms"} else Rejected)
        assert LAN[2:] not in str(outcome)


async def test_what_is_no_phone_is_not_even_tried(company: FakeCompany) -> None:
    async with opened(company) as channel:
        assert isinstance(await said_to(channel, "x", phone="8041"), AddressDead)
        assert company.calls == 0


# Before the network is called


async def test_what_is_longer_than_may_be_is_refused_before_anybody_is_asked() -> None:
    company = FakeESms()
    async with opened(company, max_parts=2) as channel:
        assert isinstance(await said_to(channel, "a" * 306), Accepted)
        assert await said_to(channel, "a" * 307) == Rejected("too_long")
        assert await said_to(channel, " \n ") == Rejected("empty")
        form = Form("call", {})
        assert await channel.send(LAN, Reply("x", form=form)) == Rejected("no_form")
        assert company.calls == 1


# eSMS by its numbers


async def asked(company: FakeESms, **more: Any) -> Outcome:
    async with opened(company, **more) as channel:
        return await said_to(channel, "Moi hop")


@pytest.mark.parametrize(
    ("about", "outcome"),
    [
        ({"money": 100.0}, ChannelDown("sms103 Cannot send to … with …", needs_human=True)),
        ({"is_locked": True}, ChannelDown("sms143 Cannot send to … with …", needs_human=True)),
        ({"banned": {"hop"}}, Rejected("sms201")),
    ],
)
async def test_what_esms_refuses(about: dict[str, Any], outcome: Outcome) -> None:
    assert await asked(FakeESms(**about)) == outcome


async def test_a_brandname_that_is_not_ours_stops_the_gateway() -> None:
    assert isinstance(await asked(FakeESms(), sender="OTHER"), ChannelDown)


async def test_a_phone_that_is_blocked_there_is_reached_otherwise_and_not_given_up() -> None:
    company = FakeESms()
    company.phone(LAN).is_blocked = True
    assert await asked(company) == Rejected("sms99")


async def test_the_same_key_is_taken_once() -> None:
    company = FakeESms()
    async with opened(company) as channel:
        assert channel.capabilities.knows_keys
        assert isinstance(await said_to(channel, "Moi hop", key="a7-6921"), Accepted)
        assert await said_to(channel, "Moi hop", key="a7-6921") == Duplicate(None)
        assert isinstance(await said_to(channel, "Moi hop", key="a8-6921"), Accepted)
        assert [one.key for one in company.sent] == ["a7-6921", "a8-6921"]
        assert {one.callback_url for one in company.sent} == {HOOK}


async def test_a_lost_answer_asked_again_under_its_key_is_one_message() -> None:
    company = FakeESms()
    async with opened(company) as channel:
        company.faults += [DropAfterAccept()]
        assert isinstance(await said_to(channel, "Moi hop"), Unknown)
        assert isinstance(await said_to(channel, "Moi hop"), Duplicate)
        assert len(company.sent) == 1


async def test_in_the_sandbox_nothing_is_sent() -> None:
    company = FakeESms()
    assert isinstance(await asked(company, body={"Sandbox": "1"}), Accepted)
    assert company.sent == []


# The wire


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (DropBeforeAccept(), Unknown),
        (Garbage(), Unknown),
        (Garbage('{"no": "code"}'), Unknown),
        (Garbage("[" * 50_000), Unknown),
        (Garbage("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), Unknown),
        (Page(500), Unknown),
        (Page(502), Unknown),
        (Page(408), Unknown),
        (Page(503), Wait),
        (Page(429), Wait),
        (Page(401), ChannelDown),
        (Page(404), ChannelDown),
        (Page(400), Rejected),
        (Page(406), Rejected),
        (Page(413), Rejected),
        (Page(302, headers={"Location": "http://127.0.0.1:1/"}), ChannelDown),
        (Page(200, "x" * 2_000_000), Unknown),
    ],
)
async def test_what_the_wire_does(company: FakeCompany, fault: Any, kind: type[Outcome]) -> None:
    async with opened(company) as channel:
        company.faults.append(fault)
        assert isinstance(await said_to(channel, "x"), kind)


async def test_where_nobody_listens_nothing_can_have_been_taken() -> None:
    async with opened(FakeESms(), url="http://127.0.0.1:9/x") as channel:
        outcome = await said_to(channel, "x")
        assert isinstance(outcome, ChannelDown)
        assert not outcome.needs_human


async def test_one_too_many_in_a_minute_waits_as_long_as_it_is_told() -> None:
    async with opened(FakeSpeedSms(left=1)) as channel:
        assert isinstance(await said_to(channel, "x"), Accepted)
        assert await said_to(channel, "x") == Wait(17.0, Scope.CHANNEL)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 60.0),
        ({"retry-after": "5"}, 5.0),
        ({"x-rate-limit-reset": "0"}, 1.0),
        ({"x-rate-limit-reset": "1800000030"}, 30.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 60.0),
        ({"retry-after": "1e9"}, 3600.0),
        ({"retry-after": "nan"}, 60.0),
    ],
)
def test_how_long_it_waits(headers: dict[str, str], seconds: float) -> None:
    assert pause(headers, 1_800_000_000.0) == seconds


async def test_an_account_that_is_refused_is_no_account() -> None:
    async with opened(FakeSpeedSms(), secrets={"token": "wrong"}) as channel:
        with pytest.raises(OSError, match="refuses us: sms008"):
            await channel.introduce()


async def test_an_account_is_known_by_its_name_and_sender() -> None:
    async with opened(FakeVietGuys()) as channel:
        about = await channel.introduce()
        assert (channel.name, about.account, about.name) == ("sms_one", "one", "CHIBO")
        assert "CHIBO" not in repr(channel)
