"""Near duplicates: whether one article nearly repeats another or a part of it.

Two texts are compared as runs of five words, after folding and without boilerplate. A copy shares
most of the shorter text's runs. So does a false friend, tomorrow's gold price or another seat's
election result: the same frame with other facts. It is known by its gaps: short holes in shared
text in which each side has words, above all numbers, that the other one never uses.

Everything here is a pure function of the texts; `newscrawl.near_index` finds the candidates among
past articles.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from struct import unpack_from
from sys import byteorder
from zlib import crc32

from rensa import RMinHash

from newscrawl.extraction.boilerplate import is_boilerplate
from newscrawl.hindi.text import fold, pieces_of, tokens

SCHEME = f"1-rensa{RMinHash.ALGORITHM_VERSION}"
"""How signatures are made. Signatures of different schemes are never compared."""

RUN_WORDS = 5
LEAST_SHARED = 0.6
"""Of the shorter text's five-word runs. Copies in vectors/near_duplicates share 0.85 and more, with
10 of 100 words replaced 0.59; false friends share up to 0.66 there, the templates of
tests/hindi_stories.py up to 0.85: below this facts are not even looked at."""

LEAST_SEEN = 0.3
"""Of thirty runs: five times cheaper than all. One of a thousand copies that share 0.6 has less."""

FACT_GAP_WORDS = 8
MOST_OWN_FACTS = 0.028
"""Own words in gaps for a shared word, numbers counted twice. Copies with 10 of 100 words replaced
have up to 0.024, the templates of tests/hindi_stories.py 0.034 and more."""

FEWEST_OWN_FACTS = 3
"""Below this it is an edit: a new death toll, another spelling."""

FEWEST_NUMBERS = 4
LEAST_SHARED_NUMBERS = 0.5
"""Of the shorter text's numbers, where both have some: templates share 0 to 0.08 of theirs."""

BRIEF_WORDS = 25
"""A text this short is a part of too many others: only a text of about its length repeats it."""

KEY_WORDS = 7
LEAST_KEY_WINDOW, MOST_KEY_WINDOW = 16, 64
KEY_BITS = 47
"""Keys are winnowed (Schleimer, Wilkerson, Aiken 2003): of each 64 successive runs of seven words
the one with the least hash, of each 16 to 63 in texts below 260 words. So texts that have any 70
words in a row in common have a key in common, however long the rest of them is.

MinHash compares whole texts: its bands (32 x 4, five-word runs) found 6 of the 12 pages and
live-blog slices in vectors/near_duplicates and 6 of 100 slices of five sentences. These keys find
12 and 99, with 10 rows for an article of 300 words instead of 32."""

_NUMBER = 0x8000


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text to compare it: 2 bytes a word, and the keys to look it up by."""

    words: bytes
    """An unsigned 16-bit integer a word, in order: 15 bits of hash, the highest for a number."""

    keys: frozenset[int]
    """To look it up by, of 47 bits each. Texts with none in common are no copies."""


def is_near_duplicate(a: str, b: str) -> bool:
    """Tell whether one text nearly repeats the other or a part of it.

    Other headlines, leads and tails, other paragraphs, spelling variants and small edits make no
    difference; a page of a paged article and an item of a live blog count. The same template with
    another date, place or figure does not.
    """
    words = (signature(_without_boilerplate(text)).words for text in (a, b))
    return copy_similarity(*words) > 0


def signature(text: str) -> Signature:
    """Return the signature of an article's *text* as extraction gives it, without boilerplate."""
    words = _word_hashes(text)
    return Signature(words, _keys(words))


def copy_similarity(first: bytes, second: bytes) -> float:
    """Return how much of the shorter text the other repeats, 0 where neither is a copy.

    Takes the ``words`` of two signatures. The share is that of five-word runs.
    """
    shorter, longer = sorted((first, second), key=lambda words: (len(words), words))
    if not shorter or _share_seen_at_a_glance(shorter, longer) < LEAST_SEEN:
        return 0.0
    return _copy_similarity(array("H", shorter), array("H", longer))


