"""Prabhat Khabar: articles from URLs of 2021-23; feeds from lists, 2026; paging inferred."""

from newscrawl.platforms.wordpress import WordPressSpider
from newscrawl.site_file import HEADLINE, Identity, article_urls, sections_at


class PrabhatkhabarSpider(WordPressSpider):
    name = "prabhatkhabar"
    publisher = "प्रभात खबर"
    evidence = "inference"
    allowed_domains = ["www.prabhatkhabar.com"]
    sections = sections_at(
        "https://www.prabhatkhabar.com/{}",
        "india=national world business sports entertainment lifestyle=life-and-style religion "
        "bihar=state/bihar jharkhand=state/jharkhand gorakhpur=state/uttar-pradesh/gorakhpur",
    )
    article_pattern = article_urls("prabhatkhabar.com", HEADLINE)
    identity = Identity(final_slash=False)
    feeds = tuple(f"{url}/feed" for url in sections.values())
    sitemaps = ("https://www.prabhatkhabar.com/sitemap.xml",)
