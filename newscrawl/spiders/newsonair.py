"""News On AIR: articles from a URL in public code; the rest inferred. It blocks crawlers."""

from newscrawl.platforms.wordpress import WordPressSpider
from newscrawl.site_file import article_urls


class NewsonairSpider(WordPressSpider):
    name = "newsonair"
    publisher = "आकाशवाणी समाचार"
    evidence = "inference"
    allowed_domains = ["www.newsonair.gov.in"]
    sections = {"latest": "https://www.newsonair.gov.in/hi/"}
    article_pattern = article_urls("newsonair.gov.in", r"[^/?-]+(?:-[^/?-]+){3,}")
