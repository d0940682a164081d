"""After a round has closed: does every verb that changes the decision file ask for a reason, or is it refused?

The verbs are read from the source. A new one needs a stand here, or a word why no decision file can change by it.
"""

import ast
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from importlib import import_module

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from criteria.from_sheet import Row
from criteria.models import Criterion, Heading, Kind
from poc.models import Result
from poc.plan import Outline
from poc.trials import Outcome
from reports.decision_file import export
from reports.limits.years import off_plan
from scoring.cells import Entry
from scoring.found import Source
from scoring.models import Round
from scoring.offline.bringing import brought_of
from scoring.offline.lines import Line
from selection.access import WrongPhase
from selection.models import BroughtTable, LateAct, Member, Phase, Requirement, Selection, User
from selection.phases import Blocked
from tests.cast import person
from tests.reports import finished
from vendors.costing import official
from vendors.models import Claim, Evidence, Fact, Origin, SeatPrice, Vendor

pytestmark = pytest.mark.django_db
APPS = settings.OWN_APPS
ELSEWHERE = {"migrations", "views", "forms", "management", "templatetags"}
REASON = "The minutes came in only after the round."
# Verbs about accounts, templates of the site and selections that begin: no closed round stands behind them.
NO_ROUND = {
    *(f"selection.accounts.{verb}" for verb in ("create_first_administrator", "add_person", "change_person")),
    *(f"selection.accounts.{verb}" for verb in ("deactivate", "change_password", "note_sign_in", "note_sign_out")),
    *(f"selection.accounts.{verb}" for verb in ("delete_unused", "hash_again")),
    *(f"selection.accounts.{verb}_printed_password" for verb in ("replace", "end")),
    "selection.attempts.admit",
    "selection.forgotten.reset",
    "desk.printed.settle",
    *(f"selection.links.{verb}" for verb in ("issue", "use")),
    "selection.refusals.count",
    "selection.setup.create",
    "criteria.content.load",
    "criteria.from_sheet.lay_out",  # only of a selection that is being made
    *(f"criteria.templates.{verb}" for verb in ("new_draft", "new_template", "set_draft_weight", "set_reason")),
    *(
        f"criteria.templates.{verb}"
        for verb in ("publish", "discard_draft", "retire", "lock_draft_weight", "give_draft_weights")
    ),
    *(f"desk.starting.{verb}" for verb in ("blank", "from_template", "from_earlier", "from_file", "from_table")),
    "desk.demo.remove",
    "reports.proof.replay.baseline",  # what is stored, written down
    *(f"selection.erasure.{verb}" for verb in ("propose", "propose_for_site", "confirm", "drop")),  # events only
    "installation.restore._record",
    *("reports.leaving.note_chart", "reports.leaving.note_drawing"),
    *("reports.runs.give_up", "reports.printing.give_up"),  # jobs
    "reports.printing.make_again",  # the file of a report, of which the decision file knows nothing
}


def verbs():
    """Every public function that opens a transaction by itself, as the modules of verbs write them."""
    return {f"{name}.{function}" for app in APPS for name, tree in modules(app) for function in atomic(tree)}


def modules(app):
    for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
        place = path.relative_to(settings.BASE_DIR).with_suffix("")
        if not ELSEWHERE & set(place.parts):
            yield ".".join(place.parts), ast.parse(path.read_text(encoding="utf-8"))


def atomic(tree):
    for node in tree.body:
        marks = {ast.unparse(one).rpartition(".")[2] for one in getattr(node, "decorator_list", [])}
        if isinstance(node, ast.FunctionDef) and any("atomic" in mark or mark == "joining" for mark in marks):
            yield node.name


