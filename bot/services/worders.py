"""Who words what is about no meeting: a worder for each step, asked once for all notices of a slice."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Reply
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.services.announcement_words import announcement_words
from bot.services.directive_reminding_words import reminding_words
from bot.services.directive_wording import word_directives
from bot.services.indicator_wording import figure_words
from bot.services.own_report_words import report_words
from bot.services.poll_words import poll_words
from bot.services.told import Due, Told
from bot.services.visit_wording import visit_words

Words = Callable[[Told, Capabilities, datetime], Awaitable[Reply | str]]
"""The message to one person as things stand now, or the cause for which nobody needs it any more."""
Worder = Callable[[AsyncSession, Sequence[Notice | Due]], Awaitable[Mapping[int, Words]]]
"""By notice; whatever it has to read, it reads in a few queries however many notices they are."""

WORDERS: Mapping[Step, Worder] = {
    Step.ANNOUNCEMENT: announcement_words,
    Step.POLL: poll_words,
    Step.INDICATOR: figure_words,
    Step.INDICATOR_REMINDER: figure_words,
    Step.DIRECTIVE_REMINDER: reminding_words,
    Step.DIRECTIVE: word_directives,
    Step.REPORT: report_words,
    Step.VISIT: visit_words,
}


async def worded_by_step(db: AsyncSession, notices: Sequence[Notice | Due]) -> dict[int, Words]:
    """The words of all these that have a worder of their own."""
    found: dict[int, Words] = {}
    for step in WORDERS.keys() & {one.step for one in notices}:
        found |= await WORDERS[step](db, [one for one in notices if one.step is step])
    return found
