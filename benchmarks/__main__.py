"""Which promises are kept? `python -m benchmarks [NAME …]`; without a name all but the comparison with others."""

import sys
from importlib import import_module

ALWAYS = ("weight", "grid", "page", "pages", "report", "start", "whatif")
MODULES = {name: name for name in ALWAYS} | {"peers": "comparison"}


def main(names: list[str]) -> int:
    unknown = set(names) - set(MODULES)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}", file=sys.stderr)
        return 2
    over = 0
    for name in names or ALWAYS:
        for measured in import_module(f"benchmarks.{MODULES[name]}").measure():
            print(measured, flush=True)
            over += not measured.is_kept
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
