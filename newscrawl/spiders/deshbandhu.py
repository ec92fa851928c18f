"""Deshbandhu: articles from a URL of 2026; feed from lists, 2026; the rest inferred."""

from newscrawl.site_file import CategorySpider, Identity, NumberedPages, article_urls, sections_at


class DeshbandhuSpider(CategorySpider):
    name = "deshbandhu"
    publisher = "देशबन्धु"
    evidence = "inference"
    allowed_domains = ["www.deshbandhu.co.in"]
    sections = sections_at(
        "https://www.deshbandhu.co.in/{}", "india=national politics sports features=featured-news"
    )
    article_pattern = article_urls("deshbandhu.co.in", r"[^/?]+/[^/?]+-\d{5,8}(?:-\d)?")
    identity = Identity(final_slash=False)
    paging = NumberedPages("/{}")
    feeds = ("https://www.deshbandhu.co.in/feed",)
    sitemaps = ("https://www.deshbandhu.co.in/sitemap.xml",)
