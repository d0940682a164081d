"""What does the file say? The engine on the command line, without a server."""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis import ENGINE
from analysis.decision_file import read
from analysis.decision_file.schema import json_schema
from analysis.decision_file.typed import DecisionFile
from analysis.evaluation import evaluate, without_draws
from analysis.evaluation.results import Results
from analysis.explanation import explain

RANKED = ("total", "ranking", "contribution", "stability")
ABOUT = """\
Recompute a decision: rank the vendors of a decision file.

A decision file (touchstone-decision/2 or /1) holds all inputs of one selection: criteria, weights,
vendors, costs, every score. It is attached to every report as decision.json, so the numbers in a
report can be computed again here, with numpy and scipy and nothing else:

  python -m analysis rank decision.json            totals, places, contributions, stability (JSON)
  python -m analysis evaluate decision.json        everything the report shows (JSON)
  python -m analysis explain decision.json A       vendor A's total, step by step (text)
  python -m analysis check decision.json           only look for faults
  python -m analysis schema                        the JSON Schema of the format

Example: who is first, and by how much may a weight move before that changes?

  python -m analysis rank docs/example.json

prints "ranking": [{"vendor": "A", "rank": 1}, ...] and, under "stability", for every category the
interval of its weight in percent with the vendor who leads beyond each end.

Exit status: 0 done; 1 the file has faults, one JSON object {"pointer", "message"} a line on
standard error and nothing on standard output; 2 wrong usage or an unreadable path.

What every number means: docs/methods.md. The same functions in a notebook: import analysis, and
docs/analysis.md lists them."""
DETAILS = {
    "rank": """\
Print totals, places, contributions and stability as one JSON object.

  total         0 to 100 for every vendor that takes part; null while a cell is missing
  ranking       vendors by total; equal totals share the better place (1, 1, 3)
  contribution  points of the total from each category
  stability     how far the weight of each category may move, in percent, and who leads beyond""",
    "evaluate": """\
Print everything that a report shows as one JSON object: the keys are those of docs/methods.md.
The simulation uses the seed in the file, so the same file gives the same bytes.""",
    "explain": """\
Print one vendor's total from the single scores upwards: every score with its round, the working of
every value function, weight times value of every criterion, and the sum.""",
    "check": """\
Print nothing and return 0 when the file can be computed; else one JSON object
{"pointer", "message"} a line on standard error, and exit status 1.""",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    options = _parser().parse_args(arguments)
    if options.command == "schema":
        _print(json_schema())
        return 0
    try:
        data = Path(options.file).read_bytes()
    except OSError as error:
        print(f"{options.file}: {error.strerror}", file=sys.stderr)
        return 2
    reading = read(data)
    for fault in reading.faults:
        print(json.dumps(fault.to_dict(), ensure_ascii=False), file=sys.stderr)
    return 1 if reading.decision_file is None else _answer(options, reading.decision_file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=ENGINE)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    summaries = {
        "rank": "totals, places, contributions and stability as JSON",
        "evaluate": "all results as JSON",
        "explain": "one vendor's total, step by step",
        "check": "look for faults only",
    }
    for name, summary in summaries.items():
        command = commands.add_parser(
            name, help=summary, description=DETAILS[name], formatter_class=argparse.RawDescriptionHelpFormatter
        )
        command.add_argument("file", metavar="FILE", help="a decision file")
        if name == "explain":
            command.add_argument("vendor", metavar="VENDOR", help="the code of a vendor in the file")
    commands.add_parser("schema", help="the JSON Schema of the format", description="Print the JSON Schema.")
    return parser


def _answer(options: argparse.Namespace, decision_file: DecisionFile) -> int:
    if options.command == "check":
        return 0
    if options.command == "explain":
        return _explain(decision_file, without_draws(decision_file), options.vendor)
    if options.command == "rank":
        results: Mapping[str, Any] = without_draws(decision_file)
        _print({key: results[key] for key in RANKED})
    else:
        _print(evaluate(decision_file).to_dict())
    return 0


def _explain(decision_file: DecisionFile, results: Results, vendor: str) -> int:
    if vendor not in results["vendors"]:
        print(f"{vendor}: not a vendor that takes part in this file", file=sys.stderr)
        return 2
    print("\n".join(explain(decision_file, results, vendor)))
    return 0


def _print(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _quietly() -> int:
    """Run the command, and end without a word when nobody reads on (``| head``)."""
    try:
        status = main()
        # Here, where it can be caught, and not when Python ends.
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends, and would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(_quietly())
