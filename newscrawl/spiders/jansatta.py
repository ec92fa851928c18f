"""Jansatta: from public scrapers, 2023-24. Its feeds lead to the home page now: none here."""

from newscrawl.platforms.wordpress import WordPressSpider
from newscrawl.site_file import Identity, article_urls, sections_at


class JansattaSpider(WordPressSpider):
    name = "jansatta"
    publisher = "जनसत्ता"
    evidence = "public spider, 2024"
    allowed_domains = ["www.jansatta.com"]
    sections = sections_at(
        "https://www.jansatta.com/{}/",
        "india=national world=international states=rajya sports=khel entertainment business "
        "lifestyle education",
    )
    article_pattern = article_urls("jansatta.com", r"[^/?]+/[^/?]+/\d{4,9}")
    identity = Identity(final_slash=True, ignored_keys=("liveblog_last", "liveblog_page"))
    sitemaps = ("https://www.jansatta.com/news-sitemap.xml",)
