"""Punjab Kesari (Jalandhar): editions from public code; sections and articles inferred."""

from newscrawl.site_file import CategorySpider, Identity, article_urls, sections_at


class PunjabkesariSpider(CategorySpider):
    name = "punjabkesari"
    publisher = "पंजाब केसरी"
    evidence = "inference"
    allowed_domains = ["punjabkesari.in"]
    sections = sections_at(
        "https://www.punjabkesari.in/{}/news", "india=national world=international"
    ) | sections_at(
        "https://{}.punjabkesari.in/",
        "himachal-pradesh=himachal haryana uttar-pradesh=up madhya-pradesh=mp",
    )
    article_pattern = article_urls("punjabkesari.in", r"news/[^/?]+-\d{5,9}")
    identity = Identity(
        final_slash=False, rewrites=((r"//m\.(?=[a-z]+\.punjabkesari\.in/)", "//"),)
    )
