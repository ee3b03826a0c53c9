"""The documents whose form a unit may change: the shipped file of each, and a sample of all that it can name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.reports import letters, minutes_facts, minutes_maker, report_paper
from bot.services.templates import INVITATION, MINUTES, REPORT, Facts
from bot.words.letters import SAMPLE


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One of them."""

    file: Path
    sample: Facts

    def shipped(self) -> bytes:
        return self.file.read_bytes()


KINDS: Mapping[str, DocumentKind] = {
    INVITATION: DocumentKind(letters.SHIPPED_FILE, SAMPLE),
    MINUTES: DocumentKind(minutes_maker.SHIPPED_FILE, minutes_facts.SAMPLE),
    REPORT: DocumentKind(report_paper.SHIPPED_FILE, report_paper.SAMPLE),
}
