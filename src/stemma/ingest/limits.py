"""What Stemma takes from outside at most: everything that comes in is bounded in size, depth and time."""

from __future__ import annotations

FILE_BYTES = 20_000_000
"""A file, a download or standard input: a news page has under 1 MB, a table may hold thousands."""

ARTICLE_CHARACTERS = 2_000_000
"""One article.  A novel is about 500,000; a longer "article" is a wrong file."""

RECORD_CHARACTERS = 20_000
"""What is kept of the keys an article came with, besides its text."""

FOLDER_FILES = 100_000
"""Files looked at in one folder and below it."""

REDIRECTS = 5
FETCH_SECONDS = 20.0
"""From the first look-up of the name to the last byte."""

FEED_BYTES = 10_000_000
"""A feed: the largest seen in use have 3 MB."""

FEED_ENTRIES = 500
"""Entries of a feed that are looked at; a feed holds the latest 10 to 100."""

RECORD_BYTES = 20_000_000
"""One record of a table, or one response of a web archive."""

ARCHIVE_SKIP = 200_000_000
"""Bytes unpacked of a record that is not read, to find the next one; beyond, its compressed bytes are searched."""
