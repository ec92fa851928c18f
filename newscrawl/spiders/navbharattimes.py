"""Navbharat Times: lists and articles from public scrapers, 2024; feeds from lists, 2026."""

from newscrawl.site_file import CategorySpider, Identity, NumberedPages, sections_at, urls_at


class NavbharattimesSpider(CategorySpider):
    name = "navbharattimes"
    publisher = "नवभारत टाइम्स"
    evidence = "public spider, 2024"
    allowed_domains = ["navbharattimes.indiatimes.com"]
    sections = sections_at(
        "https://navbharattimes.indiatimes.com/{}.cms",
        "india=india/articlelist/1564454 world=world/articlelist/2279801 "
        "business=business/articlelist/2279786 sports=sports/articlelist/2279790 "
        "entertainment=entertainment/articlelist/2279793 technology=tech/articlelist/19615041 "
        "science=science/articlelist/2278853 lifestyle=lifestyle/articlelist/2354729 "
        "astrology=astro/articlelist/17127056 education=education/articlelist/2303761 "
        "auto=auto/articlelist/2355188",
    )
    article_pattern = r"[/.]indiatimes\.com/.*(?:articleshow|moviereview|liveblog)/\d{5,}\.cms"
    identity = Identity(rewrites=((r"/amp_(?=[a-z]+/\d)", "/"),))
    paging = NumberedPages("?curpg={}")
    feeds = urls_at(
        "https://navbharattimes.indiatimes.com/{}.xml",
        "langapi/sitemap/gstandrssfeed india/rssfeed/1564454 world/rssfeed/2279801 "
        "business/rssfeed/2279786 sports/rssfeed/2279790 tech/rssfeed/19615041 "
        "entertainment/rssfeed/2279793",
    )
    sitemaps = ("https://navbharattimes.indiatimes.com/staticsitemap/nbt/news/sitemap-48hours.xml",)
