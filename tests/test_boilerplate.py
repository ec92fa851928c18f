"""newscrawl.extraction.boilerplate: whole lines go, the same words inside a sentence stay."""

import csv
import json
from pathlib import Path

import pytest

from newscrawl.extraction.boilerplate import (
    boilerplate_kind,
    is_boilerplate,
    without_leaked_json,
)

SHARED = Path(__file__).resolve().parents[2] / "shared"


def boilerplate_vectors() -> list[dict[str, str]]:
    path = SHARED / "vectors" / "boilerplate.tsv"
    if not path.exists():
        pytest.skip("needs ../shared")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_lines_of_the_vectors_go() -> None:
    left = [
        row["form"]
        for row in boilerplate_vectors()
        if row["danger"].startswith(("safe", "line only"))
        and not is_boilerplate(row["form"].replace("\\n", "\n"))
    ]
    assert left == []


def test_what_the_vectors_call_dangerous_in_a_paragraph_stays() -> None:
    gone = [
        row["form"]
        for row in boilerplate_vectors()
        for sentence in (
            f"मंत्री ने कहा कि {row['form']} और इसके बाद वे सदन से चले गए।",
            f"समिति की रिपोर्ट में बताया गया कि {row['form']}",
        )
        if is_boilerplate(sentence)
    ]
    assert gone == []


