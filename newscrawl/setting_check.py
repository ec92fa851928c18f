"""Settings that cannot be taken are one clear line, before any request."""

from __future__ import annotations

from scrapy.settings import BaseSettings

NUMBERS = (
    "ARCHIVE_MAX_BYTES",
    "BUDGET_BYTES",
    "BUDGET_PAGES",
    "BUDGET_REQUESTS",
    "BUDGET_SECONDS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "CRAWL_DELAY_LIMIT",
    "DOWNLOAD_DELAY",
    "DOWNLOAD_IDLE_TIMEOUT",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_MAX_HEADERS",
    "DOWNLOAD_TIMEOUT",
    "HOST_FAILURES_LIMIT",
    "HOST_REFUSALS_LIMIT",
    "MIN_FREE_DISK",
    "NEAR_DUPLICATES_WINDOW",
    "PROGRESS_FD",
    "RETRY_AFTER_LIMIT",
)
CHOICES = {
    "NEAR_DUPLICATES": ("label", "drop"),
    "PROGRESS": ("auto", "line", "log"),
    "LOG_LEVEL": ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
}
SWITCHES = ("ARCHIVE", "LOG_JSON")
RIGHTS = ("noindex", "noarchive", "noai", "tdm-reserved", "paywall")


class BadSetting(ValueError):
    """A setting that cannot be taken; the message is one line for the user."""


def check_settings(settings: BaseSettings) -> None:
    """Check the values of the settings that the README lists. Raises BadSetting."""
    for name in NUMBERS:
        try:
            is_right = settings.getfloat(name) >= 0
        except (TypeError, ValueError):
            is_right = False
        if not is_right:
            raise BadSetting(f"{name}={settings.get(name)}: not a number from 0")
    for name, choices in CHOICES.items():
        if name in settings and settings.get(name) not in choices:
            raise BadSetting(f"{name}={settings.get(name)}: known are {', '.join(choices)}")
    for name in SWITCHES:
        try:
            settings.getbool(name)
        except ValueError:
            raise BadSetting(f"{name}={settings.get(name)}: neither True nor False") from None
    webhook = settings.get("HEALTH_WEBHOOK")
    if webhook and not str(webhook).lower().startswith(("http://", "https://")):
        raise BadSetting("HEALTH_WEBHOOK: not an http or https URL")
    for right in settings.getlist("REFUSE_RIGHTS"):
        if right not in RIGHTS:
            raise BadSetting(f"REFUSE_RIGHTS={right}: known are {', '.join(RIGHTS)}")
