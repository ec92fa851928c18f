"""A Scrapy project that crawls Hindi news and writes clean articles as JSON Lines."""

__version__ = "0.1.0"
