"""Zee News Hindi: lists and articles from public spiders, 2018 and 2021; feeds from lists, 2026."""

from newscrawl.site_file import (
    CategorySpider,
    Identity,
    NumberedPages,
    article_urls,
    sections_at,
    urls_at,
)


class ZeenewsHindiSpider(CategorySpider):
    name = "zeenews_hindi"
    publisher = "ज़ी न्यूज़"
    evidence = "public spider, 2021"
    allowed_domains = ["zeenews.india.com"]
    sections = sections_at(
        "https://zeenews.india.com/hindi/{}",
        "india world sports entertainment business technology religion "
        "uttar-pradesh=india/up-uttarakhand delhi=india/delhi-ncr-haryana "
        "rajasthan=india/rajasthan",
    )
    article_pattern = article_urls("zeenews.india.com", r"hindi/(?:[^/?]+/)+[^/?]+/\d{4,9}")
    identity = Identity(final_slash=False)
    paging = NumberedPages("?page={}", offset=-1)
    feeds = urls_at(
        "https://zeenews.india.com/hindi/{}.xml",
        "india world business sports technology entertainment religion",
    )
    sitemaps = urls_at(
        "https://zeenews.india.com/hindi/{}/news-sitemap.xml", "sitemaps india/rajasthan"
    )
