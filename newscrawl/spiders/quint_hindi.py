"""Quint Hindi: collections and articles from public code, 2017-22; feed by convention."""

from newscrawl.platforms.quintype import QuintypeSpider
from newscrawl.site_file import HEADLINE, article_urls, sections_at


class QuintHindiSpider(QuintypeSpider):
    name = "quint_hindi"
    publisher = "क्विंट हिंदी"
    evidence = "public spider, 2022"
    allowed_domains = ["hindi.thequint.com"]
    sections = sections_at(
        "https://hindi.thequint.com/{}",
        "latest=news india=news/india politics business=business/business-news "
        "sports=sports/all-sports fact-check=news/webqoof",
    )
    article_pattern = article_urls("hindi.thequint.com", HEADLINE)
    feeds = ("https://hindi.thequint.com/stories.rss",)
    sitemaps = ("https://hindi.thequint.com/sitemap.xml",)
