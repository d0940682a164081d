"""Can every total be checked by hand?"""

import pytest
from django.utils import translation

from reports.findings.working import sections
from tests.reports.finished import inputs, opened, without_scores


def worked(code, made=None):
    return sections(made or opened(), [code])


@pytest.mark.parametrize("vendor", ["A", "B", "C", "D"])
def test_scores_give_means_values_points_sums_and_the_total(vendor):
    made = opened()
    total = 0.0
    for section in worked(vendor, made):
        sum_of_points = 0.0
        for line in section.lines:
            [cell] = line.cells
            if cell.marks:
                mean = sum(mark.score for mark in cell.marks) / len(cell.marks)
                assert (cell.mean, cell.value) == (pytest.approx(mean), pytest.approx(10 * mean))
            assert line.weight == pytest.approx(section.part.weight * line.own / 100)
            assert cell.points == pytest.approx(line.weight * cell.value / 100)
            sum_of_points += cell.points
        assert section.sums == [pytest.approx(sum_of_points)]
        total += sum_of_points
    assert total == pytest.approx(made.results["total"][vendor])


def test_weights_of_the_lines_are_whole():
    lines = [line for section in worked("A") for line in section.lines]
    assert (len(lines), sum(line.weight for line in lines)) == (17, pytest.approx(100))


def test_latest_round_of_each_person_counts():
    [line] = [line for section in worked("B") for line in section.lines if line.criterion.code == "F2"]
    assert [(mark.score, mark.round) for mark in line.cells[0].marks] == [(8, 2), (9, 2), (9, 2), (9, 2)]


def test_price_shows_money_and_how_it_is_valued():
    with translation.override("en"):
        [line] = [line for section in worked("B") for line in section.lines if line.kind == "price"]
    assert (line.cells[0].raw, line.cells[0].mean) == ("CNY 4,289k", None)
    assert line.curve == "CNY 1,800k → 100, CNY 6,400k → 0"


def test_consensus_shows_its_value_and_its_reason():
    decision_file = inputs()
    decision_file["consensus"] = [{"criterion": "F2", "vendor": "B", "value": "7.5", "reason": "谈过了"}]
    [line] = [
        line for section in worked("B", opened(decision_file)) for line in section.lines if line.criterion.code == "F2"
    ]
    cell = line.cells[0]
    assert (cell.source, cell.mean, cell.value, cell.reason) == ("consensus", 7.5, 75.0, "谈过了")


def test_missing_cell_stays_empty():
    made = opened(without_scores(inputs(), "F2", "B"))
    [line] = [line for section in worked("B", made) for line in section.lines if line.criterion.code == "F2"]
    cell = line.cells[0]
    assert (cell.marks, cell.mean, cell.value, cell.points) == ([], None, None, None)
