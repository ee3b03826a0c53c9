"""A denunciation that is no opinion and no answer: nothing of it is kept, and the proper route is said."""

import pytest

from bot.refusals import NotByMessage
from bot.words.opinion_findings import Finding
from bot.words.refused import refused
from tests.handlers.conftest import Scene
from tests.talk import Phone

ROUTE = refused(NotByMessage(finding=Finding.DENUNCIATION), spoken=True)


@pytest.mark.parametrize("begun", [None, "ý kiến: Đường vào thôn hỏng nhiều chỗ"])
async def test_it_is_told_where_such_words_go(scene: Scene, begun: str | None) -> None:
    """Typed bare, or while the kind of an opinion was asked, it was answered as not understood."""
    phone = Phone(scene.db, scene.now, "1")
    if begun:
        await phone.says(begun)
    assert ROUTE in await phone.says("tố cáo bí thư lấy tiền")
