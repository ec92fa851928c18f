"""Live Hindustan: articles and feeds from kovidgoyal/calibre, 2025; paging inferred."""

from newscrawl.site_file import (
    CategorySpider,
    NumberedPages,
    article_urls,
    sections_at,
    urls_at,
)


class LivehindustanSpider(CategorySpider):
    name = "livehindustan"
    publisher = "लाइव हिन्दुस्तान"
    evidence = "public spider, 2025"
    allowed_domains = ["www.livehindustan.com", "api.livehindustan.com"]
    sections = sections_at(
        "https://www.livehindustan.com/{}",
        "india=national world=international business entertainment cricket technology=gadgets "
        "jobs=career lifestyle astrology opinion=blog uttar-pradesh bihar jharkhand uttarakhand "
        "gorakhpur=uttar-pradesh/gorakhpur",
    )
    article_pattern = article_urls("livehindustan.com", r"[^/?]+-\d{6,17}\.html")
    paging = NumberedPages("/page-{}")
    feeds = urls_at(
        "https://api.livehindustan.com/feeds/rss/{}/rssfeed.xml",
        "national international business cricket gadgets lifestyle lifestyle/health entertainment "
        "astrology career auto blog",
    )
    sitemaps = ("https://www.livehindustan.com/news-sitemap.xml",)
