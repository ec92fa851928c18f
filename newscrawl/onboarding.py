"""A proposal for a new site: what its pages say of sections, article URLs, paging, feeds.

Pure: pages in, a proposal with its evidence out. `scrapy onboard` fetches and writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from newscrawl.extraction import extract_article
from newscrawl.extraction.listing import Listing, Section, read_listing
from newscrawl.items import NotAnArticle
from newscrawl.section_slugs import SECTION_SLUGS
from newscrawl.site_file import HEADLINE, article_urls
from newscrawl.urls import canonical_url, site_of

NAMES = (
    r"articleshow/\d+\.cms",
    r"[^/?]*-\d{5,}\.(?:html?|cms|php)",
    r"[^/?]*\d{5,}[^/?]*\.(?:html?|cms|php)",
    r"[^/?]+-20\d\d-\d\d-\d\d(?:-\d+)?",
    r"20\d\d/\d\d/(?:\d\d/)?[^/?]+",
    r"[^/?]+-\d{5,}",
    r"[^/?]+/\d{4,}",
    r"\d{3,}/[^/?]+",
    r"[^/?]+\.(?:html?|cms|php)",
    HEADLINE,
    r"[^/?-]+(?:-[^/?-]+){3,}",
)
"""Forms of the last segments of article URLs, from the surest: the sites of urls.tsv use them."""

ENOUGH = 0.95
"""Share of a site's article links that one form must match."""

PLATFORMS = {
    "tagDiv Newspaper": r"td-post-content|tdb-block-inner|td_module_wrap|/themes/Newspaper",
    "WordPress": r"/wp-content/|/wp-json/",
    "Quintype": r"quintype",
    "Blogger": r"blogger\.com|blogspot\.com",
    "Hocalwire": r"hocalwire",
    "Next.js": r"__NEXT_DATA__",
    "Drupal": r"drupal-settings-json|/sites/default/files",
}
HINDI_SECTIONS = {
    "देश": "india", "भारत": "india", "राष्ट्रीय": "india", "विदेश": "world", "दुनिया": "world",
    "विश्व": "world", "अंतरराष्ट्रीय": "world", "राज्य": "states", "प्रदेश": "states",
    "व्यापार": "business", "कारोबार": "business", "बिज़नेस": "business", "बिजनेस": "business",
    "खेल": "sports", "क्रिकेट": "cricket", "मनोरंजन": "entertainment", "बॉलीवुड": "entertainment",
    "तकनीक": "technology", "टेक": "technology", "विज्ञान": "science", "स्वास्थ्य": "health",
    "सेहत": "health", "हेल्थ": "health", "शिक्षा": "education", "करियर": "jobs",
    "जीवनशैली": "lifestyle", "लाइफस्टाइल": "lifestyle", "धर्म": "religion", "आस्था": "religion",
    "राशिफल": "astrology", "ज्योतिष": "astrology", "विचार": "opinion", "संपादकीय": "opinion",
    "राजनीति": "politics", "अपराध": "crime", "क्राइम": "crime", "ऑटो": "auto",
    "दिल्ली": "delhi", "बिहार": "bihar", "उत्तर प्रदेश": "uttar-pradesh", "राजस्थान": "rajasthan",
    "मध्य प्रदेश": "madhya-pradesh", "महाराष्ट्र": "maharashtra", "हरियाणा": "haryana",
    "पंजाब": "punjab", "झारखंड": "jharkhand", "छत्तीसगढ़": "chhattisgarh",
    "उत्तराखंड": "uttarakhand", "गुजरात": "gujarat",
}  # fmt: skip
ENGLISH_SECTIONS = {
    "desh": "india", "national": "india", "bharat": "india", "videsh": "world", "duniya": "world",
    "international": "world", "rajya": "states", "state": "states", "vyapar": "business",
    "khel": "sports", "sport": "sports", "manoranjan": "entertainment",
    "bollywood": "entertainment", "tech": "technology", "vigyan": "science",
    "swasthya": "health", "shiksha": "education",
    "career": "jobs", "dharm": "religion", "rashifal": "astrology", "vichar": "opinion",
    "rajneeti": "politics", "apradh": "crime", "automobile": "auto",
}  # fmt: skip


