"""newscrawl.hindi.text: what is stored, what is compared, what is only warned of."""

import csv
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.hindi import text as hindi_text
from newscrawl.hindi.text import (
    fold,
    has_mojibake,
    is_legacy_font,
    normalize,
    text_warnings,
    tokens,
)

SHARED = Path(__file__).resolve().parents[2] / "shared"

SENTENCE = "पटना में शुक्रवार को बाढ़ से निपटने की तैयारियों पर बैठक हुई, जिसमें ज़िलाधिकारी भी थे।"
ARTICLE = "\n\n".join([f"{SENTENCE} ‘{SENTENCE}’ 2,500 रुपये – {SENTENCE}"] * 9)[:2500].strip()


def characters(codepoints: str) -> str:
    return "".join(chr(int(codepoint, 16)) for codepoint in codepoints.split())


def unicode_vectors() -> list[dict[str, str]]:
    path = SHARED / "vectors" / "unicode.tsv"
    if not path.exists():
        pytest.skip("needs ../shared")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_normalize_does_what_the_vectors_say() -> None:
    wrong = [
        (row["why"], ascii(found))
        for row in unicode_vectors()
        if row["action"] in {"KEEP", "NORMALISE", "REPAIR"}
        and (found := normalize(characters(row["input_codepoints"])))
        != characters(row["expected_codepoints"])
    ]
    assert wrong == []


def test_vectors_that_cannot_be_repaired_are_mojibake() -> None:
    for row in unicode_vectors():
        text = characters(row["input_codepoints"])
        assert has_mojibake(text) == (row["expected_codepoints"] == "REJECT"), row["why"]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("", ""),
        (" \n \t ", ""),
        ("एक\r\n\r\n\r\n\r\nदो", "एक\n\nदो"),
        ("एक  \n  दो", "एक\nदो"),
        ("एक\xa0\u2009दो", "एक दो"),
        ("\ud83d\ude00 ख़ुश \ud83d", "😀 ख़ुश"),  # two halves of an emoji, and a lost half
        ("क\ufdd0\ufffe\U0001ffffख", "कख"),
        ("&amp;amp;quot;हाँ&amp;#34;", '"हाँ"'),
        ("&#8377;500 &#x1f600;", "₹500 😀"),
        ("&lt;b&gt; &#60; &#38;lt;", "&lt;b&gt; &#60; &lt;"),
        ("&q&#117;ot;", "&q&#117;ot;"),
        ("&zw&zw&zwj;j;j;", ""),
        ("क्&shy;ष क्&zwj;ष &#128104;&#8205;&#128105;", "क्ष क्\u200dष 👨\u200d👩"),
        ("&am\u200bp;quot;", '"'),
        ("₹500".encode().decode("cp1252"), "₹500"),
        ("“बाढ़”".encode().decode("latin-1"), "“बाढ़”"),
        ("ज़रूरी ‘काम’".encode().decode("cp1252", "replace"), None),
        ("👩\u200d\u200d👦 👍🏽\u200d ☎\ufe0f", "👩\u200d👦 👍🏽 ☎\ufe0f"),
        ("র\u200dয ক্\u200dষ", "রয ক্\u200dষ"),
        ("अा ओंे आे अाे", None),
        ("कोशिश कीं\u093c", None),
    ],
)
def test_normalize(written: str, stored: str | None) -> None:
    found = normalize(written)
    if stored is not None:
        assert found == stored
    assert normalize(found) == found


DEVANAGARI = st.characters(min_codepoint=0x0900, max_codepoint=0x097F)
LIVELY = st.one_of(
    DEVANAGARI,
    st.sampled_from(
        "\u200c\u200d\u200b\ufeff\xad\xa0\u2028\x00\x85\x0b \n\t&;#à¤¥â€œ�🙂\ufe0f\ud83d"
    ),
    st.sampled_from(
        ["&amp;", "&nbsp;", "&quot;", "&#2361;", "&zwj;", "zwj;", "&#x200c;", "à¤¹", "र्इ"]
    ),
    st.characters(),
)


