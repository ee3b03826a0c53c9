"""How the installation itself is doing, at the top of its tree: nothing of what is said in it, nobody named."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.model.units import Unit
from bot.reports.standing import MOST, Standing, standing
from bot.services.permissions import Right
from bot.web.committee.figures import Figure
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts, Page
from bot.words import standing_pages as said

PATH = "/suc-khoe"
OLD = timedelta(hours=36)
"""A backup that is older is marked, and so is one that there is not."""
LATE = timedelta(minutes=15)
"""What is due and waits for longer is marked."""


async def health(look: Look) -> Facts:
    found = await standing(look.db, look.now)
    return {
        "heading": said.STANDING,
        "has_period": False,
        "said": said,
        "found": found,
        "figures": _figures(found, look.now),
        "outbox": [(said.URGENCIES.get(one.urgency, str(one.urgency)), one) for one in found.outbox],
        "most": MOST,
    }


def _figures(found: Standing, now: datetime) -> Sequence[Figure]:
    """Backups and what waits go by the hour that holds here; how far that is from the real one stands beside them."""
    due = sum(one.due for one in found.outbox)
    backup = said.at_said(found.backed_up_at) if found.backed_up_at else said.NO_BACKUP
    return (
        Figure(said.SEE_TO_IT, str(len(found.alarms)), "", "#canh-bao", bool(found.alarms)),
        Figure(said.OUTBOX, said.waiting(due, MOST), _oldest(found.oldest_due, now), "#tin-di", _is_late(found, now)),
        Figure(said.INBOX, said.waiting(found.inbox, MOST), _oldest(found.oldest_unheard, now)),
        Figure(said.ROLL_UP, said.waiting(found.to_roll_up, MOST)),
        Figure(said.BACKUP, said.age(found.backed_up_at, now), backup, None, _is_old(found, now)),
        Figure(said.HALTS, str(len(found.halts)), "", "#dung", bool(found.halts)),
        Figure(said.CLOCK, said.clock(now - datetime.now(UTC))),
    )


def _oldest(since: datetime | None, now: datetime) -> str:
    return f"{said.OLDEST}: {said.age(since, now)}" if since else ""


def _is_late(found: Standing, now: datetime) -> bool:
    return found.oldest_due is not None and now - found.oldest_due > LATE


def _is_old(found: Standing, now: datetime) -> bool:
    return found.backed_up_at is None or now - found.backed_up_at > OLD


def is_top(unit: Unit) -> bool:
    """Alarms and stops are about the whole installation, so its page is nowhere further down."""
    return unit.parent_id is None


PAGES = (Page(PATH, Right.WATCH, "health.html", health, said.STANDING, is_top),)