def _copy_similarity(shorter: Sequence[int], longer: Sequence[int]) -> float:
    runs, other_runs = _runs(shorter, RUN_WORDS), _runs(longer, RUN_WORDS)
    shared = len(runs & other_runs)
    similarity = shared / min(len(runs), len(other_runs))
    if similarity < LEAST_SHARED:
        return 0.0
    if len(shorter) < BRIEF_WORDS and shared < LEAST_SHARED * len(runs | other_runs):
        return 0.0
    if similarity < 1 and (
        _tell_other_numbers(shorter, longer) or _tell_other_facts(shorter, longer)
    ):
        return 0.0
    return similarity


def _share_seen_at_a_glance(shorter: bytes, longer: bytes) -> float:
    """Estimate the share of the shorter text's runs that the other has from some thirty of them."""
    size = 2 * RUN_WORDS
    last = max(len(shorter) - size, 0)
    starts = range(0, last + 1, 2 * max(last // 60, 1))
    return sum(1 for at in starts if shorter[at : at + size] in longer) / len(starts)


def _without_boilerplate(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not is_boilerplate(line))


_WORD_HASHES: dict[str, bytes] = {}
"""By a piece of text between blanks. News repeat their words: to look pieces up takes a tenth of
the time of folding each text as a whole."""

_MOST_WORD_HASHES = 1 << 16  # about 15 MB


def _word_hashes(text: str) -> bytes:
    pieces = pieces_of(text)
    if new := set(pieces).difference(_WORD_HASHES):
        if len(_WORD_HASHES) + len(new) > _MOST_WORD_HASHES:
            _WORD_HASHES.clear()
            new.update(pieces)
        _learn(list(new))
    return b"".join(map(_WORD_HASHES.__getitem__, pieces))


def _learn(pieces: list[str]) -> None:
    # All at once, for most of the time is in the call. Between them a sign that folding leaves
    # alone, and hardly any text has: blanks alone go where a piece is a stop or folds to nothing.
    folded = _one_spelling(fold(" ^ ".join(pieces))).split("^")
    if len(folded) != len(pieces):
        folded = [_one_spelling(fold(piece)) for piece in pieces]
    for piece, words in zip(pieces, folded, strict=True):
        _WORD_HASHES[piece] = b"".join(map(_word_hash, tokens(words)))


def _word_hash(word: str) -> bytes:
    if word[0].isdecimal():
        number = crc32(word.replace(",", "").encode()) & ~_NUMBER & 0xFFFF | _NUMBER
        return number.to_bytes(2, byteorder)
    return (crc32(word.encode()) & ~_NUMBER & 0xFFFF).to_bytes(2, byteorder)


_GLIDES = re.compile("य(?=[ीे])|ं")
_VOWELS = str.maketrans("ईइीऊउूएऐओऔऑॉ", "िििुुुेैोौाा")


def _one_spelling(text: str) -> str:
    """Spell folded words one way of several: नयी/नई, गये/गए, नहीं/नही, डॉक्टर/डाक्टर, कि/की."""
    return _GLIDES.sub("", text).translate(_VOWELS)


def _runs(words: Sequence[int], length: int) -> set[tuple[int, ...]]:
    """Return the runs of *length* successive words; the whole text where it is shorter."""
    if len(words) < length:
        return {tuple(words)}
    return set(zip(*(words[start:] for start in range(length)), strict=False))


def _keys(words: bytes) -> frozenset[int]:
    hashes: list[int] = RMinHash.hash_token_sets([_key_runs(words)])[0]
    window = min(max(len(hashes) // 4, LEAST_KEY_WINDOW), MOST_KEY_WINDOW)
    return frozenset(least & (1 << KEY_BITS) - 1 for least in _least_of_windows(hashes, window))


def _key_runs(words: bytes) -> list[bytes]:
    """Return the runs of `KEY_WORDS` successive words; the whole text where it is shorter.

    Taken a row at a time, the runs that follow upon each other from one of the first words on:
    14 microseconds for an article, a slice for each run 28.
    """
    size = 2 * KEY_WORDS
    if len(words) <= size:
        return [words]
    runs = [b""] * ((len(words) - size) // 2 + 1)
    for first in range(KEY_WORDS):
        row = f"{size}s" * ((len(words) - 2 * first) // size)
        runs[first::KEY_WORDS] = unpack_from(row, words, 2 * first)
    return runs


def _least_of_windows(hashes: list[int], window: int) -> set[int]:
    least = min(hashes[:window])
    place = hashes.index(least)
    found = {least}
    for end in range(window, len(hashes)):
        if hashes[end] < least:
            least, place = hashes[end], end
        elif end - place >= window:
            least = min(hashes[end - window + 1 : end + 1])
            place = hashes.index(least, end - window + 1)
        else:
            continue
        found.add(least)
    return found


def _tell_other_numbers(a: Sequence[int], b: Sequence[int]) -> bool:
    """Tell whether both texts hold numbers and most of them are others."""
    a_numbers, b_numbers = (Counter(word for word in text if word & _NUMBER) for text in (a, b))
    fewer = min(a_numbers.total(), b_numbers.total())
    shared = (a_numbers & b_numbers).total()
    return fewer >= FEWEST_NUMBERS and shared < LEAST_SHARED_NUMBERS * fewer


@dataclass(frozen=True, slots=True)
class _Gap:
    """A few words between shared text that the other text does not have there."""

    before: tuple[int, ...]
    words: Sequence[int]
    after: tuple[int, ...]


def _tell_other_facts(a: Sequence[int], b: Sequence[int]) -> bool:
    """Tell whether the texts fill the gaps of one frame with words of their own."""
    shared = _runs(a, 3) & _runs(b, 3)
    a_gaps, a_shared_words = _gaps(a, shared)
    b_gaps, b_shared_words = _gaps(b, shared)
    a_counts, b_counts = Counter(a), Counter(b)
    facts = min(
        _own_facts(a_gaps, b_gaps, a_counts, b_counts),
        _own_facts(b_gaps, a_gaps, b_counts, a_counts),
    )
    return facts >= FEWEST_OWN_FACTS and facts > MOST_OWN_FACTS * min(
        a_shared_words, b_shared_words
    )


_SHORT_GAP = re.compile(rb"(?<=#)\.{1,%d}(?=#)" % FACT_GAP_WORDS)


def _gaps(words: Sequence[int], shared: set[tuple[int, ...]]) -> tuple[list[_Gap], int]:
    """Return the short gaps between runs of three *shared* words, and how many words are shared."""
    is_shared = bytearray(b"." * len(words))
    for start, run in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if run in shared:
            is_shared[start : start + 3] = b"###"
    gaps = [
        _Gap(
            before=tuple(words[gap.start() - 3 : gap.start()]),
            words=words[gap.start() : gap.end()],
            after=tuple(words[gap.end() : gap.end() + 3]),
        )
        for gap in _SHORT_GAP.finditer(is_shared)
    ]
    return gaps, is_shared.count(b"#")


def _own_facts(
    gaps: list[_Gap], other_gaps: list[_Gap], counts: Counter[int], other_counts: Counter[int]
) -> int:
    """Count the facts of one text in gaps that both texts have, numbers twice.

    A fact is a word that the other text never uses, or a number that it uses less often.
    """
    befores = {gap.before for gap in other_gaps}
    afters = {gap.after for gap in other_gaps}
    words = {
        word for gap in gaps if gap.before in befores or gap.after in afters for word in gap.words
    }
    numbers = sum(1 for word in words if word & _NUMBER and counts[word] > other_counts[word])
    others = sum(1 for word in words if not word & _NUMBER and word not in other_counts)
    return 2 * numbers + others