@dataclass(frozen=True)
class Fetched:
    """A page that was looked at."""

    url: str
    html: str


@dataclass
class Proposal:
    """What a site file would declare, and the evidence for each part."""

    name: str
    publisher: str
    host: str
    sections: dict[str, str] = field(default_factory=dict)
    article_name: str | None = None  # pattern of the last segments, see article_urls
    paging: str | None = None  # the form of NumberedPages
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    platform: str | None = None
    evidence: list[str] = field(default_factory=list)

    @property
    def article_pattern(self) -> str | None:
        """The regular expression that the site file will have."""
        return article_urls(self.host, self.article_name) if self.article_name else None


def propose(
    home: Fetched,
    *,
    listings: Sequence[tuple[Fetched, str | None]] = (),
    articles: Sequence[Fetched] = (),
    sitemaps: Iterable[str] = (),
    name: str | None = None,
) -> Proposal:
    """Return the proposal for the site whose home page is *home*.

    *listings* are first pages of sections, each with the address of its second page; *articles*
    article pages; *sitemaps* those of robots.txt.
    """
    tree = LexborHTMLParser(home.html)
    front = read_listing(home.html, home.url)
    host = site_of(home.url)
    proposal = Proposal(
        name=name or re.sub(r"[^a-z0-9]+", "_", host.rpartition(".")[0].lower()).strip("_"),
        publisher=_publisher(tree) or host,
        host=host,
        sections=section_slugs(front.sections),
        feeds=_feeds(tree, home.url),
        sitemaps=list(dict.fromkeys(sitemaps)),
        platform=_platform(home.html),
    )
    urls = [link.url for link in front.articles]
    for page, _ in listings:
        urls += [link.url for link in read_listing(page.html, page.url).articles]
    proposal.article_name, share = article_form(urls, proposal.sections.values())
    note = proposal.evidence.append
    note(f"{len(front.articles)} article links and {len(front.sections)} sections on the home page")
    note(f"{share:.0%} of {len(set(urls))} article links have the form {proposal.article_name}")
    for page, second in listings:
        form = page_form(page.url, second) if second else None
        proposal.paging = proposal.paging or form
        note(f"{page.url}: page 2 is {second or 'not linked'}" + (f", form {form}" if form else ""))
    note(f"platform: {proposal.platform or 'none of those known'}")
    for page in articles:
        note(f"{page.url}: {_reading(page)}")
    return proposal


def section_slugs(sections: Iterable[Section]) -> dict[str, str]:
    """Return our slug -> URL for the *sections* whose title or address we know."""
    found: dict[str, str] = {}
    for url, title in sections:
        segments = [unquote(part) for part in urlsplit(url).path.lower().strip("/").split("/")]
        name = re.sub(r"\.\w+$|-news(?:-hindi)?$|-hindi$|^hindi-", "", segments[-1])
        slug = HINDI_SECTIONS.get(title.strip()) or ENGLISH_SECTIONS.get(name)
        slug = slug or (name if name in SECTION_SLUGS else None)
        if slug and slug not in found:
            found[slug] = url
    return found


def article_form(urls: Iterable[str], sections: Iterable[str]) -> tuple[str | None, float]:
    """Return the surest form that *urls* have and *sections* have not, and its share of them."""
    paths = list(dict.fromkeys(urlsplit(url).path for url in urls))
    others = [urlsplit(url).path for url in sections]
    best: tuple[str | None, float] = (None, 0.0)
    for form in NAMES:
        ends_so = re.compile(rf"/{form}/?$").search
        if not paths or any(map(ends_so, others)):
            continue
        share = sum(bool(ends_so(path)) for path in paths) / len(paths)
        if share >= ENOUGH:
            return form, share
        best = max(best, (form, share), key=lambda pair: pair[1])
    return best


