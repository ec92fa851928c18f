"""India TV: articles from URLs of 2018-23; feeds from lists, 2026; the rest inferred."""

from newscrawl.site_file import (
    CategorySpider,
    Identity,
    NumberedPages,
    article_urls,
    sections_at,
    urls_at,
)


class IndiatvSpider(CategorySpider):
    name = "indiatv"
    publisher = "इंडिया टीवी"
    evidence = "inference"
    allowed_domains = ["www.indiatv.in"]
    sections = sections_at(
        "https://www.indiatv.in/{}",
        "india=india/national politics=india/politics world cricket=sports/cricket "
        "entertainment=entertainment/bollywood business=paisa/business technology=tech health "
        "lifestyle religion education",
    )
    article_pattern = article_urls("indiatv.in", r"[^/?]+/[^/?]+-\d{5,8}")
    identity = Identity(final_slash=False)
    paging = NumberedPages("?page={}")
    feeds = urls_at(
        "https://www.indiatv.in/rssnews/topstory{}.xml",
        "- -india -world -paisa -sports -tech -health -entertainment -lifestyle -religion "
        "-education",
    )
