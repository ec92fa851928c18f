"""NDTV India: from public scrapers, 2019 and 2023; feeds from lists, 2026; paging inferred."""

from newscrawl.site_file import (
    CategorySpider,
    Identity,
    NumberedPages,
    article_urls,
    sections_at,
    urls_at,
)


class NdtvSpider(CategorySpider):
    name = "ndtv"
    publisher = "एनडीटीवी इंडिया"
    evidence = "public spider, 2023"
    allowed_domains = ["ndtv.in", "khabar.ndtv.com", "feeds.feedburner.com"]
    sections = sections_at(
        "https://ndtv.in/{}", "india world=world-news business sports entertainment=bollywood"
    )
    article_pattern = article_urls("ndtv.in khabar.ndtv.com", r"[^/?]+-\d{5,9}")
    identity = Identity(final_slash=False)
    paging = NumberedPages("/page-{}")
    feeds = urls_at(
        "https://feeds.feedburner.com/ndtvkhabar-{}", "latest india world business sports"
    )
