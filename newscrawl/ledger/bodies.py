"""The hash by which an article is known again under another address of its site."""

from __future__ import annotations

from hashlib import blake2b

SHORT_BODY = 25
"""Words below which two articles of a site are one only if the headline is the same too: breaking
news begin with one sentence under many headlines."""


def body_hash(headline: str, body: str) -> str:
    """Return the hash of *body* without regard to white space, of both where it is short."""
    words = body.split()
    text = " ".join(words)
    if len(words) < SHORT_BODY:
        text = f"{headline}\n{text}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
