"""Article pages written for the tests, one for each way newspapers are known to build them.

The text is made up. Structures after what was seen on Hindi sites: paragraphs as bare text between
empty ``<p>``, table cells, ``<br>``, bodies cut in two, hidden second copies, cards in between.
"""
# ruff: noqa: E501 - a line of a page is what it is

from __future__ import annotations

from dataclasses import dataclass, field

HEADLINE = "नदी किनारे बसे तीन गांवों में खुला पहला पुस्तकालय, बच्चों में उत्साह"
PARAGRAPHS = (
    "सोनपुर के पास नदी किनारे बसे तीन गांवों में रविवार को पहला सार्वजनिक पुस्तकालय खोला गया। इसमें करीब दो हजार"
    " किताबें रखी गई हैं और बच्चों के लिए अलग कमरा बनाया गया है।",
    "पुस्तकालय की शुरुआत करने वाली शिक्षिका मीरा वर्मा ने बताया कि किताबें शहर के लोगों ने दान में दी हैं. उन्होंने कहा कि"
    " हर शाम पांच बजे से बच्चों को कहानियां पढ़कर सुनाई जाएंगी.",
    "गांव के बुजुर्ग रामअवतार यादव कहते हैं, ‘हमारे समय में यहां स्कूल तक नहीं था। आज पोते-पोतियों को किताबों के बीच देखकर"
    " मन भर आता है।’",
    "जिला प्रशासन ने भवन की मरम्मत के लिए चार लाख रुपये मंजूर किए हैं। अधिकारियों के मुताबिक अगले महीने तक बिजली और"
    " पंखों का इंतजाम भी पूरा कर लिया जाएगा।",
    "पुस्तकालय में प्रतियोगी परीक्षाओं की तैयारी कर रहे युवाओं के लिए भी एक कोना है, जहां अखबार और पत्रिकाएं रोज आती हैं।"
    " सदस्यता का कोई शुल्क नहीं रखा गया है।",
    "आसपास के दूसरे गांवों ने भी ऐसी ही पहल की मांग की है। पंचायत की अगली बैठक में इस पर फैसला होगा।",
)
OTHER = (
    "दूसरी खबर में बताया गया कि पहाड़ी इलाके में सड़क का काम बारिश के कारण रुक गया है और लोग पैदल ही बाजार जा रहे हैं।",
    "तीसरी खबर के अनुसार मेले में इस बार पहले से ज्यादा दुकानें लगेंगी और सुरक्षा के लिए सौ जवान तैनात किए जाएंगे।",
    "चौथी खबर कहती है कि नए पुल का उद्घाटन अगले सप्ताह होगा और उसके बाद शहर का रास्ता आधा रह जाएगा।",
)
TITLES = (
    "पहाड़ी सड़क का काम बारिश से रुका, लोग पैदल बाजार जाने को मजबूर",
    "मेले में लगेंगी पहले से ज्यादा दुकानें, सौ जवान रहेंगे तैनात",
    "नए पुल का उद्घाटन अगले सप्ताह, आधा रह जाएगा शहर का रास्ता",
    "फसल बीमा की आखिरी तारीख बढ़ी, किसानों को मिली राहत की सांस",
)
DATE = "2026-03-04T10:20:30+05:30"


@dataclass
class WrittenPage:
    """A page, what must be read from it, and what must not."""

    html: str
    paragraphs: tuple[str, ...] = PARAGRAPHS
    absent: tuple[str, ...] = ()
    headline: str = HEADLINE
    url: str = "https://namuna.example/desh/pustakalay-khula-812345.html"
    expected: dict[str, object] = field(default_factory=dict)  # other fields of the record


def document(body: str, *, head: str = "", title: str = HEADLINE + " | नमूना समाचार") -> str:
    return (
        f'<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{HEADLINE} - नमूना"><meta property="og:type"'
        f' content="article"><meta property="article:published_time" content="{DATE}">{head}</head>'
        f"<body>{body}</body></html>"
    )


def paragraphs(texts: tuple[str, ...] = PARAGRAPHS, tag: str = "p") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


