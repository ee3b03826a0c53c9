"""The others of a cell: they take note of what they were sent and answer what they were asked, and no player does."""

import random
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal_phones import Phones
from bot.model.directives import DocumentKind
from bot.networks import rehearsal_network
from bot.rehearsal.others_reading import others_read
from bot.services import polls
from bot.services.addressees import Addressees
from bot.services.directive_checks import Content
from bot.services.directive_telling import Rounds
from bot.services.directives import Sending, make_directive
from bot.words.times import day_of
from tests import village


class Eager(random.Random):
    """Everybody answers."""

    def random(self) -> float:
        return 0.0


@pytest.fixture
async def phones() -> AsyncIterator[Phones]:
    made = Phones()
    yield made
    made.close()


async def test_each_takes_note_and_answers_on_the_own_phone(
    sqlite_db: AsyncSession, phones: Phones, now: datetime
) -> None:
    cell = await village.cell(sqlite_db, await village.commune(sqlite_db))
    player, other, deaf = await village.members(sqlite_db, cell, 3)
    for number, (person, channel) in enumerate(((player, ""), (other, "_plain"), (deaf, "_oneway"))):
        await village.reachable_at(sqlite_db, person, now, f"+8490000000{number}", f"rehearsal{channel}")
    content = Content(DocumentKind.QD, "27-QĐ/TU", "Tỉnh ủy", day_of(now) - timedelta(days=9), "Quy định")
    directive = await make_directive(sqlite_db, cell, content, Sending(Addressees((cell.id,))), "test", now)
    while await Rounds().tell_some(sqlite_db, now):
        pass
    draft = polls.Draft("Họp vào thứ mấy?", ["Thứ Bảy", "Chủ nhật"], now + timedelta(days=3))
    await polls.ask(sqlite_db, await polls.plan_poll(sqlite_db, cell, draft, now), draft, "test", now)
    networks = rehearsal_network(phones)
    assert await others_read(sqlite_db, networks, cell, [player.id], Eager(), now) == 2
    said = [(name, one["text"]) for name in networks for one in phones.unheard(name, None)]
    assert said[0] == ("rehearsal_plain", f"đã rõ văn bản {directive.id}")
    assert said[1] in [("rehearsal_plain", f"lấy ý kiến 1: {answer}") for answer in (1, 2)]
    assert len(said) == 2
