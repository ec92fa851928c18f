"""Satya Hindi: feed from lists, 2026; sections and articles inferred."""

from newscrawl.site_file import CategorySpider, Identity, article_urls, sections_at


class SatyahindiSpider(CategorySpider):
    name = "satyahindi"
    publisher = "सत्य हिन्दी"
    evidence = "inference"
    allowed_domains = ["www.satyahindi.com"]
    sections = sections_at(
        "https://www.satyahindi.com/{}", "india politics opinion world business=economy"
    )
    article_pattern = article_urls("satyahindi.com", r"[^/?]+/[^/?]+-\d{4,8}(?:\.html)?")
    identity = Identity(final_slash=False)
    feeds = ("https://www.satyahindi.com/rss",)
