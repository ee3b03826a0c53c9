"""What is refused, a class each, in the file of its noun.

The docstring says it to us; the sentence for people stands in `words/refused/`; a test asks for one for every class.
A refusal leaves nothing half-written. `facts` are what the sentence needs; they never hold reasons or secrets.
"""

from bot.refusals.announcements import *
from bot.refusals.api_tokens import *
from bot.refusals.chat import *
from bot.refusals.contents import *
from bot.refusals.directives import *
from bot.refusals.indicators import *
from bot.refusals.leaves import *
from bot.refusals.links import *
from bot.refusals.meetings import *
from bot.refusals.member_data import *
from bot.refusals.members import *
from bot.refusals.minutes import *
from bot.refusals.opinions import *
from bot.refusals.party_groups import *
from bot.refusals.refused import *
from bot.refusals.reorganising import *
from bot.refusals.reports import *
from bot.refusals.residents import *
from bot.refusals.roll import *
from bot.refusals.running import *
from bot.refusals.secrecy import *
from bot.refusals.sending import *
from bot.refusals.series import *
from bot.refusals.tree import *
from bot.refusals.visits import *
