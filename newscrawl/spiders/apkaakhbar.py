"""Apka Akhbar. Theme and load-more: public spider, 2021; its sections stand in its menu only."""

from newscrawl.platforms.tagdiv import TagDivSpider


class ApkaakhbarSpider(TagDivSpider):
    name = "apkaakhbar"
    publisher = "आपका अख़बार"
    evidence = "public spider, 2021"
    allowed_domains = ["apkaakhbar.com"]
    sections = {"latest": "https://apkaakhbar.com/"}
