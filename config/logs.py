"""What must no line of a log say, wherever it comes from, and what says nothing?"""

import logging
import re

SERVER_ERROR = 500
LINK = re.compile(r"(/access/|/forgotten/[^/\s]+/)[^/\s\"'?#<>]+")


class LineFormatter(logging.Formatter):
    """A line and its traceback, without the token of a link."""

    def format(self, record: logging.LogRecord) -> str:
        return LINK.sub(r"\1…", super().format(record))


class WithoutTracesOfRefusals(logging.Filter):
    """A refused request is one line; the traceback of the guard that refused it tells nobody anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", SERVER_ERROR) < SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
