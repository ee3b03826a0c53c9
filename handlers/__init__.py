"""Someone spoke: a file for each thing people talk about."""

from bot.conversation import Router
from handlers import attendance, help, joining, menu  # noqa: A004 - the name of what people ask for


def all_routers() -> Router:
    """Everything that can be said, in one table; a key that two files claim stops the start-up."""
    router = Router()
    for one in (joining, attendance, help, menu):
        router.include(one.router)
    return router
