"""What do scores look like where nobody has described them yet, and which criteria still say that?"""

from analysis.decision_file.typed import Text
from criteria.models import Criterion

ANCHORS: dict[str, Text] = {
    "0-2": {"zh": "没有，或不能用", "en": "Missing or unusable"},
    "3-4": {"zh": "有，但主要要求达不到", "en": "There, but misses main requirements"},
    "5-6": {"zh": "主要要求达到，有几处明显不足", "en": "Meets the main requirements, with some clear weaknesses"},
    "7-8": {"zh": "要求全部达到，并有演示或资料为证", "en": "Meets every requirement, shown or documented"},
    "9-10": {"zh": "超出要求，并在我们的场景里验证过", "en": "Beyond the requirements, proven in our scenarios"},
}


def is_general(leaf: Criterion) -> bool:
    """Whether every band is still described as for any criterion."""
    written = {anchor.band: (anchor.text_zh, anchor.text_en) for anchor in leaf.anchors.all()}
    return written == {band: (text["zh"], text["en"]) for band, text in ANCHORS.items()}
