"""A list in a statement has one of few lengths."""

from bot.db.lists import filled_up


def test_a_list_is_filled_up_with_its_last() -> None:
    assert filled_up([3, 1, 2]) == [3, 1, 2, 2]
    assert filled_up([7]) == [7, 7, 7, 7]
    assert filled_up([]) == []


def test_there_are_few_lengths_and_nothing_is_added() -> None:
    lists = [filled_up(range(count)) for count in range(401)]
    assert {len(one) for one in lists} == {0, 4, 8, 16, 32, 64, 128, 256, 512}
    assert all(set(one) == set(range(count)) for count, one in enumerate(lists))
