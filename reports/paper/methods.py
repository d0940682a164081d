"""How is every number of the report made, in a sentence each?"""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from criteria import general
from reports.conclusion import bar_text
from reports.paper.printed_run import PrintedRun
from selection.languages import pick

METHODS = (
    (
        _("Value of a rated cell"),
        _(
            "Ten times the mean of each person’s latest score; a value the committee agreed on replaces the mean; people without a score are left out."
        ),
    ),
    (
        _("Value of a measured cell"),
        _(
            "The fact, or the POC’s measurement where there is one, through the criterion’s value function, straight between its points and level beyond its ends."
        ),
    ),
    (
        pgettext_lazy("report", "Total"),
        _(
            "The sum over all criteria of weight times value; the weight is the category’s times the criterion’s, and nothing is rounded before the last step."
        ),
    ),
    (
        _("Evidence of a cell"),
        _(
            "POC-verified once a linked scenario has a result, whatever it is; else the lower median of the evaluators’ choices in the last round."
        ),
    ),
    (
        _("Must-haves"),
        _("One failed must-have excludes a vendor; one that is not decided leaves it in the ranking and marks it."),
    ),
    (
        pgettext_lazy("report", "Conclusion"),
        _(
            "A vendor leads with %(lead)s points or more and a first place in %(bar)s of draws or more; otherwise everybody with at least %(candidate)s%% is named."
        ),
    ),
    (
        _("Stability of a weight"),
        _(
            "One category’s weight goes from 0 to 100 and the others share the rest in their proportions; the limits are solved, not drawn."
        ),
    ),
    (
        _("Rank probabilities and 90% range"),
        _(
            "%(samples)s draws of all weights (Dirichlet around the sealed ones, concentration %(concentration)s) and of every cell (its evidence and the spread of its scores), seed %(seed)s."
        ),
    ),
    (
        _("With no preset weights"),
        _("The same with every set of weights equally likely and the cells as they are."),
    ),
    (
        _("What would change this decision"),
        _("One number moves and all others stay; the smallest such move on its own scale comes first."),
    ),
    (
        _("Total cost"),
        _(
            "All cost lines of the official growth scenario over %(horizon)s years as present value at %(rate)s%% a year; the price quoted is not discounted."
        ),
    ),
    (
        _("A person’s own total"),
        _(
            "Their latest scores on the criteria that they scored for every vendor, with those weights divided by their sum."
        ),
    ),
)


def section(opened: PrintedRun) -> list[tuple[str, str]]:
    """Name and sentence, in the order of the pages."""
    options = opened.options
    facts = {
        "bar": bar_text(float(options["bar"])),
        "lead": options["lead"],
        "candidate": options["candidate"],
        "horizon": options["horizon"],
        "rate": options["discount_rate"],
        "concentration": options["concentration"],
        "samples": f"{opened.results['samples']:,}",
        "seed": options["seed"],
    }
    return [*_general(opened), *((str(name), str(sentence) % facts) for name, sentence in METHODS)]


def _general(opened: PrintedRun) -> Iterator[tuple[str, str]]:
    """The criteria that nobody described before they were scored."""
    names = [pick(node["name"])[0] for node in general.in_file(opened.decision_file)]
    if names:
        words = ngettext(
            "%(count)s criterion is scored on the general scale, which holds for any criterion: %(names)s.",
            "%(count)s criteria are scored on the general scale, which holds for any criterion: %(names)s.",
            len(names),
        )
        yield gettext("General rubric"), words % {"count": len(names), "names": pgettext("names", ", ").join(names)}
