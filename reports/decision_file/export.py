"""What are a selection's inputs, as one decision file? Each app says its own part."""

from analysis.decision_file import FORMAT, arrange, canonical_bytes, oldest_edition
from analysis.decision_file.typed import DecisionFile
from criteria.canonical import headings, nodes
from poc.canonical import poc
from scoring.canonical import consensus, members, not_counted_node, person_node, rounds
from selection.canonical import frame_node, options_node, template_node
from selection.models import Selection
from vendors.canonical import needs, seat_plan, vendors


def build(selection: Selection) -> DecisionFile:
    """The selection's inputs as a decision file, complete and in order, in the oldest edition that can say it."""
    people = list(members(selection))
    decision_file = arrange(
        {
            "format": FORMAT,
            "selection": frame_node(selection),
            "template": template_node(selection),
            "options": options_node(selection),
            "people": [person_node(member) for member in people],
            "needs": needs(selection),
            "criteria": nodes(selection),
            "headings": headings(selection),
            "vendors": vendors(selection),
            "seat_plan": seat_plan(selection),
            "scenarios": selection.scenarios,
            "rounds": rounds(selection),
            "consensus": consensus(selection),
            "poc": poc(selection),
            "not_counted": [not_counted_node(member) for member in people if not member.marks_count],
        }
    )
    return oldest_edition(decision_file)


def canonical(selection: Selection) -> bytes:
    return canonical_bytes(build(selection))
