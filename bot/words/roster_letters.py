"""The letters of TCVN3 (ABC) and VNI-Windows as programs show them now, and how Vietnamese is spelt."""

import re
import unicodedata
from functools import lru_cache

TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
"""Capitals with a tone have no code of their own: they are the small letters in a font of capitals."""

# The marks stand behind the letter they belong to.
_MARKED = {
    "a": ("áàảãạăắằẳẵặâấầẩẫậ", "ùøûõïêéèúüëâáàåãä"),
    "e": ("éèẻẽẹêếềểễệ", "ùøûõïâáàåãä"),
    "o": ("óòỏõọôốồổỗộ", "ùøûõïâáàåãä"),
    "u": ("úùủũụ", "ùøûõï"),
    "y": ("ýỳỷỹ", "ùøûõ"),
    "ô": ("ớờởỡợ", "ùøûõï"),
    "ö": ("ứừửữự", "ùøûõï"),
}
_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni() -> dict[str, str]:
    small = _ALONE | {base + mark: letter for base, (letters, marks) in _MARKED.items()
                      for letter, mark in zip(letters, marks, strict=True)}  # fmt: skip
    capitals = {code.upper(): letter.upper() for code, letter in small.items()}
    # Typists let the mark small behind a capital; both look the same in the font.
    mixed = {code[0].upper() + code[1:]: letter.upper() for code, letter in small.items()}
    return mixed | capitals | small


VNI = _vni()

ONSETS = "ngh|ng|gh|gi|nh|ch|th|tr|kh|ph|qu|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en "
    "eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt "
    "iêu iê o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo "
    "oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung "
    "up ut uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ uy uya uych uynh uyt uyu uyên "
    "uyêt uyn ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ynh "
    "ych yt yn ym"
)
TONES = "\u0300\u0301\u0303\u0309\u0323"
TONE = re.compile(f"[{TONES}]")
STOPPED = re.compile("(ch|[cpt])$")
SYLLABLE = re.compile(f"({ONSETS})({'|'.join(RHYMES.split())})")
OF_VIETNAMESE_ONLY = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323\u0306\u031b]")
"""Letters neither of the old encodings can hold: such a text is Unicode already."""


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Could a Vietnamese word be spelt so, marks and all?"""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = TONE.findall(apart)
    bare = unicodedata.normalize("NFC", TONE.sub("", apart))
    if len(tones) > 1 or not SYLLABLE.fullmatch(bare):
        return False
    # A syllable that ends in a stop is spoken with two of the tones only.
    return not STOPPED.search(bare) or not tones or tones[0] in "\u0301\u0323"
