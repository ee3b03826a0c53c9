"""What every process of the tests loads before it begins: each second of it is paid by all of them."""

from tests.collecting import LOADED


def test_no_file_of_tests_loads_the_library_of_telegram_as_it_is_collected() -> None:
    assert "sqlalchemy" in LOADED
    assert "aiogram" not in LOADED, "load it inside what needs it, as tests/channels/opened.py does"
