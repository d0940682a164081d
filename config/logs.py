"""What must no line of a log say, wherever it comes from?"""

import logging
import re

LINK = re.compile(r"(/access/)[^/\s\"'?#<>]+")


class Line(logging.Formatter):
    """A line and its traceback, without the token of a one-time link."""

    def format(self, record: logging.LogRecord) -> str:
        return LINK.sub(r"\1…", super().format(record))
