"""Which acts are stopped in the middle, and what may be true of the tables afterwards?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from poc.trials import Outcome, record_trial
from reports.proof import replay
from reports.proof.verification import verify
from scoring.rounds import close_round
from scoring.sheets import record_score, submit, take_back
from selection import committee
from selection.models import Selection
from tests import cast
from tests.poc.scene import Poc, poc
from vendors.facts import record_fact, remove_fact

REASON = "两格留空，大家都同意了。"


@dataclass(frozen=True)
class Act:
    """A verb, and what it is called with."""

    verb: Callable[..., Any]
    given: Callable[[Poc], tuple[tuple[Any, ...], dict[str, Any]]]

    def do(self, made: Poc) -> None:
        args, options = self.given(made)
        self.verb(*args, **options)


def _score(made):
    cell = {"criterion": made.scene.criteria["F1"], "vendor": made.vendor("A"), "score": 7, "level": "documented"}
    rest = {"rationale": "见方案第三章。", "not_applicable": False, "version": 1, "operation": "op-in-the-middle"}
    return (made.member("eva"),), cell | rest


def _fact(made):
    told = {"value": "98.5", "level": "documented", "source": "合同附件", "member": made.member("bo")}
    return (made.vendor("A"),), {"criterion": made.scene.criteria["T2"], **told}


def _no_fact(made):
    return (made.vendor("B"),), {"criterion": made.scene.criteria["T2"], "member": made.member("bo")}


def _trial(made):
    outcome = Outcome(result="pass", note_zh="三次都过")
    return (made.returns,), {"vendor": made.vendor("A"), "outcome": outcome, "member": made.member("bo"), "version": 0}


def _close(made):
    return (made.selection,), {"member": made.member("chen"), "reason": REASON}


def _seat(made):
    user = cast.person("otilie")
    return (made.selection,), {"user": user, "roles": ["observer"], "department": "it", "by": made.member("chen")}


ACTS = {
    "score": Act(record_score, _score),
    "submit": Act(submit, lambda made: ((made.member("eva"),), {})),
    "take back": Act(take_back, lambda made: ((made.member("ed"),), {})),
    "fact": Act(record_fact, _fact),
    "fact removed": Act(remove_fact, _no_fact),
    "trial": Act(record_trial, _trial),
    "close": Act(close_round, _close),
    "seat": Act(committee.add, _seat),
}


def begun() -> Poc:
    """In the middle of a round: Eva's sheet is full, Ed's is submitted, B has a fact."""
    made = poc()
    cast.person("otilie")
    made.scene.fill("eva")
    made.scene.fill("ed")
    submit(made.member("ed"))
    told = {"value": "97", "level": "documented", "source": "合同附件", "member": made.member("bo")}
    record_fact(made.vendor("B"), criterion=made.scene.criteria["T2"], **told)
    replay.baseline(made.selection)
    return made


def faults(made: Poc) -> list[str]:
    """What does not fit together; nothing when an act is there whole, or not at all."""
    return [str(finding) for finding in verify(Selection.objects.get(pk=made.selection.pk)).findings]


def length(made: Poc) -> int:
    return Selection.objects.get(pk=made.selection.pk).chain.sequence
