"""Is a file that somebody chose read in a process that may do nothing else?"""

import subprocess
import sys
import tempfile

import pytest

from tables import workbook
from tables.workbook import ROOT, Cell, Unreadable, read_file
from tests.tables.books import archive, book

PROGRAM = "import socket, subprocess, os, urllib.request\nfrom tables.locked import lock\nlock([])\n"


def in_a_child(program):
    """As the reader starts it: the folder of temporary files is its own."""
    with tempfile.TemporaryDirectory() as folder:
        command, own = [sys.executable, "-c", program], workbook._environment(folder)
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=own, check=False)
    return done.returncode, (done.stderr.strip().splitlines() or [""])[-1]


def test_a_workbook_is_read_cell_by_cell():
    read = read_file(book(["Item", "=1+1"], [None, 5]))
    assert [(sheet.name, sheet.rows) for sheet in read.sheets] == [
        ("Sheet", ((Cell("Item", "text"), Cell("", "", True, False)), (Cell(), Cell("5", "number"))))
    ]
    assert (read.has_formats, read.links, read.encoding) == (True, 0, "")


def test_a_text_file_says_how_it_was_read():
    read = read_file("项目;金额".encode("gb18030"))
    assert (read.encoding, read.separator, read.sheets[0].rows) == (
        "gb18030",
        ";",
        ((Cell("项目", "text"), Cell("金额", "text")),),
    )


def test_a_refusal_says_what_why_and_what_to_do():
    with pytest.raises(Unreadable) as refusal:
        read_file(b"%PDF-1.7")
    assert (refusal.value.code, str(refusal.value)) == (
        "pdf",
        "This is a PDF file. Choose the spreadsheet it was made from.",
    )


def test_what_no_library_can_read_is_refused():
    with pytest.raises(Unreadable) as refusal:
        read_file(archive({"xl/workbook.xml": "<not", "[Content_Types].xml": "<x/>"}))
    assert refusal.value.code == "broken"


def test_a_file_that_is_too_large_is_refused_before_a_process_starts(monkeypatch):
    monkeypatch.setattr(subprocess, "run", None)
    with pytest.raises(Unreadable) as refusal:
        read_file(b"a" * (workbook.MOST_BYTES + 1))
    assert (refusal.value.code, refusal.value.params) == ("size", {"size": 21, "most": 20})


def test_no_setting_and_no_secret_reaches_the_child(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "hidden")
    monkeypatch.setenv("DATABASE_URL", "hidden")
    given = workbook._environment(str(tmp_path))
    assert set(given) - {"LD_LIBRARY_PATH"} == {
        "PATH", "HOME", "LANG", "OPENBLAS_NUM_THREADS", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "TMPDIR",
    }  # fmt: skip
    assert "hidden" not in given.values()


def test_the_child_opens_no_file_no_address_and_starts_no_program():
    """One process tries all of it: a start costs more than the tries."""
    tries = [
        "open('/etc/passwd')",
        "open('/etc/hostname', 'w')",
        "os.open('/etc/passwd', os.O_RDONLY)",
        f"open({str(ROOT / 'manage.py')!r})",
        "socket.socket()",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "urllib.request.urlopen('http://127.0.0.1:9/')",
    ]
    body = "".join(f"try:\n    {code}\n    sys.exit({code!r})\nexcept PermissionError: pass\n" for code in tries)
    assert in_a_child(f"import sys\n{PROGRAM}{body}") == (0, "")


def test_the_child_is_bounded_and_locked_before_it_reads():
    program = (
        "import io, resource, sys\nfrom tables import reading\n"
        "def told(*how):\n"
        "    assert resource.getrlimit(resource.RLIMIT_AS)[0] == 512 * 2**20\n"
        "    open('/etc/passwd')\n"
        "reading.told_of = told\n"
        "sys.argv = ['', '', '', '9']\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'a,b'))\n"
        "reading.main()"
    )
    status, said = in_a_child(program)
    assert (status, said) == (1, "PermissionError: '/etc/passwd' may not be opened here")


def test_what_needs_too_much_memory_is_refused():
    program = (
        "import io, json, sys\nfrom tables import reading\n"
        "reading.told_of = lambda *how: bytearray(2**30)\n"
        "sys.argv = ['', '', '', '9']\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'a,b'))\n"
        "sys.stdout = open(1, 'w')\n"
        "assert reading.main() == 0"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert '"refusal": "memory", "params": {"most": 512}' in done.stdout


@pytest.mark.campaign
def test_a_table_of_the_largest_size_is_read_within_the_limits():
    read = read_file(book(*([number * 1.5] * 100 for number in range(3000))))
    assert len(read.sheets[0].rows) * 100 == workbook.MOST_CELLS


@pytest.mark.campaign
def test_a_small_file_that_unpacks_to_two_hundred_megabytes_is_refused_by_its_size():
    with pytest.raises(Unreadable) as refusal:
        read_file(archive({"xl/workbook.xml": bytes(workbook.MOST_UNPACKED + 1)}))
    assert (refusal.value.code, refusal.value.params) == ("unpacked", {"size": 201, "most": 200})


def test_what_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(workbook, "WAIT", 0.01)
    with pytest.raises(Unreadable) as refusal:
        read_file(book(["a"]))
    assert (refusal.value.code, refusal.value.params) == ("time", {"seconds": 15})


@pytest.mark.campaign
def test_what_takes_the_processor_too_long_is_given_up():
    with pytest.raises(Unreadable) as refusal:
        read_file(book(*([number * 1.5] * 100 for number in range(3000))), seconds=1)
    assert (refusal.value.code, refusal.value.params) == ("time", {"seconds": 1})
