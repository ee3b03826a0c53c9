"""The sentences for what is refused about tables and reports that are handed over as files."""

from bot import refusals as r
from bot.words.refused.facts import Sentences

SENTENCES: Sentences = {
    r.TableTooLong: "Bảng này dài quá {most} chi bộ. Mời đồng chí tải của từng đơn vị bên dưới.",
}
