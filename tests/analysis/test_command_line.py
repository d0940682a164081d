"""Does the command line print the results, the faults and the right exit status?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.decision_file import canonical_bytes, check, digest
from tests.analysis.sample import sample_case, sample_document, small

ROOT = Path(__file__).parents[2]


@pytest.fixture
def write(tmp_path):
    def to_file(decision_file):
        path = tmp_path / "decision.json"
        path.write_text(json.dumps(decision_file, ensure_ascii=False), encoding="utf-8")
        return str(path)

    return to_file


def test_rank_prints_four_keys_and_nothing_else(write, capsys):
    assert main(["rank", write(sample_document())]) == 0
    printed = capsys.readouterr()
    ranked = json.loads(printed.out)
    assert printed.err == ""
    assert list(ranked) == ["total", "ranking", "contribution", "stability"]
    assert ranked["total"] == pytest.approx(sample_case()["expected"]["total"], abs=0.006)
    assert ranked["ranking"][0] == {"vendor": "A", "rank": 1}


def test_rank_works_without_django(write):
    code = (
        "import sys, runpy; sys.modules['django'] = None; "
        "sys.argv = ['analysis', 'rank', sys.argv[1]]; runpy.run_module('analysis', run_name='__main__')"
    )
    command = [sys.executable, "-c", code, write(small())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["ranking"][0]["rank"] == 1


def test_faults_are_json_lines_on_standard_error(write, capsys):
    decision_file = small()
    decision_file["criteria"][0]["weight"] = 7000
    decision_file["vendors"][0]["costs"][0]["amount"] = -1
    assert main(["rank", write(decision_file)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [json.loads(line) for line in printed.err.splitlines()] == [
        {"pointer": "/vendors/0/costs/0/amount", "message": "-1 is below the least allowed value, 0."}
    ]


@pytest.mark.parametrize("arguments", [[], ["rank"], ["sort", "x"], ["explain", "x"]])
def test_wrong_usage_is_two(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


def test_unreadable_path_is_two(capsys):
    assert main(["rank", "no/such/file"]) == 2
    assert capsys.readouterr().out == ""


def test_explain_ends_with_the_total(write, capsys):
    assert main(["explain", write(sample_document()), "A"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == ("Total: sum of the contributions = 73.9801, place 1 of 4")


def test_explain_shows_every_step_of_a_fact(write, capsys):
    assert main(["explain", write(small()), "A"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "    fact 98 -> value 80.0000 (documented)" in lines
    assert "    value function 90: 0, 98: 80, 100: 100: 0 + 80 x (98 - 90) / (98 - 90)" in lines
    assert lines[-2] == "45.0000 + 30.0000 = 75.0000"


@pytest.mark.parametrize("command", ["rank", "evaluate", "explain", "check"])
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 8


def test_a_reader_who_leaves_is_no_error(write):
    command = [sys.executable, "-m", "analysis", "evaluate", write(small())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as done:
        done.stdout.close()
        assert (done.stderr.read(), done.wait()) == ("", 0)


def test_explain_refuses_an_unknown_vendor(write, capsys):
    assert main(["explain", write(small()), "Z"]) == 2


def test_explain_says_why_there_is_no_place(write, capsys):
    decision_file = small()
    decision_file["vendors"][1]["facts"] = []
    decision_file["needs"] = []
    assert main(["explain", write(decision_file), "B"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Total: between 41.0000 and 71.0000; a cell is missing, so there is no place."
    )


def test_check_is_silent_on_a_good_file(write, capsys):
    assert main(["check", write(small())]) == 0
    assert capsys.readouterr() == ("", "")


def test_evaluate_prints_every_result(write, capsys):
    assert main(["evaluate", write(small())]) == 0
    assert json.loads(capsys.readouterr().out)["conclusion"]["kind"] == "leads"


def test_digest_depends_on_the_document(write):
    decision_file = check(small()).decision_file
    other = decision_file | {"scenarios": ["base", "fast"]}
    assert len(digest(decision_file)) == 64
    assert digest(decision_file) != digest(other)
    assert canonical_bytes(decision_file) != canonical_bytes(other)