@dataclass
class Stage:
    """A selection with one of everything, and a member who holds every role."""

    selection: Selection

    @cached_property
    def before(self):
        return export.canonical(Selection.objects.get(pk=self.selection.pk))

    @property
    def member(self):
        return Member.objects.select_related("selection", "user").get(selection=self.selection, key="xu")

    @property
    def other(self):
        return self.selection.members.get(key="gu")

    @property
    def admin(self):
        return person("ada", is_site_admin=True)

    def without_chair(self):
        """Who is left when the only chair cannot sign in any more."""
        User.objects.filter(pk=self.member.user_id).update(is_active=False)
        return self.other

    @property
    def gone(self):
        return self.selection.members.get(key="su")

    @property
    def vendor(self):
        return Vendor.objects.get(selection=self.selection, code="A")

    @property
    def rated(self):
        return self.selection.criteria.get(code="F1")

    @property
    def measured(self):
        return self.selection.criteria.get(code="M9")

    @property
    def category(self):
        return self.selection.criteria.get(code="F")

    @property
    def price(self):
        return self.selection.criteria.filter(kind=Kind.PRICE).first()

    @property
    def must(self):
        return Requirement.objects.get(selection=self.selection, code="R-01")

    @property
    def heading(self):
        return self.selection.headings.get()

    @property
    def table(self):
        return self.selection.brought_tables.get()

    @property
    def scenario(self):
        return self.selection.poc_scenarios.first()


def staged(phase):
    made = Stage(finished.selection(phase))
    made.selection.members.filter(key="xu").update(is_chair=True, is_procurement=True, is_evaluator=True)
    made.selection.members.filter(key="su").update(removed_at=timezone.now(), marks_settled=False)
    measured = Criterion.objects.create(
        selection=made.selection,
        code="M9",
        parent=made.category,
        kind=Kind.MEASURED,
        name_zh="可用率",
        position=90,
        dimension="technology",
        curve="piecewise",
        points=[["0", "0"], ["100", "100"]],
    )
    Heading.objects.create(selection=made.selection, code="H1", category_code="F", name_zh="组")
    vendor = made.vendor
    Fact.objects.create(vendor=vendor, criterion=measured, value="50", level="documented")
    Claim.objects.create(vendor=vendor, text="都支持")
    Evidence.objects.create(vendor=vendor, title="记录", level="documented", origin=Origin.PROCUREMENT)
    SeatPrice.objects.create(vendor=vendor, item="K01", price=100)
    stood = {"level": "documented", "source": ""}
    changes = [[["M9", "A"], stood | {"value": "40"}, stood | {"value": "50"}, True]]
    BroughtTable.objects.create(selection=made.selection, member=made.member, kind="facts", changes=changes)
    made.selection.seat_plan.filter(scenario="slow", year=5).delete()
    Selection.objects.filter(pk=made.selection.pk).update(summary_zh=LONG, sealed_at=timezone.now())
    made.selection.refresh_from_db()
    return made


