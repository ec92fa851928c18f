"""Lokmat News Hindi: lists from a public spider, 2021; articles from URLs since then."""

from newscrawl.platforms.wordpress import WordPressSpider
from newscrawl.site_file import article_urls, sections_at


class LokmatnewsSpider(WordPressSpider):
    name = "lokmatnews"
    publisher = "लोकमत न्यूज़"
    evidence = "public spider, 2021"
    allowed_domains = ["www.lokmatnews.in"]
    sections = sections_at(
        "https://www.lokmatnews.in/{}/",
        "india world sports entertainment business technology politics",
    )
    article_pattern = article_urls("lokmatnews.in", r"[^/?-]+(?:-[^/?-]+){2,}-[a-z]\d{1,5}")
