"""A small Hindi news site in the package, served on loopback for `scrapy crawl demo`.

Its host does not exist: requests reach it through the server as a proxy, so that its addresses are
the same whatever the port.
"""

from newscrawl.demo.server import DemoServer
from newscrawl.demo.site import HOST, DemoSite, ExpectedArticle, Page

__all__ = ["HOST", "DemoServer", "DemoSite", "ExpectedArticle", "Page"]
