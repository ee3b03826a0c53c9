"""The head of a document of the party: who issues it, its number, the place and the day."""

import re
from datetime import date, datetime

from bot.words.names import tidy
from bot.words.times import WEEKDAYS, local
from bot.words.vi import cell

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
ISSUERS = re.compile(
    r"^(?:đảng ủy|đảng bộ|ban chấp hành đảng bộ|huyện ủy|quận ủy|thị ủy|tỉnh ủy|thành ủy)\s+", re.IGNORECASE
)
PLACES = re.compile(r"^(?:xã|phường|đặc khu|thị trấn|huyện|quận|thị xã|tỉnh|thành phố|khối)\s+", re.IGNORECASE)


def issuer(name: str) -> str:
    """`CHI BỘ THÔN HỒNG SEN`."""
    return cell(tidy(name)).upper()


def place(upper: str | None) -> str:
    """`Suối Trong` out of `Đảng ủy xã Suối Trong`; dots to be filled in by hand where it is not known."""
    name = tidy(upper or "")
    if ISSUERS.match(name) is None:
        return "……………"
    return PLACES.sub("", ISSUERS.sub("", name)) or "……………"


def dated(on: date) -> str:
    """`ngày 03 tháng 12 năm 2026`; days and the first two months with a nought, as offices write them."""
    month = f"{on.month:02}" if on.month <= 2 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def hour_and_day(at: datetime) -> str:
    """`19 giờ 30, Thứ Năm, ngày 03 tháng 12 năm 2026`."""
    here = local(at)
    hour = f"{here.hour} giờ" + (f" {here.minute:02}" if here.minute else "")
    return f"{hour}, {WEEKDAYS[here.weekday()]}, {dated(here.date())}"
