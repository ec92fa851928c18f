"""Headline Hindi. Theme: public spider, 2021; its sections stand in its menu only."""

from newscrawl.platforms.tagdiv import TagDivSpider


class HeadlinehindiSpider(TagDivSpider):
    name = "headlinehindi"
    publisher = "हेडलाइन हिंदी"
    evidence = "public spider, 2021"
    allowed_domains = ["headlinehindi.com"]
    sections = {"latest": "https://headlinehindi.com/"}
