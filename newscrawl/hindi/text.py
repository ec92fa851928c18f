r"""Hindi text: one clean spelling to store, one key to compare, its words.

Vowel signs, virama and nukta are combining marks: nothing here uses ``\w``, ``\b`` or
``str.isalpha`` on Devanagari, and nothing uses NFKC, which changes numbers (5½, 10²).
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

# Characters by what has to be done with them, written for use inside a regex class.
_CONSONANT = "\u0915-\u0939\u0958-\u095f\u0978-\u097f"
_VOWEL_SIGN = "\u093a\u093b\u093e-\u094c\u094e\u094f\u0955-\u0957"
_NASAL = "\u0900-\u0902"
_NUKTA = "\u093c"
_VIRAMA = "\u094d"
_JOINER = "\u200c\u200d"
_LINE_BREAK = "\r\x85\u2028\u2029"
_BLANK = "\t\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_NONCHARACTER = "\ufdd0-\ufdef\ufffe\uffff"
_ASTRAL_NONCHARACTER = "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
_EMOJI = "\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001faff"
_INDIC_VIRAMA = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d"
_INDIC_LETTER = (
    "".join(
        f"{chr(block + 0x05)}-{chr(block + 0x39)}{chr(block + 0x58)}-{chr(block + 0x61)}"
        for block in range(0x0900, 0x0D80, 0x80)
    )
    + "\u0972-\u097f"
)

# Nothing but these and none of the pairs below: nothing to do. Most articles end here.
_ODD = re.compile(
    "[^\n -%'-~\u0900-\u0950\u0960-\u097f\u2010-\u2015\u2018-\u201f\u2022\u2026\u20b9]"
)
_ODD_BREAK = re.compile("\n(?: |\n\n|(?<= \n))")
# Each begins with a literal or a class, which re looks for ten times faster than for a choice.
_ILL_FORMED = (
    re.compile(f"{_NUKTA}(?<=[नरळ{_NASAL}{_VOWEL_SIGN}{_VIRAMA}{_NUKTA}]{_NUKTA})"),
    re.compile(f"[अआउएइ{_NASAL}{_VIRAMA}][{_NASAL}{_VOWEL_SIGN}{_VIRAMA}](?<![अआउएइ][{_NASAL}])"),
    re.compile("र्इ"),
)


def normalize(text: str) -> str:
    """Return *text* in the one spelling that is stored: nothing to be seen changes but damage.

    Composes to NFC; removes controls, invisible characters and joiners that join nothing; makes
    one of many blanks and keeps the line breaks of paragraphs; resolves left-over entities; repairs
    mojibake and Devanagari typed in an order that only looks right. Letters, digits, quotes, dashes
    and dandas stay as they were written, and so does what cannot be repaired: see `text_warnings`.

    Steps and their order: hindi-text.md, section 2. Idempotent. A clean article of 2,500 characters
    takes 0.08 ms, one that needs every step 0.6 ms.
    """
    return _normalize(text) if len(text) <= _LONGEST_REMEMBERED else _normalize.__wrapped__(text)


_LONGEST_REMEMBERED = 20_000
"""Characters. A page's texts are asked about again and again on their way to the record."""


@lru_cache(maxsize=512)
def _normalize(text: str) -> str:
    while not _is_clean(text) and (cleaned := _cleaned(text)) != text:
        text = cleaned
    return text


def _is_clean(text: str) -> bool:
    """Tell, in one pass a rule, whether no step of `_cleaned` would change *text*."""
    return (
        not _ODD.search(text)
        and "  " not in text
        and not ("\n" in text and _ODD_BREAK.search(text))
        and text.strip(" \n") == text
        and (text.isascii() or not any(pair.search(text) for pair in _ILL_FORMED))
    )


def _cleaned(text: str) -> str:
    """Go once through the steps; each looks first whether there is anything for it."""
    if "&" in text:
        text = _unescape(text)
    if _MOJIBAKE.search(text):
        text = _without_mojibake(text)
    text = _without_invisible(text)
    text = _with_plain_spaces(text)
    text = unicodedata.normalize("NFC", text)
    if "\u200d" in text or "\u200c" in text:
        text = _without_idle_joiners(text)
    if any(pair.search(text) for pair in _ILL_FORMED):
        text = _well_formed(text)
    return text


