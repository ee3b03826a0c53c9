"""The command line: `chibot`. Exit 0: done. 1: refused, with the reason. 2: used wrongly."""

import logging
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO, cast

import structlog

from bot.loading import loading

with loading():
    import typer
    from sqlalchemy.exc import DBAPIError

    from bot.commands import (
        announcements,
        api_tokens,
        backups,
        breaches,
        codes,
        contents,
        data_requests,
        directive_deeds,
        directive_views,
        directives,
        groups,
        halts,
        holidays,
        indicator_figures,
        indicators,
        kinds,
        ledger,
        meetings,
        member_waiting,
        members,
        minutes,
        offices,
        opinions,
        plan,
        progress,
        reorganising,
        reports,
        residents,
        restoring,
        roll,
        roll_sheets,
        roster,
        roster_import,
        scoring,
        series,
        sms,
        templates,
        twins,
        upkeep,
        visit_imports,
        visits,
        warnings,
        zalo,
    )
    from bot.commands.console import OUTPUT, Stopped, say, show
    from bot.config import WrongSettings, read_settings
    from bot.house import DatabaseAhead, DatabaseBehind
    from bot.log_lines import write_log
    from bot.refusals import Refused
    from bot.words import office
    from bot.words.command_help import COMMANDS
    from bot.words.refused import refused

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for part in (
    announcements,
    upkeep,
    backups,
    restoring,
    roster,
    codes,
    offices,
    roster_import,
    groups,
    kinds,
    contents,
    meetings,
    roll,
    minutes,
    roll_sheets,
    plan,
    ledger,
    progress,
    halts,
    residents,
    visits,
    visit_imports,
    reorganising,
    sms,
    reports,
    opinions,
    warnings,
):
    app.registered_commands += part.app.registered_commands
directives.app.registered_commands += directive_views.app.registered_commands + directive_deeds.app.registered_commands
app.add_typer(directives.app, name="directive", help=COMMANDS["directive"])
indicators.app.registered_commands += indicator_figures.app.registered_commands
app.add_typer(indicators.app, name="indicator", help=COMMANDS["indicator"])
app.add_typer(holidays.app, name="holidays", help=COMMANDS["holidays"])
app.add_typer(scoring.app, name="scoring", help=COMMANDS["scoring"])
app.add_typer(series.app, name="series", help=COMMANDS["series"])
app.add_typer(templates.app, name="template", help=COMMANDS["template"])
members.app.registered_commands += member_waiting.app.registered_commands + twins.app.registered_commands
app.add_typer(members.app, name="member", help=COMMANDS["member"])
app.add_typer(data_requests.app, name="data-request", help=COMMANDS["data_request"])
app.add_typer(breaches.app, name="breach", help=COMMANDS["breach"])
app.add_typer(api_tokens.app, name="token", help=COMMANDS["token"])
app.add_typer(zalo.app, name="zalo", help=COMMANDS["zalo"])

TO_STDERR = {"serve", "work", "demo", "story"}
LOG_NAME = "chibot.log"


def main(arguments: list[str] | None = None) -> None:
    """Run one command; whatever goes wrong ends in a sentence on stderr and an exit code."""
    line = sys.argv[1:] if arguments is None else arguments
    OUTPUT.as_json = "--json" in line
    line = [word for word in line if word != "--json"]
    try:
        keep_log(line)
        app(line, prog_name="chibot")
    except (Exception, KeyboardInterrupt) as error:  # nobody is shown a stack trace; the log has it
        give_up(sentence_for(error))


def sentence_for(error: BaseException) -> str:
    """What people are told; what nobody foresaw goes to the log as well."""
    match error:
        case Refused():
            return refused(error)
        case Stopped():
            return str(error)
        case WrongSettings():
            return f"{office.WRONG_SETTINGS}\n{error}"
        case DatabaseBehind():
            return office.DATABASE_BEHIND
        case DatabaseAhead():
            return office.DATABASE_AHEAD
        case KeyboardInterrupt():
            return office.INTERRUPTED
    structlog.get_logger().error("command_failed", error=type(error).__name__, exc_info=error)
    if isinstance(error, DBAPIError | OSError):
        return office.DATABASE_BUSY if "locked" in str(error) else office.DATABASE_UNREACHABLE
    return office.TROUBLE.format(log=LOG_NAME)


def give_up(sentence: str) -> None:
    """The reason on stderr; and for scripts, whose stdout is one document whatever happens, there too."""
    say(sentence)
    if OUTPUT.as_json:
        show({"error": sentence}, lambda: "")
    sys.exit(1)


def keep_log(line: list[str]) -> None:
    """A service logs to stderr, a command to a file beside the data; neither shows tokens, phones or reasons."""
    command = next((word for word in line if not word.startswith("-")), "")
    stream = cast(TextIO, sys.stderr if command in TO_STDERR else LogFile())
    write_log(stream)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that waits for the last one is no news


class LogFile:
    """Opened at the first line that is written: a command that goes well leaves none."""

    def write(self, text: str) -> int:
        with suppress(OSError):  # where no log can be kept, the sentence on stderr has to do
            folder = _data_folder()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / LOG_NAME).touch(mode=0o600)
            with (folder / LOG_NAME).open("a", encoding="utf-8") as log:
                return log.write(text)
        return 0

    def flush(self) -> None:
        """Every line is written and closed at once."""


def _data_folder() -> Path:
    try:
        return read_settings().data
    except WrongSettings:
        return Path(".chibot")


if __name__ == "__main__":
    main()
