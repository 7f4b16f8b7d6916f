"""JSON and JSON Lines to articles: schema.org NewsArticle, or plain keys such as title, text, url, outlet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from stemma.errors import InputError
from stemma.ingest import dates
from stemma.ingest.build import NOTHING, Known
from stemma.ingest.decode import clean
from stemma.ingest.limits import RECORD_CHARACTERS

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
"""What JSON can hold."""

Node = Mapping[str, Value]

_TITLE = ("headline", "title", "name")
_TEXT = ("articleBody", "text", "body", "content", "full_text", "maintext")
_SUMMARY = ("description", "summary", "abstract")
_OUTLET = ("publisher", "outlet", "source", "site_name", "sitename", "source_name", "publication")
_PUBLISHED = (
    "datePublished",
    "published",
    "published_at",
    "publishedAt",
    "date",
    "date_publish",
    "date_published",
    "pubDate",
)
_UPDATED = ("dateModified", "updated", "updated_at", "modified", "date_modify", "date_modified")
_URL = ("url", "mainEntityOfPage", "link", "canonical_url")
_AUTHOR = ("author", "byline", "authors", "creator")
_FROM = ("isBasedOn", "sourceOrganization", "syndicated_from", "agency")
_LISTS = ("@graph", "articles", "items", "results", "data", "docs", "itemListElement")
_COLUMNS = {key.lower(): key for keys in (_TITLE, _TEXT, _SUMMARY, _OUTLET, _PUBLISHED, _UPDATED, _URL, _AUTHOR, _FROM)
            for key in keys}  # fmt: skip
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:[a-z]{3}, ?)?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)?(?: [+-]\d{4}| [a-z]{1,4})?$", re.IGNORECASE
)
_MARKUP = re.compile(r"<(?:p|br|div|h\d)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """One article of a JSON file, or why it is none.  place: its number in the file, 0 for the only one.

    skipped: it is none on purpose.
    """

    place: int
    text: str
    known: Known
    reason: str = ""
    skipped: bool = False


def read(text: str) -> Iterator[Record]:
    """The articles of a JSON document or of JSON Lines, in order.

    Raises InputError where it is neither.
    """
    try:
        found = list(_articles(_loads(text)))
    except ValueError as error:
        yield from lines(text.split("\n"), str(error))  # no other mark: they can stand within a line of JSON
        return
    if not found:
        raise InputError(_NO_ARTICLE)
    for place, record in enumerate(found, 1):
        yield _record(record, place if len(found) > 1 else 0)


_NO_ARTICLE = (
    "is JSON without an article. Give schema.org NewsArticle objects, or objects with a text and a title "
    '({"title": …, "text": …, "url": …, "outlet": …, "published": …}).'
)


def holds_article(text: str) -> bool:
    """Whether a JSON document holds at least one article; True too where it is no sound JSON."""
    try:
        return any(True for _ in _articles(_loads(text)))
    except ValueError:
        return True


def schema(nodes: Sequence[Value]) -> Known:
    """What JSON-LD blocks of a page say of its article; NOTHING where they hold none."""
    for node in nodes:
        for found in _articles(node, schema_only=True):
            return _known(found, _ids(node))
    return NOTHING


def authors(nodes: Sequence[Value]) -> list[str]:
    """The author names that JSON-LD blocks of a page give its article."""
    for node in nodes:
        for found in _articles(node, schema_only=True):
            return _names(_first(found, _AUTHOR), _ids(node))
    return []


def iso(value: Value) -> str:
    """A date or time from metadata as ISO 8601, as exact as given; "" for none or for two readings."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return _epoch(value)
    if not isinstance(value, str):
        return ""
    match = _ISO.match(value.strip())
    if match:
        return _exact(match)
    if _MAIL.match(value.strip()):
        return _mail_date(value.strip())
    found = [date for date in dates.find(value[:200]) if date.full and len(date.days) == 1]
    return found[0].days[0].isoformat() + (found[0].clock.iso() if found[0].clock else "") if found else ""


def _loads(text: str) -> Value:
    """Parsed JSON.  Raises ValueError, for nesting deeper than any article too."""
    try:
        parsed: Value = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return parsed


