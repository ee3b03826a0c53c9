"""Files of a unit's figures that are asked for in the chat: what they are called, and how people type it."""

import re
from collections.abc import Mapping

from bot.words.names import fold

MORE = "Tải tệp khác"
LABELS: Mapping[str, str] = {
    "table_a": "Bảng A: từng buổi họp",
    "table_b": "Bảng B: tổng hợp",
    "table_d": "Bảng D: cả năm",
    "report_docx": "Báo cáo Word",
    "public": "Bảng để công khai",
    "trend": "Biểu đồ 12 tháng",
    "heat": "Bảng màu 12 tháng",
}
"""What a button says, by recipe; the names must stay what they are, for old buttons."""
AS_CSV = ("table_a", "table_b", "table_d", "public", "workbook")
NAMED = re.compile(
    r"^(?P<table>[abd])(?!\w)|^(?P<public>(?:de )?cong khai)|^(?P<heat>mau)|^(?P<summary>excel|tong hop|ty le)"
)
"""What stands behind "tải bảng"."""
CSV = re.compile(r"(?<!\w)(?:tep |dang )?csv(?!\w)")
EXAMPLE = "tải bảng A tháng 11/2026"
OF_A_DOCUMENT = re.compile(r"^c(?!\w)")
ONE_DOCUMENT = "Bảng C là của từng văn bản. Mời đồng chí nhắn “văn bản”, mở văn bản rồi chọn tải bảng."
WHICH = (
    "Mời đồng chí nhắn rõ bảng nào: A (từng buổi họp), B (tổng hợp), D (cả năm), hoặc công khai. "
    f"Ví dụ: {EXAMPLE}; tải báo cáo tháng 11/2026; thêm chữ csv nếu cần tệp CSV."
)


WHOLE_PERIOD = "--table và --out cần --from và --to là đúng một tháng, một quý hoặc một năm"
FORM_WANTED = "--out: tệp phải là .xlsx, .csv hoặc .docx"
NO_TABLE_ON_PAPER = "--table: tệp .docx là báo cáo, không kèm bảng. Mời bỏ --table, hoặc chọn .xlsx, .csv"
TABLE_WANTED = "--table: mời chọn A, B, C, D hoặc public"
DIRECTIVE_WANTED = "Bảng C là của một văn bản: mời thêm --directive SỐ"


def written(path: str) -> str:
    return f"Đã ghi vào {path}."


def title(unit: str, period: str) -> str:
    return f"Tệp của {unit}, {period}. Mời đồng chí chọn. Cần tệp CSV: nhắn như “{EXAMPLE} csv”."


def ready(label: str, unit: str, period: str) -> str:
    name, _, _ = label.partition(":")
    return f"{name} của {unit}, {period}."


def read_table(said: str) -> tuple[str | None, str, bool]:
    """Behind "tải bảng": which recipe (None: none is named), what is left, folded, and whether as a .csv."""
    folded = fold(said.strip().removesuffix("ạ"))
    as_csv = CSV.search(folded) is not None
    rest = " ".join(CSV.sub(" ", folded).split())
    found = NAMED.match(rest)
    if found is None:
        return None, rest, as_csv
    names = {"public": "public", "heat": "heat", "summary": "workbook"}
    name = f"table_{found['table']}" if found["table"] else names[found.lastgroup or ""]
    return name, rest[found.end() :].strip(" ,:"), as_csv
