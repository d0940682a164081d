"""How often is each fault tried? The variable `HELD` at 5 asks for five times as often."""

import os

TIMES = int(os.environ.get("HELD", "1"))
