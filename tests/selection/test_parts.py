"""Parts of pages: their markup, what is left out where nothing is given, and that what people typed stays text."""

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from selection.forms.parts import BilingualForm
from selection.models import Member, User
from selection.templatetags.touchstone import icon


def drawn(text, **context):
    return Template("{% load parts %}" + text).render(Context({"csrf_token": "T", **context}))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            '{% panel "seats" title end="3" %}x{% endpanel %}',
            '<section class="t-panel" aria-labelledby="seats"><div class="t-panel__head">'
            '<h2 id="seats">a &lt;b&gt;</h2>'
            '<span class="end">3</span></div><div class="t-panel__body">x</div></section>',
        ),
        (
            '{% panel "seats" "S" note=title body="t-form" css="t-narrow" id="s" %}x{% endpanel %}',
            '<section class="t-panel t-narrow" aria-labelledby="seats" id="s"><div class="t-panel__head">'
            '<h2 id="seats">S</h2><p>a &lt;b&gt;</p></div><div class="t-panel__body t-form">x</div></section>',
        ),
        (
            '{% panel "seats" "S" table=True %}x{% endpanel %}',
            '<section class="t-panel" aria-labelledby="seats"><div class="t-panel__head"><h2 id="seats">S</h2></div>'
            '<div class="t-scroll" tabindex="0" role="region" aria-labelledby="seats">x</div></section>',
        ),
        (
            "{% panel label=title bare=True %}x{% endpanel %}",
            '<section class="t-panel" aria-label="a &lt;b&gt;">x</section>',
        ),
        (
            "{% page_head title %} {% endpage_head %}",
            '<div class="t-head"><div><h1>a &lt;b&gt;</h1></div></div>',
        ),
        (
            '{% page_head "A" %}{{ title }}{% acts %}{% if title == "b" %}<a>c</a>{% endif %} {% endpage_head %}',
            '<div class="t-head"><div><h1>A</h1><p class="t-head__sub">a &lt;b&gt;</p></div></div>',
        ),
        (
            '{% page_head "A" %}{% acts %}<a>c</a>{% endpage_head %}',
            '<div class="t-head"><div><h1>A</h1></div><div class="t-head__act"><a>c</a></div></div>',
        ),
        (
            '{% note "bad" alert=True %}{{ title }}{% endnote %}',
            f'<div class="t-note t-note--bad" role="alert">{icon("warn")}<div>a &lt;b&gt;</div></div>',
        ),
        (
            "{% nothing title %}y{% endnothing %}",
            f'<div class="t-empty">{render_to_string("_stone.html")}<b>a &lt;b&gt;</b>y</div>',
        ),
        ('{% note sign="flag" %}x{% endnote %}', f'<div class="t-note">{icon("flag")}<div>x</div></div>'),
        (
            '{% post "person" 7 css="t-row" data_submit=True %}x{% endpost %}',
            '<form method="post" action="/people/7/" class="t-row" data-submit>'
            '<input type="hidden" name="csrfmiddlewaretoken" value="T">x</form>',
        ),
    ],
)
def test_a_part_is_drawn(text, html):
    assert drawn(text, title="a <b>") == html


def test_only_the_readers_own_letter_is_marked():
    chen, eva = User(pk=1, name_en="Chen"), User(pk=2, name_en="Eva")
    letters = "{% avatar seat reader %}{% avatar seat other %}{% avatar reader %}"
    own, other, person = (f'<span class="t-av{mine}" aria-hidden="true">C</span>' for mine in (" t-av--me", "", ""))
    assert drawn(letters, seat=Member(user=chen), reader=chen, other=eva) == own + other + person


def test_what_is_done_once_carries_an_operation_that_no_other_form_has():
    first, second = (drawn("{% post_once %}{% endpost_once %}") for _ in "ab")
    start = '<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="T">'
    assert first.startswith(start + '<input type="hidden" name="operation" value="')
    assert first != second


def test_a_form_without_a_token_is_refused_before_anybody_can_send_it():
    with pytest.raises(KeyError, match="csrf_token"):
        Template("{% load parts %}{% post %}{% endpost %}").render(Context())


class TwoTexts(BilingualForm):
    bilingual = ("name", "kind")
    name_zh = name_en = forms.CharField(required=False)
    kind_zh = kind_en = forms.CharField(required=False)


@pytest.mark.parametrize(("language", "own", "other"), [("en", "en", "zh"), ("zh-hans", "zh", "en")])
def test_texts_of_the_readers_language_stand_first_and_the_other_are_folded(language, own, other):
    with override(language):
        form = TwoTexts()
        assert [field.name for field in form.own()] == [f"name_{own}", f"kind_{own}"]
        folded = drawn('{% include "_other_language.html" %}', form=form)
    assert [f'name="{name}_{other}"' in folded for name in ("name", "kind")] == [True, True]
    assert f"_{own}" not in folded


@pytest.mark.parametrize(("typed", "is_open"), [({}, False), ({"name_zh": "甲"}, False), ({"kind_en": "SaaS"}, True)])
def test_what_is_said_in_the_other_language_lies_open(typed, is_open):
    with override("zh-hans"):
        folded = drawn('{% include "_other_language.html" %}', form=TwoTexts(typed))
    assert ('<details class="t-more" open>' in folded) == is_open
