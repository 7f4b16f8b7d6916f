"""From files to tables: which stage follows which."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from stemma.corpus import inputs, parts, sharing, stages, storying, tables, together, tracing
from stemma.corpus.flow import Flow, Progress
from stemma.corpus.parts import Made, Part
from stemma.corpus.tables import File, Sheet
from stemma.engines import Engine
from stemma.errors import CorpusError
from stemma.version import __version__

VERSIONS = ("lxml", "msgspec", "numpy", "onnxruntime", "py3langid", "pyarrow", "tokenizers", "trafilatura")
"""Packages whose version may change a result."""

TWINS = 1 << 18
"""Marks of articles that are looked through at once for twins, about."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a result depends on besides its inputs.

    words: the shortest run of words that counts as copied.  seconds: what a document of no length may take.
    """

    words: int = 12
    seconds: float = stages.SECONDS


def run(
    names: Sequence[str],
    out: Path,
    engine: Engine,
    options: Options | None = None,
    told: Callable[[Progress], object] = lambda progress: None,
) -> dict[str, object]:
    """Make the tables of a corpus in the folder `out`, and return its manifest.

    names: files, folders and URLs.  What an earlier run of the same command finished is not done again.
    Raises CorpusError where an input is not there or the folder cannot be written.
    """
    options = options or Options()
    given = inputs.given(names)
    if not given:
        raise CorpusError("no input was given.")
    with _alone(out):
        flow = Flow(engine, out / "parts", told)
        read = flow.spread(inputs.RECORDS, given)
        records = [batch for made in read for batch in made.batches]
        articles = _distinct(flow, flow.map(stages.articles(options.seconds), records))
        readings = flow.map(stages.readings(options.seconds), articles)
        return _published(flow, out, laid(flow, out, articles, readings, options), given, read, options, told)


def laid(
    flow: Flow,
    out: Path,
    articles: Sequence[Part],
    readings: Sequence[Part],
    options: Options,
    *,
    compared: bool = True,
) -> list[Sheet]:
    """All that follows reading: articles and readings, part by part, to the tables to write.

    compared: whether stories are, too.
    """
    shared = sharing.copies(flow, articles, options.words)
    origins = tracing.origins(flow, readings, shared.runs, options.seconds)
    members = storying.stories(flow, readings)
    gathered = together.gathered(flow, articles, members)
    found = together.compared(flow, readings, gathered, options.seconds) if compared else []
    return [
        *tables.sheets("articles", list(zip(articles, readings, strict=True)), out),
        *tables.sheets("copies", [[part] for part in shared.copies], out),
        *tables.sheets("boilerplate", [[part] for part in shared.boilerplate], out),
        *tables.sheets("origins", [[part] for part in origins], out),
        *tables.sheets("stories", [[part] for part in gathered.told], out),
        *tables.sheets("story_articles", [[part] for part in members], out),
        *tables.sheets("comparisons", [[part] for part in found], out),
    ]


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Keep other runs out of the folder.  Raises CorpusError where one is at work there, or it cannot be made."""
    try:
        (out / "parts").mkdir(parents=True, exist_ok=True)
        file = (out / "parts" / "lock").open("wb")
    except OSError as error:
        raise CorpusError(f"{out}: cannot be written ({error.strerror or error}). Check the folder.") from error
    with file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass  # Windows has none: there, nobody is kept out
        except OSError as error:
            raise CorpusError(f"{out}: another run is at work there. Wait for it, or give another folder.") from error
        yield


def _distinct(flow: Flow, articles: Sequence[Part]) -> list[Part]:
    """The articles, each once."""
    into = 1 + 2 * sum(part.rows for part in articles) // TWINS
    marks = flow.shuffle(stages.MARKED, articles, "key", into)
    return flow.map(stages.DISTINCT, articles, flow.map(stages.TWINNED, marks))


def _published(
    flow: Flow,
    out: Path,
    wanted: Sequence[Sheet],
    given: Sequence[Part],
    read: Sequence[Made],
    options: Options,
    told: Callable[[Progress], object],
) -> dict[str, object]:
    """Write the tables, then the manifest: where it is, all of them are."""
    (out / tables.MANIFEST).unlink(missing_ok=True)
    files: list[File] = []
    for done, some in enumerate(tables.publish(flow.engine, wanted), 1):
        files += some
        told(Progress("tables", done, 0, len(wanted)))
    files.append(tables.failures(flow.failures(), out))
    tables.tidy(out, files)
    counts = {name: sum(file.rows for file in files if file.path.startswith(f"{name}/")) for name in tables.TABLES}
    configuration = json.dumps(asdict(options), sort_keys=True)
    manifest: dict[str, object] = {
        "schema": tables.SCHEMA,
        "release": __version__,
        "versions": {"python": platform.python_version(), **{name: metadata.version(name) for name in VERSIONS}},
        "options": asdict(options),
        "configuration": parts.digest(configuration.encode()),
        "inputs": [
            {"path": part.path, **made.told, "records": made.part.rows} for part, made in zip(given, read, strict=True)
        ],
        "counts": counts,
        "files": [asdict(file) for file in sorted(files, key=lambda file: file.path)],
    }
    parts.write(out / tables.MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False).encode("utf-8", "replace"))
    return manifest
