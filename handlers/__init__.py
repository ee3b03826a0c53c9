"""Someone spoke: a file for each thing people talk about."""

from bot.conversation import Router
from handlers import (
    agendas,
    attendance,
    calendar,
    calls,
    check_ins,
    checking_in,
    claims,
    codes,
    conclusions,
    content,
    data_answers,
    data_requests,
    groups,
    guests,
    halts,
    help,  # noqa: A004 - the name of what people ask for
    holidays,
    joining,
    leaves,
    letters,
    links,
    meeting_papers,
    meetings,
    members,
    menu,
    minutes,
    named,
    own,
    paper,
    party_groups,
    reports,
    resending,
    resident_numbers,
    resident_texts,
    residents,
    roll,
    roster_checks,
    scoring,
    series,
    stated_needs,
    tally,
    tasks,
    usual_agendas,
    warnings,
    ways,
)
from handlers.talk.beginnings import WHOLE

SPOKEN_OF = (
    joining, attendance, calendar, agendas, calls, check_ins, checking_in, claims, codes, data_answers, data_requests,
    conclusions, content, groups, guests, halts, help, holidays, leaves, letters, links, meeting_papers, meetings,
    members, menu, minutes, named, own, paper, party_groups, reports, resending, resident_numbers, resident_texts,
    residents, roll, roster_checks, scoring, series, stated_needs, tally, tasks, usual_agendas, warnings, ways,
)  # fmt: skip
"""Every file here that people can speak to; ruff names one that is imported and not listed."""


def all_routers() -> Router:
    """Everything that can be said, in one table; a key that two files claim stops the start-up."""
    router = Router()
    for one in SPOKEN_OF:
        router.include(one.router)
    WHOLE.handlers.update(router.handlers)
    return router
