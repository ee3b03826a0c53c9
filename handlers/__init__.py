"""Someone spoke: a file for each thing people talk about."""

from bot.conversation import Router
from handlers import attendance, help, joining  # noqa: A004 - the name of what people ask for


def all_routers() -> Router:
    """Everything that can be said, in one table; a key that two files claim stops the start-up."""
    router = Router()
    for one in (joining, attendance, help):
        router.include(one.router)
    return router
