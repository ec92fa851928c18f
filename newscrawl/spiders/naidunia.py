"""Nai Dunia: sections from a crawler's list; articles inferred from its sister Jagran."""

from newscrawl.site_file import CategorySpider, Identity, article_urls, sections_at


class NaiduniaSpider(CategorySpider):
    name = "naidunia"
    publisher = "नईदुनिया"
    evidence = "inference"
    allowed_domains = ["www.naidunia.com"]
    sections = sections_at(
        "https://www.naidunia.com/{}",
        "india=national world sports indore=madhya-pradesh/indore bhopal=madhya-pradesh/bhopal "
        "raipur=chhattisgarh/raipur",
    )
    article_pattern = article_urls("naidunia.com", r"[^/?]+/[^/?]+-\d{5,9}(?:\.html)?")
    identity = Identity(final_slash=False)
