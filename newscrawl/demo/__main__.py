"""`python -m newscrawl.demo --port N`: serve the demonstration until Ctrl-C.

curl --proxy http://127.0.0.1:N http://demo.newscrawl.example/
"""

from __future__ import annotations

import argparse
import sys
from threading import Event

from newscrawl.demo.server import DemoServer
from newscrawl.demo.site import ORIGIN, DemoSite
from newscrawl.demo.stories import EDITIONS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m newscrawl.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="default: any free one")
    parser.add_argument("--edition", type=int, choices=EDITIONS, default=1)
    options = parser.parse_args()
    with DemoServer(DemoSite(options.edition), options.port) as server:
        sys.stdout.write(f"{ORIGIN}/ through the proxy {server.url}\n")
        sys.stdout.flush()
        try:
            Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
