"""Dainik Bhaskar: from a page of 2024 and flairNLP/fundus, 2026; feeds from lists, 2026."""

from newscrawl.site_file import CategorySpider, Identity, article_urls, sections_at, urls_at


class BhaskarSpider(CategorySpider):
    name = "bhaskar"
    publisher = "दैनिक भास्कर"
    evidence = "real page, 2024"
    allowed_domains = ["www.bhaskar.com"]
    sections = sections_at(
        "https://www.bhaskar.com/{}/",
        "india=national world=international states=local bihar=local/bihar business sports "
        "samastipur=local/bihar/samastipur entertainment technology=tech-auto jobs=career opinion "
        "lifestyle religion=jeevan-mantra astrology=rashifal fact-check=no-fake-news women "
        "money=utility original=db-original",
    )
    article_pattern = article_urls("bhaskar.com", r"news/[^/?]*-\d{7,12}\.html")
    identity = Identity(rewrites=((r"(?<=bhaskar\.com)/g/", "/"),))
    feeds = urls_at(
        "https://www.bhaskar.com/rss-v1--category-{}.xml",
        "1061 1125 1051 1053 3998 5707 1057 11945 1944 4587 2052 3679 1739 1740 1741 1742 1743 "
        "3682",
    )
    sitemaps = ("https://www.bhaskar.com/sitemaps-v1--sitemap-google-news-index.xml",)