@given(st.lists(LIVELY, max_size=40).map("".join))
def test_normalize_is_idempotent(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", once
    )


@given(st.lists(LIVELY, max_size=40).map("".join))
def test_a_clean_text_is_one_that_no_step_changes(text: str) -> None:
    if hindi_text._is_clean(text):
        assert hindi_text._cleaned(text) == text


def letters_and_vowel_signs(text: str) -> list[str]:
    names = ((unicodedata.name(mark, ""), mark) for mark in unicodedata.normalize("NFD", text))
    return sorted(mark for name, mark in names if " LETTER " in name or " VOWEL SIGN " in name)


WELL_FORMED = st.from_regex(
    "([क-ह]़?(्[क-ह]़?){0,2}[ा-ौ]?[ंँः]?|[अ-औ][ंँ]?| |।|[०-९]|‘|[A-Z]){0,40}", fullmatch=True
)


@given(WELL_FORMED.filter(lambda text: "र्इ" not in text))
def test_normalize_loses_no_letter_and_no_vowel_sign(text: str) -> None:
    assert letters_and_vowel_signs(normalize(text)) == letters_and_vowel_signs(text)


@given(st.text(alphabet=DEVANAGARI))
def test_normalize_loses_nothing_but_doubled_marks_and_vowels_in_parts(text: str) -> None:
    parts = [part for pair in hindi_text._VOWEL_IN_PARTS for part in pair]
    before, after = (
        [mark for mark in letters_and_vowel_signs(version) if mark not in parts]
        for version in (text, normalize(text))
    )
    made = hindi_text._VOWEL_IN_PARTS.values()
    assert [mark for mark in after if mark not in made] == [
        mark for mark in before if mark not in made
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("हिन्दी", "हिंदी"),
        ("सम्बन्ध", "संबंध"),
        ("चाँद", "चांद"),
        ("फ़रवरी", "फरवरी"),
        ("\u095eरवरी", "फरवरी"),
        ("अक्\u200dटूबर", "अक्टूबर"),
        ("दु:ख", "दुःख"),
        ("१२ जून २०२५", "12 जून 2025"),
        ("‘हाँ’, “नहीं” — वे बोले।", "'हाँ', \"नहीं\" - वे बोले."),
        ("''हाँ''", "“हाँ”"),
        ("है ।\nऔर", "है। और"),
        ("PTI-भाषा", "pti–भाषा"),
    ],
)
def test_fold_makes_variants_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("जन्म", "जंम"), ("अन्न", "अंन"), ("कि", "की"), ("डॉक्टर", "डोक्टर"), ("10²", "102")],
)
def test_fold_keeps_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.lists(LIVELY, max_size=40).map("".join))
def test_fold_is_of_what_is_stored(text: str) -> None:
    assert fold(normalize(text)) == fold(text)