LONG = "长" * 10_001
OUTLINE = Outline(group={"zh": "组"}, name={"zh": "新场景"}, pass_line={"zh": "全过"})
OUTCOME = Outcome(Result.FAIL, note_zh="中断两次")
MARK = {"score": 3, "level": "none", "rationale": "少", "not_applicable": False, "operation": "op", "version": 0}
NAMES = {"name_zh": "新名字", "name_en": ""}
KIND = {"kind_zh": "", "kind_en": ""}
NEED = {"moscow": "must", "text_zh": "新需求", "text_en": "", "source_zh": "", "source_en": ""}
LINE = {"item": "K02", "label_zh": "项", "label_en": "", "is_quoted": True}
STANDS = {
    "selection.committee.add": lambda s, c: c(
        s.selection, user=person("eva"), roles=["evaluator"], department="it", by=s.member
    ),
    "selection.committee.change": lambda s, c: c(s.other, roles=["auditor"], department="it", by=s.member),
    "selection.committee.remove": lambda s, c: c(s.other, by=s.member),
    "selection.committee.give": lambda s, c: c(s.other, user=s.admin, by=s.member),
    "selection.committee.allow_prices": lambda s, c: c(s.other, by=s.member, reason=REASON),
    "selection.committee.appoint_chair": lambda s, c: c(s.without_chair(), actor=s.admin),
    "selection.blindness.open_prices": lambda s, c: c(s.member),
    "selection.blindness.hold_to_type": lambda s, c: c(s.selection, member=s.member),
    "selection.brought.record": lambda s, c: c(
        s.selection, member=s.member, kind="facts", source="", digest="", mapping={}, changes=[]
    ),
    "selection.brought.undo": lambda s, c: c(s.table, member=s.member),
    "selection.setup.edit": lambda s, c: c(s.selection, member=s.member, version=1, name_zh="新名字"),
    "selection.setup.delete_draft": lambda s, c: c(s.selection, member=s.member, typed=s.selection.name_zh),
    "selection.setup.cancel": lambda s, c: c(s.selection, member=s.member, reason=""),
    "reports.limits.mending.mend": lambda s, c: c(
        s.selection, place=f"selection-{s.selection.pk}-summary_zh", value=LONG[1:], member=s.member
    ),
    "reports.limits.mending.even": lambda s, c: c(
        s.selection, place=off_plan(s.selection)[0].key, values={5: "365"}, member=s.member
    ),
    "selection.setup.archive": lambda s, c: c(s.selection, member=s.member),
    "criteria.assignments.assign": lambda s, c: c(s.member, criteria=[s.rated], by=s.member),
    "criteria.copying.copy_into": lambda s, c: c(s.selection, version=None, depth="short", member=s.member),
    "criteria.groups.open_group": lambda s, c: c(s.rated, member=s.member),
    "criteria.groups.close_group": lambda s, c: c(s.heading, member=s.member),
    "criteria.rubric.revise": lambda s, c: c(s.rated, fields={"name_zh": "新名字"}, member=s.member),
    "criteria.rubric.price_from_budget": lambda s, c: c(s.price, member=s.member),
    "criteria.rubric.follow_budget": lambda s, c: c(s.selection, before=[], member=s.member),
    "criteria.sealing.seal": lambda s, c: c(s.selection, member=s.member),
    "criteria.tree.add_criterion": lambda s, c: c(
        s.category, kind=Kind.RATED, code="F77", **NAMES, dimension="business", member=s.member
    ),
    "criteria.tree.add_category": lambda s, c: c(s.selection, code="Z", **NAMES, member=s.member),
    "criteria.tree.remove_category": lambda s, c: c(s.category, member=s.member),
    "criteria.tree.remove_criterion": lambda s, c: c(s.rated, member=s.member),
    "criteria.tree.rename_criterion": lambda s, c: c(s.rated, **NAMES, member=s.member),
    "criteria.weighting.set_weight": lambda s, c: c(s.category, points=Decimal(30), member=s.member),
    "criteria.weighting.lock_weight": lambda s, c: c(s.category, locked=True, member=s.member),
    "criteria.weighting.give_weights": lambda s, c: c(s.selection, shares={}, member=s.member),
    "criteria.weighting.put_weights": lambda s, c: c(s.selection, weights={}, locks={}, member=s.member),
    "criteria.from_sheet.add_row": lambda s, c: c(s.category, Row("新", "功能", 0, "rated"), member=s.member),
    "criteria.weighting.restore_template": lambda s, c: c(s.selection, member=s.member),
    "criteria.weighting.undo": lambda s, c: c(s.selection, sequence=1, member=s.member),
    "criteria.weighting.explain_weight": lambda s, c: c(s.category, reason="", member=s.member),
    "vendors.claims.record_claim": lambda s, c: c(s.vendor, criterion=None, text="新", source="", member=s.member),
    "vendors.claims.remove_claim": lambda s, c: c(s.vendor.claims.last(), member=s.member),
    "vendors.costing.lines.record_line": lambda s, c: c(
        s.vendor, **LINE, scenarios=["base"], amounts={0: 100}, member=s.member
    ),
    "vendors.costing.lines.remove_line": lambda s, c: c(s.vendor, series=None, member=s.member),
    "vendors.costing.parameters.set_parameters": lambda s, c: c(
        s.selection, to=official(s.selection), member=s.member, version=1
    ),
    "vendors.costing.seats.set_seat_plan": lambda s, c: c(s.selection, plan={"base": [9] * 6}, member=s.member),
    "vendors.costing.seats.record_seat_price": lambda s, c: c(s.vendor, **LINE, price=9, minimum=1, member=s.member),
    "vendors.costing.seats.remove_seat_price": lambda s, c: c(s.vendor.seat_prices.get(), member=s.member),
    "vendors.evidence.record_evidence": lambda s, c: c(
        s.vendor, criterion=s.rated, level="documented", title="新", source="", member=s.member
    ),
    "vendors.evidence.remove_evidence": lambda s, c: c(s.vendor.evidence.get(title="记录"), member=s.member),
    "vendors.facts.record_fact": lambda s, c: c(
        s.vendor, criterion=s.measured, value="60", level="documented", source="", member=s.member
    ),
    "vendors.facts.remove_fact": lambda s, c: c(s.vendor, criterion=s.measured, member=s.member),
    "vendors.needs.add_requirement": lambda s, c: c(s.selection, **NEED, member=s.member),
    "vendors.needs.edit_requirement": lambda s, c: c(s.must, **NEED, criteria=[], rule=None, member=s.member),
    "vendors.needs.remove_requirement": lambda s, c: c(s.must, member=s.member),
    "vendors.pasting.fact_writing.write_facts": lambda s, c: c(
        s.selection, "\tA\nM9\t70", level="documented", source="", member=s.member
    ),
    "vendors.registry.add_vendor": lambda s, c: c(s.selection, **NAMES, member=s.member),
    "vendors.registry.edit_vendor": lambda s, c: c(s.vendor, **NAMES, **KIND, member=s.member, version=1),
    "vendors.registry.withdraw_vendor": lambda s, c: c(s.vendor, member=s.member),
    "vendors.registry.restore_vendor": lambda s, c: c(s.vendor, member=s.member),
    "vendors.screening.judge": lambda s, c: c(
        s.must, vendor=s.vendor, state="fail", note="机房不在境内，合同不允许", member=s.member
    ),
    "vendors.screening.judge_all": lambda s, c: c(s.must, judged={s.vendor: ("pending", "待查")}, member=s.member),
    "scoring.counting.remove": lambda s, c: c(s.gone, member=s.member),
    "scoring.counting.change": lambda s, c: c(s.gone, roles=["observer"], department="it", member=s.member),
    "scoring.counting.assign": lambda s, c: c(s.gone, criteria=[s.rated], member=s.member),
    "scoring.counting.settle": lambda s, c: c(s.gone, member=s.member, counts=False),
    "scoring.found.keep": lambda s, c: c(
        s.selection, member=s.member, source=Source("0" * 64), marks={(s.rated.code, s.vendor.code): "8"}
    ),
    "scoring.offline.bringing.bring_back": lambda s, c: c(
        s.member,
        brought=brought_of([Line(2, s.rated.code, s.vendor.code, given=Entry(5, "none", "", False))], "block"),
        chosen={},
    ),
    "scoring.offline.taking_over.take_over": lambda s, c: c(s.member),
    "scoring.rounds.open_scoring": lambda s, c: c(s.selection, member=s.member),
    "scoring.rounds.change_closing_time": lambda s, c: c(s.selection, member=s.member, closes_at=None),
    "scoring.rounds.close_round": lambda s, c: c(s.selection, member=s.member),
    "scoring.rounds.keep_means": lambda s, c: c(s.selection, member=s.member),
    "scoring.sheets.record_score": lambda s, c: c(s.member, criterion=s.rated, vendor=s.vendor, **MARK),
    "scoring.sheets.submit": lambda s, c: c(s.member),
    "scoring.sheets.take_back": lambda s, c: c(s.member),
    "poc.plan.set_window": lambda s, c: c(s.selection, start=date(2027, 1, 4), end=date(2027, 1, 15), member=s.member),
    "poc.plan.add_scenario": lambda s, c: c(s.selection, outline=OUTLINE, member=s.member),
    "poc.plan.edit_scenario": lambda s, c: c(s.scenario, outline=OUTLINE, member=s.member),
    "poc.plan.remove_scenario": lambda s, c: c(s.scenario, member=s.member),
    "poc.trials.record_trial": lambda s, c: c(s.scenario, vendor=s.vendor, outcome=OUTCOME, member=s.member, version=1),
    "reports.deciding.decision.start_decision": lambda s, c: c(s.selection, member=s.member),
    "reports.deciding.decision.decide": lambda s, c: c(s.selection, member=s.member, vendor=None, reason=REASON),
    "reports.printing.request_report": lambda s, c: c(s.selection.runs.first(), language="en", member=s.member),
    "desk.starting.edit": lambda s, c: c(s.selection, member=s.member, version=1, name_zh="新名字"),
}


