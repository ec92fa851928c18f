"""Khas Khabar: lists, their numbered paths and articles from public code, 2024."""

from newscrawl.site_file import CategorySpider, NumberedPages, article_urls


class KhaskhabarSpider(CategorySpider):
    name = "khaskhabar"
    publisher = "खास खबर"
    evidence = "public spider, 2024"
    allowed_domains = ["khaskhabar.com"]
    sections = {
        "latest": "https://www.khaskhabar.com/tags/news/1",
        "features": "https://www.khaskhabar.com/features",
        "jaipur": "https://www.khaskhabar.com/local/rajasthan/jaipur-news",
        "business": "https://business.khaskhabar.com/business-news/",
    }
    article_pattern = article_urls("khaskhabar.com", r"news-[^/?]*-hindi-\d+-\d{4,9}-[A-Z]+\.html")
    paging = NumberedPages("/{}")
    sitemaps = ("https://www.khaskhabar.com/sitemap.xml",)
