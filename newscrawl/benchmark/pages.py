"""The pages of the measured site: about 90 KB each, most of it not the story.

Their proportions are those of saved pages of eight Hindi newsrooms of 2023 and 2024 (72 to 104 KB,
420 to 900 elements, 60 to 190 links): menus, ticker, scripts, styles, JSON-LD, cards in a sidebar
and below the story, advertisements and also-read lines between its paragraphs, comments, footer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from random import Random

from newscrawl.benchmark.stories import SECTIONS, Story, comments

SITE_NAME = "नमूना समाचार"
MENU = (
    """
    उत्तर प्रदेश|बिहार|मध्य प्रदेश|राजस्थान|झारखंड|उत्तराखंड|हरियाणा|पंजाब|हिमाचल|दिल्ली|महाराष्ट्र|गुजरात|
    क्रिकेट|फुटबॉल|हॉकी|टेनिस|शेयर बाजार|बैंकिंग|सोना|बजट|टेक्नोलॉजी|मोबाइल|ऑटो|शिक्षा|नौकरी|परिणाम|राशिफल|
    धर्म|लाइफस्टाइल|सेहत|रेसिपी|फैशन|बॉलीवुड|टीवी|वेब सीरीज|गैजेट|विज्ञान|कृषि|मौसम|यात्रा|विचार|संपादकीय
""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
ASIDE_CARDS, RELATED_CARDS, COMMENTS, CARDS_A_PAGE = 22, 12, 6, 40
STYLE_RULES, SCRIPT_LINES = 140, 210


