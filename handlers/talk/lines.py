"""What is typed line by line, looked through as a whole: a mark that stands between two lines is one all the same."""

from bot.conversation import Turn
from bot.services.audit import note
from bot.services.meetings import guard
from bot.words.calling import without_confirmation
from bot.words.names import tidy
from bot.words.secrecy import Finding, confirmed, secrecy


def heard_lines(turn: Turn) -> list[str]:
    """The lines that say something, without their confirmation; raises SecrecyMarked or DoubtfulWords."""
    said = turn.said.text
    is_confirmed = confirmed(said)
    guard((said,), harmless=is_confirmed)
    if is_confirmed and secrecy((said,)) is Finding.DOUBTFUL:
        note(turn.db, f"endpoint:{turn.endpoint.id}", "harmless_confirmed", turn.about, turn.now)
    first, *others = said.splitlines() or [""]
    return [line for line in (without_confirmation(first)[0], *map(tidy, others)) if line]