_ENTITY = re.compile(
    "&(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|amp|quot|apos|nbsp|ensp|emsp|thinsp|shy|zwj|zwnj|lrm|rlm"
    "|[lr]squo|sbquo|[lr]dquo|bdquo|[lr]aquo|ndash|mdash|hellip|bull|middot);"
)
_LONGEST_ENTITY = len("&#1114111;")
_HIDDEN = re.compile(f"[{_INVISIBLE}{_JOINER}{_CONTROL}{_NONCHARACTER}]")


def _unescape(text: str) -> str:
    """Resolve entities that were escaped more than once, however deep, in one pass.

    ``&lt;`` and ``&gt;`` stay: they might become markup. So do numbers of ASCII letters.
    """
    first, *rest = text.split("&")
    pieces = [first]
    for following in rest:
        piece = "&" + following
        while entity := _ENTITY.match(piece):
            character = html.unescape(entity[0])
            if character in "<>#;\ufffd" or (character.isascii() and character.isalnum()):
                break
            piece = piece[entity.end() :]
            if not (_HIDDEN.match(character) and pieces[-1][-1:].isascii()):
                piece = character + piece
            elif pieces[-1].startswith("&") and len(pieces[-1]) < _LONGEST_ENTITY:
                piece = pieces.pop() + piece  # "&zw&zwj;j;": what goes uncovers another entity
        pieces.append(piece)
    return "".join(pieces)


# UTF-8 of Devanagari, quotes, rupee, emoji and Latin-1 when it is read a byte at a time; whether it
# is that in earnest, ftfy decides.
_MOJIBAKE = re.compile("à[¤¥]|â[€‚\x80\x82]|ð[Ÿ\x9f]|Â[\xa0-\xbf]|Ã[\x80-\xbf]")
_MOJIBAKE_LEFT = re.compile("à[¤¥]")


def _without_mojibake(text: str) -> str:
    """Repair UTF-8 that was read as cp1252 or Latin-1, all of it or nothing."""
    from ftfy import fix_encoding  # only the rare page pays for the import

    repaired = fix_encoding(text)
    return text if _MOJIBAKE_LEFT.search(repaired) else repaired