MENU = "<ul>" + "".join(
    f'<li><a href="/{slug}/">{name}</a></li>'
    for slug, name in (("desh", "देश"), ("videsh", "विदेश"), ("khel", "खेल"), ("vyapar", "व्यापार"))
) + "</ul>"  # fmt: skip
CARDS = "".join(
    f'<div><a href="/khabar/{number}.html"><img src="/{number}.jpg"></a><h3><a'
    f' href="/khabar/{number}.html">{title}</a></h3><p>{excerpt}</p></div>'
    for number, (title, excerpt) in enumerate(zip(TITLES, OTHER, strict=False))
)
LINKS = "<ul>" + "".join(f'<li><a href="/k/{t[:4]}">{t}</a></li>' for t in TITLES) + "</ul>"
FOOTER = (
    "<div><p>नमूना समाचार हिंदी में देश और दुनिया की ताजा खबरें देने वाला एक काल्पनिक अखबार है। इसका कार्यालय सोनपुर में है।"
    "</p><p>© 2026 नमूना समाचार</p></div>"
)
BYLINE = (
    '<div><a href="/author/kavita-rao">कविता राव</a> <span>04 मार्च 2026, 10:20 AM IST</span></div>'
)


def article(body: str, *, after: str = "", before: str = "", head: str = "") -> str:
    """Return a page with the usual things around *body*: menu, byline, cards, footer."""
    return document(
        f"<div>{MENU}</div>{before}<div><div><h1>{HEADLINE}</h1>{BYLINE}{body}</div>{after}"
        f"<div>{CARDS}</div></div>{FOOTER}",
        head=head,
    )


