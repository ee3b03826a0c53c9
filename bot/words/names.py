"""Names of people and things: tidied, folded for search, ordered as Vietnamese lists are."""

import re
import unicodedata

UNSEEN = {"Cc", "Cf", "Cs"}
"""Controls, zero-width marks and broken halves: nobody typed them on purpose, and PostgreSQL refuses NUL."""

STROKES = str.maketrans({"đ": "d", "ð": "d"})
"""These do not come apart in NFD; the Icelandic eth is what old keyboards wrote for đ."""

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
"""huyền, hỏi, ngã, sắc, nặng; no mark is 0."""

# "{" and "|" come after "z" in ASCII, so every word with "ă" stands behind every word with "a" there.
LETTERS = {"ă": "a{", "â": "a|", "đ": "d{", "ð": "d{", "ê": "e{", "ô": "o{", "ơ": "o|", "ư": "u{"}


def tidy(text: str) -> str:
    """NFC, nothing invisible in it, single spaces between the words."""
    seen = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in UNSEEN)
    return " ".join(unicodedata.normalize("NFC", seen).split())


def fold(text: str) -> str:
    """The text as it is searched: lower case, no marks, đ as d."""
    lower = unicodedata.normalize("NFKD", tidy(text)).lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return tidy(bare.translate(STROKES))


def given_name(name: str) -> str:
    """The last word, by which people are listed and spoken to."""
    return tidy(name).rpartition(" ")[2]


def sort_key(name: str) -> str:
    """ASCII that sorts bytewise, in any database, by given name, then family name, then the middle.

    Each part gives its letters, then its tones: all of one given name stay together.
    """
    words = tidy(name).lower().split()
    parts = words[-1:], words[:-1][:1], words[1:-1]
    return " ".join(f"{_letters(part)} {_tones(part)}" for part in parts if part)


def slug(text: str, longest: int = 32) -> str:
    """Words for an address or a file name: `chi-bo-thon-dong`, cut between words where it can be."""
    words = re.findall("[a-z0-9]+", fold(text))
    whole = "-".join(words)
    if len(whole) <= longest:
        return whole
    cut, dash, _ = whole[: longest + 1].rpartition("-")
    return cut if dash else whole[:longest]


def _letters(words: list[str]) -> str:
    """The words without tones, in letters whose ASCII order is the alphabet's."""
    return "!".join("".join(_letter(c) for c in _without_tones(word)) for word in words)


def _without_tones(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in TONES))


def _letter(letter: str) -> str:
    if letter in LETTERS:
        return LETTERS[letter]
    bare = fold(letter)
    if bare.isascii():
        return "".join(c for c in bare if c.isalnum())
    return f"~{ord(letter):06x}"  # a foreign script, behind everything else


def _tones(words: list[str]) -> str:
    """A digit for each syllable."""
    return "".join(_tone(word) for word in words)


def _tone(word: str) -> str:
    marks = (TONES[c] for c in unicodedata.normalize("NFD", word) if c in TONES)
    return next(marks, "0")
