"""Press Information Bureau, Hindi: list, articles and feed from public code, 2026."""

from newscrawl.site_file import CategorySpider, Identity


class PibHindiSpider(CategorySpider):
    name = "pib_hindi"
    publisher = "पत्र सूचना कार्यालय"
    evidence = "public spider, 2026"
    allowed_domains = ["www.pib.gov.in"]
    sections = {"government": "https://www.pib.gov.in/allRel.aspx?reg=48&lang=2"}
    article_pattern = r"(?i)[/.]pib\.gov\.in/Press\w+\.aspx\?(?:[^#]*&)?PRID=\d{5,9}(?:&|$)"
    # Each language's release has its own number; `reg` is the office that lists it.
    identity = Identity(
        rewrites=((r"/Press\w+\.aspx(?=\?(?:.*&)?PRID=)", "/PressReleasePage.aspx"),),
        ignored_keys=("reg",),
    )
    feeds = ("https://www.pib.gov.in/RssMain.aspx?ModId=6&Lang=2&Regid=3",)
