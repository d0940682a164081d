"""How do the property tests run? The same examples every time, however busy the machine is.

`./run campaign` runs them all with the profile "full" (test_campaign.py).
"""

import os

from hypothesis import HealthCheck, Phase, settings

PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    max_examples=15,
    database=None,
    phases=PHASES,
    suppress_health_check=QUIET,
)
settings.register_profile("full", deadline=None, max_examples=1000, phases=PHASES, suppress_health_check=QUIET)
settings.load_profile(os.environ.get("PROPERTY_TESTS", "steady"))
