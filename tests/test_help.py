"""Does every screen explain itself and the technical terms it shows?"""

import json
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from selection.forms.account import ProfileForm
from selection.models import Phase, User
from tests.scoring.scene import scene

TEMPLATES = settings.BASE_DIR / "templates"
PAGES = sorted(file for file in TEMPLATES.rglob("*.html") if '{% extends "base.html" %}' in file.read_text())
HELP = re.compile(r"{% block help %}(.*?){% endblock(?: \w+)? %}", re.DOTALL)
TERMS = re.compile(r"{% (?:terms |with further=)(.*?) %}")
DIALOG = re.compile(r'<dialog class="t-help" id="help".*?</h2>(.*?)</dialog>', re.DOTALL)
D, V, S, C, K, X = Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED, Phase.CONSENSUS, Phase.DECIDE
# In which phase which address shows a page of its own.
MAIN = [
    *(
        (D, name, ())
        for name in ("home", "inbox", "profile", "people", "people_paste", "templates", "new_selection", "remove_demo")
    ),
    *((D, name, ("S-0001",)) for name in ("overview", "members", "edit_selection", "cancel_selection")),
    *((D, name, ("S-0001",)) for name in ("delete_selection", "weights", "weights_add", "seal", "needs", "needs_add")),
    *(
        (D, name, ("S-0001",))
        for name in ("needs_paste", "vendors_paste", "weights_paste", "cost_lines_paste_all", "members_paste")
    ),
    *((D, name, ("S-0001",)) for name in ("scenarios_paste", "seat_prices_paste")),
    *((D, name, ("S-0001",)) for name in ("vendors", "vendors_add", "facts", "facts_paste", "costs", "cost_lines")),
    *((D, name, ("S-0001",)) for name in ("cost_lines_seats", "cost_lines_parameters", "poc", "poc_add_scenario")),
    *((D, "weights_criterion", ("S-0001", leaf)) for leaf in ("F1", "T2", "P1")),
    *((D, name, ("S-0001", "F")) for name in ("weights_category", "weights_remove")),
    *((D, name, ("S-0001", "A")) for name in ("vendors_detail", "vendors_edit", "vendors_withdraw")),
    *((D, name, ("S-0001", "A")) for name in ("cost_lines_add", "cost_lines_paste", "cost_lines_price")),
    (D, "facts_cell", ("S-0001", "T2", "A")),
    *((phase, "scoring", ("S-0001",)) for phase in (V, S, C)),
    *((S, name, ("S-0001",)) for name in ("score_forms", "score_offline", "scoring_round", "close_round", "costs")),
    (S, "score_form", ("S-0001", "F1")),
    (S, "trials_paste", ("S-0001",)),
    (C, "keep_means", ("S-0001",)),
    *((K, name, ("S-0001",)) for name in ("scores", "results", "decision", "start_decision")),
    (X, "decide", ("S-0001",)),
]


def glossary():
    return {row["key"] for row in json.loads((settings.BASE_DIR / "fixtures" / "glossary.json").read_bytes())["terms"]}


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_every_page_has_help_of_its_own(file):
    [help] = HELP.findall(file.read_text())
    assert re.search(r"{% (translate|blocktranslate|include) ", help)


def test_every_term_that_a_screen_names_is_explained():
    tags = [tag for file in TEMPLATES.rglob("*.html") for tag in TERMS.findall(file.read_text())]
    named = {words for tag in tags for words in re.findall(r"""["'](.*?)["']""", tag)}
    assert {key for words in named for key in words.split()} - glossary() == set()


def everything(phase):
    """Chen holds every role and administers the site, so that every page opens."""
    made = scene(phase)
    roles = {f"is_{role}": True for role in ("procurement", "evaluator", "observer", "auditor")}
    made.selection.members.filter(key="chen").update(**roles)
    User.objects.filter(username="chen").update(is_site_admin=True)
    return made.committee.chen.user


@pytest.mark.django_db
@pytest.mark.parametrize(("phase", "name", "where"), MAIN, ids=lambda part: part if isinstance(part, str) else None)
def test_main_pages_open_with_help(client, phase, name, where):
    client.force_login(everything(phase))
    answer = client.get(reverse(name, args=where))
    assert answer.status_code == 200
    [help] = DIALOG.findall(answer.content.decode())
    assert re.search(r"<(p|li)>\s*\w", help)


def test_the_profile_names_the_letters_that_the_grid_knows():
    sheet = (TEMPLATES / "scoring" / "_help_letters.html").read_text(encoding="utf-8")
    letters = re.findall(r"<kbd>([A-Z])</kbd>", sheet.split("{% if user.letter_keys %}")[1])
    with translation.override("en"):
        named = re.findall(r"\b[A-Z]\b", str(ProfileForm.Meta.help_texts["letter_keys"]))
    assert sorted(named) == sorted(set(letters))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phase", "name", "words"),
    [
        (Phase.DEFINE, "eva", "Scoring opens after the seal"),
        (Phase.INVITE, "eva", "The criteria are sealed; an organiser opens the round"),
        (Phase.INVITE, "bo", "The criteria are sealed: you open the round"),
        (Phase.SCORE, "aude", "appear together, after the round has closed"),
        (Phase.CLOSED, "aude", "appear together, after the round has closed"),
        (Phase.CANCELLED, "aude", "nobody scores in it any more"),
    ],
)
def test_the_help_of_scoring_is_that_of_the_moment(client, phase, name, words):
    made = scene(phase)
    User.objects.update(language="en")
    client.force_login(made.committee.members[name].user)
    [help] = DIALOG.findall(client.get(reverse("scoring", args=["S-0001"])).content.decode())
    assert words in help
