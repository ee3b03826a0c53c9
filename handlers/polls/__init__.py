"""A cell asks its people something: written, looked at, sent; answered under one's name; counted and told."""

from bot.conversation import Router
from handlers.polls import answering, ballots, making, noting, standing

router = Router()
for part in (answering, ballots, making, noting, standing):
    router.include(part.router)
resume = making.resume
