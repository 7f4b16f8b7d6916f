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
