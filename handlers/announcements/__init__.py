"""A cell announces something to its own people: written, looked at, sent, followed, taken back; and read again."""

from bot.conversation import Router
from handlers.announcements import making, reading, standing

router = Router()
for part in (making, reading, standing):
    router.include(part.router)
resume = making.resume
