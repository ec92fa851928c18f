"""One file a site, found by scanning; nothing else lives here."""