class Pages:
    """Writes the pages of a site of *stories*, newest first, under *origin*."""

    def __init__(self, origin: str, stories: Sequence[Story], seed: int = 1) -> None:
        self.origin = origin
        self.stories = stories
        self._random = Random(seed)
        self._style = _style(Random(seed))
        self._menu = _menu(origin)
        self._footer = _footer(origin)

    def article(self, place: int) -> str:
        """Return the page of the story at *place*."""
        story = self.stories[place]
        random = Random(story.number)
        neighbours = [
            self.stories[(place + step) % len(self.stories)]
            for step in range(1, ASIDE_CARDS + RELATED_CARDS + 2)
        ]
        also_read, *cards = neighbours
        aside, related = cards[:ASIDE_CARDS], cards[ASIDE_CARDS:]
        section = SECTIONS[story.section]
        url = self.origin + story.path
        body = (
            f'<div class="page-grid"><main class="story-column" id="story-{story.number}">'
            f'<nav class="breadcrumb" aria-label="breadcrumb"><ol><li><a href="{self.origin}/">'
            f'होम</a></li><li><a href="{self.origin}/{story.section}/">{section}</a></li></ol>'
            "</nav>"
            f'<article class="story-card"><h1 class="story-title">{escape(story.headline)}</h1>'
            f'<h2 class="story-summary">{escape(story.description)}</h2>'
            f'<div class="story-byline"><span>द्वारा</span> <a rel="author" '
            f'href="{self.origin}/lekhak/{random.randint(1, 90)}/">{story.author}</a> '
            f'<time datetime="{story.published.isoformat()}">'
            f"{story.published:%d/%m/%Y %H:%M} IST</time></div>{_share(url)}"
            f'<figure class="story-photo"><img src="{self.origin}/img/{story.number}.jpg" alt="" '
            'width="800" height="450"><figcaption>प्रतीकात्मक तस्वीर</figcaption></figure>'
            f'<div class="story-body" itemprop="articleBody">{self._paragraphs(story, also_read)}'
            f"</div>{self._tags(random)}</article>{_share(url)}"
            f'<section class="related"><h3>संबंधित खबरें</h3>{self._cards(related)}</section>'
            f"{_comments(random)}</main>"
            f'<aside class="rail"><div class="ad-slot" id="rail-top"></div><h3>ताजा खबरें</h3>'
            f"{self._cards(aside)}</aside></div>"
        )
        return self._document(story.headline, self._head(story, url), body, story.number)

    def listing(self, section: str, page: int, stories: Sequence[Story], pages: int) -> str:
        """Return page *page* of *pages* of a section, with its *stories*."""
        base = f"{self.origin}/{section}/"
        cards = "".join(self._teaser(story) for story in stories)
        following = f'<link rel="next" href="{base}page-{page + 1}/">' if page < pages else ""
        numbers = "".join(
            f'<a class="page-number" href="{base}{f"page-{n}/" if n > 1 else ""}">{n}</a> '
            for n in range(max(page - 2, 1), min(page + 3, pages + 1))
        )
        older = f'<a class="older" rel="next" href="{base}page-{page + 1}/">अगला</a>'
        pager = f'<div class="pagination">{numbers}{older if page < pages else ""}</div>'
        body = (
            f'<div class="page-grid"><main class="list-column"><h1>{SECTIONS[section]}</h1>'
            f'<div class="story-list">{cards}</div>{pager}</main><aside class="rail">'
            f"<h3>सबसे ज्यादा पढ़ी गई</h3>{self._cards(self.stories[:10])}</aside></div>"
        )
        return self._document(f"{SECTIONS[section]} समाचार", following, body, page)

    def _document(self, title: str, head: str, body: str, seed: int) -> str:
        return (
            '<!DOCTYPE html>\n<html lang="hi"><head><meta charset="utf-8">'
            f"<title>{escape(title)} | {SITE_NAME}</title>{head}<style>{self._style}</style>"
            f"<script>{_script(Random(seed))}</script></head><body>"
            f'<header class="site-header">{self._menu}</header>{body}{self._footer}'
            f"<script>{_script(Random(seed + 1))}</script></body></html>\n"
        )

    def _head(self, story: Story, url: str) -> str:
        published = story.published.isoformat()
        image = f"{self.origin}/img/{story.number}.jpg"
        named = {"description": story.description, "author": story.author}
        properties = {
            "og:type": "article",
            "og:title": story.headline,
            "og:description": story.description,
            "og:url": url,
            "og:image": image,
            "og:site_name": SITE_NAME,
            "article:published_time": published,
            "article:section": SECTIONS[story.section],
        }
        metas = [f'<meta name="{k}" content="{escape(v)}">' for k, v in named.items()]
        metas += [f'<meta property="{k}" content="{escape(v)}">' for k, v in properties.items()]
        publisher = {"@type": "NewsMediaOrganization", "name": SITE_NAME, "url": self.origin}
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "headline": story.headline,
            "description": story.description,
            "image": [image],
            "datePublished": published,
            "dateModified": published,
            "author": {"@type": "Person", "name": story.author},
            "publisher": publisher,
            "articleSection": SECTIONS[story.section],
            "inLanguage": "hi",
        }
        crumbs = {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": n, "name": name}
                for n, name in enumerate(("होम", SECTIONS[story.section], story.headline), 1)
            ],
        }
        data = "".join(
            f'<script type="application/ld+json">{json.dumps(each, ensure_ascii=False)}</script>'
            for each in (article, crumbs, {"@context": "https://schema.org", **publisher})
        )
        return f'<link rel="canonical" href="{url}">{"".join(metas)}{data}'

    def _paragraphs(self, story: Story, also_read: Story) -> str:
        elements = []
        for place, paragraph in enumerate(story.paragraphs):
            elements.append(f"<p>{escape(paragraph)}</p>")
            if place == 1:
                elements.append(
                    '<p><strong>यह भी पढ़ें: </strong><a href="'
                    f'{self.origin}{also_read.path}">{escape(also_read.headline)}</a></p>'
                )
            elif place in (2, 5):
                elements.append(
                    f'<div class="ad-slot" id="inline-{place}"><span>विज्ञापन</span>'
                    '<ins class="ad" data-slot="7712"></ins></div>'
                )
        return "\n".join(elements)

    def _cards(self, stories: Sequence[Story]) -> str:
        cards = "".join(
            f'<li class="card"><div class="card-image"><a href="{self.origin}{story.path}"><img '
            f'loading="lazy" src="{self.origin}/img/{story.number}.jpg" alt=""></a></div>'
            f'<div class="card-text"><h4><a href="{self.origin}{story.path}">'
            f"{escape(story.headline)}</a></h4>"
            f'<div class="card-foot"><span>{story.published:%d/%m/%Y}</span></div></div></li>'
            for story in stories
        )
        return f'<ul class="cards">{cards}</ul>'

    def _teaser(self, story: Story) -> str:
        url = self.origin + story.path
        return (
            f'<div class="teaser"><a href="{url}"><img src="{self.origin}/img/{story.number}.jpg" '
            f'alt=""></a><h2><a href="{url}">{escape(story.headline)}</a></h2>'
            f'<p>{escape(story.description)}</p><span class="when">'
            f"{story.published:%d/%m/%Y %H:%M}</span></div>"
        )

    def _tags(self, random: Random) -> str:
        links = "".join(
            f'<li><a href="{self.origin}/tag/{n}/">{MENU[n]}</a></li>'
            for n in random.sample(range(len(MENU)), 5)
        )
        return f'<div class="story-tags"><ul>{links}</ul></div>'


