"""Pages that stand in the way of the page that was asked for: checks of a browser, refusals."""

from __future__ import annotations

import re

TITLE = re.compile(rb"<title[^>]*>\s*([^<]{0,200})", re.I)
TITLE_WITHIN = 4096
"""Bytes in which a block page has its title: its head is short. An article's may come later."""
SMALL = 8 * 1024
"""Bytes up to which a page is searched for marks: a check of the browser has no content."""

TITLES = re.compile(
    rb"(?:access denied|403 forbidden|just a moment|attention required! \| cloudflare|"
    rb"pardon our interruption|request unsuccessful|are you (?:a human|a robot|human)|"
    rb"robot check|human verification|security check|captcha|you have been blocked|"
    rb"verify(?:ing)? (?:that )?you are (?:a )?human|ddos-guard|sucuri website firewall|"
    rb"error 10(?:06|07|08|09|10|12|15|20))",
    re.I,
)
"""Beginnings of the titles that Akamai, Cloudflare, Imperva, Amazon, DataDome, DDoS-Guard, Sucuri
and plain web servers give to such pages."""
MARKS = (
    b"_cf_chl_opt",  # Cloudflare's challenge; its other scripts are on every page of a customer
    b"_Incapsula_Resource",
    b"captcha-delivery.com",  # DataDome
    b"px-captcha",  # HUMAN, once PerimeterX
    b"sucuri_cloudproxy_js",
    b"awsWafCookieDomainList",
    b"Reference&#32;&#35;",  # Akamai's "Access Denied"
)


def block_sign(body: bytes) -> str | None:
    """Return what tells that *body* is a block page, None where it looks like any other page.

    Cheap enough for every page: 1 microsecond, 10 for one that is small and searched.
    """
    if (title := TITLE.search(body, 0, TITLE_WITHIN)) and TITLES.match(title[1]):
        return " ".join(title[1].decode("utf-8", "replace").split())
    if len(body) <= SMALL:
        for mark in MARKS:
            if mark in body:
                return mark.decode("ascii")
    return None
