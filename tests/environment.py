"""Which environment do the tests run in? Loaded by pytest before Django reads its settings."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

ROOMY = 2**30


def memory_or_disk():
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOMY
    return memory if roomy else None


DATA_DIR = Path(tempfile.mkdtemp(prefix="touchstone-tests-", dir=memory_or_disk()))
FORGOTTEN = ("PUBLIC_URL", "EMAIL_HOST", "DEBUG", "COLLECTED_STATIC", "PROXY_COUNT", "ALLOWED_HOSTS", "HOST", "PORT")

for name in FORGOTTEN:
    os.environ.pop(name, None)
for name in ("DATABASE_URL", "REDIS_URL"):
    os.environ[name] = os.environ.get(f"TEST_{name}", "")
os.environ |= {
    "TOUCHSTONE_DATA": str(DATA_DIR),
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "HTTPS": "false",
    "LEASE_SECONDS": "2",
    "LOG_LEVEL": "WARNING",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
# Thousands of tests live as long as the process, and looking through them for garbage again and again took
# a tenth of a run.
gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish():
    gc.freeze()


def pytest_unconfigure():
    shutil.rmtree(DATA_DIR, ignore_errors=True)
