"""A rehearsal begun anew: wherever it is killed, no district stays without its phones."""

from pathlib import Path

import pytest

from bot.commands.demo import CLOCK, DATABASE, LOCK, PHONES, clear


def test_all_goes_but_the_lock(tmp_path: Path) -> None:
    for name in (PHONES, CLOCK, LOCK, DATABASE):
        (tmp_path / name).touch()
    clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


@pytest.mark.parametrize("first", [PHONES, DATABASE])
def test_of_a_start_that_is_killed_the_district_is_gone_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    paths = [tmp_path / name for name in sorted((PHONES, CLOCK, DATABASE), key=lambda name: name != first)]
    for path in paths:
        path.touch()
    monkeypatch.setattr(Path, "iterdir", lambda _: iter(paths))
    taken = Path.unlink

    def take_one(path: Path) -> None:
        taken(path)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "unlink", take_one)
    with pytest.raises(KeyboardInterrupt):
        clear(tmp_path)
    assert not (tmp_path / DATABASE).exists()
