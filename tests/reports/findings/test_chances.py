"""Do the shares of the places and of the evidence say what the run says?"""

import pytest

from reports.findings.chances import chances, proofs
from tests.reports.finished import case, failing, inputs, only


@pytest.mark.parametrize("assumption", ["stated", "uniform"])
def test_shares_of_a_vendor_and_of_a_place_are_whole(assumption):
    found = chances(case(), assumption)
    table = [[chance.share for chance in row] for _vendor, row in found.rows]
    assert [sum(row) for row in table] == pytest.approx([1] * 4)
    assert [sum(column) for column in zip(*table, strict=True)] == pytest.approx([1] * 4)
    assert list(found.places) == [1, 2, 3, 4]


def test_largest_error_is_the_largest():
    found = chances(case(), "stated")
    assert found.largest_error == max(chance.error for _vendor, row in found.rows for chance in row)


@pytest.mark.parametrize("document", [only(inputs(), "A"), failing(inputs(), "A", "B", "C", "D")])
def test_nothing_to_compare_has_no_chances(document):
    assert chances(case(document), "stated") is None


def test_proof_is_strongest_first_and_whole():
    found = proofs(case())
    assert [proof.level for proof in found] == ["poc", "demonstrated", "documented", "claimed"]
    assert sum(proof.share for proof in found) == pytest.approx(1)
    for place in range(4):
        assert sum(proof.by_vendor[place][1] for proof in found) == pytest.approx(1)
