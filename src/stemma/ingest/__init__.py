"""Sources to articles: files, folders, URLs, standard input, JSON, in plain text or HTML."""

from __future__ import annotations

from stemma.ingest.sources import articles, from_text

__all__ = ["articles", "from_text"]