def test_no_paragraph_of_the_gold_pages_goes() -> None:
    pages = sorted((SHARED / "pages" / "articles").glob("*.json"))
    if not pages:
        pytest.skip("needs ../shared")
    gone = [
        (page.stem, paragraph)
        for page in pages
        for paragraph in json.loads(page.read_text(encoding="utf-8"))["paragraphs"]
        if is_boilerplate(paragraph) or without_leaked_json(paragraph) != paragraph
    ]
    assert gone == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ये भी पढ़ें: मानसून की पहली बारिश से डूबा शहर, दफ़्तर जाने वाले फँसे", "read-also"),
        ("इसे भी ज़रूर पढ़ें - बजट की दस बड़ी बातें", "read-also"),
        ("यह वीडियो भी देखें", "read-also"),
        ("इस ख़बर को भी पढ़ें >>", "read-also"),
        ("ALSO READ | Monsoon reaches Kerala", "read-also"),
        ("Read More: बारिश का अलर्ट", "read-also"),
        ("पढ़ें- बारिश का अलर्ट, स्कूल बंद", "read-also"),
        ("पूरी ख़बर यहाँ पढ़ें", "read-also"),
        ("इस ख़बर से जुड़ी अन्य ख़बरें", "read-also"),
        ("सबसे ज़्यादा पढ़ी जाने वाली ख़बरें", "read-also"),
        ("सम्बन्धित समाचार", "read-also"),
        ("You might also like", "read-also"),
        ("अगला लेख", "read-also"),
        ("Previous Post", "read-also"),
        ("साभार: नवप्रभात टाइम्स", "theme"),
        ("Leave a Comment", "theme"),
        ("3 Comments", "theme"),
        ("The post बारिश से राहत appeared first on नवप्रभात.", "theme"),
        ("[…] Continue Reading", "theme"),
        ("* * *", "theme"),
        ("अपनी प्रतिक्रिया दें", "theme"),
        ("यह समाचार सुनने के लिए यहाँ क्लिक करें 👇", "theme"),
        ("मुख्य सामग्री पर जाएं", "theme"),
        ("Share via WhatsApp", "share"),
        ("Facebook | Twitter | Telegram", "share"),
        ("लिंक कॉपी हो गया", "share"),
        ("इस लेख को सोशल मीडिया पर शेयर करें", "share"),
        ("हमारे वाट्सऐप चैनल से जुड़ने के लिए यहां जुड़ें", "share"),
        ("हमारे व्हाट्स ऐप ग्रुप को जॉइन करें", "share"),
        ("ऐसी ही ताज़ा ख़बरों के लिए जुड़े रहिए नवप्रभात के साथ", "share"),
        ("हमारे यूट्यूब चैनल को लाइक और सब्सक्राइब करें", "share"),
        ("आप हमें फ़ेसबुक और इंस्टाग्राम पर फ़ॉलो भी कर सकते हैं।", "share"),
        ("Get the latest Hindi news and updates on our website", "share"),
        ("नवप्रभात को गूगल पर अपना पसंदीदा सोर्स बनाएं", "share"),
        ("पूरी खबर पढ़ें नवप्रभात ऐप पर", "app"),
        ("ऐप डाउनलोड करने के लिए यह QR कोड स्कैन करें", "app"),
        ("डाउनलोड करें नवप्रभात ऐप और पाएं हर खबर सबसे पहले", "app"),
        ("- Advertisement -", "ad"),
        ("[विज्ञापन]", "ad"),
        ("Story continues below this ad", "ad"),
        ("विज्ञापन के बाद खबर जारी है", "ad"),
        ("अस्वीकरण: यह जानकारी सामान्य मान्यताओं पर आधारित है।", "disclaimer"),
        ("(यह लेखिका के निजी विचार हैं।)", "disclaimer"),
        ("यह ख़बर सिंडिकेट फीड से ली गई है, इसे हमारी टीम ने नहीं लिखा।", None),
        ("यह स्टोरी सिंडिकेट फीड से सीधे प्रकाशित है", "disclaimer"),
        ("तस्वीर साभार: सोशल मीडिया", "photo"),
        ("फोटो - एएनआई", "photo"),
        ("प्रतीकात्मक फ़ोटो", "photo"),
        ("इमेज कैप्शन, बाढ़ के बाद शहर", "photo"),
        ("(इनपुट: एएनआई)", "agency"),
        ("(एजेंसी इनपुट के साथ)", "agency"),
        ("(भाषा)", "agency"),
        ("PTI-भाषा", "agency"),
        ("By सुरेश वर्मा | Jan 4, 2025", "byline"),
        ("Edited By: सुरेश वर्मा", "byline"),
        ("डिजिटल डेस्क, पटना", "byline"),
        ("।। सुरेश वर्मा ।।", "byline"),
        ("Last Updated: 4 जनवरी 2025, 10:20 AM IST", "byline"),
        ("प्रकाशित: 3 घंटे पहले", "byline"),
        ("कुछ ही मिनट पहले", "byline"),
        ("2 min read", "byline"),
        ("1.2K Views", "byline"),
        ("खबर की खास बातें", "byline"),
        ("#Patna #बारिश", "tags"),
        ("Tags: पटना, बारिश", "tags"),
        ("© 2025 नवप्रभात", "footer"),
        ("Privacy Policy", "footer"),
        ("हमसे संपर्क करें", "footer"),
        ("कृपया जावास्क्रिप्ट सक्षम करें", "footer"),
        ("यह वीडियो उपलब्ध नहीं है", "footer"),
        ("क्या आपको हमारी यह खबर पसंद आई?", "footer"),
        ("खबर लगातार अपडेट की जा रही है...", "developing"),
    ],
)
def test_boilerplate_kind(line: str, kind: str | None) -> None:
    assert boilerplate_kind(line) == kind


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "विज्ञापन जारी होने के बाद अभ्यर्थी आवेदन कर सकेंगे।",
        "कंपनी का शेयर आज पांच फीसदी चढ़ा।",
        "शेयर बाजार",
        "उन्होंने कहा कि हमारे यूट्यूब चैनल को सब्सक्राइब करें।",
        "दोनों देशों के बीच वार्ता",
        "भाषा",
        "सोशल मीडिया पर वीडियो वायरल हो गया।",
        "इनपुट-आउटपुट का हिसाब किसानों को समझाया गया।",
        "2 दिन पहले हुए हादसे में तीन लोग घायल हुए थे।",
        "आगे पढ़ें तो पता चलता है कि कहानी का अंत अलग है।",
        "और पढ़ें और आगे बढ़ें, यही उनका संदेश था।",
        "WhatsApp",
        "स्टेप 2: MyApp ऐप डाउनलोड करें और लॉगिन करें।",
        "PhonePe ऐप खोलें और दुकान का QR कोड स्कैन करें।",
        "रिजल्ट देखने के लिए होमपेज के लिंक पर क्लिक करें।",
        "फोटो, वीडियो और ऑडियो एक साथ भेज सकते हैं।",
        "15 अगस्त 1947",
        "निष्कर्ष",
        "संबंधित अधिकारी को सूचना दे दी गई है।",
        "आपको यह फोन पसंद आ सकता है क्योंकि इसकी बैटरी बड़ी है।",
        "लेखक पिछले दस वर्षों से पत्रकारिता से जुड़े हैं।",
        "আজকের খবর",
        "يہ خبر ہے",
    ],
)
def test_prose_stays(paragraph: str) -> None:
    assert not is_boilerplate(paragraph)


def test_leaked_json_is_cut_from_the_end_of_its_paragraph() -> None:
    paragraph = 'बारिश से सड़कें डूब गईं।","msid":"123","shareUrl":"/video/x"'
    assert without_leaked_json(paragraph) == "बारिश से सड़कें डूब गईं।"
    paragraph = 'बारिश से सड़कें डूब गईं।",msid:"123",shareUrl:"/video/x"'
    assert without_leaked_json(paragraph) == "बारिश से सड़कें डूब गईं।"
