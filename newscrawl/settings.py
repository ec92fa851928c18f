"""Only values that differ from Scrapy's, each with its reason. Our own settings: see the README."""

from __future__ import annotations

from newscrawl import __version__
from newscrawl.egg_check import check_egg

check_egg()

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
ARCHIVE = False  # keep every page as it was fetched, as WARC files in DATA_DIR
HEALTH_WEBHOOK = ""  # URL that is told when a site is unwell, and when it is well again

# ---------------------------------------------------------------- polite
USER_AGENT = f"newscrawl/{__version__}"  # CategorySpider adds CONTACT
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "hi,en;q=0.5",  # Scrapy asks for English
}
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1  # second, the least: a Crawl-delay above it holds
DOWNLOAD_DELAY_JITTER = 0  # Scrapy's 0.5 goes below the delay as often as above
DOWNLOADER_MIDDLEWARES = {
    "newscrawl.fetching.address_guard.AddressGuardMiddleware": 10,  # before anything is sent
    "newscrawl.fetching.robots.RobotsMiddleware": 100,
    "newscrawl.fetching.politeness.PolitenessMiddleware": 550,  # in the place of Retry
    "newscrawl.fetching.redirects.Redirects": 600,
    "newscrawl.archive.writing.ArchiveMiddleware": 880,  # what came, before anything is made of it
}
# Scrapy's that stay, in place of all of them: what is switched off it imports and builds all the
# same, aiohttp among it, at each start. Left out, beside what has no use here:
# Offsite lets every retry pass, and another port of an allowed host.
# RobotsTxt allows everything where robots.txt fails, and knows no Crawl-delay.
# Retry asks again at once, whatever Retry-After says.
# HttpCompression hands on half of a cut page, unpacks layer after layer; the handler is bounded.
# MetaRefresh is unbounded, and parses every page a second time.
# Cookies: no site needs them; the first one makes tldextract go to the network.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": 900,
}
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False
# The walk gives each status its outcome, bounds its own depth and URLs, and tells no site where it
# comes from; each middleware wraps every callback's output once more.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}

# ---------------------------------------------------------------- safe
DOWNLOAD_VERIFY_CERTIFICATES = True  # a page from whoever stands in between is no source
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.fetching.downloader.BoundedDownloadHandler",
    "https": "newscrawl.fetching.downloader.BoundedDownloadHandler",
    "file": None,  # a link is no way to our disk
    "ftp": None,
    "data": None,
    "s3": None,
}
# No name leads into our own network.
TWISTED_DNS_RESOLVER = "newscrawl.fetching.address_guard.PublicAddressResolver"
TELNETCONSOLE_ENABLED = False  # both execute Python for whoever reaches a local port
REMOTE_CONTROL_ENABLED = False

# ---------------------------------------------------------------- bounded
DOWNLOAD_TIMEOUT = 30  # seconds; Scrapy's 180, three times, hold a run for nine minutes
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes after decompression: a bomb of 45 KB costs 1.2 GB
DOWNLOAD_WARNSIZE = 0  # the limit is near enough to be no surprise
REDIRECT_MAX_TIMES = 5  # RFC 9309 asks for five; more is a loop

# ---------------------------------------------------------------- fast
CONCURRENT_ITEMS = 1  # a page has one article; Scrapy makes 100 tasks for it, at every response
WARN_ON_GENERATOR_RETURN_VALUE = False  # parses the source of a callback at every response
LOG_FORMATTER = "newscrawl.quiet.QuietLogFormatter"
DOWNLOADER = "newscrawl.fetching.host_queues.HostQueues"  # politeness needs it, too
STATS_CLASS = "newscrawl.quiet.QuietStats"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # newest first, as they are listed

# ---------------------------------------------------------------- whole
FEED_EXPORT_ENCODING = "utf-8"  # Scrapy's default writes Hindi as \u escapes
FEED_STORE_EMPTY = False  # a run with nothing new leaves no file behind
FEED_EXPORTERS = {
    "jsonlines": "newscrawl.feeds.JsonLinesExporter",  # one line a record, whatever its text
    "jsonl": "newscrawl.feeds.JsonLinesExporter",
    "jl": "newscrawl.feeds.JsonLinesExporter",
    "csv": "newscrawl.feeds.CsvExporter",  # neutralises formulas
}
ITEM_PIPELINES = {
    "newscrawl.pipelines.Normalize": 100,
    "newscrawl.pipelines.Require": 200,
    "newscrawl.pipelines.Deduplicate": 300,
}
EXTENSIONS = {
    "newscrawl.reporting.log_safety.SafeLogs": 0,  # no secret in any log
    "newscrawl.extensions.LedgerRun": 1,  # before the first request
    "newscrawl.fetching.downloader.PromptStop": 2,  # SIGTERM ends within seconds, everything stored
    "newscrawl.fetching.budgets.Budgets": 3,
    "newscrawl.extensions.OutcomeKeeper": 4,
    "newscrawl.extensions.RunReporter": 4,
    "newscrawl.feeds.FeedExporter": 5,  # books a line only when it is on the disk
    "newscrawl.reporting.progress.Progress": 6,
    "newscrawl.reporting.progress_pipe.ProgressPipe": 7,
    "newscrawl.quiet.QuietScraper": 7,
    "newscrawl.quiet.QuietGarbageCollector": 7,
}
EXTENSIONS_BASE = {  # without LogStats: Progress says what is left, too
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}

# ---------------------------------------------------------------- readable
LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # a refusal is an expected outcome, counted by class
STATS_DUMP = False  # the summary says it in words, the report in full