@given(WELL_FORMED)
def test_fold_of_a_fold_is_the_fold(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("राज्\u200dय में ज़िलाधिकारी ने कहा।", ["राज्\u200dय", "में", "ज़िलाधिकारी", "ने", "कहा"]),
        ("1,50,000 रु. (4.5%), २०२५ में 5G", ["1,50,000", "रु", "4.5", "२०२५", "में", "5G"]),
        ("धीरे-धीरे COVID-19: Zee5", ["धीरे", "धीरे", "COVID", "19", "Zee5"]),
        ("दुःख ॐ हाँ॥", ["दुःख", "ॐ", "हाँ"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


KRUTI_DEV = [  # own sentences, typed as for Kruti Dev 010
    "fnYyh ljdkj",
    "eq[;ea=h us dgk gS fd jkT; esa fo|ky; [kksys tk,axs",
    "iqfyl us vkjksfi;ksa dks fxj¶rkj dj fy;k gS",
    "ckfj'k ds dkj.k jsyxkfM+;ka nsjh ls py jgh gSa vkSj ;k=h ijs'kku gSa",
    "/kekds esa dbZ yksx ?kk;y gks x,",
]
CHANAKYA = "çÎËÜè âÚU·¤æÚU Ùð ·¤ãUæ ãñU ç·¤ ÚUæ’Ø ×ð´ çßlæÜØ ¹éÜð´»ð"


@pytest.mark.parametrize("text", [*KRUTI_DEV, " ".join(KRUTI_DEV), CHANAKYA])
def test_legacy_fonts_are_known(text: str) -> None:
    assert is_legacy_font(text)
    assert "legacy font" in text_warnings(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        SENTENCE,
        f"{SENTENCE} अखबार ने लिखा: {KRUTI_DEV[0]}",
        "The Chief Minister said on Friday that new schools would be opened across the state.",
        "RBI ने KYC के नियम बदले, UPI और GST पर भी फैसला",
        "RBI KYC GST UPI BJP NDA JDU",
        "Police ne kaha ki aaropi ko giraftar kar liya gaya hai aur jaanch jaari hai",
        "Kal se kuchh rajyon mein baarish, dilli mein halki dhoop",
        "https://www.example.com/hindi/desh/dilli-sarkar-ka-faisla-8KdkjSksgS.html?utm_source=fd&k=ds",
        "for key, value in kwargs.items(): self.disk[key] = value; print(value)",
        "git push -f origin HEAD && kubectl get pods -n kube-system | grep ksk",
        "if (k) { return k.fn && k.jk[k]; } // fkt dks",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.dkjSksgSFkkvkSjkjdk",
        "Der Käufer größerer Häuser müßte für Übergänge höhere Gebühren zahlen.",
        "à¤¹à¤¿à¤à¤¦à¥ à¤¸à¤®à¤¾à¤à¤¾à¤° à¤ªà¤¢à¤¼à¥à¤",
    ],
)
def test_what_is_readable_is_no_legacy_font(text: str) -> None:
    assert not is_legacy_font(text)


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        (SENTENCE, []),
        ("हिं\ufffd\ufffdदी", ["replacement characters"]),
        ("\uf0b7 पहला", ["private-use characters"]),
        ("िदल्ली", ["vowel sign without a letter"]),
        ("माँंग", ["two nasal signs"]),
        ("`500 में", ["backtick for a rupee sign"]),
        ("२0 लोग", ["digits of two scripts in a number"]),
        ("Ｆｕｌｌ", ["full-width letters"]),
        ("हिंदी".encode().decode("cp1252", "replace").replace("\ufffd", "") + "à¤", ["mojibake"]),
    ],
)
def test_text_warnings(text: str, warnings: list[str]) -> None:
    assert text_warnings(normalize(text)) == warnings


def cpu_milliseconds(function: object, text: str) -> float:
    assert callable(function)
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(100):
            function(text)
        best = min(best, time.process_time() - start)
    return best * 10


@pytest.mark.parametrize("function", [normalize, fold])
def test_a_clean_article_costs_little(function: object) -> None:
    assert cpu_milliseconds(function, ARTICLE) < 0.5  # measured 0.07 and 0.12; a wide margin


@pytest.mark.parametrize(
    "text",
    [
        "&zw" * 20_000 + "j;" * 20_000,
        "&amp" * 20_000 + ";" * 20_000,
        "&nbsp;" * 50_000,
        "&x" + "&shy;" * 50_000,
        "ँं" * 50_000 + "ा",
        "क" + "ा़" * 50_000,
        "अ" + "ा" * 50_000,
        "à¤" * 50_000,
        " \u200b" * 50_000,
        "\n \n" * 50_000,
        "क्\u200d" * 50_000,
    ],
)
def test_no_text_costs_more_than_its_length(text: str) -> None:
    start = time.process_time()
    normalize(text)
    assert time.process_time() - start < 2
