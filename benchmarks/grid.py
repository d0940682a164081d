"""What does the scoring page cost, small and large, and what does saving one cell cost?"""

import gzip
import uuid
from collections.abc import Iterator
from typing import Any

from benchmarks.installation import installation
from benchmarks.measured import Measured


def measure() -> Iterator[Measured]:
    with installation():
        small, large = page(2, 5, 1), page(8, 67, 10)
        yield Measured(
            "scoring page, 8 × 67 × 10: queries beyond those of 2 × 5 × 1", large[0] - small[0], "queries", 0
        )
        yield Measured("scoring page, 8 × 67 × 10: HTML, gzip", large[1] / 1000, "kB", 300)
        saving("L001")  # the first event of a selection begins its ledger
        yield Measured("saving one cell, 8 × 67 × 10", saving("L000"), "queries", 12)


def page(vendors: int, leaves: int, evaluators: int) -> tuple[int, int]:
    """Queries and packed bytes of the page, the second time it is asked for."""
    from django.urls import reverse

    client = build(f"S-{leaves:04}", vendors=vendors, leaves=leaves, evaluators=evaluators)
    address = reverse("scoring", args=[f"S-{leaves:04}"])
    client.get(address)
    return counted(lambda: client.get(address))


def saving(leaf: str) -> int:
    from django.urls import reverse

    client = signed_in("evaluator-0")
    address = reverse("save_score", args=["S-0067", leaf, "A"])
    body = {"score": "7", "level": "demonstrated", "rationale": "", "version": "1", "operation": str(uuid.uuid4())}
    return counted(lambda: client.post(address, body, headers={"HX-Request": "true"}))[0]


def counted(ask: Any) -> tuple[int, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    if answer.status_code != 200:
        raise SystemExit(f"answered {answer.status_code}: {answer.content.decode()[:500]}")
    return len(queries), len(gzip.compress(answer.content))


def signed_in(username: str) -> Any:
    from django.test import Client

    from selection.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=username))
    return client


def build(code: str, *, vendors: int, leaves: int, evaluators: int) -> Any:
    """A selection in the middle of scoring: everybody has given every mark but the first person's last."""
    from django.utils import timezone

    from criteria.models import Anchor, Criterion, Kind
    from scoring.models import Round, Score
    from selection.models import Member, Phase, Selection, User
    from vendors.models import Vendor

    selection = Selection.objects.create(code=code, phase=Phase.SCORE, name_zh="客服平台", name_en="Service platform")
    category = Criterion.objects.create(selection=selection, code="F", kind=Kind.CATEGORY, weight=10_000, name_en="F")
    rated = [
        Criterion.objects.create(
            selection=selection,
            parent=category,
            code=f"L{number:03}",
            kind=Kind.RATED,
            weight=10_000 // leaves,
            position=number,
            name_zh=f"准则 {number}",
            name_en=f"Criterion {number}",
            question_zh=f"第 {number} 个问题是什么，怎样才算好？",
            dimension="business",
        )
        for number in range(leaves)
    ]
    Anchor.objects.bulk_create(
        Anchor(criterion=leaf, band=band, text_zh=f"{leaf.name_zh} 在 {band} 分时可以看到的事实，用一句完整的话写出来")
        for leaf in rated
        for band in Anchor.BANDS
    )
    compared = [
        Vendor.objects.create(selection=selection, code=letter, name_zh=f"供应商 {letter}")
        for letter in "ABCDEFGH"[:vendors]
    ]
    now = timezone.now()
    round = Round.objects.create(selection=selection, number=1, opened_at=now)
    for number in range(evaluators):
        user = User.objects.filter(username=f"evaluator-{number}").first() or User.objects.create(
            username=f"evaluator-{number}", name_zh=f"评委 {number}", language="zh-hans"
        )
        member = Member.objects.create(selection=selection, user=user, key=user.username, is_evaluator=True)
        Score.objects.bulk_create(
            Score(
                round=round,
                member=member,
                criterion=leaf,
                vendor=vendor,
                score=6,
                level="demonstrated",
                rationale="演示中看到",
                version=1,
                updated_at=now,
            )
            for leaf in rated
            for vendor in compared
        )
    return signed_in("evaluator-0")
