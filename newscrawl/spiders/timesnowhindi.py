"""Times Now Navbharat: articles from URLs of 2022-24; feeds from lists, 2026; paging unknown."""

from newscrawl.site_file import CategorySpider, Identity, article_urls, sections_at, urls_at


class TimesnowhindiSpider(CategorySpider):
    name = "timesnowhindi"
    publisher = "टाइम्स नाउ नवभारत"
    evidence = "inference"
    allowed_domains = ["www.timesnowhindi.com"]
    sections = sections_at(
        "https://www.timesnowhindi.com/{}",
        "india world business sports health technology=tech-gadgets explainers=explainer "
        "reviews=entertainment/movie-reviews",
    )
    article_pattern = article_urls(
        "timesnowhindi.com", r"(?:[^/?]*-(?:article|liveblog)-\d{6,11}|article/[^/?]+/\d{5,8})"
    )
    identity = Identity(final_slash=False)
    feeds = urls_at(
        "https://www.timesnowhindi.com/feeds/gns-hin-{}.xml",
        "india world business sports tech-gadgets health",
    )
