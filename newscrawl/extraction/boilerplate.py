"""Lines that stand among the paragraphs of an article and are none of it.

Rules of words alone: what markup says is the business of whoever reads the markup. A rule matches
a whole line, because the same words are ordinary Hindi inside a sentence (विज्ञापन, शेयर, संबंधित).
The forms and their dangers: hindi-text.md, section 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from newscrawl.hindi.text import fold

Kind = Literal[
    "read-also",
    "theme",
    "share",
    "app",
    "ad",
    "disclaimer",
    "photo",
    "agency",
    "byline",
    "tags",
    "footer",
    "developing",
]
"""What a line is for. "disclaimer", "photo", "agency" and "byline" may be worth a field."""

LONGEST_LINE = 300
"""Characters: a longer line is prose, unless it opens as a disclaimer."""
LONGEST_APPEAL = 200
"""Characters of a sentence that asks the reader to do something."""

# Rules are regexes over the fold key of a line without the signs around it: lower case, no nukta
# (पढें), ं for ँ. `<name>` stands for the words below, `…` for up to 60 characters of any kind,
# `<:>` for a label's colon or dash and whatever follows it, or nothing.
_WORDS = {
    ":": r"( ?(:|>|»|\.\.+|[-–]( |$)).*)?",
    "read": "(पढें|पढे|पढिए|पढिये|पढ लें|देखें|देखे|देखिए|देखिये|जानें|जानिए|सुनें|सुनिए)",
    "story": ("(खबर|खबरें|खबरों|लेख|आलेख|समाचार|न्यूज|स्टोरी|स्टोरीज|वीडियो|वीडियोज|तस्वीरें|पोस्ट|आर्टिकल|लिंक)"),
    "english story": "(news|story|stories|articles?|posts?|videos?|reads?|topics?|links?)",
    "news": "(खबर|खबरें|खबरों|समाचार|समाचारों|न्यूज|अपडेट|अपडेट्स|जानकारी|news|updates?)",
    "platform": (
        "(facebook|twitter|whats ?app|telegram|instagram|linkedin|pinterest|you ?tube|e-?mail|koo"
        "|reddit|threads|messenger|google news|फेसबुक|ट्विटर|एक्स|<whatsapp>|टेलीग्राम|इंस्टाग्राम"
        "|यू ?-?ट्यूब|लिंक्डइन|ई-?मेल|कू|थ्रेड्स|गूगल न्यूज)"
    ),
    "whatsapp": "(व्हाट्|व्हॉट्|वाट्|वॉट्|ह्वाट्)(स ?-?[एऐ]प|स ?-?अप|[सश][एऐ]प|सअप|एप|ऐप)",
    "platforms": "<platform>((,| &|/| /| :| और| एवं| व| या| तथा| and| or)* <platform>)*",
    "channel": "(चैनल|ग्रुप|पेज|हैंडल|कम्युनिटी|न्यूजलेटर|channel|group|page)",
    "app": "(ऐप|एप|app)",
    "our": "(हमारे|हमारी|हमारा|हमें|हमसे)",
    "do": "(करें|कीजिए|कीजिये|करिए|करे)",
    "follow": (
        "((फॉलो|फालो|सब्सक्राइब|लाइक|ज्वाइन|ज्वॉइन|जॉइन|follow|subscribe|join)( जरूर| भी)? <do>"
        "|जुडें|जुडिए|(जुडे|बने) (रहें|रहिए|रहिये))"
    ),
    "log in": "(लॉग ?-?इन|लॉगिन|साइन ?-?इन|log ?-?in|sign ?-?in)",
    "agency": (
        r"(पीटीआई|पीटीआइ|एएनआई|एएनआइ|आईएएनएस|आइएएनएस|यूएनआई|हि\. ?स|हिंदुस्थान समाचार"
        "|[एऐ]जें?सी|[एऐ]जें?सियां|रॉयटर्स|एएफपी|एपी|pti|ani|ians|uni|afp|ap|reuters|agency|agencies)"
    ),
    "number": r"(\d+|एक|दो|तीन|चार|पांच|छह|सात|आठ|नौ|दस|आधे|कुछ( ही)?|an?|few)",
    "ago": (
        "(लगभग |करीब )?<number> (सेकंड|सेकेंड|मिनट|मिनिट|घंटा|घंटे|दिन|हफ्ते|सप्ताह|महीने|माह|साल|वर्ष|क्षण|पल|देर"
        "|(sec|second|min|minute|hr|hour|day|week|month|year)s?) (पहले|पूर्व|ago)"
    ),
    "month": (
        "(जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|अक्तूबर|नवंबर|दिसंबर"
        "|(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*)"
    ),
    "date word": (
        r"(\d+(st|nd|rd|th)?|<month>|(mon|tue|wed|thu|fri|sat|sun)[a-z]*|[ap]\.?m|ist|gmt|utc|hrs|at|on"
        "|को|बजे|सुबह|दोपहर|शाम|रात|(सोम|मंगल|बुध|गुरु|बृहस्पति|शुक्र|शनि|रवि)वार)"
    ),
    "date": r"(?=.*\d)(?=.*(<month>|\d[:./-]\d))(<date word>[ ,.:/+-]*)+",
    "time": r"(?=<date word>)(?=.*\d:\d\d)(<date word>[ ,.:/+-]*)+",
    "name": r"[^ .:]+( [^ .:]+){0,4}",
    "picture": "(फोटो|तस्वीर|चित्र|इमेज|(file )?photo|image|pic|picture)",
}

# A whole line, or what opens one.
_LABELS: dict[Kind, tuple[str, ...]] = {
    "read-also": (
        "(यह|ये|इसे|इन्हें|इसको|इनको|इस|इन)( <story>)?( को)? भी (जरूर |अवश्य )?(<read>|क्लिक करें)<:>",
        "(also|must) (read|see|watch)( this| in hindi)?<:>",
        "read( also| more| this| full story| next)<:>|read|(see also|more like this)<:>|<read>",
        "(और|और भी|आगे|अधिक|ज्यादा|यहां|विस्तार से) (<story> )?<read>( ?:.*)?",
        "((पूरा|पूरी|यह) <story>|<story> विस्तार से|पूरा)( यहां)? <read>( ?:.*)?",
        "<read> (पूरी|पूरा) <story>",
        "(इससे |इस <story> से |इनसे )?(संबंधित|जुडी|जुडे|जुडी हुई|मिलती-?जुलती)( अन्य| और)? <story>|संबंधित",
        "सबसे (अधिक|ज्यादा) (पढ|देख|शेयर की )(ा|ी|े)? ?(गईं|गई|गए|गये|गया|जाने वाली|जाने वाले)( <story>)?",
        "(लोकप्रिय|पॉपुलर|टॉप|ट्रेंडिंग|ट्रेन्डिंग|ताजा|लेटेस्ट|नवीनतम|अन्य) <story>",
        "(most|top|latest|recent|popular|related|other|more) (read|viewed|popular|<english story>)"
        "( (from|in|on) …)?",
        "you (may|might)( also)? like( this)?|(शायद )?आपको (यह|ये)( <story>)? भी पसंद आ सकत(ा|ी|े) हैं?",
        "recommended( for you| <english story>)?|for you|आपके लिए( खास| चुनी हुई <story>)?",
        "(अगली|पिछली|अगला|पिछला|अगले|पिछले) (<story>|स्लाइड|पेज|पृष्ठ)",
        "(next|previous|prev|up next)( <english story>| page| slide)?",
    ),
    "theme": (
        "source links?|(news |original )?(sources?|via)( ?: ?…)?|(स्रोत|स्त्रोत|सोर्स|साभार)( ?: ?…)?",
        "published|published on…|on|more( .menu)?|menu|मेनू|मेन्यू|spot_img|search( for)?|खोजें",
        "(home|होम){2,}.*|(home|होम|मुख्य ?पृष्ठ)( ?[>»›/→] ?.*)?",
        "related articles more from author|more from author|(leave a reply )?cancel reply",
        "(leave|post|add|write) (a |your )?(comments?|reply)|(view|show|hide)( all)? comments?",
        "be the first to comment",
        r"(no|\d+) comments?( yet)?|comments?( ?.?\d+)?|comments are closed…",
        "(अपनी |अपना )?(टिप्पणी|टिप्पणियां|कमेंट|कमेंट्स|प्रतिक्रिया) (करें|दें|लिखें|जोडें)",
        "the post .+ appeared first on …|continue reading…",
        "web ?stor(y|ies)|वेब ?स्टोरीज?|trending( now| topics| videos| news| stories)?",
        "(ट्रेंडिंग|ट्रेन्डिंग)( टॉपिक| टॉपिक्स| वीडियो| नाउ)?|featured videos?( of the day)?…",
        r"(\d{1,2}:\d\d ?)?(play ?video)+…|\d{1,2}:\d\d|watch( video| live| now)?",
        "(videos?|वीडियो|photos?|फोटो|(photo |फोटो )?(gallery|गैलरी)|audio)( प्लेयर| player| देखें)?",
        "यहां क्लिक <do>|click here( to …)?|(close|बंद करें)( this search box| menu)?",
        "(मुख्य )?सामग्री (को स्किप करें|पर जाएं)|skip (to|ad|advert)…",
    ),
    "share": (
        "(share|शेयर|tweet|ट्वीट|साझा)( this| <do>)?( <english story>)?( on| via)?( <platforms>)?",
        "<platform>(,| &|/| /| :| और| एवं| व)* <platforms>|<platforms> (share|शेयर)",
        "follow( us)?( on)?( <platforms>)?|follow … on <platforms>",
        "(copy|कॉपी|कापी) (link|url|लिंक)|(link|लिंक) (copied|कॉपी…)|copied",
        "(इस|यह|इसे|ये)( <story>)?( को)?( अपने …)?( (सोशल मीडिया|<platforms>) पर)? "
        "(शेयर|साझा)( जरूर)? <do>",
        "(stay connected|connect|stay tuned|join)( with| to)?( us| our …)?( on …)?",
        "(हमें |हमसे )?(<platforms> पर )?(हमें |हमसे )?(फॉलो|फालो|लाइक|सब्सक्राइब)"
        "( और (शेयर|सब्सक्राइब))?( <do>)?",
        "<platforms> (पर|से) <follow>",
        "(get|read|catch|check|find|stay|follow|for) …(latest|live|breaking|all|daily|more) "
        "…(news|updates?|alerts?|stories)…",
        "(our |हमारा |हमारे )?(newsletters?|न्यूजलेटर|subscribe|सब्सक्राइब)"
        "( now| us| <do>| to …| के लिए …)?",
        "sign ?up (for|to) …|सदस्यता लें",
    ),
    "app": (
        "अधूरा नहीं.{0,3}(पढिए|पढें) पूरा…",
        "(पहले से |प्रीमियम )?(मेंबरशिप|सब्सक्रिप्शन|सदस्यता) (है|हैं) तो …<log in> <do>",
        "<log in>( <do>| now| to …)?|register( now)?|रजिस्टर( <do>)?",
        "(download|install|get|open in) (the |our )?(… )?app( …)?|<app> (में|पर) (पढें|खोलें|देखें)",
        "(अभी |हमारा |हमारी )?<app> (अभी )?(डाउनलोड|इंस्टॉल) <do>",
    ),
    "ad": (
        "advertise?ments?|ads?|advt|(sponsored|promoted)( by …| content)?|paid content",
        "विज्ञापन|प्रायोजित",
        "((story|article) )?continue[sd]? (below|after) (this |the )?(ad|advertisement)",
        "(ad|advertisement) (continues|ends)( below)?|scroll (down )?(to|for) …|remove ads",
        "(<story> )?विज्ञापन के (बाद|नीचे) (जारी|पढें|पढना|पढिए|खबर|<story>)…|विज्ञापन हटाएं|हटाएं विज्ञापन",
    ),
    "disclaimer": (
        "(disclaimer|डिस्क्लेमर|डिस्क्लेमेर|डिसक्लेमर|अस्वीकरण)([ :(.-].*)?",
        "(ये|यह|उपरोक्त|(इस )?(लेख|आलेख) में) …(लेखक|लेखिका) …(निजी|अपने|व्यक्तिगत) (के )?विचार…",
        "(इस )?(लेख|आलेख) में (व्यक्त|दिए गए) …विचार …|(the )?(views|opinions) …expressed …",
    ),
    "photo": (
        "((वीडियो|इमेज|तस्वीर|चित्र|फोटो|video|image|photo) )?(कैप्शन|caption)( ?[,:].{0,200})?",
        "<picture>( ?: ?…| - …|- …)",
        "<picture>([ /](live|सौजन्य|साभार|स्रोत|सोर्स|(credit|courtesy|source)s?))+( ?[:,-] ?…)?",
        "<picture>[ -]?.?(social media|सोशल मीडिया|<agency>|file|फाइल)",
        "(प्रतीकात्मक|सांकेतिक|काल्पनिक|फाइल|पुरानी) ?-?(तस्वीर|फोटो|चित्र|इमेज)( ?[:(]…)?|प्रतीकात्मक|सांकेतिक",
        "(file|representative|representational|symbolic) (photo|image|picture|pic)",
        "सोशल मीडिया|social media|getty images|गेटी इमेज(ेज|ेस)?",
    ),
    "agency": (
        "(इनपुट|इनपुट्स|inputs?) ?[-:] ?(<agency>|भाषा|वार्ता)…|(with|from) (inputs?|agenc)…",
        "(<name> )?(इनपुट|इनपुट्स) के साथ",
        "<agency>([ ,/-]+(<agency>|भाषा|वार्ता))*( ?/ ?<name>)?|[^ ]+ समाचार सेवा",
    ),
    "byline": (
        "by:? <name>|by:? … ?[:,] ?<date>|(?=[^/]*/)<name> ?/ ?<name> <date>",
        "(written|edited|reported|authored|posted|published|compiled|curated|translated) ?by……",
        "(संपादक|रिपोर्टर|प्रस्तुति|author|editor|reporter) ?: ?<name>",
        "(?!.* हैं?$)([^ .]+ ){0,4}(डेस्क|ब्यूरो|संवाददाता|desk|bureau)( ?[,:-] ?[^,.:]{2,25}){0,3}",
        "(लेखक|लेखिका) के बारे में|about (the )?author",
        "(last |first )?(updated?|published|modified|posted|date|created)( on| at| date)?( ?:)?"
        "( ?(<date>|….?<ago>))?",
        "(अपडेटेड|अपडेट|प्रकाशित|पब्लिश्ड|पब्लिश|संशोधित|अंतिम अपडेट|प्रकाशन तिथि)( ?:)?"
        "( ?(<date>|….?<ago>))?",
        "[^ ]{0,25}<ago>|अभी अभी|just now|<time>",
        r"\d+ ?(मिनट|min|mins|minutes?)( का| की| में)? (पढें|रीड|read|पठन)|read(ing)? time…",
        "पढने (का|में) …समय…",
        r"[\d.,]*[km]? ?(views?|व्यूज?)|[\d.,]+ बार (देखा|पढा) गया",
        "high ?lights?|हाइलाइट्स?|हाईलाइट्स?|(इस )?(<story> की )?(मुख्य|खास|प्रमुख|बडी) (बातें|बिंदु)",
        "key (points|highlights)",
    ),
    "tags": (
        r"(#[^\s#]+[ ,]*)+",
        "(tags?|टैग|टैग्स|topics?|keywords?)( ?:.*)?",
    ),
    "footer": (
        "(privacy|cookie) (policy|notice)|terms( (of|and|&) …)?|(about|contact)( us)?",
        "advertise with us|copyright…|कॉपीराइट ?[:©]?…|©.*|sitemap|rss|careers|feedback|हमारे बारे में",
        "(हमसे )?संपर्क( करें| सूत्र)|विज्ञापन दें|(गोपनीयता|निजता) नीति|प्राइवेसी पॉलिसी",
        "(नियम|सेवा)( की| और| एवं| व)* शर्तें|आप … पर क्यों भरोसा…|why (you can )?trust …",
        'msid"? ?:.*|यह (सामग्री|कॉन्टेंट|वीडियो|पेज|पोस्ट) (अब |फिलहाल )?उपलब्ध नहीं है',
        "(this )?(content|video) is (not|no longer) available…",
        "(please )?(enable|turn on) javascript…",
        "(आपकी|अपनी) राय( दें| बताएं)?|पोल|opinion poll",
        "क्या आपको (यह|ये|हमारी|हमारा) …(पसंद|अच्छी|अच्छा|उपयोगी)…",
        "(अपील ?: ?)?(फिलहाल )?आज के लिए (बस )?इतना ही…",
    ),
    "developing": (
        "(यह |इस |ये )?(खबर|समाचार|स्टोरी)( को)? (अभी |लगातार )?(अपडेट|update) "
        "(हो|की जा|किया जा) रह(ी|ा) है…",
        "(this is a )?(breaking|developing) (news|story)…|ब्रेकिंग न्यूज",
        "(विस्तृत|पूरी) खबर …(थोडी देर|शीघ्र|जल्द|इंतजार)…",
        "live( updates?| blog| tv)?|लाइव( अपडेट| अपडेट्स| टीवी| ब्लॉग)?",
    ),
}  # fmt: skip
# In brackets these are a credit; bare, they are words like others: भाषा is also "language".
_IN_BRACKETS = "भाषा|वार्ता|(इनपुट|inputs?) ?[-:] ?<name>|<name> से इनपुट"

# Sentences that ask the reader for something, whatever comes first. Held against lines without
# the words of a report, _REPORT: "उन्होंने कहा कि चैनल को सब्सक्राइब करें" is news. Rules that may
# begin with anything are slow, 12 microseconds a line; a look for words of which every appeal has
# one takes 1.
_APPEALS: dict[Kind, tuple[str, ...]] = {
    "app": (
        "(… )?(पूरी <story> (पढें )?|पढें …)…<app> ?पर…",
        "…<app> …(डाउनलोड|इंस्टॉल) …के लिए …(qr|क्यू ?आर) …(स्कैन|scan)…",
        "(scan|स्कैन) …qr …(<app>|download)…",
        "(?=.*<news>)(डाउनलोड|इंस्टॉल) <do> …<app>( .*)?",
        "(?=.*(<news>|<our>)).*<app> …(डाउनलोड|इंस्टॉल) <do>",
    ),
    "share": (
        "(?=.*<our> )(?=.*(<platform>|<channel>|साइट|वेबसाइट|पोर्टल|साथ)).*<follow>…",
        "(?=.*<news> )(?=.*(लिए|साथ)[ .]).*(<follow>|(पढते|देखते) (रहें|रहिए)|विजिट करें)…",
        "(.* )?<channel> (को|से) (जरूर |लाइक |शेयर |और |व )*<follow>",
        "(आप )?(<our> |[^.]{0,40} के एंड्रॉ[एय]ड ).*(फॉलो|लाइक|जुड|संपर्क|क्लिक)( भी)?( कर)? सकते हैं",
        "…<news> …सबसे पहले <read>…|<read> .*<news> …पर",
        "….?डॉट कॉम की <story>|…<story> (english|अंग्रेजी|हिंदी) में पढने के लिए…",
        "…(google|गूगल) (पर|में|on) …(पसंदीदा|preferred|प्रिफर्ड) (सोर्स|source|स्रोत)…",
        "…as (a|your) (trusted|preferred) source…",
    ),
    "theme": (
        "…(<story>|<news>) …(सुनने|पढने|देखने) के लिए (यहां|नीचे)…(क्लिक|टैप) <do>",
        "….?को? ?छोडकर …आगे बढें",
    ),
    "ad": ("<story> …विज्ञापन के बाद…",),
    "disclaimer": (
        ".*(सिंडिकेट|सिंडीकेट|सिन्डिकेट|syndicated?|एजेंसी) (फीड|feed).*|…की स्वीकृति से .*प्रकाशित…",
        "(यह|इस|ये) …<story> .*(संपादित|एडिट|संशोधित) नहीं (किया|की)…",
        ".*(not been edited by|auto-?generated from|published from a syndicated) .*",
        "….?बाहरी (साइटों|वेबसाइटों|लिंक) …(जिम्मेदार|उत्तरदायी) नहीं…",
    ),
    "footer": (
        ".*all rights reserved.*|.*सर्वाधिकार सुरक्षित.*",
        "….?javascript …(enabled?|on)…|….?जावास्क्रिप्ट …(चालू|सक्षम|इनेबल|ऑन) <do>…",
    ),
}  # fmt: skip
_APPEAL_WORDS = (
    "qr|<app>|<news>|फॉलो|फालो|सब्सक्राइब|लाइक|ज्वाइन|ज्वॉइन|जॉइन|जुड|बने रह|ते रह|follow|subscribe|join"
    "|विजिट|संपर्क|क्लिक|सबसे पहले|डॉट कॉम|पढने|source|सोर्स|स्रोत|टैप|बढें|विज्ञापन|फीड|feed|स्वीकृति"
    "|संपादित|एडिट|संशोधित|not been|generated from|published from|बाहरी|all rights|सर्वाधिकार"
    "|javascript|जावास्क्रिप्ट"
)
_REPORT = re.compile(
    "(?:^| )(?:ने|कहा|कहते|कहना|बताया|था|थे|थी|गया|गई|गए|दिया|रहा|रही|कि|वाले|मामले)(?: |$)"
)


def _one_of(rules: Mapping[Kind, Iterable[str]]) -> re.Pattern[str]:
    """Return one regex with a group for each kind, which is faster than a regex for each."""
    return re.compile("|".join(f"({'|'.join(map(_regex, each))})" for each in rules.values()))


def _regex(rule: str) -> str:
    while (spelt_out := re.sub("<([a-z :]+)>", lambda name: _WORDS[name[1]], rule)) != rule:
        rule = spelt_out
    return re.sub(r"\((?!\?)", "(?:", rule).replace("…", ".{0,60}")


# With a headline after it, which does not end like a sentence: "पढ़ें: ... वे पटना पहुंचे।" is text.
_BEFORE_HEADLINE = re.compile(_regex("(पढें|पढिए|देखें|read) ?(:|- ).*"))
_LABEL = _one_of(_LABELS)
_LABEL_KINDS = (None, *_LABELS)
_DISCLAIMER = _one_of({"disclaimer": _LABELS["disclaimer"]})
_APPEAL = _one_of(_APPEALS)
_APPEAL_KINDS = (None, *_APPEALS)
_APPEAL_WORD = re.compile(_regex(_APPEAL_WORDS))
_CREDIT = re.compile(_regex(_IN_BRACKETS))
_BEFORE = re.compile(r"[^\w#©]*")
_BEHIND_BACKWARDS = re.compile(r"[^\w\u0900-\u097f]*")
_DOUBLE_BARS = re.compile(r"(?:\|\||।।|॥).{2,40}(?:\|\||।।|॥)")
_COLON_DASHES = re.compile("-:.{2,40}:-")
_BETWEEN_LABELS = re.compile(r"\s+[/|•·]\s+|\n+")
_LABEL_SIGNS = "/|•·\n"


def boilerplate_kind(line: str) -> Kind | None:
    """Return what *line*, a whole line or paragraph, is if it is no part of the article's text."""
    line = line.strip()
    if _DOUBLE_BARS.fullmatch(line):
        return "byline"
    if _COLON_DASHES.fullmatch(line):
        return "agency"
    kind = _kind(line)
    if kind or len(line) > LONGEST_LINE:
        return kind
    if not any(map(line.__contains__, _LABEL_SIGNS)):
        return None
    labels = _BETWEEN_LABELS.split(line)
    kinds = [_kind(label) for label in labels] if len(labels) > 1 else [None]
    return kinds[0] if all(kinds) else None


