from django.http import QueryDict

from selection.bringing.answers import NO_ANSWERS, Answers, answers_to, mark_of
from tables.numbers import Ask

BLOCK = "a\tb\r\n1\t2"


def sent(
    block=BLOCK, query="skip=2&skip=5&keep=1&column-3=skip&label-2=K01&answer-amounts-sign=whole&column-4=&column-x=y"
):
    return QueryDict(f"answered={mark_of(block)}&{query}")


def test_what_was_clicked_is_read_by_place():
    answers = answers_to(BLOCK, sent())
    assert answers == Answers(
        skipped=frozenset({1, 4}),
        kept=frozenset({0}),
        columns={2: "skip"},
        labels={1: "K01"},
        said={"amounts-sign": "whole"},
    )
    assert answers.of_column("amounts") == {Ask.SIGN: "whole"}
    assert answers.of_column("other") == {}


def test_an_answer_about_another_block_is_none():
    assert answers_to(BLOCK, sent("a\tb\n1\t3")) == NO_ANSWERS
    assert answers_to(BLOCK, sent("a\tb\n1\t2")) != NO_ANSWERS  # a browser sends its own line ends
    assert answers_to(BLOCK, QueryDict("skip=1")) == NO_ANSWERS


def test_odd_numbers_of_rows_are_none():
    assert answers_to(BLOCK, sent(query="skip=-1&skip=x&skip=99999&column-0=y")).skipped == frozenset()
