"""Is the doubt about a lead what the draws of the same assumptions show?"""

import numpy as np
import pytest

from analysis.evaluation.doubt import NORMAL_90, lead_doubt
from analysis.robustness import nested_dirichlet

OPTIONS = {"evidence_sd": {"poc": 0.5, "claimed": 2.0}, "concentration": 30}
CATEGORY = {"x": "P", "y": "P", "z": "Q"}
WEIGHTS = {"x": 0.2, "y": 0.4, "z": 0.4}


def cell(value, level="poc", sd=None, n=0):
    return {"value": value, "level": level, "sd": sd, "n": n}


def results(**cells):
    found = {
        "x": {"A": cell(90), "B": cell(40)},
        "y": {"A": cell(50, "claimed"), "B": cell(70, sd=1.2, n=4)},
        "z": {"A": cell(80), "B": cell(60)},
    }
    return {"weights": WEIGHTS, "cells": found | cells}


def found(given):
    return lead_doubt(given, OPTIONS, category_of=CATEGORY, pair="AB")


def test_lead_and_doubts_of_cells_by_hand():
    doubt = found(results())
    assert doubt.lead == pytest.approx(0.2 * 50 - 0.4 * 20 + 0.4 * 20)
    assert doubt.opinions == pytest.approx(NORMAL_90 * 0.4 * 12 / 2)
    squares = 2 * (0.2 * 5) ** 2 + (0.4 * 20) ** 2 + (0.4 * 5) ** 2 + 2 * (0.4 * 5) ** 2
    assert doubt.evidence == pytest.approx(NORMAL_90 * squares**0.5)


def test_doubt_of_weights_is_what_drawn_weights_show():
    draw = nested_dirichlet([0.6, 0.4], [1 / 3, 2 / 3, 1], [0, 0, 1], kappa=30)
    leads = np.array([50.0, -20.0, 20.0]) @ np.asarray(draw(np.random.default_rng(5), 20 * 4093), dtype=float)
    assert found(results()).weights == pytest.approx(NORMAL_90 * leads.std(), rel=0.02)


def test_equal_differences_leave_weights_without_doubt():
    same = {leaf: {"A": cell(70), "B": cell(60)} for leaf in WEIGHTS}
    assert found(results(**same)).weights == pytest.approx(0, abs=1e-9)


def test_a_missing_cell_leaves_no_statement():
    assert found(results(z={"A": cell(None), "B": cell(60)})) is None
