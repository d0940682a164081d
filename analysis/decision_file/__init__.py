"""Is this file a complete and consistent decision, and what are its canonical bytes?"""

from analysis.decision_file.arrange import arrange
from analysis.decision_file.canonical import canonical_bytes, decimal_text
from analysis.decision_file.editions import first_cost_year, oldest_edition, year_after
from analysis.decision_file.entry_rules import admit, list_faults
from analysis.decision_file.faults import Fault
from analysis.decision_file.reading import Reading, check, digest, parse, read
from analysis.decision_file.vocabulary import (
    COST_ITEMS,
    DEPARTMENTS,
    DIMENSIONS,
    FIRST_FORMAT,
    FORMAT,
    LEVELS,
    ROLES,
)

__all__ = [
    "COST_ITEMS",
    "DEPARTMENTS",
    "DIMENSIONS",
    "FIRST_FORMAT",
    "FORMAT",
    "LEVELS",
    "ROLES",
    "Fault",
    "Reading",
    "admit",
    "arrange",
    "canonical_bytes",
    "check",
    "decimal_text",
    "digest",
    "first_cost_year",
    "list_faults",
    "oldest_edition",
    "parse",
    "read",
    "year_after",
]
