"""What is tampered with: the examples, one decided with its report, one in the middle of a round, and who comes in."""

from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from reports import printing
from reports.models import Report, State
from reports.runs import latest_run
from selection import accounts, late, ledger
from selection.models import Member, Selection, User
from vendors.facts import measured, record_fact
from vendors.models import Judgement
from vendors.screening import judge

FILE = b"%PDF-1.7 the report as it was made"
PLAIN = b"%PDF-1.7 the same without attachments"
DECIDED, OPEN = "S-0007", "S-0008"


def load():
    """The examples, and an act of every kind that the drill speaks of."""
    call_command("load_demo", verbosity=0)
    decided, going = Selection.objects.get(code=DECIDED), Selection.objects.get(code=OPEN)
    chair = _with(going, is_chair=True)
    buyer = _with(going, is_procurement=True)
    vendor, criterion = going.vendors.order_by("code")[0], measured(going).order_by("code")[0]
    value = criterion.points[0][0]
    record_fact(vendor, criterion=criterion, value=value, level="documented", source="合同附件三", member=buyer)
    verdict = Judgement.objects.filter(requirement__selection=going, requirement__rule=None).order_by("pk")[0]
    told = {"state": "pass", "note": "现场又看过一次。", "member": buyer}
    judge(verdict.requirement, vendor=verdict.vendor, **told)
    late.record(going, member=chair, kind="vendors.withdrawn", object="vendor B", reason="供应商在评分后来信退出。")
    with transaction.atomic():  # words that stand in the record alone
        ledger.record("criteria.weight_explained", selection=going, member=chair, object="F", reason="我们的量更大。")
    accounts.change_password(User.objects.order_by("pk")[0], password="another-fine-password-7")
    report = Report.objects.create(run=latest_run(decided), language="zh-hans", is_draft=False)
    filed = printing.filed(report, FILE, PLAIN)
    with transaction.atomic():
        printing.note_made(report, filed)
    Report.objects.filter(pk=report.pk).update(state=State.DONE, finished_at=timezone.now(), **filed)


def _with(selection, **role):
    return Member.objects.select_related("user").filter(selection=selection, removed_at=None, **role).order_by("key")[0]


def file_name():
    return Report.objects.get().file.name


def put_file_back():
    name = file_name()
    with default_storage.open(name, "wb") as file:
        file.write(FILE)