def _menu(origin: str) -> str:
    sections = "".join(f'<li><a href="{origin}/{s}/">{n}</a></li>' for s, n in SECTIONS.items())
    more = "".join(
        f'<li class="menu-item"><a href="{origin}/vishay-{n}/">{name}</a></li>'
        for n, name in enumerate(MENU)
    )
    return (
        f'<a class="logo" href="{origin}/">{SITE_NAME}</a><nav class="menu"><ul>{sections}</ul>'
        f'<ul class="mega">{more}</ul></nav>'
        '<form class="search"><input name="q"><button>खोजें</button></form>'
    )


def _footer(origin: str) -> str:
    links = "".join(
        f'<li><a href="{origin}/vishay-{n}/">{name} समाचार</a></li>' for n, name in enumerate(MENU)
    )
    policies = "".join(
        f'<a href="{origin}/{path}/">{name}</a> '
        for path, name in (("about-us", "हमारे बारे में"), ("privacy", "गोपनीयता"), ("terms", "शर्तें"))
    )
    return (
        f'<footer class="site-footer"><ul>{links}</ul><div>{policies}</div>'
        f"<p>© 2026 {SITE_NAME}। सर्वाधिकार सुरक्षित।</p></footer>"
    )


def _share(url: str) -> str:
    links = "".join(
        f'<a class="share-{name}" href="https://{name}.example/share?u={url}"><svg width="24" '
        'height="24" viewBox="0 0 24 24"><path d="M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10"/></svg>'
        "</a>"
        for name in ("facebook", "twitter", "whatsapp", "telegram")
    )
    return f'<div class="share">{links}</div>'


def _comments(random: Random) -> str:
    items = "".join(
        f'<li class="comment"><b>पाठक {n}</b><p>{escape(text)}</p><span>{n} घंटे पहले</span></li>'
        for n, text in enumerate(comments(random, COMMENTS), 1)
    )
    return f'<section class="comments" id="comments"><h3>टिप्पणियां</h3><ol>{items}</ol></section>'


def _style(random: Random) -> str:
    return "".join(
        f".c{random.getrandbits(32):x} .i{n}{{margin:{n % 24}px;padding:{n % 7}px;color:#{n:03}}}"
        for n in range(STYLE_RULES)
    )


def _script(random: Random) -> str:
    return "".join(
        f'window.ads=window.ads||[];ads.push({{slot:{n},key:"{random.getrandbits(64):x}",lazy:!0}});\n'
        for n in range(SCRIPT_LINES)
    )
