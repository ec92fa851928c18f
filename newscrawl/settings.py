"""Only values that differ from Scrapy's, each with its reason. Our own settings: see the README."""

from __future__ import annotations

from newscrawl import __version__

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
NEWSPIDER_MODULE = "newscrawl.spiders"
COMMANDS_MODULE = "newscrawl.commands"

# ---------------------------------------------------------------- our own
CONTACT = ""  # a URL or mail address at which a site can reach whoever runs the crawl
DATA_DIR = "data"  # feeds, ledger, archive; relative to scrapy.cfg
LANGUAGES = ["hi"]  # articles in another language are refused
REFUSE_RIGHTS = ["noindex", "noai", "tdm-reserved"]  # signals that keep a page out of the corpus
NEAR_DUPLICATES = "label"  # or "drop"

# ---------------------------------------------------------------- polite
USER_AGENT = f"newscrawl/{__version__}"  # CategorySpider adds CONTACT
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1  # second, the floor: a Crawl-delay above it holds
DOWNLOAD_DELAY_JITTER = 0  # Scrapy's 0.5 would also go below the delay

# ---------------------------------------------------------------- safe
DOWNLOAD_VERIFY_CERTIFICATES = True  # a page from whoever stands in between is no source
TELNETCONSOLE_ENABLED = False  # both execute Python for whoever reaches a local port
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False  # no site needs them; the first one makes tldextract go to the network
METAREFRESH_ENABLED = False  # unguarded, unbounded, and parses every page a second time
REFERRER_POLICY = "no-referrer"  # an address says where we were

# ---------------------------------------------------------------- bounded
DOWNLOAD_TIMEOUT = 30  # seconds; Scrapy's 180, three times, hold a run for nine minutes
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes after decompression: a bomb of 45 KB costs 1.2 GB
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
DEPTH_LIMIT = 0  # the walk has its own bounds

# ---------------------------------------------------------------- fast
CONCURRENT_ITEMS = 4  # Scrapy makes a task for each of its 100, at every response
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # newest first, as they are listed
HTTPERROR_ENABLED = False  # the walk gives each status its outcome

# ---------------------------------------------------------------- whole
FEED_EXPORT_ENCODING = "utf-8"  # Scrapy's default writes Hindi as \u escapes
FEED_STORE_EMPTY = False
FEED_EXPORTERS = {
    "jsonlines": "newscrawl.feeds.JsonLinesExporter",
    "jsonl": "newscrawl.feeds.JsonLinesExporter",
}
ITEM_PIPELINES = {
    "newscrawl.pipelines.Normalize": 100,
    "newscrawl.pipelines.Require": 200,
    "newscrawl.pipelines.Deduplicate": 300,
}
EXTENSIONS: dict[str, int | None] = {
    "newscrawl.extensions.LedgerRun": 0,
    "newscrawl.extensions.OutcomeKeeper": 10,
    "newscrawl.progress.Progress": 20,
    "scrapy.extensions.logstats.LogStats": None,  # ours says what is left
    "scrapy.extensions.corestats.CoreStats": 0,
}

# ---------------------------------------------------------------- readable
LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # a refusal is an expected outcome, counted by class
STATS_DUMP = False  # the summary says it in words, the report in full
LOG_SCRAPED_ITEMS = False
