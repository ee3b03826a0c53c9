"""`chibot indicator`: a dry run first, plans from a file, an answer on paper, the sums, the workbook."""

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.commands.console import in_transaction
from bot.config import Settings
from bot.services.indicator_asking import ask_figures
from tests.commands.conftest import Chibot
from tests.conftest import NOW

COMMUNE = "bach-luu"
SAID = "Kết nạp đảng viên mới; hạn 30/11/2026; đơn vị tính: đảng viên; hỏi chi bộ"


@pytest.fixture(autouse=True)
def _on_the_21st_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "now", lambda settings: NOW + timedelta(seconds=settings.clock_offset))


@pytest.fixture
def asked(commune: Chibot) -> Chibot:
    """All cells of the commune have been asked by the clock."""
    assert commune("indicator", "new", COMMUNE, SAID, "--ask").json["indicator_id"] == 1
    while in_transaction(ask_figures):
        pass
    return commune


def cells(chibot: Chibot) -> list[str]:
    return [one["code"] for one in chibot("units").json if one["kind"] == "cell"]


def plan_file(folder: Path, *rows: tuple[str, object]) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["STT", "Tên đơn vị", "Kế hoạch"])
    for number, (name, planned) in enumerate(rows, 1):
        page.append([number, name, planned])
    book.save(folder / "ke-hoach.xlsx")
    return folder / "ke-hoach.xlsx"


def test_without_asking_nothing_is_kept(commune: Chibot) -> None:
    found = commune("indicator", "new", COMMUNE, SAID).json
    assert (found["indicator_id"], found["units"], found["due_on"]) == (None, 10, "2026-11-30")
    assert commune("indicator", "list", COMMUNE).json == []
    assert "hạn báo đã qua" in commune("indicator", "new", COMMUNE, "Kết nạp; hạn 1/11/2026").err


def test_a_plan_from_a_file_is_written_whole_or_not(asked: Chibot, tmp_path: Path) -> None:
    first, second, *_ = cells(asked)
    good = plan_file(tmp_path, (first, 12), (second, "1.120"))
    assert asked("indicator", "plan", 1, good).json == {"new": 2, "changed": 0, "same": 0, "bad": [], "written": False}
    assert asked("indicator", "plan", 1, good, "--write").json["written"]
    assert asked("indicator", "plan", 1, good).json["same"] == 2
    bad = asked("indicator", "plan", 1, plan_file(tmp_path, (first, 9), ("không có", 3), (second, "=1+1")), "--write")
    assert (bad.code, [one["cell"] for one in bad.json["bad"]]) == (1, ["B3", "C4"])
    assert asked("indicator", "show", 1).json["planned"] == 1132


def test_an_answer_on_paper(asked: Chibot, tmp_path: Path) -> None:
    first, second, *_ = cells(asked)
    asked("indicator", "plan", 1, plan_file(tmp_path, (first, 60), (second, 60)), "--write")
    assert asked("indicator", "report", 1, first, "40").json["parts"] == [40]
    refused = asked("indicator", "report", 1, second, "61")
    assert (refused.code, "nhiều hơn kế hoạch" in refused.err) == (1, True)
    assert asked("indicator", "report", 1, second, "61", "--sure").code == 0
    assert asked("indicator", "report", 1, second, "52", as_json=False).out.strip() == f"Đã ghi cho {second}: 52."
    shown = asked("indicator", "show", 1).json
    assert (shown["sum"], shown["rate"], len(shown["missing"])) == ("92/120 = 76,67\u00a0%", "76.67", 8)
    assert asked("indicator", "list", COMMUNE).json[0]["answered"] == 2
    assert "Không có chỉ tiêu" in asked("indicator", "report", 9, first, "1").err


def test_the_workbook_and_the_end(asked: Chibot, tmp_path: Path) -> None:
    out = tmp_path / "chi-tieu.xlsx"
    assert asked("indicator", "show", 1, "-o", out).code == 0
    assert len(list(load_workbook(out).worksheets[0].values)) > 10
    assert "Đã dừng" in asked("indicator", "end", 1, as_json=False).out
    assert "đã dừng" in asked("indicator", "report", 1, cells(asked)[0], "1").err
