"""Unicode back into the encodings of the nineties, to have something to read."""

from bot.words.roster_letters import TCVN3, VNI

_TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
# Capital marks behind capitals, small ones behind small letters.
_TO_VNI = {letter: code for code, letter in VNI.items() if code.isupper() or code.islower()}


def in_tcvn3(text: str) -> str:
    """Capitals with a tone become the small letter: a font of capitals shows them."""
    return "".join(_TO_TCVN3.get(letter) or _TO_TCVN3.get(letter.lower()) or letter for letter in text)


def in_vni(text: str) -> str:
    return "".join(_TO_VNI.get(letter, letter) for letter in text)
