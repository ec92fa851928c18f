"""ABP Live: articles and paging from public scrapers, 2021-23; feeds from lists, 2026."""

from newscrawl.site_file import (
    CategorySpider,
    Identity,
    NumberedPages,
    article_urls,
    sections_at,
)


class AbpliveSpider(CategorySpider):
    name = "abplive"
    publisher = "एबीपी न्यूज़"
    evidence = "public spider, 2023"
    allowed_domains = ["www.abplive.com"]
    sections = sections_at(
        "https://www.abplive.com/{}",
        "india=news/india world=news/world crime=news/crime states uttar-pradesh=states/up-uk "
        "haryana=states/haryana delhi=states/delhi-ncr business cricket=sports/cricket "
        "entertainment=entertainment/bollywood religion=lifestyle/religion technology "
        "jobs=education/jobs",
    )
    article_pattern = article_urls("www.abplive.com", r"[^/?]+/[^/?]+-\d{5,9}")
    identity = Identity(final_slash=False)
    paging = NumberedPages("/page-{}")
    feeds = tuple(f"{url}/feed" for url in sections.values())
    sitemaps = ("https://www.abplive.com/google-news-sitemap.xml",)
