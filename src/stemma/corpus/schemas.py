"""What the stages over many articles give: the tables of copies, origins and stories."""

from __future__ import annotations

import pyarrow as pa

COPIES = pa.schema(
    [
        ("first", pa.string()),
        ("first_start", pa.int32()),
        ("first_end", pa.int32()),
        ("second", pa.string()),
        ("second_start", pa.int32()),
        ("second_end", pa.int32()),
        ("words", pa.int32()),
    ]
)
"""A run of words that two articles share.  first, second: their ids, the lesser first; offsets in their texts."""

ORIGINS = pa.schema(
    [
        ("article", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("origin", pa.string()),
        ("kind", pa.string()),
        ("how", pa.string()),
        ("from_article", pa.string()),
        ("reason", pa.string()),
    ]
)
"""Where a run of an article comes from (`types.Provenance`).  origin, kind: name and kind of a `types.Origin`;
from_article: the one that stands for it here, or null."""

MEMBERS = pa.schema([("story", pa.string()), ("article", pa.string()), ("score", pa.float32())])
"""The story that an article is in; score: mean likelihood that it is one with the others, null where it is alone."""
