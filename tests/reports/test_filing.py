"""Is a stored file whole or absent, wherever its writing is stopped?"""

import errno
import hashlib
import subprocess
import sys

import pytest

from reports import filing

BLOCK = 4096
CONTENT = bytes(range(256)) * (BLOCK // 256) * 5
OTHER = b"what was there before"
WRITER = """
import resource, signal, sys
from pathlib import Path
from reports import filing
target, most, action = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
signal.signal(signal.SIGXFSZ, signal.SIG_DFL if action == "killed" else signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
filing.keep(target, bytes(range(256)) * 16 * 5)
"""


def stopped(target, *, most, how):
    """A process that is stopped by the system once it has written so many bytes of a file."""
    done = subprocess.run([sys.executable, "-c", WRITER, target, str(most), how], capture_output=True, text=True)
    assert done.returncode != 0
    assert (f"[Errno {errno.EFBIG}]" in done.stderr) == (how == "refused")


@pytest.mark.parametrize("how", ["killed", "refused"])
@pytest.mark.parametrize("most", [0, 1, BLOCK, 3 * BLOCK, 5 * BLOCK - 1])
@pytest.mark.parametrize("before", [None, OTHER])
def test_writing_that_is_stopped_leaves_what_was_there(tmp_path, most, how, before):
    target = tmp_path / "report.pdf"
    if before:
        target.write_bytes(before)
    stopped(target, most=most, how=how)
    assert (target.read_bytes() if target.exists() else None) == before
    filing.keep(target, CONTENT)
    assert target.read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


@pytest.mark.parametrize("half", [b"", CONTENT[:BLOCK], CONTENT[:-1], CONTENT + b"x"])
def test_file_that_is_not_whole_is_replaced(tmp_path, half):
    target = tmp_path / "report.pdf"
    target.write_bytes(half)
    filing.keep(target, CONTENT)
    assert target.read_bytes() == CONTENT


def test_file_that_is_there_already_is_left_alone(tmp_path):
    target = tmp_path / "report.pdf"
    filing.keep(target, CONTENT)
    before = target.stat()
    filing.keep(target, CONTENT)
    assert target.stat() == before


def test_file_and_folder_are_for_their_owner_only(tmp_path):
    target = tmp_path / "reports" / "report.pdf"
    filing.keep(target, CONTENT)
    assert [path.stat().st_mode & 0o777 for path in (target, target.parent)] == [0o600, 0o700]


def test_only_the_bytes_with_the_digest_are_read(tmp_path):
    target, digest = tmp_path / "report.pdf", hashlib.sha256(CONTENT).hexdigest()
    found = [filing.whole(target, digest)]
    for content in (CONTENT[:-1], CONTENT):
        target.write_bytes(content)
        found.append(filing.whole(target, digest))
    assert found == [None, None, CONTENT]
