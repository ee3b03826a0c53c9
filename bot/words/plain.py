"""Vietnamese without marks, for SMS: one letter outside GSM 03.38 halves the room and doubles the price."""

import unicodedata

from bot.words.names import STROKES, tidy

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic set, a septet each. The extension table costs two, so nothing of it is kept."""

INSTEAD = STROKES | str.maketrans({
    "Đ": "D", "Ð": "D", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "…": "...", "•": "-", "·": ".", "₫": "d",
    "×": "x", "[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "\\": "/", "~": "-", "^": "", "€": "EUR", "→": "->",
})  # fmt: skip


def plain(text: str) -> str:
    """The text as it is sent by SMS; line breaks stay, and what has no letter there is left out."""
    lines = (tidy(_ascii(line)) for line in text.splitlines())
    return "\n".join(lines).strip("\n")


def _ascii(line: str) -> str:
    apart = unicodedata.normalize("NFKD", line.translate(INSTEAD))
    spaced = (" " if letter.isspace() else letter for letter in apart)
    return "".join(letter for letter in spaced if letter.isascii() and letter in GSM)
