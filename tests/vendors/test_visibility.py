import pytest
from django.utils import timezone

from selection.models import Phase
from tests.cast import committee, join
from vendors.visibility import may_know_of_prices, may_see_prices

pytestmark = pytest.mark.django_db

BEFORE = [Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED]
AFTER = [Phase.CONSENSUS, Phase.DECIDE, Phase.DONE]


@pytest.mark.parametrize("phase", [*BEFORE, *AFTER])
def test_prices_are_seen_by_organisers_always_and_by_others_after_the_reveal(phase):
    cast = committee(phase=phase)
    seen = {name for name, member in cast.members.items() if may_see_prices(member)}
    assert seen == ({"chen", "bo"} if phase in BEFORE else {"chen", "bo", "eva", "otto", "aude"})


@pytest.mark.parametrize("phase", Phase)
def test_an_organiser_who_scores_is_blind_until_the_round_closes(phase):
    bea = join(committee(phase=phase).selection, "bea", "procurement", "evaluator", prices_seen_at=timezone.now())
    is_ahead = phase in (Phase.DEFINE, Phase.INVITE, Phase.SCORE)
    assert (may_see_prices(bea), may_know_of_prices(bea)) == (not is_ahead, not is_ahead)


def test_an_organiser_who_has_not_opened_prices_knows_of_them_only():
    bea = join(committee(phase=Phase.INVITE).selection, "bea", "procurement", prices_seen_at=None)
    assert (may_see_prices(bea), may_know_of_prices(bea)) == (False, True)


def test_prices_that_are_not_sealed_stay_open_to_organisers():
    cast = committee(phase=Phase.SCORE, sealed_prices=False)
    assert may_see_prices(join(cast.selection, "bea", "procurement", "evaluator"))
    assert not may_see_prices(cast.eva)
