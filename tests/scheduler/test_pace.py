"""How fast messages leave: never more in any second than the network allows, and hardly less."""

import asyncio
import time

import pytest

from scheduler.pace import Departure, Gates, Pace


async def leaves(pace: Pace, count: int, *, answers: bool = False) -> list[float]:
    moments = []

    async def one() -> None:
        await pace.wait(answers=answers)
        moments.append(time.monotonic())

    await asyncio.gather(*(one() for _ in range(count)))
    return moments


def busiest(moments: list[float], seconds: float) -> int:
    return max(sum(begin <= one < begin + seconds for one in moments) for begin in moments)


async def test_no_second_has_more_than_the_pace_allows() -> None:
    moments = await leaves(Pace(50.0), 90)
    assert busiest(moments, 0.98) <= 50
    assert moments[-1] - moments[0] >= 89 / 50 - 0.2


async def test_what_a_busy_process_loses_is_made_up_for_without_a_burst() -> None:
    pace = Pace(100.0)
    slow = asyncio.create_task(leaves(pace, 60))
    await asyncio.sleep(0.1)
    time.sleep(0.15)  # noqa: ASYNC251 - the process is busy with something else
    moments = await slow
    assert busiest(moments, 0.1) <= 13


async def test_answers_go_first_and_the_others_do_not_starve() -> None:
    pace = Pace(200.0)
    order: list[str] = []

    async def one(name: str, *, answers: bool) -> None:
        await pace.wait(answers=answers)
        order.append(name)

    waiting = [asyncio.create_task(one("mass", answers=False)) for _ in range(20)]
    await asyncio.sleep(0)
    waiting += [asyncio.create_task(one("answer", answers=True)) for _ in range(20)]
    await asyncio.gather(*waiting)
    first = order[:16]
    assert 10 <= first.count("answer") <= 14
    assert first.count("mass") >= 2


async def test_whoever_gave_up_waiting_takes_no_turn() -> None:
    pace = Pace(20.0)
    await pace.wait()
    waiting = [asyncio.create_task(pace.wait()) for _ in range(10)]
    await asyncio.sleep(0)
    for one in waiting[:9]:
        one.cancel()
    begun = time.monotonic()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert time.monotonic() - begun < 0.2


async def test_a_429_slows_down_and_calm_speeds_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    pace = Pace(20.0)
    pace.slow_down()
    assert pace.per_second == 15.0
    pace.slow_down()
    assert pace.per_second == 11.25
    now += 9
    assert pace.per_second == 11.25
    now += 11
    assert 13 < pace.per_second < 14
    now += 60
    assert pace.per_second == 20.0
    for _ in range(30):
        pace.slow_down()
    assert pace.per_second == 1.0


class Now:
    """A clock that only goes on when told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = 1000.0
        monkeypatch.setattr("scheduler.pace.time.monotonic", lambda: self.at)

    async def leaves(self, pace: Pace, took: float | None = None) -> Departure:
        """The next leaves as soon as it may, and is answered after so many seconds, or not at all."""
        self.at += max(pace.early(), 0.0)
        departure = await pace.wait()
        if took is not None:
            begun, self.at = self.at, self.at + took
            pace.answered(departure)
            self.at = begun
        return departure


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    return Now(monkeypatch)


async def test_a_second_counts_from_when_a_message_was_written_and_not_from_when_it_was_let_go(now: Now) -> None:
    """The process was busy between the two, and the message a second later came too near."""
    pace = Pace(2.0)
    first = await now.leaves(pace)
    now.at += 0.45
    first.departs()
    written = now.at
    await now.leaves(pace)
    pace.answered(first)
    await now.leaves(pace)
    assert now.at >= written + 1.0


async def test_what_an_answer_took_longer_than_the_quickest_may_have_been_lost_on_the_way_there(now: Now) -> None:
    pace = Pace(2.0)
    for _ in range(3):
        await now.leaves(pace, took=0.3)
    late = await now.leaves(pace, took=0.34)
    assert late.at == pytest.approx(now.at + 0.04)
    slow = await now.leaves(pace, took=2.0)
    assert slow.at == pytest.approx(now.at + 0.1), "most of it is the network's work"


async def test_a_message_without_an_answer_may_be_as_late_as_the_latest(now: Now) -> None:
    pace = Pace(2.0)
    for took in (1.2, 1.25, 1.2, 1.2):
        await now.leaves(pace, took=took)
    first = await now.leaves(pace)
    await now.leaves(pace)
    await now.leaves(pace)
    assert first.at + 1.05 < now.at < first.at + 1.06


async def test_lateness_is_made_up_for_and_idleness_is_not(now: Now) -> None:
    pace = Pace(9.5)
    await now.leaves(pace)
    now.at += 5.0
    begun = now.at
    for _ in range(11):
        await now.leaves(pace, took=0.01)
    assert now.at - begun == pytest.approx(10 / 9.5), "nobody waited, so nobody hurries"
    now.at += 0.4
    for _ in range(100):
        await now.leaves(pace, took=0.01)
    assert now.at - begun == pytest.approx(110 / 9.5)


def test_two_addresses_told_to_wait_close_the_whole_account() -> None:
    gates = Gates()
    assert not gates.close_endpoint(1, 5)
    assert not gates.close_endpoint(1, 5)
    assert not gates.channel_is_closed()
    assert gates.close_endpoint(2, 5)
    assert gates.channel_is_closed()
    assert sorted(gates.closed_endpoints()) == [1, 2]


def test_a_network_that_fails_again_and_again_is_tried_with_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    gates = Gates()
    for _ in range(5):
        gates.fails("silence")
    assert not gates.is_doubtful, "what fails at once is one failure"
    for _ in range(2):
        now += 2
        gates.fails("silence")
    assert gates.is_doubtful
    assert gates.channel_is_closed()
    now += 3
    assert not gates.channel_is_closed()
    for _ in range(10):
        now += 30
        gates.fails("silence")
    now += 20.5
    assert not gates.channel_is_closed(), "it is never left alone for longer"
    gates.works()
    assert not gates.is_doubtful


def test_a_network_that_a_person_has_to_look_after_is_left_alone_for_a_minute() -> None:
    gates = Gates()
    gates.fails("token_refused", at_least=60.0)
    assert gates.channel_is_closed()
    assert not gates.is_doubtful


def test_an_address_rests_between_two_messages() -> None:
    gates = Gates()
    gates.rest(1, 0.5)
    gates.rest(3, 0.0)
    assert gates.resting_endpoints() == [1]


def test_a_network_that_is_out_all_night_is_still_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """After six hours the pause was more than a number can hold, and every outcome was lost to that."""
    now = [0.0]
    monkeypatch.setattr("scheduler.pace.time.monotonic", lambda: now[0])
    gates = Gates()
    for _ in range(2000):
        gates.fails("connection_error", at_least=5.0)
        now[0] += 20.0
    assert not gates.channel_is_closed()
