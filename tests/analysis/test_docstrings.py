"""Do the examples in the docstrings run, and does every public function explain itself?"""

import doctest
import importlib
import inspect
import pkgutil

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