def page_form(first: str, second: str) -> str | None:
    """Return how the address of page 2 is made of that of page 1, as NumberedPages takes it."""
    one, two = canonical_url(first), canonical_url(second)
    address, _, query = two.partition("?")
    if address == one.partition("?")[0]:
        pairs = [pair for pair in query.split("&") if re.fullmatch(r"[\w-]+=[12]", pair)]
        return f"?{pairs[0].partition('=')[0]}={{}}" if len(pairs) == 1 else None
    stem = re.sub(r"\.[a-z]+$", "", one.rstrip("/"))
    rest = two.removeprefix(stem)
    if rest == two or "2" not in rest:
        return None
    return rest.replace("2", "{}", 1)


def site_source(proposal: Proposal) -> str:
    """Return the source of the site file for *proposal*."""
    base = {"tagDiv Newspaper": "TagDivSpider", "WordPress": "WordPressSpider"}.get(
        proposal.platform or "", "CategorySpider"
    )
    module = {
        "TagDivSpider": "newscrawl.platforms.tagdiv",
        "WordPressSpider": "newscrawl.platforms.wordpress",
    }.get(base)
    names = ["article_urls"] if proposal.article_name else []
    paged = base == "CategorySpider" and proposal.paging
    names += ["NumberedPages"] if paged else []
    names += ["CategorySpider"] if not module else []
    lines = [f'"""{proposal.publisher}: proposed by scrapy onboard; review each line."""', ""]
    lines += [f"from {module} import {base}"] if module else []
    lines += [f"from newscrawl.site_file import {', '.join(sorted(names))}"] if names else []
    lines += ["", "", f"class {class_name(proposal.name)}({base}):"]
    lines += [f"    name = {_quoted(proposal.name)}"]
    lines += [f"    publisher = {_quoted(proposal.publisher)}"]
    lines += ['    evidence = "inference"']
    lines += [f"    allowed_domains = [{_quoted(proposal.host)}]"]
    lines += ["    sections = {"]
    lines += [
        f"        {_quoted(slug)}: {_quoted(url)}," for slug, url in proposal.sections.items()
    ]
    lines += ["    }"]
    if proposal.article_name:
        host, form = _quoted(proposal.host), proposal.article_name
        lines += [f'    article_pattern = article_urls({host}, r"{form}")']
    if paged:
        lines += [f"    paging = NumberedPages({_quoted(proposal.paging or '')})"]
    for attribute in ("feeds", "sitemaps"):
        urls = getattr(proposal, attribute)
        if urls:
            lines += [f"    {attribute} = (", *(f"        {_quoted(u)}," for u in urls), "    )"]
    return "\n".join(lines) + "\n"


def class_name(name: str) -> str:
    """Return the class of the spider *name*: CamelCase and Spider."""
    return "".join(part.capitalize() for part in name.split("_")) + "Spider"


def first_pages(front: Listing, sections: dict[str, str], most: int) -> list[str]:
    """Return the addresses of up to *most* sections to look at, the known ones first."""
    urls = [*sections.values(), *(section.url for section in front.sections)]
    return list(dict.fromkeys(urls))[:most]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _publisher(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first('meta[property="og:site_name"]')
    text = node.attributes.get("content") if node is not None else None
    if not text and (title := tree.css_first("title")) is not None:
        text = re.split(r"\s[-|:–]\s", title.text())[0]
    return " ".join(text.split())[:60] if text else None


def _feeds(tree: LexborHTMLParser, base: str) -> list[str]:
    found = []
    for node in tree.css('link[rel~="alternate"]'):
        kind, href = node.attributes.get("type") or "", node.attributes.get("href") or ""
        if ("rss" in kind or "atom" in kind) and href and "/comments/" not in href:
            found.append(urljoin(base, href))
    return list(dict.fromkeys(found))


def _platform(html: str) -> str | None:
    return next((name for name, mark in PLATFORMS.items() if re.search(mark, html)), None)


def _reading(page: Fetched) -> str:
    try:
        article = extract_article(page.html, page.url)
    except NotAnArticle as refusal:
        return f"refused as {type(refusal).__name__}"
    sources = article.provenance
    return (
        f"{article.word_count} words, headline from {sources.headline}, "
        f"date {article.date_published} from {sources.date_published}, "
        f"JSON-LD {'yes' if 'ld+json' in page.html else 'no'}"
    )
