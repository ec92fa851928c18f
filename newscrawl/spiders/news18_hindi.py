"""News18 Hindi: articles from URLs of 2021-25; feeds from its front-end code; paging inferred."""

from newscrawl.site_file import (
    CategorySpider,
    NumberedPages,
    article_urls,
    sections_at,
    urls_at,
)


class News18HindiSpider(CategorySpider):
    name = "news18_hindi"
    publisher = "न्यूज़18 हिंदी"
    evidence = "inference"
    allowed_domains = ["hindi.news18.com"]
    sections = sections_at(
        "https://hindi.news18.com/news/{}/",
        "india=nation world sports auto jobs delhi uttar-pradesh bihar madhya-pradesh rajasthan",
    )
    article_pattern = article_urls("hindi.news18.com", r"[^/?]+-\d{6,10}\.html")
    paging = NumberedPages("/page-{}/")
    feeds = urls_at(
        "https://hindi.news18.com/commonfeeds/v1/hin/rss/{}.xml",
        "text nation world business sports tech health entertainment lifestyle career auto states "
        "uttarpradesh/gorakhpur",
    )
    sitemaps = ("https://hindi.news18.com/allstory-sitemap-data.xml",)
