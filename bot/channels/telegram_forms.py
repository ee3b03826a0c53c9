"""What is said to a person in the forms that Telegram has: messages of 4096 units, keyboards, files."""

from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.messages import Choice, Document, Reply

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
SHORT_LABEL = 14
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup


def units(text: str) -> int:
    """Telegram counts UTF-16 units: an emoji is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def parts(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Cut at line ends, at spaces where a line alone is too long, in a word at last."""
    pieces = []
    while units(text) > limit:
        most = longest_start(text, limit)
        end = max(text.rfind("\n", 0, most + 1), 0) or max(text.rfind(" ", 0, most + 1), 0) or most
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip("\n ")
    return [piece for piece in [*pieces, text] if piece.strip()]


def longest_start(text: str, limit: int) -> int:
    """How many characters of it fit into so many units."""
    most = min(len(text), limit)
    while units(text[:most]) > limit:
        most -= (units(text[:most]) - limit + 1) // 2
    return most


def keyboard(reply: Reply, contact_label: str) -> Markup | None:
    """The buttons under a message; beside a request for the phone number choices can only be typed words."""
    if reply.wants_contact:
        own_number = [KeyboardButton(text=contact_label, request_contact=True)]
        typed = [[KeyboardButton(text=choice.label)] for choice in reply.choices]
        return ReplyKeyboardMarkup(keyboard=[own_number, *typed], resize_keyboard=True, one_time_keyboard=True)
    if reply.choices:
        return InlineKeyboardMarkup(inline_keyboard=rows(reply.choices))
    return None


def rows(choices: tuple[Choice, ...]) -> list[list[InlineKeyboardButton]]:
    """One below the other, in twos where every label is short."""
    wide = 2 if all(len(choice.label) <= SHORT_LABEL for choice in choices) else 1
    buttons = [InlineKeyboardButton(text=choice.label, callback_data=choice.value) for choice in choices]
    return [buttons[at : at + wide] for at in range(0, len(buttons), wide)]


def file(document: Document) -> BufferedInputFile:
    return BufferedInputFile(document.content, filename=document.name)
