"""Opinions and wishes: who sends one, who hears it, how it goes up and comes back, how many there are."""

from bot.conversation import Router
from handlers.opinions import counting, deciding, hearing, own, passing, sending

router = Router()
for part in (sending, own, hearing, deciding, passing, counting):
    router.include(part.router)
resume = sending.resume
