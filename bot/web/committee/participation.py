"""The pages about who came: their part of the table of pages."""

from bot.services.permissions import Right
from bot.web.committee.cell import cell
from bot.web.committee.heat_map import heat_map
from bot.web.committee.levels import has_units, is_small
from bot.web.committee.lists import graded, low, silence, unmet
from bot.web.committee.meeting import meeting
from bot.web.committee.overview import overview
from bot.web.committee.rows import Page
from bot.web.committee.trend_chart import trend_chart
from bot.web.committee.units_table import units_table
from bot.words import committee_pages as words
from bot.words import participation_pages as said

COUNTS = Right.SEE_COUNTS
PAGES: tuple[Page, ...] = (
    Page("", COUNTS, "overview.html", overview, words.OVERVIEW, has_units),
    Page("", COUNTS, "cell.html", cell, words.OVERVIEW, is_small),
    Page("/don-vi", COUNTS, "units.html", units_table, said.UNITS, has_units),
    Page("/ban-do", COUNTS, "heat_map.html", heat_map, said.MONTHS, has_units),
    Page("/chua-hop", COUNTS, "unmet.html", unmet, said.UNMET, has_units),
    Page("/duoi-muc", COUNTS, "units.html", low, suits=has_units),
    Page("/im-lang", COUNTS, "silent.html", silence, suits=has_units),
    Page("/xep-loai", COUNTS, "grades.html", graded, suits=has_units),
    Page("/bieu-do", COUNTS, "", trend_chart),
    Page("/buoi/{leaf}", COUNTS, "meeting.html", meeting),
)
