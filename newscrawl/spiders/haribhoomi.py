"""Hari Bhoomi: lists from a public spider, 2021; feed from lists, 2026; the rest inferred."""

from newscrawl.site_file import (
    HEADLINE,
    CategorySpider,
    Identity,
    NumberedPages,
    article_urls,
    sections_at,
)


class HaribhoomiSpider(CategorySpider):
    name = "haribhoomi"
    publisher = "हरिभूमि"
    evidence = "public spider, 2021"
    allowed_domains = ["www.haribhoomi.com"]
    sections = sections_at(
        "https://www.haribhoomi.com/{}",
        "india=national jobs=career raipur=local/chhattisgarh/raipur "
        "faridabad=news/delhi/faridabad",
    )
    article_pattern = article_urls("haribhoomi.com", rf"(?:[^/?]+-\d{{5,8}}|{HEADLINE})")
    identity = Identity(final_slash=False)
    paging = NumberedPages("/{}")
    feeds = ("https://www.haribhoomi.com/feed",)
    sitemaps = ("https://www.haribhoomi.com/sitemap.xml",)
