"""The sentences for what is refused about changes of the tree."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.CannotReorganise: lambda facts: f"Chưa sắp xếp được. {str(facts['why']).rstrip('.')}.",
}
