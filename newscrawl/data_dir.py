"""Where a crawl keeps its files: never the working folder, which cron and Scrapyd choose."""

from __future__ import annotations

import os
from pathlib import Path

from scrapy.settings import BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg


def data_dir(settings: BaseSettings) -> Path:
    """Return the absolute folder that the setting DATA_DIR names.

    A relative one is below the folder of scrapy.cfg. Where there is no scrapy.cfg (an egg on
    Scrapyd), the default is the user's data folder (XDG Base Directory specification), and a
    relative DATA_DIR raises ValueError.
    """
    wanted = Path(settings.get("DATA_DIR") or "data").expanduser()
    if wanted.is_absolute():
        return wanted
    if config := closest_scrapy_cfg():
        return Path(config).resolve().parent / wanted
    if settings.get("DATA_DIR", "data") != "data":
        raise ValueError(
            f"DATA_DIR={wanted} is relative and there is no scrapy.cfg: make it absolute"
        )
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "newscrawl"
