"""Documents from above on their way down: written and sent, passed on, listed, withdrawn."""

from bot.conversation import Router
from handlers.directives import begun, instead, lists, looked_at, passing, whom, withdrawn, written

router = Router()
for part in (begun, written, whom, looked_at, passing, instead, lists, withdrawn):
    router.include(part.router)
resume = looked_at.resume
