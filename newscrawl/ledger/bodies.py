"""The hash by which an article is known again under another address of its site."""

from __future__ import annotations

from hashlib import blake2b

SHORT_BODY = 25
"""Words below which two articles of a site are one only if the headline is the same too: breaking
news begin with one sentence under many headlines."""


def body_hash(headline: str, body: str) -> str:
    """Return the hash of *body*, which is normalised; of headline and body where it is short."""
    text = body if body.count(" ") >= SHORT_BODY else f"{headline}\n{body}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
