"""What a recipe makes is known before it is made."""

from bot.reports.recipes import MAKERS, MEDIA_TYPES, media_type, recipe


def test_of_every_recipe_it_is_known_what_it_makes() -> None:
    assert MEDIA_TYPES.keys() == MAKERS.keys()


def test_a_recipe_says_what_it_makes() -> None:
    assert media_type(recipe("picture", 7, 12, "m2026-11")) == "image/png"
