"""UNI Varta, the agency: from a public spider, 2021; feed from lists, 2026."""

from newscrawl.site_file import CategorySpider, article_urls


class UnivartaSpider(CategorySpider):
    name = "univarta"
    publisher = "यूनीवार्ता"
    evidence = "public spider, 2021"
    allowed_domains = ["www.univarta.com"]
    sections = {"states": "https://www.univarta.com/news/punjab-haryana-himachal"}
    article_pattern = article_urls("univarta.com", r"(?:story|news)/\d{5,9}\.html")
    feeds = ("https://www.univarta.com/rss",)
