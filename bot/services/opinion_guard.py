"""Looking at the words of an opinion before anything of them is kept."""

from bot.refusals import MayBeOfAPerson, NotByMessage, OpinionTooShort, WordsTooLong
from bot.words.names import tidy
from bot.words.opinion_findings import KEPT_AFTER, Finding
from bot.words.opinion_guard import judge

FEWEST, LONGEST = 8, 1000


def demand_length(text: str) -> None:
    """Raises OpinionTooShort or WordsTooLong."""
    if len(text) < FEWEST:
        raise OpinionTooShort(fewest=FEWEST)
    if len(text) > LONGEST:
        raise WordsTooLong(most=LONGEST)


def must_be_asked(text: str) -> bool:
    """Whether its sender has to say that it is about nobody; raises NotByMessage for what must not come this way.

    `text` has passed the check of secrecy.
    """
    finding = judge(text)
    if finding not in KEPT_AFTER:
        raise NotByMessage(finding=finding)
    return finding is Finding.ASK


def wording(text: str) -> str:
    """Words in which something goes up; raises a refusal for those that are, or may be, about a person."""
    said = tidy(text)
    demand_length(said)
    if must_be_asked(said):
        raise MayBeOfAPerson
    return said