def is_boilerplate(line: str) -> bool:
    """Tell whether *line*, a whole line or paragraph, is no part of the article's text."""
    return boilerplate_kind(line) is not None


def _kind(line: str) -> Kind | None:
    key = _without_signs_around(fold(line[: LONGEST_LINE + 1].replace("|", ":")))
    if not key:
        return "theme" if line else None  # ***, […], an arrow
    if len(line) > LONGEST_LINE:
        return "disclaimer" if _DISCLAIMER.match(key) else None
    if _BEFORE_HEADLINE.fullmatch(key) and not fold(line).endswith("."):
        return "read-also"
    if line[0] in "([" and _CREDIT.fullmatch(key):
        return "agency"
    if label := _LABEL.fullmatch(key):
        return _LABEL_KINDS[label.lastindex or 0]
    if len(key) > LONGEST_APPEAL or _REPORT.search(key) or not _APPEAL_WORD.search(key):
        return None
    appeal = _APPEAL.fullmatch(key)
    return _APPEAL_KINDS[appeal.lastindex or 0] if appeal else None


def _without_signs_around(key: str) -> str:
    start, end = _BEFORE.match(key), _BEHIND_BACKWARDS.match(key[::-1])
    return key[start.end() : len(key) - end.end()] if start and end else key


_LEAKED_JSON = re.compile(r'"?,? ?"?msid"? ?: ?".*', re.DOTALL)


def without_leaked_json(paragraph: str) -> str:
    """Cut what a video widget leaves glued to the end of *paragraph*: ``",msid:"81692118",...``."""
    return _LEAKED_JSON.sub("", paragraph) if "msid" in paragraph else paragraph
