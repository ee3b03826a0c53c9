"""`GET /metrics`: how the installation and this process stand, for Prometheus; counts alone, never ids or names."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.db.sessions import Sessions
from bot.services.figures import Counting, Figures
from bot.watching import Post

KEPT = 5.0
"""Seconds for which the counts of the tables are kept: however often is asked, they are counted no oftener."""


@dataclass
class Watch:
    """What is shown: the tables, and what this process does."""

    sessions: Sessions
    now: Callable[[], datetime]
    posts: Sequence[Post]
    holder: str
    counting: Counting = field(init=False)
    _counted: Figures | None = None
    _counted_at: float = float("-inf")

    def __post_init__(self) -> None:
        self.counting = Counting(self.sessions)

    async def counted(self) -> Figures | None:
        """The counts of the last seconds; None while the database is out."""
        if time.monotonic() - self._counted_at > KEPT:
            try:
                self._counted = await self.counting.figures(self.now())
            except (OSError, SQLAlchemyError):
                self._counted = None
            self._counted_at = time.monotonic()
        return self._counted


def pages(watch: Watch, secret: str | None) -> APIRouter:
    """With a secret, only for who brings it as `Authorization: Bearer …`; 401 otherwise."""
    router = APIRouter()

    @router.get("/metrics")
    async def metrics(request: Request) -> Response:
        brought = request.headers.get("Authorization", "")
        if secret is not None and not compare_digest(brought.encode(), f"Bearer {secret}".encode()):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(await written(watch), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})

    return router


async def written(watch: Watch) -> bytes:
    """In the words of Prometheus."""
    counted = await watch.counted()
    registry = CollectorRegistry()
    registry.register(Snapshot([*of_the_process(watch.posts), *of_the_tables(counted, watch)]))
    return generate_latest(registry)


class Snapshot(Collector):
    """Numbers that have been gathered already."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def of_the_process(posts: Sequence[Post]) -> list[Metric]:
    """What it has sent since it began, and how fast it may."""
    sends = CounterMetricFamily("chibot_sends", "Calls of a network, by outcome", labels=["channel", "outcome"])
    seconds = SummaryMetricFamily("chibot_send_seconds", "What they took", labels=["channel"])
    in_flight = GaugeMetricFamily("chibot_sends_in_flight", "Calls whose answer is awaited", labels=["channel"])
    rate = GaugeMetricFamily("chibot_rate", "Messages a second that may leave just now", labels=["channel"])
    gate = GaugeMetricFamily("chibot_gate_closed", "1 while the network is left alone", labels=["channel"])
    for post in posts:
        for outcome, count in sorted(post.sends.outcomes.items()):
            sends.add_metric([post.channel, outcome], count)
        seconds.add_metric([post.channel], post.sends.outcomes.total(), post.sends.seconds)
        in_flight.add_metric([post.channel], post.sends.in_flight)
        rate.add_metric([post.channel], post.pace.per_second)
        gate.add_metric([post.channel], post.gates.channel_is_closed())
    return [sends, seconds, in_flight, rate, gate]


def of_the_tables(counted: Figures | None, watch: Watch) -> list[Metric]:
    """The same whichever process is asked, but for the leases: 1 with the one that has it."""
    up = GaugeMetricFamily("chibot_database_up", "1 while the database answers", value=counted is not None)
    if counted is None:
        return [up]
    notices = GaugeMetricFamily("chibot_notices", "Messages owed, by state", labels=["channel", "state"])
    for (channel, state), count in sorted(counted.notices.items()):
        notices.add_metric([channel, state], count)
    inbox = GaugeMetricFamily("chibot_inbox", "What was said to us, by state; new: waits", labels=["state"])
    for state, count in sorted(counted.inbox.items()):
        inbox.add_metric([state], count)
    trouble = GaugeMetricFamily("chibot_trouble", "1 while a network does not work", labels=["channel", "side"])
    for (channel, side), is_troubled in sorted(counted.troubles.items()):
        trouble.add_metric([channel, side], is_troubled)
    stops = GaugeMetricFamily("chibot_stops", "Stops of sending that hold just now", value=counted.stops)
    late = GaugeMetricFamily(
        "chibot_notices_oldest_seconds", "Age of the oldest message that is due", value=counted.overdue_seconds
    )
    unheard = GaugeMetricFamily(
        "chibot_inbox_oldest_seconds", "Age of the oldest event that waits", value=counted.unheard_seconds
    )
    alarms = GaugeMetricFamily("chibot_alarm", "1 while a person has to see to something", labels=["alarm"])
    for name in counted.alarms:
        alarms.add_metric([name], 1)
    return [up, notices, late, inbox, unheard, trouble, stops, alarms, *_saved(counted), _leases(counted, watch)]


def _saved(counted: Figures) -> list[Metric]:
    """Nothing where there is no backup: `absent()` finds that out."""
    if counted.unsaved_seconds is None:
        return []
    return [GaugeMetricFamily("chibot_backup_age_seconds", "Age of the last backup", value=counted.unsaved_seconds)]


def _leases(counted: Figures, watch: Watch) -> Metric:
    held = GaugeMetricFamily("chibot_lease_held", "1 where this process does it", labels=["channel", "duty"])
    for post in watch.posts:
        for duty in ("send", "poll"):
            holder = counted.holders.get(f"{duty}:{post.channel}:{post.account}")
            held.add_metric([post.channel, duty], holder == watch.holder)
    return held
