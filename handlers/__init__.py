"""Someone spoke: a file for each thing people talk about."""

from bot.conversation import Router
from handlers import (
    agendas,
    announcements,
    attendance,
    calendar,
    calls,
    check_ins,
    checking_in,
    claims,
    codes,
    committee_page,
    conclusions,
    content,
    data_answers,
    data_requests,
    directives,
    groups,
    guests,
    halts,
    help,  # noqa: A004 - the name of what people ask for
    holidays,
    indicators,
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
    opinions,
    own,
    paper,
    party_groups,
    polls,
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
    stopping,
    tally,
    tasks,
    usual_agendas,
    visits,
    warnings,
    ways,
)
from handlers.directives import coming_back
from handlers.talk.beginnings import WHOLE

SPOKEN_OF = (
    joining, agendas, announcements, attendance, calendar, calls, check_ins, checking_in, claims, codes,
    coming_back, committee_page, conclusions, content, data_answers, data_requests, directives, groups, guests,
    halts, help, holidays, indicators, leaves, letters, links, meeting_papers, meetings, members, menu, minutes,
    named, opinions, own, paper, party_groups, polls, reports, resending, resident_numbers, resident_texts,
    residents, roll, roster_checks, scoring, series, stated_needs, stopping, tally, tasks, usual_agendas, visits,
    warnings, ways,
)  # fmt: skip
"""Every file here that people can speak to; ruff names one that is imported and not listed."""


def all_routers() -> Router:
    """Everything that can be said, in one table; a key that two files claim stops the start-up."""
    router = Router()
    for one in SPOKEN_OF:
        router.include(one.router)
    WHOLE.handlers.update(router.handlers)
    return router
