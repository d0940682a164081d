"""Is a day read as it was typed, and one that could be two days asked for again?"""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from poc.forms import WindowForm
from scoring.forms import ClosingTimeForm
from selection.fields import DayField, MomentField
from selection.forms.frame import SelectionForm


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "typed", ["2027-03-04", "2027/3/4", "2027.03.04", "2027年3月4日", "２０２７年３月４日", " 2027-3-4 "]
)
def test_a_day_with_its_year_first_is_read(typed, language):
    with translation.override(language):
        assert DayField().clean(typed) == date(2027, 3, 4)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("typed", ["05/06/2027", "5.6.2027", "27-03-04", "4 March 2027", "Mar 4, 2027", "20270304"])
def test_what_could_be_another_day_is_asked_for_again(typed, language):
    for field in (DayField(), MomentField()):
        with translation.override(language), pytest.raises(ValidationError, match=r"2026-03-04"):
            field.clean(typed)


@pytest.mark.parametrize("typed", ["0001-01-01", "1999-12-31", "2201-01-01", "9999-12-31T23:59"])
def test_a_year_of_another_age_is_refused(typed):
    for field in (DayField(), MomentField()):
        with translation.override("en"), pytest.raises(ValidationError, match="Choose a year from 2000 to 2200"):
            field.clean(typed)


@pytest.mark.parametrize("typed", ["2027-02-30", "2027-13-01", "2027-03-04 soon", "2027-00-10"])
def test_a_day_that_no_calendar_has_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["2027-03-04T18:00", "2027年3月4日 18:00", "2027/3/4 18:00"])
def test_a_moment_is_read_in_the_zone_of_the_page(typed):
    with timezone.override("Asia/Shanghai"):
        moment = MomentField().clean(typed)
    assert moment == datetime.fromisoformat("2027-03-04T18:00+08:00")


def test_every_field_for_days_and_moments_is_one_of_these():
    asked = [
        SelectionForm.base_fields["decision_date"],
        *WindowForm.base_fields.values(),
        ClosingTimeForm.base_fields["closes_at"],
    ]
    assert {type(field) for field in asked} == {DayField, MomentField}