def lines(found: Iterable[str], whole: str = "") -> Iterator[Record]:
    """The articles of JSON Lines, line by line.

    whole: why they are no single document.  Raises InputError where none of the first lines is JSON.
    """
    sound = 0
    pending: list[Record] = []
    for number, line in enumerate(found, 1):
        if not line.strip():
            continue
        try:
            parsed = _loads(line)
            values = list(_articles(parsed))
        except ValueError as error:
            if number > 20 and not sound:
                break
            broken = Record(number, "", NOTHING, f"line {number} is no JSON ({error}). Correct or remove it.")
            if sound:
                yield broken
            else:
                pending.append(broken)
            continue
        sound += 1
        yield from pending
        pending = []
        if not values and isinstance(parsed, dict) and parsed.keys() == {"stemma"}:
            told = f"line {number} is a correction, which `stemma export` lists beside the articles."
            yield Record(number, "", NOTHING, told, skipped=True)
        elif not values:
            yield Record(number, "", NOTHING, f"line {number} {_NO_ARTICLE}")
        for record in values:
            yield _record(record, number)
    if not sound:
        raise InputError(f"is no JSON and no JSON Lines ({whole or 'no line is JSON'}). Correct it, or give text.")
    yield from pending


def row(node: Node, place: int) -> Record:
    """The article that a row of a table is; its columns may be called as in JSON, in capitals or not."""
    named: dict[str, Value] = {}
    for key, value in node.items():
        named.setdefault(_column(key), value)
    found = _record(named, place)
    record, notes = _kept({key: value for key, value in node.items() if _column(key) not in (*_TEXT, *_SUMMARY)})
    return replace(found, known=replace(found.known, record=record, notes=notes))


def _column(key: str) -> str:
    return _COLUMNS.get(key.strip().lower().replace(" ", "_"), key)


def _articles(value: Value, *, schema_only: bool = False, depth: int = 0) -> Iterator[Node]:
    """The objects that are articles, in order, also inside lists and graphs."""
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles(item, schema_only=schema_only, depth=depth + 1)
    elif isinstance(value, dict):
        if _is_article(value, schema_only):
            yield value
            return
        for key in (*_LISTS, "mainEntity", "item", "article"):
            if isinstance(value.get(key), list | dict):
                yield from _articles(value[key], schema_only=schema_only, depth=depth + 1)


def _is_article(node: Node, schema_only: bool) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    if any(
        isinstance(kind, str) and (kind.endswith("Article") or kind.endswith("Posting") or kind == "Report")
        for kind in named
    ):
        return True
    return not schema_only and "@graph" not in node and _text(node)[0] != ""


def _record(node: Node, place: int) -> Record:
    known = _known(node, {})
    text, summary = _text(node)
    title = known.title
    if not text:
        return Record(place, "", known, "has no text: a title alone cannot be compared.")
    if title and text.lstrip().split("\n", 1)[0].rstrip() != title:
        credit = ", ".join(_names(_first(node, _AUTHOR), {}))
        byline = f"By {credit}\n\n" if credit else ""
        text = f"{title}\n\n{byline}{text}"
    record, notes = _kept(node)
    return Record(place, text, replace(known, summary_only=summary, record=record, notes=notes))


def _kept(node: Node) -> tuple[str, tuple[str, ...]]:
    """The keys of a record besides its texts, as JSON, and which of them were too long to keep."""
    kept: list[str] = []
    lost: list[str] = []
    room = RECORD_CHARACTERS
    for key, value in node.items():
        if key in _TEXT or key in _SUMMARY:
            continue
        try:
            pair = json.dumps({key: value}, ensure_ascii=False, allow_nan=False)[1:-1]
        except ValueError:  # no number of JSON: NaN, an infinity
            pair = ""
        if not pair or len(pair) > room:
            lost.append(clean(key)[:50])
            continue
        room -= len(pair)
        kept.append(clean(pair))
    told = f"Of its record, {', '.join(lost[:5])} was not kept: too long, or no JSON."
    return "{" + ", ".join(kept) + "}" if kept else "", (told,) if lost else ()


