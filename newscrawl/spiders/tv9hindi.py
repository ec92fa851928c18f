"""TV9 Bharatvarsh: from a public spider, 2021, and URLs up to 2026; feeds from lists, 2026."""

from newscrawl.platforms.wordpress import WordPressSpider
from newscrawl.site_file import article_urls, sections_at


class Tv9hindiSpider(WordPressSpider):
    name = "tv9hindi"
    publisher = "टीवी9 भारतवर्ष"
    evidence = "public spider, 2021"
    allowed_domains = ["www.tv9hindi.com"]
    sections = sections_at(
        "https://www.tv9hindi.com/{}",
        "india world states=state haryana=state/haryana sports cricket=sports/cricket-news "
        "business technology entertainment religion health",
    )
    article_pattern = article_urls("tv9hindi.com", r"[^/?]+-\d{6,9}\.html")
    feeds = tuple(f"{url}/feed" for url in sections.values())
