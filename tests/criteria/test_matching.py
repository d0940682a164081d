"""Do the usual words of a criterion lead to it, and to no other?"""

from collections import Counter

import pytest

from criteria import library, matching
from tables.heads import folded


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("智能路由", "F-TK-02"),
        ("Sentiment  analysis", "F-AI-03"),
        ("uptime", "A-AV-01"),
        ("ＩＳＯ27001", "A-SE-02"),
        ("信创适配", "A-DP-02"),
        ("Ease of use (agents)", "F-UX"),
        ("方言培训", ""),
    ],
)
def test_a_usual_word_is_enough(name, code):
    assert matching.proposed(name) == code


def test_each_word_means_one_criterion_of_the_library_and_is_no_name_of_another():
    words = [(folded(word), one.code) for one in matching.known().values() for word in one.words]
    assert {code for _word, code in words} == set(library.synonyms())
    assert [word for word, count in Counter(word for word, _code in dict.fromkeys(words)).items() if count > 1] == []
    names = {folded(name): one.code for one in matching.known().values() for name in one.names}
    assert [(word, code) for word, code in words if names.get(word, code) != code] == []
    assert {len(words) for words in library.synonyms().values()} == {2}