def _text(node: Node) -> tuple[str, bool]:
    """The text of an article, and whether it is only a summary."""
    for keys, summary in ((_TEXT, False), (_SUMMARY, True)):
        found = _first(node, keys)
        if isinstance(found, list):
            found = "\n\n".join(item for item in found if isinstance(item, str))
        if isinstance(found, str) and found.strip():
            return _plain(clean(found)), summary
    return "", False


def _plain(text: str) -> str:
    """Text without markup, where a record carries HTML."""
    if not _MARKUP.search(text):
        return text
    from stemma.ingest import html

    return html.plain(text)


def _known(node: Node, ids: Mapping[str, Node]) -> Known:
    publisher = _follow(_first(node, _OUTLET), ids)
    parent = _follow(publisher.get("parentOrganization"), ids) if isinstance(publisher, dict) else None
    free = node.get("isAccessibleForFree")
    return Known(
        title=_one(_first(node, _TITLE)),
        outlet=next(iter(_names(publisher, ids)), ""),
        published=iso(_first(node, _PUBLISHED)),
        updated=iso(_first(node, _UPDATED)),
        family=next(iter(_names(parent, ids)), ""),
        syndicated_from=_origin(_first(node, _FROM), ids),
        url=_address(_first(node, _URL)),
        free=not (free is False or (isinstance(free, str) and free.strip().lower().endswith("false"))),
    )


def _origin(value: Value, ids: Mapping[str, Node]) -> str:
    """The publisher of the work that this one is based on."""
    found = _follow(value[0] if isinstance(value, list) and value else value, ids)
    if isinstance(found, dict):
        return next(iter(_names(found.get("publisher") or found, ids)), "")
    return found.strip() if isinstance(found, str) else ""


def _names(value: Value, ids: Mapping[str, Node]) -> list[str]:
    """The names in a string, an object with a name, or a list of these."""
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item, ids)]
    found = _follow(value, ids)
    if isinstance(found, dict):
        return [name] if (name := _one(found.get("name") or found.get("legalName"))) else []
    return [name] if isinstance(found, str) and (name := _one(found)) and "://" not in name else []


def _one(value: Value) -> str:
    """A line of text: blanks run together, and no longer than a headline can be."""
    value = value[0] if isinstance(value, list) and value else value
    return " ".join(clean(value).split())[:500] if isinstance(value, str) else ""


def _address(value: Value) -> str:
    found = value.get("@id") or value.get("url") if isinstance(value, dict) else value
    return found.strip() if isinstance(found, str) and found.strip().startswith(("http://", "https://")) else ""


def _first(node: Node, keys: Sequence[str]) -> Value:
    return next((node[key] for key in keys if node.get(key) not in (None, "", [], {})), None)


def _ids(value: Value) -> Mapping[str, Node]:
    """The objects of a graph by their @id, for references."""
    graph = value.get("@graph") if isinstance(value, dict) else value
    nodes = graph if isinstance(graph, list) else []
    return {str(node["@id"]): node for node in nodes if isinstance(node, dict) and "@id" in node and len(node) > 1}


def _follow(value: Value, ids: Mapping[str, Node]) -> Value:
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
        return dict(ids.get(str(value["@id"]), value))
    return value


def _exact(match: re.Match[str]) -> str:
    try:
        datetime.fromisoformat(match[1] + (f"T{match[2]}" if match[2] else ""))
    except ValueError:
        return ""
    zone = (match[3] or "").upper()
    return match[1] + (f"T{match[2]}" if match[2] else "") + ("+00:00" if zone in ("Z", "UTC", "GMT") else _colon(zone))


def _colon(zone: str) -> str:
    return f"{zone[:3]}:{zone[3:]}" if len(zone) == 5 else zone


def _mail_date(text: str) -> str:
    """The date of a feed or a mail: "Tue, 03 Mar 2026 10:00:00 +0100"."""
    from email.utils import parsedate_to_datetime  # heavy, and few need it

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    zone = moment.strftime("%z")
    return moment.strftime("%Y-%m-%dT%H:%M") + _colon(zone)


def _epoch(seconds: float) -> str:
    """Seconds or milliseconds since 1970, from 1973 to 2103."""
    if not 1e8 < seconds < 4.2e12:
        return ""
    moment = datetime.fromtimestamp(seconds / 1000 if seconds > 4.2e9 else seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M+00:00")
