"""Whatever can be begun with words, for a question at which nothing has been said yet and something else is begun."""

from bot.conversation import Handler, Router
from bot.words.names import fold

WHOLE = Router()
"""Everything that can be said; `all_routers` fills it in."""


def begun_by(text: str) -> Handler | None:
    """The handler of the longest beginning of these words, or of all of them."""
    words = fold(text).split()
    for count in range(len(words), 0, -1):
        table = "command" if count == len(words) else "phrase"
        if handler := WHOLE.handlers.get((table, " ".join(words[:count]))):
            return handler
    return None
