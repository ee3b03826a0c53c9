"""What is said to a person in the forms that Telegram has: messages of 4096 units, keyboards, files."""

from typing import Any

from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.messages import Choice, Document, Reply

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
SHORT_LABEL = 14
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup
Keyboard = dict[str, Any]
"""As the Bot API writes it: aiogram's types take as long as the sending itself."""


def keyboard(reply: Reply, contact_label: str) -> Keyboard | None:
    """The buttons under a message; beside a request for the phone number choices can only be typed words."""
    if reply.wants_contact:
        own_number = [{"text": contact_label, "request_contact": True}]
        typed = [[{"text": choice.label}] for choice in reply.choices]
        return {"keyboard": [own_number, *typed], "resize_keyboard": True, "one_time_keyboard": True}
    return inline(reply.choices)


def inline(choices: tuple[Choice, ...]) -> Keyboard | None:
    """One below the other, in twos where every label is short."""
    if not choices:
        return None
    wide = 2 if all(len(choice.label) <= SHORT_LABEL for choice in choices) else 1
    buttons = [{"text": choice.label, "callback_data": choice.value} for choice in choices]
    return {"inline_keyboard": [buttons[at : at + wide] for at in range(0, len(buttons), wide)]}


def as_markup(keyboard: Keyboard | None) -> Markup | None:
    """The same in the types that aiogram wants for its own calls."""
    if keyboard is None:
        return None
    kind = InlineKeyboardMarkup if "inline_keyboard" in keyboard else ReplyKeyboardMarkup
    return kind.model_validate(keyboard)


def file(document: Document) -> BufferedInputFile:
    return BufferedInputFile(document.content, filename=document.name)
