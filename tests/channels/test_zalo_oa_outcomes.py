"""How a message to an Official Account's people can end, over real HTTP."""

import asyncio
import logging
import socket
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.channels import zalo_oa_wire
from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_oa_outcomes import Use, outcome_of
from bot.channels.zalo_oauth import NeedsPersonError
from bot.channels.zalo_zns import ZaloZns
from bot.messages import (
    Accepted,
    AddressDead,
    ChannelDown,
    Document,
    Form,
    Outcome,
    Rejected,
    Reply,
    Scope,
    Unknown,
    Wait,
)
from tests.channels.zalo_oa_account import FORMS, FixedPasses
from tests.fakes import zalo_oa as fake
from tests.fakes.zalo_oa import FakeZaloOA, Person
from tests.fakes.zalo_oa.answers import Answer

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""On the clocks of Viet Nam."""
HOUR = 3600.0
PERSON = ChannelDown("token_refused", needs_human=True)
CALL = Reply("Mời họp", form=Form("call", {"name": "Lan", "time": "14:00 27/11", "place": "x"}, "answer:1:1:7"))
WORDS = Reply("Mời họp")


def end(code: int, use: Use, now: datetime = NINE) -> Outcome:
    return outcome_of(zalo_oa_wire.Answer(200, code, {}), use, now)


@pytest.mark.parametrize("use", Use)
@pytest.mark.parametrize(
    ("codes", "outcome"),
    [
        ((-216, -220, -124), PERSON),
        ((-32,), Wait(60.0, Scope.CHANNEL)),
        ((-211, -218, -115, -144, -147), Wait(15 * HOUR + 60, Scope.MESSAGE)),
        ((-133, -234), Wait(21 * HOUR + 60, Scope.MESSAGE)),
        ((-213, -230, -232), Rejected("outside_window")),
        ((-227,), Rejected("inactive")),
        ((-244, -139), Rejected("kind_refused")),
        ((-114, -119), Rejected("cannot_receive")),
        ((-217,), AddressDead("blocked")),
        ((-108,), AddressDead("phone_invalid")),
        ((-118,), AddressDead("no_zalo")),
        ((-201,), Rejected("parameter")),
        ((-1121,), Rejected("too_long")),
        ((-240,), Rejected("dead_api")),
        ((-100,), Rejected("upload_expired")),
        ((-237,), Rejected("group_expired")),
    ],
)
def test_a_code_means_the_same_whatever_was_sent(codes: tuple[int, ...], outcome: Outcome, use: Use) -> None:
    assert {end(code, use) for code in codes} == {outcome}


@pytest.mark.parametrize("code", [-14002, -14003, -242])
def test_what_the_app_is_refused_for_stops_all(code: int) -> None:
    assert {end(code, use) for use in Use} == {ChannelDown(f"zalo{code}", needs_human=True)}


@pytest.mark.parametrize("code", [-221, -223, -224, -248, -249, -320, -321, -135, -136, -137])
def test_what_is_not_paid_for_stops_itself_and_not_the_words(code: int, caplog: pytest.LogCaptureFixture) -> None:
    down = ChannelDown(f"zalo{code}", needs_human=True)
    assert end(code, Use.WORDS) == end(code, Use.PHONE) == down
    assert not caplog.records
    assert end(code, Use.FORM) == end(code, Use.GROUP) == Rejected(f"zalo{code}")
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


def test_one_template_that_is_not_reviewed_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    assert end(-131, Use.PHONE) == end(-131, Use.FORM) == Rejected("zalo-131")
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


def test_who_wants_no_templates_can_still_be_talked_to() -> None:
    assert end(-141, Use.PHONE) == AddressDead("refused")
    assert end(-141, Use.FORM) == Rejected("kind_refused")


@pytest.mark.parametrize("code", [-201, -1121, -240, -100, -999, -237])
def test_what_somebody_should_know_is_an_error_in_the_log(code: int, caplog: pytest.LogCaptureFixture) -> None:
    assert isinstance(end(code, Use.WORDS), Rejected)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert getattr(caplog.records[0], "code", None) == code


@pytest.mark.parametrize(
    ("at", "seconds"),
    [
        (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), 120.0),  # a minute before midnight
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), 60.0),
        (datetime(2026, 11, 23, 17, 1, tzinfo=UTC), 24 * HOUR),
    ],
)
def test_a_quota_of_the_day_waits_for_midnight_in_viet_nam(at: datetime, seconds: float) -> None:
    assert end(-144, Use.PHONE, at) == Wait(seconds, Scope.MESSAGE)


@pytest.mark.parametrize(("hour", "hours"), [(22, 8), (3, 3), (5, 1)])
def test_a_night_ends_at_six(hour: int, hours: int) -> None:
    at = datetime(2026, 11, 23, hour, tzinfo=UTC) - timedelta(hours=7)
    assert end(-133, Use.PHONE, at) == Wait(hours * HOUR + 60, Scope.MESSAGE)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (fake.rate_limit(), Wait(60.0, Scope.CHANNEL)),
        (fake.Refusal(-32, headers={"Retry-After": "7"}), Wait(7.0, Scope.CHANNEL)),
        (fake.Refusal(-32, headers={"Retry-After": "tomorrow"}), Wait(60.0, Scope.CHANNEL)),
        (fake.Refusal(-230, as_text=True), Rejected("outside_window")),
        (fake.Refusal(-230, status=400), Rejected("outside_window")),
        (fake.Refusal(-230, status=500), Rejected("outside_window")),
        (fake.Refusal(0, status=502), Unknown("server_error")),
        (fake.Garbage("<html>", status=502), Unknown("server_error")),
        (fake.Garbage("<html>"), Unknown("undecodable_answer")),
        (fake.Garbage("[1]"), Unknown("undecodable_answer")),
        (fake.Garbage("[" * 100_000), Unknown("undecodable_answer")),
        (fake.Garbage("{}"), Unknown("undecodable_answer")),
        (fake.Garbage('{"error":true}'), Unknown("undecodable_answer")),
        (fake.Garbage('{"error":"x"}'), Unknown("undecodable_answer")),
        (fake.Garbage('{"error":0,"data":{"message_id":9}}'), Accepted("9")),
        (fake.Garbage('{"error":"0","data":[]}'), Accepted(None)),
        (fake.Garbage("", status=429), Wait(60.0, Scope.CHANNEL)),
        (fake.Garbage("", status=413), Rejected("too_large")),
        (fake.Garbage("", status=408), Unknown("server_error")),
        (fake.Garbage("<html>", status=401), ChannelDown("http_401", needs_human=True)),
        (fake.Garbage("<html>", status=407), ChannelDown("http_407", needs_human=True)),
        (fake.Garbage("<html>", status=403), Rejected("http_403")),
        (fake.Garbage("<html>", status=400), Rejected("http_400")),
    ],
)
async def test_an_answer_has_its_outcome(
    oa: ZaloOA, zalo: FakeZaloOA, minh: Person, answer: fake.Refusal | fake.Garbage, outcome: Outcome
) -> None:
    zalo.faults.next(answer)
    assert await oa.send(minh.id, WORDS) == outcome


async def test_a_redirection_is_not_followed_and_nothing_was_sent(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    zalo.faults.next(fake.Garbage("", status=302))
    outcome = await oa.send(minh.id, WORDS)
    assert isinstance(outcome, ChannelDown)
    assert not outcome.needs_human


async def test_a_lost_answer_is_unknown_whether_it_was_taken_or_not(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    zalo.faults.next(fake.DropAfterAccept())
    zalo.faults.next(fake.DropBeforeAccept())
    assert [type(await oa.send(minh.id, WORDS)) for _ in range(2)] == [Unknown, Unknown]
    assert len(minh.received) == 1


@pytest.mark.parametrize("fault", [fake.DropAfterAccept(), fake.Garbage("<html>", status=502), fake.Garbage("")])
async def test_while_a_file_is_uploaded_nothing_has_been_sent(
    oa: ZaloOA, zalo: FakeZaloOA, minh: Person, fault: fake.DropAfterAccept | fake.Garbage
) -> None:
    zalo.faults.next(fault, path="upload/file")
    outcome = await oa.send(minh.id, Reply("Đây", document=Document("a.pdf", b"%PDF", "application/pdf")))
    assert isinstance(outcome, ChannelDown)
    assert minh.received == []


async def test_an_answer_that_takes_too_long_is_unknown(
    oa: ZaloOA, zalo: FakeZaloOA, minh: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo_oa_wire.ANSWER_SECONDS", 0.2)
    zalo.faults.next(fake.Slow(1))
    assert isinstance(await oa.send(minh.id, WORDS), Unknown)


async def test_where_nobody_listens_nothing_was_sent(zalo: FakeZaloOA) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
        oa = ZaloOA(zalo.settings(api_base=nowhere), FixedPasses(zalo), contact_title="x")
        zns = ZaloZns(zalo.settings(api_base=nowhere, phone_forms=FORMS), FixedPasses(zalo))
        outcomes = [await oa.send("1", WORDS), await zns.send("84912345678", CALL)]
        await oa.close()
        await zns.close()
    assert [isinstance(one, ChannelDown) and one.needs_human for one in outcomes] == [False, False]
    assert all(isinstance(one, ChannelDown) for one in outcomes)


async def test_fifty_are_in_flight_at_once(oa: ZaloOA, zalo: FakeZaloOA, minh: Person) -> None:
    zalo.faults.next(fake.Slow(0.3), times=50)
    started = asyncio.get_running_loop().time()
    outcomes = await asyncio.gather(*(oa.send(minh.id, WORDS) for _ in range(50)))
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert asyncio.get_running_loop().time() - started < 5


async def test_too_many_in_a_minute_are_told_to_wait(zalo: FakeZaloOA, oa: ZaloOA, minh: Person) -> None:
    zalo.per_minute = 1
    assert isinstance(await oa.send(minh.id, WORDS), Accepted)
    assert await oa.send(minh.id, WORDS) == Wait(60.0, Scope.CHANNEL)
    zalo.next_minute()
    assert isinstance(await oa.send(minh.id, WORDS), Accepted)


# Tokens


async def test_a_refused_token_is_renewed_once_and_the_message_goes(zalo: FakeZaloOA, minh: Person) -> None:
    passes = FixedPasses(zalo)
    oa = ZaloOA(zalo.settings(), passes, contact_title="x")
    zalo.oauth.gives()
    assert isinstance(await oa.send(minh.id, WORDS), Accepted)
    assert (passes.renewals, len(minh.received)) == (1, 1)
    await oa.close()


@pytest.mark.parametrize("code", [-216, -220, -124])
async def test_where_the_new_token_is_refused_too_a_person_has_to_act(
    zalo: FakeZaloOA, oa: ZaloOA, zns: ZaloZns, minh: Person, code: int
) -> None:
    zalo.faults.next(fake.Refusal(code), times=4)
    assert await oa.send(minh.id, WORDS) == await zns.send("84912345678", CALL) == PERSON
    assert len(zalo.calls) == 0


async def test_without_a_token_nothing_is_asked(zalo: FakeZaloOA, minh: Person) -> None:
    class NoPasses(FixedPasses):
        async def access(self) -> str:
            raise NeedsPersonError("Nobody has given us the Zalo account yet")

    oa = ZaloOA(zalo.settings(), NoPasses(zalo), contact_title="x")
    down = ChannelDown("Nobody has given us the Zalo account yet", needs_human=True)
    assert await oa.send(minh.id, WORDS) == down
    assert zalo.calls == []
    await oa.close()


async def test_the_proof_of_the_secret_goes_with_every_call_where_the_app_demands_it(minh: Person) -> None:
    async with FakeZaloOA(demands_proof=True) as strict:
        lan = strict.person("1")
        for app_proof, kind in ((False, ChannelDown), (True, Accepted)):
            oa = ZaloOA(strict.settings(app_proof=app_proof), FixedPasses(strict), contact_title="x")
            assert isinstance(await oa.send(lan.id, WORDS), kind)
            await oa.close()


async def test_no_token_and_no_secret_is_in_the_log_or_in_what_is_raised(
    zalo: FakeZaloOA, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = zalo.settings(app_proof=True, app_secret=SecretStr("veryPrivate9"))
    oa = ZaloOA(settings, FixedPasses(zalo), contact_title="x")
    pages: list[Answer] = [fake.DropBeforeAccept(), fake.Garbage("<html>", status=502), fake.Garbage("", status=302)]
    faults = [*pages, fake.Refusal(-216), fake.Refusal(-999)]
    said = ""
    for fault in faults:
        zalo.faults.next(fault, times=2)
        said += repr(await oa.send("1", WORDS))
        zalo.faults.next(fault, times=2)
        try:
            await oa.introduce()
        except OSError as error:
            said += repr((error, error.__cause__, error.__context__))
    await oa.close()
    told = said + repr(oa) + "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "Zalo" in told
    for secret in (zalo.access_token, "veryPrivate9", "oaSecretKeyDemo"):
        assert secret not in told
