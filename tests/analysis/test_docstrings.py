"""Do the examples in the docstrings run, and does every public function explain itself?"""

import doctest
import importlib
import inspect
import pkgutil
import re

import pytest

import analysis

MODULES = [
    module.name
    for module in pkgutil.walk_packages(analysis.__path__, "analysis.")
    if module.name != "analysis.__main__"
]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_runs(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_module_and_public_function_says_what_it_answers(name):
    module = importlib.import_module(name)
    own = [
        item
        for key, item in vars(module).items()
        if not key.startswith("_") and inspect.isfunction(item) and item.__module__ == name
    ]
    assert module.__doc__.splitlines()[0].endswith("?") or module.__doc__.splitlines()[0].endswith(".")
    assert [item.__name__ for item in own if not item.__doc__] == []


FACE = sorted(name for name in analysis.__all__ if inspect.isfunction(getattr(analysis, name)))


@pytest.mark.parametrize("name", FACE)
def test_every_function_at_the_top_has_parameters_and_an_example(name):
    text = inspect.getdoc(getattr(analysis, name))
    assert "Parameters\n" in text
    assert "Example\n" in text
    named = {word for words in re.findall(r"^(\w[\w, ]*) : ", text, re.MULTILINE) for word in words.split(", ")}
    assert [key for key in inspect.signature(getattr(analysis, name)).parameters if key not in named] == []
