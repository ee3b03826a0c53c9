"""Slips of the keyboard: Telex and VNI that were left switched off, and words without a blank between."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from bot.words import understand_reasons as reasons
from bot.words import understand_words as lists
from bot.words.names import TONES, fold
from bot.words.understand_slang import SHORT, TYPED_TOGETHER

GRAVE, HOOK, TILDE, ACUTE, DOT = TONES
TELEX: Final = {"f": GRAVE, "r": HOOK, "x": TILDE, "s": ACUTE, "j": DOT}
VNI: Final = {"2": GRAVE, "3": HOOK, "4": TILDE, "1": ACUTE, "5": DOT}
TELEX_LETTERS: Final = [("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"),
                        ("uw", "ư")]  # fmt: skip
VNI_LETTERS: Final = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
TELEX_WORD: Final = re.compile(r"(?=[a-z]*(?:[fjrswx]|aa|ee|oo|dd))[a-z]{2,8}")
VNI_WORD: Final = re.compile(r"(?<![^\W_])[a-z]+[1-9][a-z1-9]*(?![^\W_])")
JOINED: Final = {
    form.replace(" ", ""): f"{form} " for line in TYPED_TOGETHER for form in (fold(line), line) if " " in form
}
NOT_TYPED: Final = {"cô", "cả", "lũ", "bão", "má", "ồ"}
"""Short words that a held key or a number behind a word would make by chance: "coo", "ca3"."""


def _words(tables: Iterable[str]) -> set[str]:
    return {word for line in tables for word in re.findall(r"[^\W\d_]+", line) if not word.isupper()}


@cache
def vocabulary() -> frozenset[str]:
    """The words of the rules that have marks; what a slip was meant to be is one of them."""
    tables = [line for table in vars(lists).values() if isinstance(table, list) for line in table]
    why = [line for _, table in reasons.LINES for line in table]
    known = _words([*tables, *why, *lists.NAMES.values(), lists.STAYS, lists.CANNOT, lists.CANNOT_ALONE])
    return frozenset(word for word in known - NOT_TYPED if fold(word) != word)


@cache
def _toned() -> frozenset[tuple[str, str]]:
    """Each word as what is left where only its tone was typed: `mat5` is "mặt"."""
    return frozenset((fold(word), _tone(word)) for word in vocabulary())


def without_slips(text: str) -> str:
    """The text with what VNI left behind put right: `co1 mat5`; `so 1` and `ca 2` stay."""
    if not any(_meant(_vni(word)) for word in VNI_WORD.findall(text)):
        return text
    return VNI_WORD.sub(lambda found: _meant(_vni(found[0])) or found[0], text)


@lru_cache(4096)
def retyped(word: str) -> str | None:
    """The word that was meant; None where there was no slip."""
    if word in SHORT:
        return None
    if word in JOINED:
        return JOINED[word].strip()
    return _meant(_telex(word)) if TELEX_WORD.fullmatch(word) else None


def _meant(typed: str) -> str | None:
    """Itself, or without marks where hats are missing: that is doubtful, and is read as if typed without any."""
    if typed in vocabulary():
        return typed
    return fold(typed) if (fold(typed), _tone(typed)) in _toned() and _tone(typed) else None


def _tone(word: str) -> str:
    return next((mark for mark in unicodedata.normalize("NFD", word) if mark in TONES), "")


def _telex(word: str) -> str:
    """Behind the first vowel the letters for tones are tones."""
    head = re.match("[^aeiouy]*", word)
    rest = word[head.end() :] if head else word
    tones = [letter for letter in rest if letter in TELEX]
    bare = (head[0] if head else "") + "".join(letter for letter in rest if letter not in TELEX)
    bare = re.sub("uw?ow", "ươ", bare)
    for typed, letter in TELEX_LETTERS:
        bare = bare.replace(typed, letter)
    return _with_tone(_hooked(bare), TELEX[tones[-1]] if tones else "")


def _hooked(word: str) -> str:
    """A `w` further on belongs to the vowel before it: `matwj`, `nguoiwf`."""
    if "w" not in word:
        return word
    for plain, letter in (("uo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư")):
        if plain in word:
            return word.replace(plain, letter, 1).replace("w", "")
    return word


def _vni(word: str) -> str:
    """`the63` is "thể", `d9uoc75` "được"."""
    letters, tone = "", ""
    for char in word:
        if char in VNI:
            tone = VNI[char]
        elif char in VNI_LETTERS:
            letters = _hatted(letters, VNI_LETTERS[char])
        else:
            letters += char
    return _with_tone(letters, tone)


def _hatted(letters: str, hats: dict[str, str]) -> str:
    if "ơ" in hats.values() and "uo" in letters:
        return letters.replace("uo", "ươ")
    at = max((letters.rfind(plain) for plain in hats), default=-1)
    return letters if at < 0 else letters[:at] + hats[letters[at]] + letters[at + 1 :]


def _with_tone(word: str, tone: str) -> str:
    """The tone on the vowel that the words of the rules have it on."""
    if not tone:
        return word
    places = [at for at, letter in enumerate(word) if fold(letter) in set("aeiouy")]
    made = [unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :]) for at in places]
    return next((one for one in made if one in vocabulary()), made[-1] if made else word)
