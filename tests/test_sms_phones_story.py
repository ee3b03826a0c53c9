"""A meeting told by short messages through a phone of our own, and through a line to a carrier: from the call to the
answer on record, on both databases."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import Reason
from bot.model.attendances import Answer
from bot.model.notices import AttemptOutcome
from tests import village
from tests.fakes.smpp import FakeCarrier
from tests.fakes.smsgate import FakeSmsGate
from tests.sms_phone_stage import PhoneStage, phone_stage, serving

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
GATEWAYS: dict[str, type[FakeSmsGate] | type[FakeCarrier]] = {"smsgate": FakeSmsGate, "smpp": FakeCarrier}
each_gateway = pytest.mark.parametrize("kind", GATEWAYS)


async def is_called(at: PhoneStage) -> None:
    """Lan is called to a meeting, and has the question on her phone."""
    cell, _ = await at.somebody()
    async with at.house.sessions.begin() as db:
        await village.meeting(db, cell, at.now(), timedelta(hours=30))
    assert "2. Xin vang" in await at.sees("1. Co mat")
    await at.until(at.is_asked)


@each_gateway
async def test_two_om_is_the_answer_on_record(database_url: str, kind: str) -> None:
    async with phone_stage(database_url, NINE, GATEWAYS[kind]()) as at:
        await is_called(at)
        await at.writes("2 om")
        await at.sees("XIN VANG")
        said = await at.attendance()
        assert (said.answer, said.reason, said.channel) == (Answer.AWAY, Reason.ILLNESS, "sms_phone")


@each_gateway
async def test_it_is_written_down_that_the_call_arrived_and_what_it_cost(sqlite_url: str, kind: str) -> None:
    async with phone_stage(sqlite_url, NINE, GATEWAYS[kind]()) as at:
        await is_called(at)

        async def arrived() -> bool:
            return (await at.attempts())[0].delivered_at is not None

        await at.until(arrived)
        (call,) = await at.attempts()
        assert call.outcome is AttemptOutcome.ACCEPTED
        assert call.external_id


@each_gateway
async def test_a_change_of_mind_counts_and_each_word_is_kept_once(sqlite_url: str, kind: str) -> None:
    async with phone_stage(sqlite_url, NINE, GATEWAYS[kind]()) as at:
        await is_called(at)
        await at.writes("2 om")
        await at.sees("XIN VANG")
        await at.writes("1")

        async def is_coming() -> bool:
            return (await at.attendance()).answer is Answer.COMING

        await at.until(is_coming)


async def test_three_processes_have_one_line(database_url: str) -> None:
    """The one that sends is the one that hears, and nobody else binds."""
    carrier = FakeCarrier()
    async with phone_stage(database_url, NINE, carrier, processes=3) as at:
        await is_called(at)
        await at.writes("2 om")
        await at.sees("XIN VANG")
        await at.rests()
        assert (carrier.binds, len(carrier.bound)) == (1, 1)


async def test_when_one_process_ends_the_next_has_the_line(database_url: str) -> None:
    carrier = FakeCarrier()
    async with phone_stage(database_url, NINE, carrier, processes=0) as at, AsyncExitStack() as first:
        await first.enter_async_context(serving(at, 0))
        await carrier.wait_for(lambda: carrier.bound)
        async with serving(at, 0):
            await is_called(at)
            await first.aclose()
            await at.writes("2 om")
            await at.sees("XIN VANG")
            assert (carrier.binds, len(carrier.bound)) == (2, 1)


async def test_a_cut_while_lan_is_writing_loses_nothing(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.sms.smpp.SHORT_LIFE", 0.0)
    async with phone_stage(sqlite_url, NINE, FakeCarrier()) as at:
        carrier = at.gateway
        assert isinstance(carrier, FakeCarrier)
        await is_called(at)
        carrier.cut()
        await at.writes("2 om")
        await at.sees("XIN VANG")
        assert (await at.attendance()).answer is Answer.AWAY


async def test_words_that_could_not_be_kept_are_not_acknowledged(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with phone_stage(sqlite_url, NINE, FakeCarrier()) as at:
        carrier = at.gateway
        assert isinstance(carrier, FakeCarrier)
        await is_called(at)
        assert at.running
        listener = at.running.listener
        keep, failures = listener.keep, iter([OSError("the database is away")] * 2)

        async def falters(*told: object) -> None:
            for failure in failures:
                assert not carrier.words[0].is_acknowledged
                raise failure
            await keep(*told)  # type: ignore[arg-type] # what it was given

        monkeypatch.setattr(listener, "keep", falters)
        await at.writes("2 om")
        await at.sees("XIN VANG")
        await carrier.wait_for(lambda: carrier.words[0].is_acknowledged)


async def test_a_phone_s_event_comes_again_until_it_is_kept_and_is_kept_once(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with phone_stage(sqlite_url, NINE, FakeSmsGate()) as at:
        gate = at.gateway
        assert isinstance(gate, FakeSmsGate)
        await gate.wait_for(lambda: len(gate.webhooks) == 4)
        await at.somebody()
        gate.statuses.clear()
        payload = gate.words("84912345678", "menu")
        for _ in range(3):
            gate.emits("sms:received", payload, "Ey6-the-same")
        await at.gateway.wait_for(lambda: at.received)
        await at.rests()
        assert gate.statuses[:3] == [200] * 3
        assert len(at.received) == 1


async def test_a_lost_answer_of_the_phone_sends_one_message_all_the_same(sqlite_url: str) -> None:
    gate = FakeSmsGate()
    gate.faults.extend(["drop", "lose"])
    async with phone_stage(sqlite_url, NINE, gate) as at:
        await is_called(at)
        await asyncio.sleep(0.3)
        assert len(at.received) == 1
        assert [one.outcome for one in await at.attempts()] == [AttemptOutcome.UNKNOWN, AttemptOutcome.ACCEPTED]
