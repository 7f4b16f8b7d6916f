"""Articles written for a test: text in, article and sentences out."""

from __future__ import annotations

from stemma.reading import sentences
from stemma.types import Article, Part, Sentence, Span, Stated


def written(text: str, published: str | None = None) -> tuple[Article, tuple[Sentence, ...]]:
    """An article that is all body, and its sentences."""
    article = Article(
        id="a1",
        text=text,
        sha256="",
        source="a.txt",
        file="a.txt",
        parts=(Part("body", Span("a1", 0, len(text))),),
        published=Stated(published, "metadata") if published else None,
    )
    return article, sentences.split(article)
