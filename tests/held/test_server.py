"""Is every save that a browser was told of there, once, after kills, cut lines and forms that were sent twice?"""

import pytest

from tests.held.running import Browser, assert_each_is_there_once, await_saves, kill, python, run, saving, serving
from tests.held.size import TIMES

pytestmark = [pytest.mark.campaign, pytest.mark.services]
KILLS = 4 * TIMES
SAVES = 15  # before each


def test_saves_outlive_kills_cut_lines_and_doubles(place):
    environment = place[1]
    browsers = [Browser("eva"), Browser("ed")]
    for number in range(KILLS + 1):
        with serving(place) as installation, saving(browsers, installation.port):
            await_saves(browsers, SAVES)
            if number < KILLS:
                kill(installation)
    cut, twice = sum(one.cut for one in browsers), sum(one.twice for one in browsers)
    assert_each_is_there_once(environment, browsers, f"{KILLS} kills, {cut} cut lines, {twice} sent twice")
    assert (cut > 0, twice > 0, sum(one.unavailable for one in browsers)) == (True, True, 0)
    python(environment, "from scoring.models import Score; Score.objects.latest('pk').delete()")
    assert "replay · marks " in run(environment, "manage.py", "verify", code=1)  # the control: a lost save would show
