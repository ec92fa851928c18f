"""OneIndia Hindi: articles from a page of 2020; paging from a public spider, 2018; feeds 2026."""

from newscrawl.site_file import (
    CategorySpider,
    Identity,
    NumberedPages,
    article_urls,
    sections_at,
    urls_at,
)


class OneindiaHindiSpider(CategorySpider):
    name = "oneindia_hindi"
    publisher = "वनइंडिया हिंदी"
    evidence = "real page, 2020"
    allowed_domains = ["hindi.oneindia.com"]
    sections = sections_at(
        "https://hindi.oneindia.com/news/{}/",
        "india world=international sports features uttar-pradesh bihar mumbai "
        "jammu-kashmir=jammu-and-kashmir",
    )
    article_pattern = article_urls("hindi.oneindia.com", r"[^/?]+-\d{5,9}\.html")
    identity = Identity(rewrites=((r"//hindi\.oneindia\.in/", "//hindi.oneindia.com/"),))
    paging = NumberedPages("?page-no={}")
    feeds = urls_at(
        "https://hindi.oneindia.com/rss/feeds/{}-fb.xml",
        "oneindia-hindi hindi-india hindi-international hindi-sports hindi-entertainment "
        "hindi-opinion hindi-uttar-pradesh hindi-rajasthan hindi-himachal-pradesh hindi-haryana "
        "hindi-bihar",
    )
    sitemaps = ("https://hindi.oneindia.com/sitemap.xml",)
