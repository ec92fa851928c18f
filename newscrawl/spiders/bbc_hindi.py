"""BBC Hindi: from public spiders, 2022-24; feeds from BBC's own code, 2026."""

from newscrawl.site_file import CategorySpider, Identity, NumberedPages, sections_at, urls_at


class BbcHindiSpider(CategorySpider):
    name = "bbc_hindi"
    publisher = "बीबीसी हिंदी"
    evidence = "public spider, 2024"
    allowed_domains = ["www.bbc.com", "feeds.bbci.co.uk"]
    sections = sections_at(
        "https://www.bbc.com/hindi/topics/{}",
        "india=ckdxnkz7607t world=c9wpm0en87xt sports=cwr9j8g1kj9t entertainment=c06gq3n0pp7t "
        "science=c2lej0594knt society=c2e4q0z9qznt",
    )
    article_pattern = (
        r"[/.]bbc\.com/hindi/(?:articles/c[0-9a-z]{8,14}o|(?!institutional|media)[a-z-]+-\d{6,9}"
        r"|[a-z]+/20\d\d/\d\d/\d{6}_[^/?]+)/?(?:\?.*)?$"
    )
    identity = Identity(
        final_slash=False, rewrites=((r"//([a-z]+\.)?bbc\.co\.uk/hindi", "//www.bbc.com/hindi"),)
    )
    paging = NumberedPages("?page={}")
    feeds = urls_at("https://feeds.bbci.co.uk/hindi/{}rss.xml", "- india/ sport/ entertainment/")
