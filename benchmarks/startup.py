"""What a person waits for: the help, and a comparison of two and of four short reports."""

from __future__ import annotations

from benchmarks.measure import EXAMPLE, TESTDATA, several, stemma


def main() -> None:
    """Print the wall time of whole processes, start to last line."""
    print("stemma --help                  ", several(stemma("--help")))
    print("stemma compare, four examples  ", several(stemma("compare", *EXAMPLE)))
    if TESTDATA is None:
        print("stemma compare, the two seeds   not measured: STEMMA_TESTDATA is not set")
    else:
        seeds = sorted(str(path) for path in (TESTDATA / "seeds").glob("*.txt"))
        print("stemma compare, the two seeds  ", several(stemma("compare", *seeds)))