def function_of(name):
    module, _dot, function = name.rpartition(".")
    return getattr(import_module(module), function)


def outcome(stage, verb, **more):
    """ "refused", "asks", "changed" or "same": what the call did; nothing of it stays."""
    call = partial(function_of(verb), **more)
    before = stage.before
    with transaction.atomic():
        try:
            STANDS[verb](stage, call)
        except (WrongPhase, PermissionDenied, Blocked):
            found = "refused"
        except ValidationError as fault:
            assert list(fault.message_dict) == ["reason"], fault
            found = "asks"
        else:
            after = export.canonical(Selection.objects.get(pk=stage.selection.pk))
            found = "same" if after == before else "changed"
            kept = [(act.reason, act.before == before.decode(), act.after == after.decode()) for act in acts(stage)]
            assert found == "same" or kept == [(REASON, True, True)]
        transaction.set_rollback(True)
    return found


def acts(stage):
    return LateAct.objects.filter(selection=stage.selection)


def test_every_verb_has_a_stand_or_a_word_why_it_needs_none():
    assert verbs() == set(STANDS) | NO_ROUND


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.CONSENSUS, Phase.DECIDE])
def test_every_verb_that_changes_the_decision_file_asks_or_is_refused(phase):
    stage = staged(phase)
    Round.objects.filter(selection=stage.selection).update(closed_at=timezone.now())
    found = {verb: outcome(stage, verb) for verb in STANDS if verb != "reports.printing.request_report"}
    assert {verb for verb, what in found.items() if what == "changed"} == set()
    asked = {verb for verb, what in found.items() if what == "asks"} - {"selection.setup.cancel"}
    told = {verb: outcome(stage, verb, reason=REASON) for verb in asked}
    assert told == dict.fromkeys(asked, "changed")
    assert asked == ASKED[phase]


JUDGED = {"vendors.screening.judge", "vendors.screening.judge_all", "vendors.registry.withdraw_vendor"}
TRIED = {f"poc.plan.{verb}" for verb in ("set_window", "add_scenario", "edit_scenario", "remove_scenario")}
TRIED |= {"poc.trials.record_trial"}
STATED = {
    "selection.brought.undo",
    "vendors.claims.record_claim",
    "vendors.claims.remove_claim",
    "vendors.evidence.record_evidence",
    "vendors.evidence.remove_evidence",
    "vendors.facts.record_fact",
    "vendors.facts.remove_fact",
    "vendors.pasting.fact_writing.write_facts",
}
COUNTED = {"scoring.counting.settle"}
MENDED = {"reports.limits.mending.mend", "reports.limits.mending.even"}
LED = {"selection.committee.appoint_chair"}
ASKED = {
    Phase.CLOSED: JUDGED | TRIED | STATED | COUNTED | MENDED | LED,
    Phase.CONSENSUS: JUDGED | TRIED | COUNTED | MENDED | LED,
    Phase.DECIDE: COUNTED | MENDED | LED,
}
