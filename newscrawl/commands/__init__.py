"""The project's own `scrapy` commands, and `crawl` with exit codes that tell the truth."""
