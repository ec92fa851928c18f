"""Amar Ujala: articles from a page of 2020 and code up to 2026; feeds from lists, 2026."""

from newscrawl.site_file import (
    HEADLINE,
    CategorySpider,
    Identity,
    NumberedPages,
    article_urls,
    sections_at,
    urls_at,
)

STATES = (
    "uttar-pradesh bihar rajasthan haryana punjab chhattisgarh madhya-pradesh himachal-pradesh "
    "uttarakhand jharkhand"
)


class AmarujalaSpider(CategorySpider):
    name = "amarujala"
    publisher = "अमर उजाला"
    evidence = "real page, 2020"
    allowed_domains = ["www.amarujala.com"]
    sections = sections_at(
        "https://www.amarujala.com/{}",
        "india=india-news world cricket entertainment business education lifestyle delhi=delhi-ncr "
        f"lucknow {STATES}",
    )
    article_pattern = article_urls("amarujala.com", HEADLINE)
    identity = Identity(final_slash=False, ignored_keys=("pageId",))
    paging = NumberedPages("?page={}")
    feeds = urls_at(
        "https://www.amarujala.com/rss/{}.xml",
        "breaking-news india-news world business sports technology fitness entertainment "
        f"lifestyle education automobiles opinion west-bengal gorakhpur {STATES}",
    )
    sitemaps = urls_at("https://www.amarujala.com/{}.xml", "sitemap-news-v1 sitemap/sitemap-index")
