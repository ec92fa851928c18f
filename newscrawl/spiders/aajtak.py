"""Aaj Tak: lists and articles from public spiders, 2021-24; feed and sitemap from lists, 2026."""

from newscrawl.site_file import CategorySpider, Identity, LoadedPages, article_urls, sections_at


class AajtakSpider(CategorySpider):
    name = "aajtak"
    publisher = "आज तक"
    evidence = "public spider, 2024"
    allowed_domains = ["www.aajtak.in"]
    sections = sections_at(
        "https://www.aajtak.in/{}",
        "india world business sports entertainment education=education/news weather=topic/weather",
    ) | sections_at(
        "https://www.aajtak.in/india/{}",
        "delhi uttar-pradesh bihar rajasthan haryana maharashtra uttarakhand gujarat telangana "
        "madhya-pradesh punjab himachal-pradesh chhattisgarh jammu-kashmir jharkhand",
    )
    article_pattern = article_urls(
        "aajtak.in", r"(?:story|liveblog)/[^/?]*-\d{5,9}-\d{4}-\d\d-\d\d"
    )
    identity = Identity(final_slash=False)
    paging = LoadedPages(
        "/ajax/load-more-widget?id={number}"
        "&type=story/photo_gallery/video/breaking_news&path={path}",
        offset=-1,
    )
    feeds = ("https://www.aajtak.in/rssfeeds/?id=home",)
    sitemaps = ("https://www.aajtak.in/rssfeeds/news-sitemap.xml",)
