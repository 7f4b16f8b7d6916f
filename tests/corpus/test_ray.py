"""A real Ray cluster on loopback: the same tables as on this machine, also when nodes die."""

from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stemma.corpus import pipeline, sharing
from stemma.corpus.flow import Progress
from stemma.engines import Lost
from stemma.errors import CorpusError
from tests.conftest import missing
from tests.corpus.written import articles, files, made, pile, quick

if TYPE_CHECKING:
    from stemma.engines.ray import Ray

__all__ = ["quick"]


@pytest.fixture(autouse=True)
def ray_is_there() -> None:
    if importlib.util.find_spec("ray") is None:
        missing("ray is not installed (pip install ray)")


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    """Eight files, each a part: forty-eight reports."""
    every = articles(48)
    return [pile(tmp_path / f"{number}.jsonl", every[number::8]) for number in range(8)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs of the size of these files, so that a stage has several."""
    monkeypatch.setattr(sharing, "GATHERED", 6)
    monkeypatch.setattr(sharing, "HOUSED", 12)


@pytest.fixture
def cluster(quick: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head that does no work, and two nodes of one core."""
    monkeypatch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    from ray.cluster_utils import Cluster

    found = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **_NODE})
    try:
        for _ in range(2):
            _add(found)
        yield found
    finally:
        found.shutdown()


_NODE = {"include_dashboard": False, "object_store_memory": 80_000_000}


def _add(cluster: Any) -> None:
    """Start a node; again where a busy machine took longer than the 30 seconds that Ray gives it."""
    for last in (False, False, True):
        try:
            cluster.add_node(num_cpus=1, **_NODE)
        except Exception:  # Ray raises just that
            if last:
                raise
        else:
            return


def test_the_same_tables_as_on_this_machine_though_nodes_die(
    cluster: Any, small: None, inputs: list[Path], tmp_path: Path
) -> None:
    from stemma.engines.ray import Ray

    made(inputs, tmp_path / "local")
    nodes = list(cluster.worker_nodes)
    left = {"readings": nodes[0], "copies-marks": nodes[1]}

    def told(progress: Progress) -> None:
        """Kill a node as soon as the first part of its stage is there: each of the two is at the next."""
        if 0 < progress.done < progress.total and progress.stage in left:
            cluster.remove_node(left.pop(progress.stage), allow_graceful=False)
            _add(cluster)

    with Ray(cluster.address) as engine:
        pipeline.run([str(each) for each in inputs], tmp_path / "ray", engine, told=told)
    assert not left
    local = files(tmp_path / "local")
    assert files(tmp_path / "ray") == local
    assert any(name.startswith("copies/") for name in local)


def test_a_task_that_kills_its_worker_is_lost_and_a_fault_of_its_own_is_raised(quick: None) -> None:
    from stemma.engines.ray import Ray

    with Ray(workers=2) as engine:
        assert sorted(engine.each(math.sqrt, [1, 4, 9])) == [(0, 1.0), (1, 2.0), (2, 3.0)]
        [(number, lost)] = engine.each(os._exit, [9])
        assert number == 0
        assert isinstance(lost, Lost)
        with pytest.raises(ValueError, match=r"math domain error|nonnegative"):
            list(engine.each(math.sqrt, [1, -1]))
        _listens_on_loopback_alone(engine)


def _listens_on_loopback_alone(engine: Ray) -> None:
    """No process of Ray's waits for connections from outside."""
    import psutil  # Ray brings it

    ours = psutil.Process().children(recursive=True)
    listening = [c.laddr.ip for process in ours for c in process.net_connections("tcp") if c.status == "LISTEN"]
    assert listening
    assert {address.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_a_cluster_that_is_not_there_is_told_by_name() -> None:
    from stemma.engines.ray import Ray

    with pytest.raises(CorpusError, match=r"127\.0\.0\.1:1: Ray could not be reached"):
        Ray("127.0.0.1:1")
