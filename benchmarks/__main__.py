"""Which promises are kept? `python -m benchmarks [weight grid report start whatif]`, all of them without a name."""

import sys
from importlib import import_module

NAMES = ("weight", "grid", "report", "start", "whatif")


def main(names: list[str]) -> int:
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    over = 0
    for name in names or NAMES:
        for measured in import_module(f"benchmarks.{name}").measure():
            print(measured, flush=True)
            over += not measured.is_kept
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
