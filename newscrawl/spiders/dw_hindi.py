"""Deutsche Welle Hindi: articles from URLs of 2013-16; the rest inferred. It has no Hindi feed."""

from newscrawl.site_file import CategorySpider, Identity, article_urls


class DwHindiSpider(CategorySpider):
    name = "dw_hindi"
    publisher = "डॉयचे वेले हिन्दी"
    evidence = "inference"
    allowed_domains = ["www.dw.com"]
    sections = {"latest": "https://www.dw.com/hi/"}
    article_pattern = article_urls("dw.com", r"hi/(?:[^/?]+/)+(?:a|live)-\d{6,10}")
    identity = Identity(final_slash=False)
    sitemaps = ("https://www.dw.com/hi/news-sitemap.xml",)
