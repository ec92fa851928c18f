"""A made-up newsroom for measurements: Hindi stories of usual length, with planted copies.

The same seed gives the same stories. One of fifty stories stands a second time, word for word,
under another address; one of twenty was re-edited by another desk: other headline, other lead,
a word changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from random import Random

SECTIONS = {
    "desh": "देश",
    "duniya": "दुनिया",
    "karobar": "कारोबार",
    "khel": "खेल",
    "manoranjan": "मनोरंजन",
}
EXACT_COPY_EVERY, NEAR_COPY_EVERY = 50, 20
COPIED_FROM = 300
"""A copy repeats one of so many stories before it."""
NEWEST = datetime(2026, 11, 20, 18, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))


def _listed(text: str) -> list[str]:
    """Return the words of *text*; where bars part it, what is between them."""
    return [part.strip() for part in text.split("|" if "|" in text else None)]


_NOUNS = _listed("""
    सरकार योजना जिला अस्पताल विद्यालय छात्र किसान फसल बाजार सड़क पुल नदी गांव शहर पुलिस अदालत याचिका
    फैसला बैठक चुनाव मतदाता नेता विधायक सांसद मंत्री अधिकारी कर्मचारी वेतन कंपनी निवेश शेयर बैंक कर्ज
    ब्याज महंगाई बजट कारखाना मजदूर बिजली पानी बारिश बाढ़ सूखा मौसम तापमान ट्रेन स्टेशन यात्री विमान
    उड़ान खिलाड़ी टीम मैच गेंदबाज बल्लेबाज कोच मैदान टूर्नामेंट फिल्म निर्देशक गायक मंच दर्शक किताब लेखक
    पुरस्कार समारोह मेला मंदिर पर्यटक होटल विरोध रैली संगठन आयोग समिति रिपोर्ट जांच सबूत गवाह वकील
    न्यायाधीश डॉक्टर मरीज दवा टीका शोध वैज्ञानिक विश्वविद्यालय परीक्षा परिणाम नौकरी युवा महिला बच्चा
    परिवार मकान जमीन पेड़ जंगल बाघ प्रदूषण हवा कचरा सफाई मोबाइल इंटरनेट तकनीक उपग्रह मिशन सीमा सेना जवान
    समझौता व्यापार निर्यात तेल गैस सोना चांदी दुकान ग्राहक सब्जी दूध चावल गेहूं चीनी पंचायत नगरपालिका
    मेट्रो बस टैक्सी वाहन दुर्घटना बीमा पेंशन आधार पत्र आदेश नियम कानून विधेयक संसद सत्र बहस सवाल जवाब
""")
_ADJECTIVES = _listed("""
    नया पुराना बड़ा छोटा स्थानीय राष्ट्रीय ग्रामीण शहरी सरकारी निजी प्रमुख वरिष्ठ युवा ताजा पिछला अगला
    विशेष सामान्य गंभीर जरूरी महत्वपूर्ण आर्थिक सामाजिक राजनीतिक तकनीकी प्राथमिक उच्च संयुक्त स्थायी
    अस्थायी लंबा तेज धीमा ऐतिहासिक पारंपरिक आधुनिक
""")
_POSTPOSITIONS = _listed("""
    ने|को|से|में|पर|के लिए|के साथ|की ओर से|के बाद|के बीच|के कारण|के खिलाफ|के बारे में|से पहले|का|की|के|तक
""")
_VERBS = _listed("""
    कहा है|बताया है|किया गया है|शुरू हो गया है|जारी रहेगा|तय किया गया|सामने आया है|पूरा कर लिया गया है|
    बढ़ गया है|घट रहा है|मांगा गया है|रखा गया था|दिया जाएगा|लिया जा सकता है|नहीं मिल सका|माना जा रहा है|
    होने वाला है|देखा गया|सौंप दिया गया है|बनाया जाएगा|रोक दिया गया|बदल दिया गया है|पहुंच गया|मिला है
""")
_OPENINGS = _listed("""
    इस बीच|वहीं दूसरी ओर|दरअसल|हालांकि|सूत्रों के अनुसार|जानकारी के मुताबिक|पिछले साल|इस साल|सोमवार को|
    मंगलवार को|बुधवार की शाम|गुरुवार सुबह|शुक्रवार को|शनिवार की रात|रविवार को|अब तक|इसके अलावा|यही नहीं
""")
_PLACES = _listed("""
    लखनऊ पटना भोपाल जयपुर रांची देहरादून रायपुर शिमला चंडीगढ़ नागपुर वाराणसी कानपुर इंदौर जोधपुर मेरठ आगरा
