"""Patrika: articles from a public scraper, 2026; feeds from lists, 2026; paging inferred."""

from newscrawl.site_file import (
    CategorySpider,
    Identity,
    LoadedPages,
    article_urls,
    sections_at,
    urls_at,
)


class PatrikaSpider(CategorySpider):
    name = "patrika"
    publisher = "राजस्थान पत्रिका"
    evidence = "public spider, 2026"
    allowed_domains = ["www.patrika.com", "cms.patrika.com"]
    sections = sections_at(
        "https://www.patrika.com/{}-news",
        "india=national world politics=political business sports entertainment jaipur gorakhpur "
        "bilaspur kota",
    )
    article_pattern = article_urls("patrika.com", r"[^/?]+/[^/?]+-\d{7,9}")
    identity = Identity(final_slash=False)
    paging = LoadedPages("/_next/data/{build}{path}.json?page={number}")
    feeds = urls_at(
        "https://cms.patrika.com/googlefeed/blog/category/{}",
        "national-news world-news political-news business-news sports-news health-news "
        "entertainment-news lifestyle-news astrology-and-spirituality education-news "
        "automobile-news opinion state-news",
    )
    sitemaps = (
        "https://www.patrika.com/google-news-sitemap-v1.xml",
        "https://www.patrika.com/date/google-sitemap-{day}.xml",
    )
