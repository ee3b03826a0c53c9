"""How a quarter is written, everywhere the same: `quý IV/2026`."""

NUMERALS = ("I", "II", "III", "IV")


def quarter(number: int, year: int | str) -> str:
    """`number`: 1 to 4."""
    return f"quý {NUMERALS[number - 1]}/{year}"