_DROPPED = re.compile(f"[{_CONTROL}{_INVISIBLE}{_NONCHARACTER}]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_DROPPED_ASTRAL = re.compile(f"[{_ASTRAL_NONCHARACTER}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SELECTOR = re.compile("[\ufe0e\ufe0f]")
_STRAY_SELECTOR = re.compile(f"(?<![#*0-9©®‼⁉™ℹ〰〽㊗㊙{_EMOJI}])[\ufe0e\ufe0f]+")


def _without_invisible(text: str) -> str:
    if _SURROGATE.search(text):  # two halves make a character, a half makes none
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = _DROPPED.sub("", text)
    if _ASTRAL.search(text):
        text = _DROPPED_ASTRAL.sub("", text)
    return _STRAY_SELECTOR.sub("", text) if _SELECTOR.search(text) else text


_LINE_BREAKS = re.compile(f"\r\n|[{_LINE_BREAK}]")
_OTHER_BLANKS = re.compile(f"[{_BLANK}]")
_SPACES = re.compile(" {2,}")
_AROUND_BREAK = re.compile(" ?\n ?")
_BREAKS = re.compile("\n{3,}")


def _with_plain_spaces(text: str) -> str:
    text = _OTHER_BLANKS.sub(" ", _LINE_BREAKS.sub("\n", text))
    if "  " in text or _ODD_BREAK.search(text):
        text = _BREAKS.sub("\n\n", _AROUND_BREAK.sub("\n", _SPACES.sub(" ", text)))
    return text.strip(" \n")


_JOINERS = re.compile(
    f"(?<=[{_INDIC_VIRAMA}])([{_JOINER}])[{_JOINER}]*(?=[{_INDIC_LETTER}])"
    f"|(?<=[\ufe0f{_EMOJI}])(\u200d)[{_JOINER}]*(?=[{_EMOJI}])"
    f"|[{_JOINER}]+"
)


def _without_idle_joiners(text: str) -> str:
    return _JOINERS.sub(r"\1\2", text)


_SIGNS_OF_CONSONANT = re.compile(
    f"([{_CONSONANT}])([{_NASAL}{_VOWEL_SIGN}{_VIRAMA}{_NUKTA}]+{_NUKTA})"
)
_SIGN_AFTER_NASAL = re.compile(f"(?<![{_NASAL}])([{_NASAL}]+)([{_VOWEL_SIGN}]+)")
_DOUBLED_MARK = re.compile(f"([{_NUKTA}{_VIRAMA}\u0901\u0902])\\1+")
# The Unicode Standard, table 12-1: written in two parts they look like the letter.
_VOWEL_IN_PARTS = {
    "अ\u093a": "ॳ", "अ\u093b": "ॴ", "अा": "आ", "अॅ": "ॲ", "अॆ": "ऄ", "अॉ": "ऑ", "अॊ": "ऒ",
    "अो": "ओ", "अौ": "औ", "अॏ": "ॵ", "अॖ": "ॶ", "अॗ": "ॷ",
    "आ\u093a": "ॴ", "आॅ": "ऑ", "आॆ": "ऒ", "आे": "ओ", "आै": "औ",
    "उु": "ऊ", "एॅ": "ऍ", "एॆ": "ऎ", "एे": "ऐ", "र्इ": "ई",
}  # fmt: skip
_VOWELS_IN_PARTS = re.compile("|".join(_VOWEL_IN_PARTS))


def _nukta_first(found: re.Match[str]) -> str:
    return found[1] + _NUKTA + found[2].replace(_NUKTA, "")


def _well_formed(text: str) -> str:
    text = _SIGNS_OF_CONSONANT.sub(_nukta_first, text)
    text = _SIGN_AFTER_NASAL.sub(r"\2\1", text)
    text = _DOUBLED_MARK.sub(r"\1", text)
    return _VOWELS_IN_PARTS.sub(lambda parts: _VOWEL_IN_PARTS[parts[0]], text)


def has_mojibake(text: str) -> bool:
    """Tell whether *text* still holds UTF-8 read as something else after `normalize`."""
    return bool(_MOJIBAKE_LEFT.search(text)) and bool(_MOJIBAKE_LEFT.search(normalize(text)))


# Pairs of characters that stand next to each other in Hindi typed for Kruti Dev and hardly ever in
# English, romanised Hindi or code; and the reverse. Counted on 2,600 converted Hindi sentences,
# 13,800 English and code lines, 1,500 romanised sentences.
_KRUTI_DEV_PAIR = re.compile(
    "(?=(ks|dk|ds|gS|vk|;k|kj|kk|gk|ku|'k|Hk|rk|fd|jk|kS|yk|dj|lk|Sa|Fk|Sj|tk|\\[k|bZ|ky|fy|kf|kb|jg"
    "|sf|xk|k;|js|fn|uh|sx|lh|yh|rh|fj|sV|dg|kd|pk|,d|kq|gq|\\.k|fM|kZ|fg|iu|fQ|xz|;s|;g|kg|Mk|gy|lj"
    '|Vk|x;|Sl|d;|yx|sj|fc|Qk|/k|"k|nk|nh|ns|dh|ij|Ys|fL|Lr|D;|{k|jh|jr))'
)
_LATIN_PAIR = re.compile(
    "(?=([aeiou][aeiou]|[bcdghjlmnprstvy]a|a[bcdhlmnrstvy]|e[cdlmnrst]|i[clnostv]|o[flmnprtv]|u[bnrt]"
    "|[bcdhmnprtv]e|[bdhlmnrtv]i|[chmnprt]o|[mp]u|bh|ch|ll|mm|nc|ng|nt|pl|pr|sh|ss|th|tr|ck|wh))"
)
_CODE_OR_ADDRESS = re.compile(r"\S*(?:[_\\@]|//|www|\(\)|\[\S*\])\S*")
# Chanakya, Shusha and their like put Devanagari on the upper half of Latin-1.
_UPPER_LATIN_1 = re.compile("[\xa1-\xff]")


def is_legacy_font(text: str) -> bool:
    """Tell whether *text* is Hindi typed for a font such as Kruti Dev, unreadable without it.

    Such a text is refused, never converted. English, romanised Hindi, addresses and code are not
    taken for it, nor is a text mostly in Devanagari, whatever it quotes. Of 2,600 Hindi sentences
    converted to Kruti Dev: every piece of 15 words is found, 90 % of those of 5 words, 70 % of 3.
    Of 411,000 lines of code and documentation 16 are taken for it.
    """
    latin = text.encode("latin-1", "ignore").decode("latin-1")
    if len(latin) * 2 < len(text):
        return False
    words = len(latin.split())
    if words >= 3 and len(_UPPER_LATIN_1.findall(latin)) * 5 > len(latin):
        return not _MOJIBAKE.search(latin)
    latin = _CODE_OR_ADDRESS.sub(" ", latin)
    telling = _KRUTI_DEV_PAIR.findall(latin)
    return words >= 2 and len(set(telling)) >= 3 and len(telling) > len(_LATIN_PAIR.findall(latin))


_SIGN = _VOWEL_SIGN + _VIRAMA + _NUKTA
_SUSPECT = {
    "replacement characters": re.compile("\ufffd"),
    "private-use characters": re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]"),
    "full-width letters": re.compile("[\uff01-\uff5e]"),
    "vowel sign without a letter": re.compile(f"[{_SIGN}](?<![\u0900-\u097f{_JOINER}][{_SIGN}])"),
    "two nasal signs": re.compile("\u0901(?:\u0902|(?<=\u0902\u0901))"),
    "vowel sign in parts": re.compile("\u0945\u093e"),
    "backtick for a rupee sign": re.compile("`[0-9]"),
    "digits of two scripts in a number": re.compile("[०-९](?:[0-9]|(?<=[0-9][०-९]))"),
}
# Two thirds of the time of all of these: one pass that finds at least what they find.
_ANY_SUSPECT = re.compile(
    f"[^\u0900-\u0965\u0970-\u097f{_JOINER}]"
    f"(?:[{_SIGN}]|(?<=[\ue000-\U0010ffff])|(?<=[०-९])[0-9]|(?<=[0-9])[०-९])"
)
_SUSPECT_PAIRS = ("\u0901\u0902", "\u0902\u0901", "\u0945\u093e", "`")


def text_warnings(text: str) -> list[str]:
    """Name what is damaged in the normalised *text* and cannot be repaired without guessing.

    "mojibake" and "legacy font" make a text unreadable; the others are a letter here and there.
    """
    is_suspect = _ANY_SUSPECT.search(f" {text}") or any(map(text.__contains__, _SUSPECT_PAIRS))
    found = [name for name, pattern in _SUSPECT.items() if is_suspect and pattern.search(text)]
    if has_mojibake(text):
        found.append("mojibake")
    if is_legacy_font(text):
        found.append("legacy font")
    return found


_FOLDED = {"\u0901": "ं", "\u0929": "न", "\u0931": "र", "\u0934": "ळ"}
_FOLDED |= {chr(0x0966 + digit): str(digit) for digit in range(10)}
_FOLDED |= dict.fromkeys("\u0964\u0965|", ".") | {"\u0903": ":"}
_FOLDED |= dict.fromkeys("\u2018\u2019\u201a\u201b`´′", "'")
_FOLDED |= dict.fromkeys("\u201c\u201d\u201e\u201f«»″", '"')
_FOLDED |= dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
_FOLDED |= dict.fromkeys(_NUKTA + _JOINER, "") | {"…": "..."}
_FOLDABLE = re.compile("[" + re.escape("".join(_FOLDED)) + "]")
_NASAL_OF_ITS_ROW = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")


def fold(text: str) -> str:
    """Return the key by which texts are compared and searched; never stored, never shown.

    Case, nukta, joiners, ँ/ं and हिन्दी/हिंदी, digits of either script, quotes, dashes, dandas and
    blanks make no difference to it. Of a normalised article of 2,500 characters: 0.12 ms.
    """
    return _fold(text) if len(text) <= _LONGEST_REMEMBERED else _fold.__wrapped__(text)


@lru_cache(maxsize=512)
def _fold(text: str) -> str:
    text = _FOLDABLE.sub(lambda found: _FOLDED[found[0]], normalize(text).casefold())
    text = _NASAL_OF_ITS_ROW.sub("ं", text).replace("ंं", "ं").replace("''", '"')
    # A normalised text has no other blanks than these two.
    text = text.replace("\n\n", " ").replace("\n", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ").replace(" .", ".")  # है । and है।


_TOKEN = re.compile(
    f"[\u0900-\u0963\u0971-\u097f{_JOINER}]+"
    "|[0-9\u0966-\u096f]+(?:[.,][0-9\u0966-\u096f]+)*(?![0-9A-Za-z])"
    "|[^\\W_\u0900-\u097f]+"
)


def tokens(text: str) -> list[str]:
    """Return the words and numbers of *text* in order: Devanagari words with all their signs."""
    return _TOKEN.findall(text)


def pieces_of(text: str) -> tuple[str, ...]:
    """Return what stands between the blanks of *text*, in order.

    Remembered for the articles on their way: word count and signature of one begin with it, and to
    split one of 2,500 characters takes 20 microseconds.
    """
    return _pieces_of(text) if len(text) <= _LONGEST_REMEMBERED else tuple(text.split())


@lru_cache(maxsize=8)
def _pieces_of(text: str) -> tuple[str, ...]:
    return tuple(text.split())
