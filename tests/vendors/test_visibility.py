import pytest

from selection.models import Phase
from tests.cast import committee, join
from vendors.visibility import may_see_prices

pytestmark = pytest.mark.django_db

BEFORE = [Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED]
AFTER = [Phase.CONSENSUS, Phase.DECIDE, Phase.DONE]


@pytest.mark.parametrize("phase", [*BEFORE, *AFTER])
def test_prices_are_seen_by_organisers_always_and_by_others_after_the_reveal(phase):
    cast = committee(phase=phase)
    seen = {name for name, member in cast.members.items() if may_see_prices(member)}
    assert seen == ({"chen", "bo"} if phase in BEFORE else {"chen", "bo", "eva", "otto", "aude"})


def test_organiser_who_scores_is_blind_while_the_round_is_open():
    cast = committee(phase=Phase.SCORE)
    bea = join(cast.selection, "bea", "procurement", "evaluator")
    assert not may_see_prices(bea)
    for phase in (Phase.INVITE, Phase.CLOSED):
        bea.selection.phase = phase
        assert may_see_prices(bea)


def test_prices_that_are_not_sealed_stay_open_to_organisers():
    cast = committee(phase=Phase.SCORE, sealed_prices=False)
    assert may_see_prices(join(cast.selection, "bea", "procurement", "evaluator"))
    assert not may_see_prices(cast.eva)
