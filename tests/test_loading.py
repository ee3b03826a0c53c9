"""The collector while a process starts: idle until all is there, and at work from then on, whatever happens."""

import gc

import pytest

from bot.loading import loaded, loading
from bot.refusals import PortTaken


def test_the_collector_rests_while_much_is_loaded_and_no_longer() -> None:
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_start_that_is_refused_leaves_the_collector_at_work() -> None:
    with pytest.raises(PortTaken), loading():
        raise PortTaken(host="127.0.0.1", port=1)
    assert gc.isenabled()


def test_what_serves_has_its_collector_again_and_spares_it_what_was_loaded() -> None:
    before = gc.get_freeze_count()
    with loading():
        loaded_here = [[number] for number in range(100)]
        loaded()
        assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(loaded_here)
