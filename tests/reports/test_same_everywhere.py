"""Do ranks, ties, sentences and digits stay as they are when the last bits of every number are others?"""

import dataclasses
import json
import pickle
from functools import cache
from math import inf, nextafter
from random import Random

import numpy as np
import pytest
from django.conf import settings
from django.utils import translation

from analysis import ENGINE
from analysis.decision_file import canonical_bytes, read
from analysis.evaluation.evaluate import of_problem
from analysis.evaluation.problem import problem
from reports.conclusion import Speaker
from reports.models import Run
from reports.paper import book
from reports.paper.printed_run import PrintedRun
from selection.formats import per_cent, percent, short
from tests.reports import papers

DEMOS = ("S-0007", "S-0008")
CASES = [*range(80), *(pytest.param(seed, marks=pytest.mark.campaign) for seed in range(80, 400))]
UNITS = 4


@cache
def demo(name):
    decision_file = read((settings.BASE_DIR / "fixtures" / "demo" / f"{name}.json").read_bytes()).decision_file
    decision_file["options"]["samples"] = 1
    return decision_file


@cache
def pickled(name):
    return pickle.dumps(demo(name))


def scrambled(seed):
    """The finished demo with other marks, some of them equal for everybody."""
    decision_file, chance = pickle.loads(pickled("S-0007")), Random(seed)
    is_tied = seed % 4 == 0
    for item in decision_file["rounds"]:
        for score in item["scores"]:
            score["score"] = 7 if is_tied else chance.randint(0, 10)
    decision_file["options"] |= {"lead": chance.choice(["0", "1", "2"]), "bar": chance.choice(["50", "75"])}
    return decision_file


def moved(value, chance):
    """The number some units in the last place up or down; a zero may lose its sign."""
    if value == 0:
        return chance.choice((0.0, -0.0, 5e-324, -5e-324))
    for _ in range(chance.randint(0, UNITS)):
        value = nextafter(value, chance.choice((-inf, inf)))
    return value


def moved_everywhere(found, chance):
    if isinstance(found, float):
        return moved(found, chance)
    if isinstance(found, list):
        return [moved_everywhere(one, chance) for one in found]
    if isinstance(found, dict):
        return {key: moved_everywhere(one, chance) for key, one in found.items()}
    return found


def moved_problem(p, chance):
    """The same decision, every value and weight of which was added up by another processor."""

    def other(cell):
        fields = {key: getattr(cell, key) for key in ("value", "mean", "sd") if getattr(cell, key) is not None}
        return dataclasses.replace(cell, **{key: moved(float(value), chance) for key, value in fields.items()})

    def others(array):
        return np.array([moved(float(one), chance) for one in array])

    tree = p.tree
    names = ("local", "category_weights")
    tree = dataclasses.replace(tree, **{name: others(getattr(tree, name)) for name in names})
    return dataclasses.replace(p, cells={key: other(cell) for key, cell in p.cells.items()}, tree=tree)


def numbers(found):
    if isinstance(found, float):
        yield found
    elif isinstance(found, (list, dict)):
        for one in found.values() if isinstance(found, dict) else found:
            yield from numbers(one)


def said(results, decision_file):
    """Every sentence and every number as pages print them."""
    speaker = Speaker(results, decision_file)
    lines = [speaker.headline(), speaker.support(), speaker.pending()]
    lines += [part for flip in results["flips"] for part in speaker.flip(flip)]
    return lines, [text for number in numbers(results) for text in digits(repr(number))]


@cache
def digits(number):
    """By how the number is written: 0.0 and -0.0 are equal."""
    return [say(float(number)) for say in (short, percent, per_cent)]


@pytest.mark.parametrize("seed", CASES)
def test_a_random_case_gives_the_same_results_and_says_the_same(seed):
    decision_file, chance = scrambled(seed), Random(-seed)
    p = problem(decision_file)
    results = of_problem(p).to_dict()
    again = of_problem(moved_problem(p, chance)).to_dict()
    assert json.dumps(again, sort_keys=True) == json.dumps(results, sort_keys=True)
    printed = said(results, decision_file)
    assert said(moved_everywhere(results, chance), decision_file) == printed
    assert [text for text in printed[1] if text.strip("-−0.,%") == "" and text[0] in "-−"] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", DEMOS)
def test_a_report_is_the_same_to_the_letter(name, language):
    text = canonical_bytes(demo(name)).decode()
    whole = read(text.encode()).decision_file
    p = problem(whole)
    chance = Random(1)
    first, second = of_problem(p).to_dict(), of_problem(moved_problem(p, chance)).to_dict()
    assert json.dumps(second, sort_keys=True) == json.dumps(first, sort_keys=True)
    plainly, otherwise = (page(text, results, language) for results in (first, moved_everywhere(first, chance)))
    assert otherwise == plainly


def page(text, results, language):
    run = Run(number=3, decision_file=text, engine=ENGINE, results=results, finished_at=papers.MOMENT)
    run.file_hash = "0" * 64
    with translation.override(language):
        return book.job(PrintedRun.for_paper(run, language=language, is_draft=True))
