"""How often is each fault tried? `HELD=5 ./run campaign tests/held` tries each five times as often."""

import os

TIMES = int(os.environ.get("HELD", "1"))