def _pages() -> dict[str, WrittenPage]:
    p = PARAGRAPHS
    first, second = p[:3], p[3:]
    also = '<a href="/k/1.html">पहाड़ी सड़क का काम बारिश से रुका, लोग पैदल बाजार जाने को मजबूर</a>'
    hidden = f'<div style="display: none">{"<br>".join(p)}</div>'
    return {
        "paragraphs": WrittenPage(article(f"<div>{paragraphs()}</div>"), absent=OTHER),
        "paragraphs beside the headline": WrittenPage(article(paragraphs()), absent=OTHER),
        "text between empty paragraphs": WrittenPage(
            article("<div>" + "<p></p>".join(p) + "<p></p></div>"), absent=OTHER
        ),
        "line breaks": WrittenPage(
            article("<div><strong>सोनपुर:</strong><br>" + "<br><br>".join(p) + "</div>"),
            paragraphs=("सोनपुर:", *p),
        ),
        "one paragraph with line breaks": WrittenPage(
            article("<div><p>" + "<br>\n<br>".join(p) + "</p></div>"), absent=OTHER
        ),
        "table cell": WrittenPage(
            document(
                f"<table><tr><td>{MENU}</td></tr><tr><td><table><tr><td><h1>{HEADLINE}</h1></td></tr>"
                f"<tr><td>{BYLINE}</td></tr><tr><td>{'<br><br>'.join(p)}</td></tr></table></td>"
                f"<td>{LINKS}</td></tr></table>"
            )
        ),
        "a div for each paragraph": WrittenPage(
            article(
                "<div>"
                + "".join(f'<div class="x9f2"><span>{text}</span></div>' for text in p)
                + '<div class="k31a">शेयर करें</div></div>'
            ),
            absent=("शेयर करें", *OTHER),
        ),
        "cut in two": WrittenPage(
            article(
                f"<div>{paragraphs(first)}</div><div>विज्ञापन</div><div>{paragraphs(second)}</div>"
            ),
            absent=("विज्ञापन", *OTHER),
        ),
        "behind a wrapper": WrittenPage(
            article(f"<div>{paragraphs(p[:1])}<div class='w'>{paragraphs(p[1:])}</div></div>"),
            absent=OTHER,
        ),
        "slides": WrittenPage(
            article(
                "<div>"
                + "".join(
                    f'<section><img src="{n}.jpg"><h3>{n}. पड़ाव</h3><div><p>{text}</p></div></section>'
                    for n, text in enumerate(p, 1)
                )
                + "</div>"
            ),
            paragraphs=tuple(x for n, text in enumerate(p, 1) for x in (f"{n}. पड़ाव", text)),
            absent=OTHER,
        ),
        "hidden copy before": WrittenPage(article(hidden + f"<div>{'<br>'.join(p)}</div>")),
        "hidden copy after": WrittenPage(article(f"<div>{paragraphs()}</div>{hidden}")),
        "visible copy for phones": WrittenPage(
            article(f"<div>{paragraphs()}</div><div class='m'>{paragraphs()}</div>")
        ),
        "hidden until a script runs": WrittenPage(
            document(f"<h1>{HEADLINE}</h1><div style='visibility:hidden'>{paragraphs()}</div>")
        ),
        "in an aside": WrittenPage(document(f"<h1>{HEADLINE}</h1><aside>{paragraphs()}</aside>")),
        "captions": WrittenPage(
            article(
                '<div><img src="a.jpg"><span>नए पुस्तकालय के बाहर जमा बच्चे और उनके माता-पिता रविवार की शाम।</span></div>'
                f"<div>{paragraphs(first)}<figure><img src='b.jpg'><figcaption>किताबों के बीच बैठी छात्राएं। फोटो: नमूना"
                f"</figcaption></figure>{paragraphs(second[:1])}<div><img src='c.jpg'><p class='wp-caption-text'>"
                f"भवन की मरम्मत करते मजदूर दिखाई दे रहे हैं, जो अगले महीने पूरी होगी।</p></div>{paragraphs(second[1:])}</div>"
            ),
            absent=("जमा बच्चे", "बैठी छात्राएं", "करते मजदूर"),
        ),
        "also read inside a paragraph": WrittenPage(
            article(
                f"<div><p>{p[0]} <b>यह भी पढ़ें: {also}</b></p><p>ये भी पढ़ें- {also} {p[1]}</p>{paragraphs(p[2:])}</div>"
            ),
            absent=("भी पढ़ें", TITLES[0]),
        ),
        "also read lines and boxes": WrittenPage(
            article(
                f"<div>{paragraphs(first)}<p><strong>इसे भी पढ़ें : </strong>{also}</p><div><b>यह भी पढ़ें</b>"
                f"<a href='/k/2'>{TITLES[1]}</a></div><ul><li><a href='/k/3'>{TITLES[2]}</a></li><li><a href='/k/4'>"
                f"{TITLES[3]}</a></li></ul>{paragraphs(second)}<p>Also Read | {also}</p></div>"
            ),
            absent=("भी पढ़ें", "Also Read", *TITLES),
        ),
        "cards between paragraphs": WrittenPage(
            article(
                f"<div>{paragraphs(first)}<div><h4><a href='/k/9'>{TITLES[3]}</a></h4><p>{OTHER[2]}</p></div>"
                f"{paragraphs(second)}</div>"
            ),
            absent=(TITLES[3],),
            paragraphs=(*first, *second),
        ),
        "comments below": WrittenPage(
            article(
                f"<div>{paragraphs()}</div>",
                after="<div><h4>टिप्पणियां</h4><ul><li><div><b>रवि</b><div>बहुत अच्छी पहल है, ऐसे पुस्तकालय हर गांव में"
                " खुलने चाहिए ताकि बच्चे मोबाइल छोड़कर किताबें पढ़ें।</div></div></li><li><div><b>सीमा</b><div>हमारे गांव में भी"
                " ऐसा होना चाहिए, मैं किताबें देने के लिए तैयार हूं और पैसे भी।</div></div></li></ul></div>",
            ),
            absent=("बहुत अच्छी पहल", "पैसे भी"),
        ),
        "sidebar first": WrittenPage(
            document(
                f"<div>{MENU}</div><div><div>{CARDS}</div><div><h1>{HEADLINE}</h1><div>{paragraphs()}</div></div></div>"
            ),
            absent=OTHER,
        ),
        "next article below": WrittenPage(
            article(
                f"<div>{paragraphs()}</div>",
                after=f"<div><h1>{TITLES[0]}</h1><div>{paragraphs(OTHER * 3)}</div></div>",
            ),
            absent=OTHER,
        ),
        "short last sentence": WrittenPage(
            article(f"<div>{paragraphs()}<p>जांच जारी है।</p></div>"),
            paragraphs=(*p, "जांच जारी है।"),
        ),
        "short first sentence": WrittenPage(
            article(f"<div><p>सुबह का समय था।</p>{paragraphs()}</div>"),
            paragraphs=("सुबह का समय था।", *p),
        ),
        "headings and lists": WrittenPage(
            article(
                f"<div>{paragraphs(first)}<h2>क्या-क्या मिलेगा</h2><ul><li>दो हजार किताबें</li><li>बच्चों का कमरा</li></ul>"
                f"{paragraphs(second)}<ol><li>सोमवार को छुट्टी</li><li>बाकी दिन खुला</li></ol></div>"
            ),
            paragraphs=(
                *first,
                "क्या-क्या मिलेगा",
                "दो हजार किताबें",
                "बच्चों का कमरा",
                *second,
                "सोमवार को छुट्टी",
                "बाकी दिन खुला",
            ),
        ),
        "headline without h1": WrittenPage(
            document(f"<div>{MENU}</div><div><div>{HEADLINE}</div><div>{paragraphs()}</div></div>")
        ),
        "logo in the h1": WrittenPage(
            document(
                f"<h1><a href='/'>नमूना समाचार</a></h1><div>{MENU}</div><div><h2>{HEADLINE}</h2>"
                f"<div>{paragraphs()}</div></div>"
            )
        ),
        "form around the page": WrittenPage(
            document(
                f"<form>{MENU}<div><h1>{HEADLINE}</h1><div>{'<br/>'.join(p)}</div></div></form>"
            )
        ),
        "consent banner": WrittenPage(
            article(
                f"<div>{paragraphs()}</div>",
                after="<div><div><p>हम आपके अनुभव को बेहतर बनाने के लिए कुकीज का उपयोग करते हैं और आपकी सहमति से ही"
                " विज्ञापन दिखाते हैं। अधिक जानने के लिए हमारी नीति देखें।</p></div></div>",
            ),
            absent=("कुकीज",),
        ),
        "social promotion as last paragraph": WrittenPage(
            article(
                f"<div>{paragraphs()}<p>ताजा खबरों के लिए हमें <a href='https://facebook.com/n'>फेसबुक</a> और"
                " <a href='https://twitter.com/n'>ट्विटर</a> पर देखते रहें, यहां हर खबर सबसे पहले मिलती है।</p></div>"
            ),
            absent=("ट्विटर",),
        ),
        "spans in paragraphs": WrittenPage(
            article(
                "<div>"
                + "".join(f"<p><span><font>{t[:40]}</font></span>{t[40:]}</p>" for t in p)
                + "</div>"
            )
        ),
        "unclosed elements": WrittenPage(
            article("<div>" + "".join(f"<p>{text}" for text in p) + "<table><td></div>")
        ),
        "one paragraph": WrittenPage(
            article(f"<div><p>{p[0]}</p></div>"), paragraphs=p[:1], absent=OTHER
        ),
        "summary of list items above": WrittenPage(
            article(
                f"<div><b>मुख्य बातें</b><ul><li>तीन गांवों का पहला पुस्तकालय।</li></ul></div><div>{paragraphs()}</div>"
            ),
            absent=("मुख्य बातें",),
        ),
        "quotations": WrittenPage(
            article(
                f"<div>{paragraphs(first)}<blockquote><p>{OTHER[0]}</p></blockquote>{paragraphs(second)}</div>"
            ),
            paragraphs=(*first, OTHER[0], *second),
        ),
        "a wrapper around each paragraph": WrittenPage(
            article(
                "<main>"
                + "".join(f"<div><p>{text}</p></div>" for text in first)
                + "<div><figure><img src='a.jpg'></figure><p><span>इमेज कैप्शन,</span> पुस्तकालय</p></div>"
                + "<div><h2>आगे क्या होगा</h2></div><div><p>वो कहते हैं.</p></div>"
                + "<div><ul><li>पहला काम</li><li>दूसरा काम</li></ul></div>"
                + "".join(f"<div><p>{text}</p></div>" for text in second)
                + "</main>"
            ),
            paragraphs=(*first, "आगे क्या होगा", "वो कहते हैं.", "पहला काम", "दूसरा काम", *second),
            absent=("इमेज कैप्शन",),
        ),
        "text in figure captions": WrittenPage(
            document(
                f"<h1>{HEADLINE}</h1>"
                + "".join(
                    f"<figure><img src='{n}.jpg'><figcaption>{t}</figcaption></figure>"
                    for n, t in enumerate(p)
                )
            )
        ),
        "more comments than article": WrittenPage(
            article(
                f"<div>{paragraphs(p[:2])}</div>",
                after="<div class='comments-area'><ol>"
                + "".join(
                    f"<li><article><b>पाठक</b><div><p>{t}</p></div></article></li>"
                    for t in OTHER * 4
                )
                + "</ol></div>",
            ),
            paragraphs=p[:2],
            absent=OTHER,
        ),
        "halves nested differently": WrittenPage(
            article(
                f"<div>{paragraphs(first)}</div><div class='ad'>विज्ञापन</div><section><div><div>{paragraphs(second)}</div></div></section>"
            ),
            absent=("विज्ञापन",),
        ),
        "linked headings of its own": WrittenPage(
            article(
                f"<div>{paragraphs(p[:1])}"
                + "".join(
                    f"<h3><a href='/film/{n}'>{TITLES[n]}</a></h3><p>{p[n + 1]}</p>"
                    for n in range(4)
                )
                + "</div>"
            ),
            paragraphs=(p[0], *p[1:5]),
        ),
        "related story in the middle of text": WrittenPage(
            article(
                f"<div>{'<br><br>'.join(first)}<div><h4>इसे भी पढ़ें</h4><a href='/k/3'><img src='x.jpg'><p>{TITLES[1]}</p></a>"
                f"</div><br>{'<br><br>'.join(second)}</div>"
            ),
            absent=("इसे भी पढ़ें", TITLES[1]),
        ),
        "paragraphs pasted as div": WrittenPage(
            article(f"<div>{paragraphs(first)}<div>{second[0]}</div>{paragraphs(second[1:])}</div>")
        ),
        "biography in a box below": WrittenPage(
            article(
                f"<div class='text'>{paragraphs()}</div><div class='bio'><p>कविता राव पिछले बारह वर्षों से ग्रामीण शिक्षा पर लिख"
                " रही हैं और नमूना समाचार की विशेष संवाददाता हैं।</p></div>"
            ),
            absent=("बारह वर्षों",),
        ),
        "last paragraph after an advertisement": WrittenPage(
            article(
                f"<div class='t'>{paragraphs(p[:5])}</div><div class='ad'>Advertisement</div><div class='t'>{paragraphs(p[5:])}</div>"
            )
        ),
        "short end after an advertisement": WrittenPage(
            article(
                f"<div>{paragraphs()}<div class='ad'><div><span>विज्ञापन</span></div></div><p>जांच जारी है।</p></div>"
            ),
            paragraphs=(*p, "जांच जारी है।"),
        ),
        "headline and text in two articles": WrittenPage(
            document(
                f"<div>{MENU}</div><article><h1>{HEADLINE}</h1>{BYLINE}</article><article><div>{paragraphs()}</div></article>"
                f"<div>{CARDS}</div>"
            ),
            absent=OTHER,
        ),
        "related articles as elements": WrittenPage(
            document(
                f"<main><article><h1>{HEADLINE}</h1><div>{paragraphs(p[:2])}</div></article>"
                + "".join(
                    f"<article><h2>{t}</h2><div>{paragraphs(OTHER)}</div></article>" for t in TITLES
                )
                + "</main>"
            ),
            paragraphs=p[:2],
            absent=OTHER,
        ),
        "headline repeated above the text": WrittenPage(
            article(f"<div><p>{HEADLINE}।</p>{paragraphs()}</div>"), paragraphs=p
        ),
        "table of contents": WrittenPage(
            article(
                f"<div>{paragraphs(p[:1])}<div><p>विषय सूची</p><nav><ul><li><a href='#1'>क्या मिलेगा</a></li></ul></nav></div>"
                f"<h2>क्या मिलेगा</h2>{paragraphs(p[1:])}</div>"
            ),
            paragraphs=(p[0], "क्या मिलेगा", *p[1:]),
            absent=("विषय सूची",),
        ),
        "verse": WrittenPage(
            document(
                f"<h1>{HEADLINE}</h1><div>{MENU}</div><div>नदी किनारे एक गांव था।<br>गांव में एक पीपल था।<br>पीपल पर"
                " चिड़ियां रहती थीं।<br>चिड़ियां रोज गाना गाती थीं।</div>"
            ),
            paragraphs=(
                "नदी किनारे एक गांव था।",
                "गांव में एक पीपल था।",
                "पीपल पर चिड़ियां रहती थीं।",
                "चिड़ियां रोज गाना गाती थीं।",
            ),
        ),
        "Blogger": WrittenPage(
            document(
                f"<div><h2>बुधवार, 4 मार्च 2026</h2><div><h3>{HEADLINE}</h3><div><div><a href='a.jpg'><img src='a.jpg'></a></div>"
                f"<div><br></div>{'<br><br>'.join(first)}<div><br></div><div>{second[0]}</div><div>{second[1]}</div><div>{second[2]}"
                f"</div></div><div>Posted by <a href='/profile/1'>कविता राव</a> at 10:20 AM</div></div></div><div>{LINKS}</div>"
            )
        ),
        "cards with linked titles below": WrittenPage(
            article(
                f"<div>{paragraphs()}</div>",
                after="<div>"
                + "".join(
                    f"<div class='it'><a href='/{n}'>{t}</a><p>{x}</p></div>"
                    for n, (t, x) in enumerate(zip(TITLES, OTHER, strict=False))
                )
                + "</div>",
            ),
            absent=OTHER,
        ),
        "what the paper is, inside the article": WrittenPage(
            article(
                f"<div class='t'>{paragraphs()}<div class='ab'><p>नमूना समाचार देश और दुनिया की खबरें देने वाला एक काल्पनिक"
                " अखबार है।</p><p>इसके संवाददाता पूरे राज्य में फैले हैं और हर खबर परखते हैं।</p></div></div>"
            ),
            absent=("काल्पनिक", "परखते हैं"),
        ),
        "a form in the text": WrittenPage(
            article(
                f"<div>{paragraphs(first)}<div><h4>रोज की खबरें</h4><p>हर सुबह की बड़ी खबरें अपने इनबॉक्स में पाने के लिए ईमेल दर्ज"
                f" करें।</p><form><input type='email'></form></div>{paragraphs(second)}</div>"
            ),
            absent=("इनबॉक्स",),
        ),
        "boxes with pictures": WrittenPage(
            article(
                "<div>"
                + "".join(
                    f"<p>{t}</p><div class='im'><img src='{n}.jpg'><p>गांव के पुस्तकालय में किताबें पढ़ते हुए बच्चे दिखाई दे रहे हैं।</p></div>"
                    for n, t in enumerate(p)
                )
                + "</div>"
            ),
            absent=("दिखाई दे रहे",),
        ),
        "related headings between paragraphs": WrittenPage(
            article(
                "<div>"
                + "".join(
                    f"<p>{t}</p><h3>ये भी पढ़ें: <a href='/{n}'>{TITLES[n % 4]}</a></h3>"
                    for n, t in enumerate(p)
                )
                + "</div>"
            ),
            absent=("ये भी पढ़ें", *TITLES),
        ),
        "share buttons in the text": WrittenPage(
            article(
                f"<div>{paragraphs(first)}<ul><li>Facebook</li><li>WhatsApp</li></ul>{paragraphs(second)}</div>"
            ),
            absent=("Facebook",),
        ),
        "linked words": WrittenPage(
            article(
                "<div>"
                + "".join(
                    f'<p><a href="/t/1">{t[:20]}</a>{t[20:60]}<a href="/t/2">{t[60:75]}</a>{t[75:]}</p>'
                    for t in p
                )
                + "</div>"
            )
        ),
    }


PAGES = _pages()
