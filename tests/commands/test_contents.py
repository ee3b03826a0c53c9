"""Usual agendas, templates, letters and conclusions at the command line."""

from pathlib import Path

import pytest
from docx import Document

from tests.commands.conftest import Chibot

CELL, OTHER = "bach-luu-hong-sen", "bach-luu"


def test_a_usual_agenda_is_written_shown_below_and_reset(commune: Chibot) -> None:
    assert commune("agenda", CELL).json["of"] is None
    assert commune("agenda", OTHER, "--item", "Một.", "--item", "Hai").json["items"] == ["Một", "Hai"]
    assert commune("agenda", CELL).json == {"unit": CELL, "kind": "regular", "of": OTHER, "items": ["Một", "Hai"]}
    assert "1. Một\n2. Hai" in commune("agenda", CELL, as_json=False).out
    assert commune("agenda", OTHER, "--reset").json["of"] is None
    assert commune("agenda", CELL, "--kind", "thematic").json["kind"] == "thematic"


@pytest.mark.parametrize(
    "line", [("--item", "Tài liệu mật"), ("--item", "Thân mật"), ("--kind", "briefing"), ("--item", "x", "--reset")]
)
def test_an_agenda_that_cannot_be_is_refused(commune: Chibot, line: tuple[str, ...]) -> None:
    assert commune("agenda", CELL, *line).code != 0
    assert commune("agenda", CELL).json["of"] is None


def test_a_template_is_taken_out_changed_and_given_back(commune: Chibot, tmp_path: Path) -> None:
    file = tmp_path / "giay-moi.docx"
    assert commune("template", "show", "invitation", "--unit", OTHER, "-o", file).json["of"] is None
    paper = Document(str(file))
    paper.add_paragraph("Mời {{ guest.name }}")
    paper.save(str(file))
    assert commune("template", "set", "invitation", file, "--unit", OTHER).code == 0
    assert commune("template", "show", "invitation", "--unit", CELL).json["of"] == OTHER
    paper.add_paragraph("{{ nobody }}")
    paper.save(str(file))
    refused = commune("template", "set", "invitation", file, "--unit", OTHER)
    assert (refused.code, "nobody" in refused.err) == (1, True)
    assert commune("template", "reset", "invitation", "--unit", OTHER).json["reset"]
    assert commune("template", "show", "so-tay", "--unit", OTHER).code == 1


def test_letters_are_written_to_a_file(commune: Chibot, tmp_path: Path) -> None:
    commune("call", "--cell", CELL, "--kind", "regular", "--at", "2026-12-03 19:30", "--place", "Nhà văn hóa")
    file = tmp_path / "thu.docx"
    assert commune("letters", "--meeting", 1, "-o", file).json["file"] == str(file)
    assert "GIẤY MỜI" in "\n".join(one.text for one in Document(str(file)).paragraphs)
    assert commune("conclusions", "--meeting", 1).json == []
    assert commune("letters", "--meeting", 9).code == 1
