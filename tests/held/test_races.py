"""Do pairs of tabs, forms that arrive many times and closes that race saves end well, however often they meet?"""

import pytest

from scoring.models import Score
from selection.models import Event
from tests.held.running import say
from tests.held.size import TIMES
from tests.scoring import test_concurrency
from tests.scoring.scene import scene

pytestmark = [pytest.mark.campaign, pytest.mark.services, pytest.mark.django_db(transaction=True)]
RACES = {
    "first saves of two tabs": test_concurrency.test_one_of_many_first_saves_wins,
    "later saves of two tabs": test_concurrency.test_one_of_many_later_saves_wins,
    "one form sent many times": test_concurrency.test_the_same_operation_sent_many_times_is_saved_once,
    "a save and the close": test_concurrency.test_a_save_at_the_moment_of_the_close_is_counted_or_refused,
}

OFTEN = 20 * TIMES


@pytest.mark.parametrize("number", range(OFTEN))
@pytest.mark.parametrize("race", RACES)
def test_race_ends_well_however_often_it_is_run(race, number):
    RACES[race]()
    if number == OFTEN - 1:
        say(f"{race}: {OFTEN} times, {test_concurrency.THREADS} at once")


def test_forms_that_are_not_known_as_one_would_be_saved_each():
    """The control: the same form, each time as a new one upon what stands there."""
    s = scene()
    for number in range(1, 6):
        s.give("eva", "F1", "A", number, version=number - 1)
    assert (Score.objects.get().version, Event.objects.count()) == (5, 5)
