"""Someone spoke: a file for each thing people talk about."""

from bot.conversation import Router
from handlers import (
    attendance,
    calls,
    claims,
    codes,
    groups,
    halts,
    help,  # noqa: A004 - the name of what people ask for
    joining,
    leaves,
    links,
    meetings,
    menu,
    named,
    own,
    paper,
    reports,
    resending,
    resident_numbers,
    resident_texts,
    residents,
    roll,
    series,
    stated_needs,
    tally,
    ways,
)
from handlers.talk.beginnings import WHOLE


def all_routers() -> Router:
    """Everything that can be said, in one table; a key that two files claim stops the start-up."""
    router = Router()
    for one in (
        joining,
        attendance,
        calls,
        claims,
        codes,
        groups,
        halts,
        help,
        leaves,
        links,
        meetings,
        menu,
        named,
        own,
        paper,
        reports,
        resending,
        resident_numbers,
        resident_texts,
        residents,
        roll,
        series,
        stated_needs,
        tally,
        ways,
    ):
        router.include(one.router)
    WHOLE.handlers.update(router.handlers)
    return router
