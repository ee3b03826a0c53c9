"""Vietnamese mobile numbers: as people and spreadsheets write them, as they are stored, as they are shown."""

import re

from bot.words.names import tidy

NATIONAL = re.compile("[35789][0-9]{8}")
SEPARATORS = re.compile(r"[\s.\-()\u2010-\u2015\u2212]+")
FROM_A_FLOAT = re.compile("[0-9]+[.]0")

# The numbers of 11 digits ended on 15 September 2018; the last seven digits stayed.
RENUMBERED = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip


def phone(text: str | int | float) -> str:
    """The number as it is stored, +84 and nine digits; ValueError where it could only be guessed."""
    written = _written(text)
    digits = written.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError("not a phone number: something other than digits in it")
    national = _renumbered(_abroad(digits) if written.startswith("+") else _at_home(digits))
    if not NATIONAL.fullmatch(national):
        raise ValueError("not a Vietnamese mobile number")
    return f"+84{national}"


def national(phone: str) -> str:
    """A stored number as people read it: 0900 000 009."""
    digits = f"0{phone.removeprefix('+84')}"
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def masked(phone: str) -> str:
    """The last three digits only, enough for its owner to know it."""
    return f"**** *** {phone[-3:]}"


def _written(text: str | int | float) -> str:
    """The digits, and the plus where there is one; spreadsheets give numbers, or texts like "900000009.0"."""
    if isinstance(text, float):
        if not text.is_integer():
            raise ValueError("not a phone number: a fraction or no number at all")
        text = int(text)
    if isinstance(text, int) and text < 0:
        raise ValueError("not a phone number: it is negative")
    plain = tidy(str(text))
    return SEPARATORS.sub("", plain.removesuffix(".0") if FROM_A_FLOAT.fullmatch(plain) else plain)


def _abroad(digits: str) -> str:
    if not digits.startswith("84"):
        raise ValueError("not a Vietnamese number")
    return digits[2:]


def _at_home(digits: str) -> str:
    """Without the leading 0 or the country code.

    084 is a mobile prefix too: only the length tells 0841234567, which lost its 0, from country code 84.
    """
    if digits.startswith("0"):
        return digits[1:]
    if len(digits) == 9:
        return digits
    if digits.startswith("84") and len(digits) in {11, 12}:
        return digits[2:]
    raise ValueError("not a phone number: it has the wrong number of digits")


def _renumbered(national: str) -> str:
    if len(national) == 10 and national[:3] in RENUMBERED:
        return RENUMBERED[national[:3]] + national[3:]
    return national
