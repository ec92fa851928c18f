"""A site for the tests of health: three new articles a run, and what can go wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from served import ROOT, Answer, Page, Served

from newscrawl.category_spider import CategorySpider
from newscrawl.extraction import Selectors

ORIGIN = "http://ailing.example"
SECTIONS = {"india": f"{ORIGIN}/desh/", "sports": f"{ORIGIN}/khel/"}
A_RUN = 4
"""New articles in each run."""


class AilingSpider(CategorySpider):
    name = "ailing"
    allowed_domains = ["ailing.example"]
    sections = SECTIONS
    article_pattern = r"-\d{5}\.html$"
    selectors = Selectors(body="div.story > p", headline="h1.title")


SENTENCES = (
    "गाँव के पुराने तालाब की सफ़ाई इस हफ़्ते पूरी हो गई और लोग सुबह से ही किनारे जुटने लगे।",
    "पंचायत ने बताया कि मिट्टी निकालने में बाईस दिन लगे और मज़दूरी समय पर दी गई।",
    "किसानों का कहना है कि अब रबी की सिंचाई के लिए पानी की कमी नहीं रहेगी।",
    "स्कूल के बच्चों ने घाट पर पौधे लगाए और उनकी देखभाल का ज़िम्मा भी लिया।",
)


def article(number: int, *, layout: str = "story", dated: bool = True, author: bool = True) -> str:
    """Return an article page; *layout* is the class of the element around its text."""
    text = "".join(
        f"<p>{sentence} यह {number + part} नंबर की बात है।</p>"
        for part, sentence in enumerate(SENTENCES * 2)
    )
    date = '<meta property="article:published_time" content="2026-11-20T08:00:00+05:30">'
    by = '<span class="author" itemprop="author">सुरेश पाटीदार</span>'
    return (
        f'<html lang="hi"><head><title>तालाब की सफ़ाई {number}</title>{date if dated else ""}</head>'
        f'<body><article><h1 class="title">तालाब की सफ़ाई पूरी, किसान खुश: रिपोर्ट {number}</h1>'
        f'{by if author else ""}<div class="{layout}">{text}</div></article></body></html>'
    )


def listing(numbers: range) -> str:
    """Return a listing page, newest first."""
    links = "".join(
        f'<li><a href="/desh/talab-ki-safai-{n}.html">तालाब की सफ़ाई पूरी, किसान खुश: {n}</a></li>'
        for n in reversed(numbers)
    )
    return f"<html><body><h2>देश</h2><ul>{links}</ul></body></html>"


def pages(runs: int, **faults: bool | str) -> dict[str, Answer]:
    """Return the site as it is at its run number *runs*; *faults* are those of `article`."""
    numbers = range(10101, 10101 + A_RUN * runs)
    table: dict[str, Answer] = {
        f"{ORIGIN}/desh/talab-ki-safai-{n}.html": article(n, **faults)  # type: ignore[arg-type]
        for n in numbers
    }
    newest = numbers[-20:]
    table[SECTIONS["india"]] = listing(newest)
    table[SECTIONS["sports"]] = listing(newest)
    return table


def run(served: Served, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `scrapy crawl ailing` with *served* as its proxy and *folder* for its data."""
    proxy = f"http://{served.netloc}"
    settings = (
        "SPIDER_MODULES=newscrawl.spiders,ailing_site",
        f"ADDRESS_GUARD_ALLOW={served.netloc}",
        f"DATA_DIR={folder}",
        "DOWNLOAD_DELAY=0",
        "RETRY_TIMES=0",
    )
    set_options = [part for setting in settings for part in ("-s", setting)]
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "ailing", *set_options, *options],
        cwd=ROOT,
        env={
            **os.environ,
            "http_proxy": proxy,
            "https_proxy": proxy,
            "no_proxy": "127.0.0.1",
            "PYTHONPATH": path,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


BLOCK_PAGE = Page(
    "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
)
