"""How dates are written in rosters and their notes, in words and in figures; against folded text."""

import re

YEAR = r"(?:\d{4}|\d{2})"
_GAP = r"\s*[/.\-]\s*"

# The first that matches the whole text counts; the groups are named day, month and year.
WRITTEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:ngay )?(?P<day>\d{{1,2}}){_GAP}(?P<month>\d{{1,2}}){_GAP}(?P<year>{YEAR})",
        rf"(?P<year>\d{{4}}){_GAP}(?P<month>\d{{1,2}}){_GAP}(?P<day>\d{{1,2}})",
        rf"(?:ngay )?(?P<day>\d{{1,2}}) thang (?P<month>\d{{1,2}}),? nam (?P<year>{YEAR})",
        rf"(?:thang )?(?P<month>\d{{1,2}}){_GAP}(?P<year>{YEAR})",
        rf"thang (?P<month>\d{{1,2}}),? nam (?P<year>{YEAR})",
        r"(?:nam )?(?P<year>\d{4})",
    )
)
CLOCK = re.compile(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
"""What programs put behind a date when they write it as text."""
