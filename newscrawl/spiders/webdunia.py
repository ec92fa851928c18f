"""Webdunia Hindi: articles from URL rules, 2026, and a URL of 2007; feed 2026; paging inferred."""

from newscrawl.site_file import CategorySpider, Identity, NumberedPages, article_urls, sections_at


class WebduniaSpider(CategorySpider):
    name = "webdunia"
    publisher = "वेबदुनिया"
    evidence = "public spider, 2026"
    allowed_domains = ["hindi.webdunia.com"]
    sections = sections_at(
        "https://hindi.webdunia.com/{}",
        "india=national-hindi-news world=international-hindi-news madhya-pradesh "
        "cricket=cricket-news reviews=bollywood-movie-review festivals=indian-festivals "
        "children=kids-stories",
    )
    article_pattern = article_urls("hindi.webdunia.com", r"(?:[^/?]*-)?1\d{9,11}_1\.html?")
    identity = Identity(rewrites=((r"//m-hindi\.webdunia\.com", "//hindi.webdunia.com"),))
    paging = NumberedPages("/1/{}")
    feeds = ("https://hindi.webdunia.com/rss/news.rss",)
    sitemaps = ("https://hindi.webdunia.com/sitemap.xml",)
