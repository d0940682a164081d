"""Is what `{% cache %}` keeps for good the same for everybody who gets it?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Template
from django.template.base import FilterExpression, Node, NodeList, Variable
from django.template.defaulttags import CsrfTokenNode, ForNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, IncludeNode
from django.template.smartif import TokenBase
from django.templatetags.cache import CacheNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

FOLDER = settings.BASE_DIR / "templates"
NAMES = sorted(str(file.relative_to(FOLDER)) for file in Path(FOLDER).rglob("*.html"))


def parts(thing: object) -> Iterator[object]:
    """A node and all that it is made of, other templates as well."""
    if isinstance(thing, list | tuple):
        for one in thing:
            yield from parts(one)
    elif isinstance(thing, Node | TokenBase | FilterExpression | Variable):
        yield thing
        if isinstance(thing, IncludeNode):
            yield from parts(list(get_template(thing.template.var).template.nodelist))
        names = {*getattr(thing, "__dict__", ()), *getattr(thing, "__slots__", ())} - {"origin", "token"}
        yield from parts([getattr(thing, name, None) for name in sorted(names)])


def used(node: CacheNode) -> set[str]:
    inside = list(parts(list(node.nodelist)))
    loops = {name for one in inside if isinstance(one, ForNode) for name in one.loopvars}
    names = {".".join(one.lookups) for one in inside if isinstance(one, Variable) and one.lookups}
    has_words = any(isinstance(one, TranslateNode | BlockTranslateNode) for one in inside)
    return {name for name in names if name.split(".")[0] not in loops} | ({"LANGUAGE_CODE"} if has_words else set())


def kept(template: Template) -> list[CacheNode]:
    found: NodeList = template.nodelist
    return found.get_nodes_by_type(CacheNode)


def test_a_kept_part_depends_on_nothing_but_what_it_names():
    nodes = [node for name in NAMES for node in kept(get_template(name).template)]
    assert len(nodes) > 5
    missing = {node.fragment_name: used(node) - {str(one.var) for one in node.vary_on} for node in nodes}
    assert {name: names for name, names in missing.items() if names} == {}
    names = [node.fragment_name for node in nodes]
    assert len(set(names)) == len(names)


def test_nothing_kept_belongs_to_one_session_or_page():
    inside = [one for name in NAMES for node in kept(get_template(name).template) for one in parts(list(node.nodelist))]
    assert [one for one in inside if isinstance(one, CsrfTokenNode | BlockNode)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ user.name }}", {"user.name"}),
        ("{% if member.is_chair and not late %}x{% endif %}", {"member.is_chair", "late"}),
        ("{% for one in rows %}{{ one.code }}{% endfor %}", {"rows"}),
        ("{% load i18n %}{% translate 'Close' %}", {"LANGUAGE_CODE"}),
        ("{% include '_styles.html' %}", {"shell.styles"}),
        ("{% url 'overview' selection.code %}", {"selection.code"}),
        ("{{ 7|add:more }}", {"more"}),
    ],
)
def test_whatever_a_part_looks_at_is_found(text, found):
    [node] = kept(Template(f"{{% load cache %}}{{% cache None it %}}{text}{{% endcache %}}"))
    assert used(node) == found
