"""Working groups and single people are sent to the meetings of cells, go there, and say what they saw."""

from bot.conversation import Router
from handlers.visits import assigning, difficulties, lines, own, planning, reading, remarks, report
from handlers.visits.assigning import resume

__all__ = ["resume", "router"]
router = Router()
for part in (assigning, difficulties, lines, own, planning, reading, remarks, report):
    router.include(part.router)
