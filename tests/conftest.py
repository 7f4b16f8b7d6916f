"""What tests need beyond Python packages: a browser and axe.

Where one is missing its tests are skipped, saying why; with STEMMA_REQUIRE_ALL=1 that is a failure.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

settings.register_profile("stemma", deadline=None)  # how long an example takes depends on the machine
settings.load_profile("stemma")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    return shutil.which("chromium") or missing("chromium is not installed (apt install chromium)")


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, the accessibility checker."""
    script = Path(__file__).parent.parent / "node_modules/axe-core/axe.min.js"
    return script.read_text(encoding="utf-8") if script.exists() else missing("axe-core is not installed (npm ci)")


def missing(reason: str) -> NoReturn:
    """Skip the test, or fail it where everything is required."""
    if os.environ.get("STEMMA_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
