"""`chibot story`: the story of one month in the terminal, on the real path, with phones that are not real."""

import asyncio
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr
from rich.console import Console
from rich.panel import Panel
from rich.text import Text
from sqlalchemy import select

from bot.app import at_work
from bot.commands.console import OUTPUT, aside, people, show
from bot.commands.reports import table_of_report
from bot.commands.story_month import Rehearsal, invented_roster
from bot.config import Settings
from bot.house import open_house
from bot.model.attendances import Attendance
from bot.networks import rehearsal_network
from bot.words import office, vi
from bot.words import rehearsal as words
from bot.words.times import when

PACE = {"rehearsal": 900.0, "rehearsal_plain": 900.0}


def screen() -> Console:
    """Where the story is told: beside the result, where a script wants only that."""
    return aside if OUTPUT.as_json else people


def play(roster: Path | None) -> None:
    """Play it with an invented commune, or with a roster of one's own; nothing of it is kept."""
    with TemporaryDirectory(prefix="chibot-") as folder:
        file = roster or invented_roster(Path(folder) / "danh-sach.xlsx")
        document = asyncio.run(_play(Path(folder), file))
    if OUTPUT.as_json:
        show(document, lambda: "")


async def _play(folder: Path, file: Path) -> dict[str, Any]:
    settings = Settings(
        database_url=SecretStr(f"sqlite:///{folder / 'rehearsal.db'}"), rate=PACE, clock_offset=0.0, _env_file=None
    )
    async with open_house(settings, migrate_first=True) as house:
        story = Rehearsal(house, rehearsal_network())
        async with at_work(house, story.channels, story.now) as running:
            story.ring = running.ring
            return await _tell(story, file)


async def _tell(story: Rehearsal, file: Path) -> dict[str, Any]:
    screen().print(Text(words.TITLE.format(commune=words.COMMUNE), style="bold"))
    _step(1, words.STEP_ROSTER)
    screen().print(words.ROSTER_READ.format(**await story.read_roster(file)))
    _step(2, words.STEP_JOIN)
    screen().print(words.JOINED.format(**await story.everybody_joins()))
    _step(3, words.STEP_CALL.format(when=when(story.starts_at)))
    screen().print(words.CALLED.format(**await story.call_meetings()))
    _step(4, words.STEP_NOTICE)
    await story.notices_go_out()
    _phones(story)
    _step(5, words.STEP_ANSWER)
    await story.people_answer()
    _phones(story)
    screen().print(words.ANSWERED.format(**await _answers(story)))
    _step(6, words.STEP_REMIND)
    screen().print(words.REMINDED.format(count=await story.remind()))
    screen().print(words.ANSWERED.format(**await _answers(story)))
    _step(7, words.STEP_ROLL)
    screen().print(words.UNMARKED.format(names=await story.take_rolls()))
    _step(8, words.STEP_REPORT)
    screen().print(table_of_report(await story.report(), with_codes=False))
    _step(9, words.STEP_PROOF)
    ledger = await story.ledger()
    screen().print(words.LEDGER.format(**ledger))
    differing = await story.recount()
    screen().print(office.recount_differs(differing) if differing else office.RECOUNT_AGREES)
    screen().print(words.END)
    return {"ledger": ledger, "differences": differing}


def _step(number: int, title: str) -> None:
    screen().print()
    screen().print(Text(f"{number}. {title}", style="bold"))


def _phones(story: Rehearsal) -> None:
    """The last message of one phone of each kind, as its owner sees it."""
    for title, phones in ((words.SMART_PHONE, story.smart), (words.PLAIN_PHONE, story.plain)):
        phone = next((one for one in phones if one.screen[-1].text.startswith(vi.NOTED)), phones[0])
        message = phone.screen[-1]
        text = Text(message.text)
        if phone.network.capabilities.buttons:
            for choice in message.choices:
                text.append(f"\n[ {choice.label} ]", style="bold")
        screen().print(Panel(text, title=title, width=64, title_align="left"))


async def _answers(story: Rehearsal) -> dict[str, Any]:
    async with story.house.sessions() as db:
        counted = Counter((await db.scalars(select(Attendance.answer))).all())
    silent = counted.pop(None, 0)
    return (
        {"coming": 0, "away": 0, "undecided": 0} | {str(key): one for key, one in counted.items()} | {"silent": silent}
    )
