"""The Wire Hindi: categories, feeds from DIYgod/RSSHub, 2023-25; articles from URL rules, 2026."""

from newscrawl.platforms.wordpress import WordPressSpider
from newscrawl.site_file import article_urls, sections_at


class ThewireHindiSpider(WordPressSpider):
    name = "thewire_hindi"
    publisher = "द वायर हिंदी"
    evidence = "public spider, 2025"
    allowed_domains = ["thewirehindi.com"]
    sections = sections_at(
        "https://thewirehindi.com/category/{}/",
        "india=%E0%A4%AD%E0%A4%BE%E0%A4%B0%E0%A4%A4 "
        "politics=%E0%A4%B0%E0%A4%BE%E0%A4%9C%E0%A4%A8%E0%A5%80%E0%A4%A4%E0%A4%BF",
    )
    article_pattern = article_urls("thewirehindi.com", r"\d{2,8}/[^/?]+")
    feeds = ("https://thewirehindi.com/feed/", *(url + "feed/" for url in sections.values()))
