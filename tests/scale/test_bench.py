"""The scripts of the figures still run: one of them, a tenth of it, and nothing is said about how fast it is."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]


@pytest.mark.timeout(300)
async def test_a_figure_is_measured_beside_the_others() -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.ceiling", "--quick"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=HERE,
        env=environment,
    )
    out, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()[-2000:]
    figure = json.loads(out.splitlines()[-1])
    speeds = {row[0]: float(row[2].replace(",", "")) for row in figure["rows"]}
    assert set(speeds) == {
        "Chibot with its ledger, SQLite",
        "Chibot with its ledger, PostgreSQL",
        "bare aiogram",
        "bare python-telegram-bot",
    }
    assert all(speed > 0 for speed in speeds.values())
