"""Looking through a file in a process of its own: whatever it was made to be, it costs us seconds and nothing else."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from pathlib import Path

from bot.refusals import PaperWrong
from bot.services.paper_reading import Judged
from bot.words.meeting_papers import NOT_READ
from bot.words.secrecy import Finding

READER = "bot.services.paper_reader"
PATIENCE = 30.0
"""Seconds."""
ROOT = Path(__file__).parents[2]


async def look_through(ending: str, content: bytes, said: Sequence[str]) -> Judged:
    """What is found in a file and in what is said of it; raises PaperWrong, also where it takes too long.

    The reader gets neither our settings nor our connections, and has only so much memory and time.
    """
    start = (sys.executable, "-B", "-m", READER)
    reader = await asyncio.create_subprocess_exec(
        *start, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_surroundings(), cwd=ROOT
    )
    head = json.dumps({"ending": ending, "said": list(said)}).encode()
    try:
        async with asyncio.timeout(PATIENCE):
            answer, _ = await reader.communicate(head + b"\n" + content)
    except TimeoutError:
        raise PaperWrong(why=NOT_READ) from None
    finally:
        await _end(reader)
    if reader.returncode != 0:
        raise PaperWrong(why=NOT_READ)
    return _judged(json.loads(answer))


def _surroundings() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


async def _end(reader: Process) -> None:
    if reader.returncode is None:
        reader.kill()
        await reader.wait()


def _judged(answer: dict[str, str | bool]) -> Judged:
    if "why" in answer:
        raise PaperWrong(why=answer["why"])
    return Judged(Finding(str(answer["finding"])), is_whole=bool(answer["is_whole"]))