""")
_AUTHORS = _listed("""
    अनिता शर्मा|राकेश वर्मा|सीमा तिवारी|मोहन जोशी|नसीम अहमद|कविता रावत|दिनेश यादव|पूजा सिन्हा|विवेक मिश्रा
""")
_SLUG_WORDS = _listed("""
    sarkar yojana kisan bazar sadak chunav adalat pulis bijli pani barish team match film kitab
    mela yatra niyam kanoon vetan nivesh jile gaon shahar nagar vikas jaanch report seema
""")


@dataclass(frozen=True, kw_only=True)
class Story:
    """One article page of the site.

    exact_copy_of, near_copy_of   number of the earlier story that this one repeats
    """

    number: int
    section: str
    slug: str
    headline: str
    description: str
    paragraphs: tuple[str, ...]
    author: str
    published: datetime
    exact_copy_of: int | None = None
    near_copy_of: int | None = None

    @property
    def path(self) -> str:
        """Its address on the site."""
        return f"/{self.section}/{self.slug}-{self.number}.html"

    @property
    def body(self) -> str:
        """Its text as a record has it."""
        return "\n\n".join(self.paragraphs)


def write_stories(number: int, seed: int = 1) -> list[Story]:
    """Return so many stories, newest first; the copies among them stand in another section."""
    random = Random(seed)
    stories: list[Story] = []
    originals: list[Story] = []
    for index in range(number):
        story = _new_story(random, index)
        is_copy = index >= EXACT_COPY_EVERY
        if is_copy and index % EXACT_COPY_EVERY == 0:
            story = _exact_copy(story, _take(random, originals))
        elif is_copy and index % NEAR_COPY_EVERY == 7:
            story = _near_copy(random, story, _take(random, originals))
        else:
            originals.append(story)
        stories.append(story)
    return stories[::-1]


def _take(random: Random, originals: list[Story]) -> Story:
    """Take away one of the last stories: none is copied twice, so that the truth is plain."""
    return originals.pop(random.randrange(max(len(originals) - COPIED_FROM, 0), len(originals)))


def _new_story(random: Random, index: int) -> Story:
    paragraphs = [_paragraph(random) for _ in range(random.randint(6, 9))]
    return Story(
        number=4_100_000 + index,
        section=list(SECTIONS)[index % len(SECTIONS)],
        slug="-".join(random.sample(_SLUG_WORDS, random.randint(5, 8))),
        headline=_headline(random),
        description=_sentence(random),
        paragraphs=tuple(paragraphs),
        author=random.choice(_AUTHORS),
        published=NEWEST + timedelta(minutes=index - 20_000),
    )


def _exact_copy(story: Story, original: Story) -> Story:
    return replace(
        story,
        headline=original.headline,
        description=original.description,
        paragraphs=original.paragraphs,
        exact_copy_of=original.number,
    )


def _near_copy(random: Random, story: Story, original: Story) -> Story:
    """Return *original* as another desk prints it."""
    _, *rest = original.paragraphs
    edited = random.randrange(len(rest))
    rest[edited] = rest[edited].replace(" के लिए ", " हेतु ", 1)
    paragraphs = (story.paragraphs[0], *rest)
    return replace(story, paragraphs=paragraphs, near_copy_of=original.number)


def _headline(random: Random) -> str:
    place, verb = random.choice(_PLACES), random.choice(_VERBS)
    return f"{place} में {_phrases(random, 3)} {verb}, {_phrases(random, 2)} सवाल"


def _paragraph(random: Random) -> str:
    return " ".join(_sentence(random) for _ in range(random.randint(2, 3)))


def _sentence(random: Random) -> str:
    opening = f"{random.choice(_OPENINGS)} " if random.random() < 0.4 else ""
    number = f"{random.randint(2, 980)} " if random.random() < 0.25 else ""
    middle = f", जो {_phrases(random, 2)} {random.choice(_VERBS)}," if random.random() < 0.3 else ""
    begin = _phrases(random, random.randint(2, 4))
    end = _phrases(random, random.randint(1, 3))
    return f"{opening}{begin}{middle} {number}{end} {random.choice(_VERBS)}।"


def _phrases(random: Random, number: int) -> str:
    return " ".join(_phrase(random) for _ in range(number))


def _phrase(random: Random) -> str:
    adjective = f"{random.choice(_ADJECTIVES)} " if random.random() < 0.35 else ""
    return f"{adjective}{random.choice(_NOUNS)} {random.choice(_POSTPOSITIONS)}"


def comments(random: Random, number: int) -> Iterator[str]:
    """Yield what readers write below a story."""
    for _ in range(number):
        yield _sentence(random)
