"""Numbers of people, messages and money as they are written here."""


def amount(number: int) -> str:
    """`1.739`."""
    return f"{number:,}".replace(",", ".")
