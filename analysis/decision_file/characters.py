"""Which characters does a new text never hold, because nobody sees that they are there?

What was stored before stays readable; the rule is for what is typed, pasted and imported.
"""

import re
import unicodedata

# Controls but tab and line breaks, marks that turn the direction of writing, halves of a surrogate pair.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
INVISIBLE = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
EMPTY = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing


def hidden(text: str) -> tuple[str, str] | None:
    """Return the first hidden character as U+202E and what stands before it, or nothing.

    Example
    -------
    >>> hidden("Cloud\\u202eBridge")
    ('U+202E', 'Cloud')
    """
    found = HIDDEN.search(text)
    if not found:
        return None
    before = text[: found.start()].split("\n")[-1]
    return f"U+{ord(found[0]):04X}", before[-20:]


def is_blank(text: str) -> bool:
    """Return whether a reader sees nothing of a text."""
    return all(sign in EMPTY or unicodedata.category(sign) in INVISIBLE for sign in text)
