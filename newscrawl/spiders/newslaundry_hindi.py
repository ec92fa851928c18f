"""Newslaundry Hindi: from public code, 2021; feed, with English stories too, from lists, 2026."""

from newscrawl.platforms.quintype import QuintypeSpider
from newscrawl.site_file import article_urls


class NewslaundryHindiSpider(QuintypeSpider):
    name = "newslaundry_hindi"
    publisher = "न्यूज़लॉन्ड्री"
    evidence = "public spider, 2021"
    allowed_domains = ["hindi.newslaundry.com"]
    sections = {"investigation": "https://hindi.newslaundry.com/report"}
    article_pattern = article_urls("hindi.newslaundry.com", r"20\d\d/\d\d/\d\d/[^/?]+")
    feeds = ("https://hindi.newslaundry.com/stories.rss",)
