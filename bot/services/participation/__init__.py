"""The participation of every unit: due months by the clock, deltas by closings, summed up to every ancestor."""

from bot.services.participation.closings import add_delta, counting, hold_cell
from bot.services.participation.due_months import (
    DAY,
    owe_month,
    owe_months,
    write_due_months,
    write_some_due_months,
)
from bot.services.participation.rows import COUNTS, KEY, Row
from bot.services.participation.sums import (
    add_sums,
    roll_up,
    roll_up_all,
    roll_up_of,
    roll_up_waiting,
    rows_above,
)

__all__ = [
    "COUNTS", "DAY", "KEY", "Row", "add_delta", "add_sums", "counting", "hold_cell", "owe_month", "owe_months",
    "roll_up", "roll_up_all", "roll_up_of", "roll_up_waiting", "rows_above", "write_due_months",
    "write_some_due_months",
]  # fmt: skip
