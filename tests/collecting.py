"""Which tests each process begins with, and what it has loaded by then."""

import gc
import sys
from pathlib import Path

import pytest

WITH_AIOGRAM = (
    "channels",
    "contract",
    "scheduler/test_claims",
    "scheduler/test_delivery",
    "scheduler/test_directives",
    "scheduler/test_edits",
    "scheduler/test_halts",
    "scheduler/test_indicators",
    "scheduler/test_landing",
    "scheduler/test_ordeal",
    "scheduler/test_own_reports",
    "scheduler/test_polls",
    "scheduler/test_stream",
    "scheduler/test_tally",
    "test_answering",
    "test_backup_drill",
    "test_fall_back",
    "test_full_cell",
    "test_listening",
    "test_nothing_logged",
    "test_pass_keeper",
    "test_sms_budget",
    "test_story",
    "test_three_networks",
    "test_zalo_people",
    "test_zalo_windows",
    "web/committee/test_app_entrance",
    "web/test_hooks",
    "web/test_metrics",
    "web/test_zalo_oa_hook",
)
"""It takes seconds to load: where processes share the tests, one of them has all of these."""
LOADED: set[str] = set()
"""All modules that were there when the first test began."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first of the processes begins with what stands first."""
    first = tuple(str(Path(__file__).parent / name) for name in WITH_AIOGRAM)
    items.sort(key=lambda item: not str(item.path).startswith(first))


def pytest_collection_finish() -> None:
    """All is imported by now, and stays: the collector need not walk through it again and again."""
    LOADED.update(sys.modules)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
