"""Which environment do the tests run in? Loaded by pytest before Django reads its settings."""

import os
import tempfile

OPERATORS = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "EMAIL_HOST", "DEBUG", "COLLECTED_STATIC", "PROXY_COUNT")
for name in OPERATORS:
    os.environ.pop(name, None)

os.environ["TOUCHSTONE_DATA"] = tempfile.mkdtemp(prefix="touchstone-tests-")
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["HTTPS"] = "false"
os.environ["LEASE_SECONDS"] = "2"
os.environ["LOG_LEVEL"] = "WARNING"
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = "1"
