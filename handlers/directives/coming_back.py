"""All that comes back on a document: that it is clear, questions, study, reports, and how far it has come."""

from bot.conversation import Router
from handlers.directives import answers, missing, progress, questions, reminding, reports, study

router = Router()
for part in (answers, missing, progress, questions, reminding, reports, study):
    router.include(part.router)
resume = reports.resume
