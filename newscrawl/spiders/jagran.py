"""Dainik Jagran: from pages of 2020 and 2022, its Punjabi edition and its front-end code."""

from newscrawl.site_file import (
    CategorySpider,
    NumberedPages,
    article_urls,
    sections_at,
    urls_at,
)


class JagranSpider(CategorySpider):
    name = "jagran"
    publisher = "दैनिक जागरण"
    evidence = "real page, 2020"
    allowed_domains = ["www.jagran.com", "rss.jagran.com", "tools.jagran.com"]
    sections = sections_at(
        "https://www.jagran.com/{}-news-hindi.html",
        "india=news/national world=world/america entertainment=entertainment/bollywood "
        "cricket=cricket/headlines business=business/biz faridabad=local/haryana_faridabad "
        "patna=bihar/patna-city",
    ) | sections_at("https://www.jagran.com/uttar-pradesh/{}", "gorakhpur")
    article_pattern = article_urls("www.jagran.com", r"[^/?]+/[^/?]*-\d{7,10}\.html")
    paging = NumberedPages(
        "-page{}.html", template="/{category}/{subcategory}-{webTitleUrl}-{id}.html"
    )
    feeds = (
        *urls_at("https://rss.jagran.com/rss/news/{}.xml", "national education"),
        "https://tools.jagran.com/rss/jagranhindi/jagranhindinews.xml",
    )
    sitemaps = urls_at("https://www.jagran.com/{}.xml", "news-sitemap sitemap")
