"""What do scores look like where nobody has described them yet, and which criteria still say that?"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from analysis.decision_file.typed import CriterionEntry, DecisionFile, Text
from criteria.models import Anchor
from criteria.reading import Band

ANCHORS: dict[str, Text] = {
    "0-2": {"zh": "没有，或不能用", "en": "Missing or unusable"},
    "3-4": {"zh": "有，但主要要求达不到", "en": "There, but misses main requirements"},
    "5-6": {"zh": "主要要求达到，有几处明显不足", "en": "Meets the main requirements, with some clear weaknesses"},
    "7-8": {"zh": "要求全部达到，并有演示或资料为证", "en": "Meets every requirement, shown or documented"},
    "9-10": {"zh": "超出要求，并在我们的场景里验证过", "en": "Beyond the requirements, proven in our scenarios"},
}


MARK = gettext_lazy("General rubric, not yet yours")


def is_general(bands: Iterable[Anchor | Band]) -> bool:
    """Whether every band of a criterion is still described as for any."""
    written = {one.band: (one.text_zh, one.text_en) for one in bands}
    return written == {band: (text["zh"], text["en"]) for band, text in ANCHORS.items()}


def in_file(decision_file: DecisionFile) -> list[CriterionEntry]:
    """Which criteria of a decision file are scored so."""
    return [node for node in decision_file["criteria"] if node.get("anchors") == ANCHORS]
