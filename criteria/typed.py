"""Which keys have the library, the shipped templates and a version of one, and of which type?"""

from typing import NotRequired, TypedDict

from analysis.decision_file.typed import HeadingEntry, RuleEntry, Scale, Text, ValueFunction


class LeafWeight(TypedDict):
    """What a leaf weighs inside the sub-group that stands for it."""

    code: str
    weight: int


class TopRow(TypedDict):
    """A category of a version."""

    code: str
    name: Text
    weight: int


class NodeRow(TypedDict):
    """What leaves and cost lines of a version have in common."""

    code: str
    category: str
    parent: str
    heading: str
    kind: str
    name: Text
    question: Text
    dimension: str
    scale: Scale | None
    value_function: ValueFunction | None
    basis: str
    anchors: dict[str, Text] | None
    cost_items: list[str]
    source: str
    leaves: list[LeafWeight]


class LeafRow(NodeRow):
    """A leaf, or a sub-group that is scored as one."""

    weight: int


class LineRow(NodeRow):
    """A cost line, which weighs nothing."""

    weight: None


class NeedRow(TypedDict):
    """A must-have that comes with a template."""

    text: Text
    moscow: str
    criterion: str
    rule: RuleEntry | None
    source: str


class Content(TypedDict):
    """One depth of a version, with every text in it."""

    categories: list[TopRow]
    headings: list[HeadingEntry]
    criteria: list[LeafRow | LineRow]
    needs: list[NeedRow]
    why: dict[str, str]
    held: NotRequired[list[str]]


Depths = dict[str, Content]


# The library and the shipped templates under fixtures/ --------------------------------------------
class SourceEntry(TypedDict):
    """Where a threshold comes from."""

    key: str
    name: Text
    note: Text


class GroupEntry(TypedDict):
    """A sub-group of the library."""

    code: str
    category: str
    kind: str
    name: Text
    question: Text
    explain: Text
    evidence: Text
    scale: Scale | None
    value_function: ValueFunction | None
    basis: str
    anchors: dict[str, Text] | None


class LeafEntry(TypedDict):
    """A leaf or a cost line of the library, an industry's add-on included."""

    code: str
    category: str
    parent: str
    heading: str
    kind: str
    name: Text
    question: Text
    explain: Text
    evidence: Text
    threshold: Text
    dimension: str | None
    weight: int | None
    scale: Scale | None
    value_function: ValueFunction | None
    basis: str
    anchors: dict[str, Text] | None
    cost_items: list[str]
    source: str


class Library(TypedDict):
    sources: list[SourceEntry]
    categories: list[TopRow]
    headings: list[GroupEntry]
    criteria: list[LeafEntry]
    addons: list[LeafEntry]


class TopSource(TypedDict):
    """A category of a shipped template; without a name it has the library's."""

    code: str
    weight: int
    name: NotRequired[Text]


class HeadingSource(TypedDict):
    code: str
    category: str
    name: NotRequired[Text]


class LeafSource(TypedDict):
    """A leaf, a line or a sub-group of a shipped template; a sub-group of its own brings its texts."""

    code: str
    category: str
    heading: NotRequired[str]
    dimension: NotRequired[str]
    weight: NotRequired[int | None]
    leaves: NotRequired[list[LeafWeight]]
    kind: NotRequired[str]
    name: NotRequired[Text]
    question: NotRequired[Text]
    anchors: NotRequired[dict[str, Text] | None]
    scale: NotRequired[Scale | None]
    value_function: NotRequired[ValueFunction | None]
    basis: NotRequired[str]


class ContentSource(TypedDict):
    categories: list[TopSource]
    headings: list[HeadingSource]
    criteria: list[LeafSource]
    needs: list[NeedRow]


class TemplateSource(TypedDict):
    """A shipped template with its depths."""

    key: str
    name: Text
    summary: Text
    version: int
    depths: dict[str, ContentSource]
