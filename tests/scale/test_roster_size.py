"""A roster of a whole province's size, read in a process of its own to weigh it."""

import subprocess
import sys
import time
from pathlib import Path

from xlsxwriter import Workbook

PEOPLE = 50_000
MOST_SECONDS, MOST_MEGABYTES = 120, 500
HEADER = ("STT", "Họ và tên", "Năm sinh", "Chi bộ", "Chức vụ", "Ngày vào Đảng", "Ngày chính thức", "SĐT", "Ghi chú")
NOTES = ("", "", "", "Miễn sinh hoạt từ 01/2025", "Đi làm ăn xa, chuyển SH tạm thời đến 30/6/2027")
READ = """
import resource, sys
from datetime import date
from pathlib import Path
from bot.services.roster.reading import read_roster
steps = []
sheet = read_roster(Path(sys.argv[1]), date(2026, 11, 22), lambda done, total: steps.append((done, total)))
assert steps == sorted(steps) and len(steps) > 50 and steps[-1][0] == steps[-1][1]
print(len(sheet.people), len(sheet.bad), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def write(path: Path) -> None:
    with Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet("Danh sách")
        page.write_row(0, 0, HEADER)
        for n in range(PEOPLE):
            name = f"Nguyễn {chr(65 + n % 26)}ăn {chr(65 + n // 26 % 26)}ình"
            page.write_row(n + 1, 0, (n + 1, name, 1950 + n % 50, f"Thôn {n // 30}", "", "03/02/2019", "03/02/2020",
                                      900_000_000 + n, NOTES[n % len(NOTES)]))  # fmt: skip


def test_fifty_thousand_people_are_read_in_two_minutes_and_half_a_gigabyte(tmp_path: Path) -> None:
    write(tmp_path / "big.xlsx")
    start = time.monotonic()
    command = [sys.executable, "-c", READ, str(tmp_path / "big.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own code
    people, bad, megabytes = map(int, done.stdout.split())
    assert (people, bad) == (PEOPLE, 0)
    assert time.monotonic() - start < MOST_SECONDS
    assert megabytes < MOST_MEGABYTES
