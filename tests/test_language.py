"""newscrawl.hindi.language: Hindi told from its neighbours and from its romanisation."""

import csv
import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.hindi.language import detect_language

SHARED = Path(__file__).resolve().parents[2] / "shared"

OURS = {"hin": "hi", "mar": "mr", "nep": "ne", "san": "sa", "eng": "en", "hinglish": "hi-Latn"}


def language_vectors() -> list[tuple[str, str]]:
    path = SHARED / "vectors" / "langid.tsv"
    if not path.exists():
        pytest.skip("needs ../shared")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(OURS.get(row["gold"], row["gold"]), row["text"]) for row in rows]


def precision_and_recall(found: Counter[tuple[str, str]]) -> tuple[float, float]:
    right = found["hi", "hi"]
    said = sum(count for (_, answer), count in found.items() if answer == "hi")
    true = sum(count for (gold, _), count in found.items() if gold == "hi")
    return right / said, right / true


def test_hindi_of_the_vectors() -> None:
    found = Counter((gold, detect_language(text)) for gold, text in language_vectors())
    precision, recall = precision_and_recall(found)
    assert precision >= 0.96, found
    assert recall >= 0.98, found
    neighbours = sum(count for (gold, _), count in found.items() if gold in {"mr", "ne"})
    assert found["mr", "hi"] + found["ne", "hi"] <= 0.02 * neighbours


def test_the_first_nine_words_of_the_vectors_are_nearly_enough() -> None:
    found = Counter(
        (gold, detect_language(" ".join(text.split()[:9]))) for gold, text in language_vectors()
    )
    precision, recall = precision_and_recall(found)
    assert precision >= 0.94, found
    assert recall >= 0.97, found


def test_articles_of_the_gold_pages() -> None:
    pages = sorted((SHARED / "pages" / "articles").glob("*.json"))
    if not pages:
        pytest.skip("needs ../shared")
    for page in pages:
        gold = json.loads(page.read_text(encoding="utf-8"))
        assert detect_language("\n\n".join(gold["paragraphs"])) == gold["language"], page.stem


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "पटना में बारिश के बाद सड़कों पर जलभराव, लोगों के घरों में घुसा पानी"),
        ("hi", "सोने के दाम में भारी गिरावट, जानें आज का भाव"),
        ("hi", "लोकसभा चुनाव: भाजपा उम्मीदवारों की पहली सूची जारी"),
        ("hi", "मौसम विभाग का अलर्ट"),
        ("hi", "नेपाल में भूकंप के झटके"),
        ("hi", "महाराष्ट्र के मुख्यमंत्री दिल्ली रवाना"),
        ("hi", "भोजपुरी एक्ट्रेस के नए गाने की धूम"),
        ("hi", "IND vs AUS: भारत सीरीज में आगे"),
        ("hi", "iPhone 17 Pro Max की कीमत लीक, जानें फीचर्स और specifications"),
        ("hi", "बजट"),
        ("hi", "\ud800मौसम का हाल\x00\ufffe"),
        ("mr", "मुख्यमंत्र्यांनी शेतकऱ्यांसाठी नवीन योजना जाहीर केली"),
        ("mr", "सोन्याच्या दरात मोठी घसरण"),
        ("ne", "प्रधानमन्त्रीले आज संसदलाई सम्बोधन गर्ने"),
        ("ne", "बस दुर्घटनामा पाँच जनाको मृत्यु"),
        ("bho", "पटना में काल्हु से झमाझम बरखा होत बा आ सड़क पर पानी भर गइल बा"),
        ("bho", "बिहार में चुनाव के तारीख के एलान जल्दिए हो सकेला"),
        ("mag", "सब लोग के न्याय पावे के अधिकार हई आउ कोई के साथ भेदभाव नञ होवे के चाही"),
        ("mai", "पुलिस तीन गोट आरोपी केँ गिरफ्तार कयलक अछि"),
        ("kok", "पुलिसांनी तीन जाणांक धरले आनी तपास सुरू आसा"),
        ("sa", "छात्राः विद्यालयं गच्छन्ति पठन्ति च"),
        ("hi-Latn", "Aaj ka mausam: Delhi mein baarish ka alert"),
        ("hi-Latn", "PM Modi kal karenge udghatan"),
        ("hi-Latn", "mujhe abhi tak refund nahi mila, please help karo"),
        ("en", "PM Modi to inaugurate expressway on Monday"),
        ("en", "Do or die match for Kolkata Knight Riders"),
        ("bn", "আজকের আবহাওয়া: ঢাকায় ভারী বৃষ্টি"),
        ("ur", "آج کا موسم: دہلی میں بارش"),
        ("und", ""),
        ("und", "12,345 !!! \ud83d\x00"),
    ],
)
def test_detect_language(language: str, text: str) -> None:
    assert detect_language(text) == language


@given(st.text())
def test_no_text_is_refused(text: str) -> None:
    assert detect_language(text)


def test_an_article_costs_little() -> None:
    article = "मुख्यमंत्री ने शुक्रवार को पटना में बाढ़ से निपटने की तैयारियों की समीक्षा की। " * 32
    start = time.process_time()
    for _ in range(20):
        detect_language(article)
    assert (time.process_time() - start) / 20 < 0.001  # measured 0.2 ms
