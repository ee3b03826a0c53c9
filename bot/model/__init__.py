"""The tables, a noun a file. Importing this package makes all of them known."""

from bot.model import (
    accounts,
    attendances,
    audit,
    endpoints,
    halts,
    inbox,
    meetings,
    members,
    notices,
    parcels,
    participations,
    personal_links,
    roles,
    series,
    tallies,
    units,
)

__all__ = [
    "accounts",
    "attendances",
    "audit",
    "endpoints",
    "halts",
    "inbox",
    "meetings",
    "members",
    "notices",
    "parcels",
    "participations",
    "personal_links",
    "roles",
    "series",
    "tallies",
    "units",
]
