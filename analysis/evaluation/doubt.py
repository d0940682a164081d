"""How much does each source of doubt move the lead of one vendor over another?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from analysis.arrays import settled
from analysis.decision_file.typed import Options
from analysis.evaluation.results import Results

NORMAL_90 = 1.6448536269514722  # half of a 90 % interval in standard deviations


@dataclass(frozen=True)
class LeadDoubt:
    """The lead in points, and half of its 90 % interval when one source alone varies."""

    lead: float
    weights: float
    opinions: float
    evidence: float


def lead_doubt(
    results: Results, options: Options, *, category_of: Mapping[str, str], pair: Sequence[str]
) -> LeadDoubt | None:
    """Return what each source adds to the doubt about the lead of the first vendor of the pair.

    With ``d_j`` the difference of the two vendors at leaf j, ``w_j`` its weight, ``D_c`` the mean of
    ``d_j`` in category c by local weights ``l_j``, ``W_c`` its weight and ``k`` the concentration:

    * evidence ``sum w_j^2 (e_1j^2 + e_2j^2)`` and opinions ``sum w_j^2 (s_1j^2/n_1j + s_2j^2/n_2j)``
    * weights ``(sum W_c D_c^2 - lead^2)/(k + 1) + sum (W_c^2 + W_c (1 - W_c)/(k + 1)) u_c``
      with ``u_c = (sum l_j d_j^2 - D_c^2)/(k + 1)``

    are variances; the weights sum to 1, so ``d_j`` may be counted from the lead. Scores are not cut
    at the ends of the scale. None while a cell is missing.

    References
    ----------
    Ferguson 1973 on the moments of the Dirichlet distribution.
    """
    shares, cells = results["weights"], results["cells"]
    found = {leaf: [cells[leaf][vendor] for vendor in pair] for leaf in shares if shares[leaf] > 0}
    if any(cell["value"] is None for both in found.values() for cell in both):
        return None
    level_sd = options["evidence_sd"]
    gaps = {leaf: (both[0]["value"] or 0.0) - (both[1]["value"] or 0.0) for leaf, both in found.items()}
    # Scores go to 10, points to 100.
    evidence = sum(
        (shares[leaf] * 10 * float(level_sd[cell["level"]])) ** 2 for leaf, both in found.items() for cell in both
    )
    opinions = sum(
        (shares[leaf] * 10 * (cell["sd"] or 0.0)) ** 2 / cell["n"]
        for leaf, both in found.items()
        for cell in both
        if cell["n"]
    )
    weights = _of_weights(gaps, shares, category_of, concentration=float(options["concentration"]))
    lead = sum(shares[leaf] * gap for leaf, gap in gaps.items())
    # A difference of squares may come out a little below 0.
    return LeadDoubt(settled(lead), *(settled(NORMAL_90 * sqrt(max(v, 0.0))) for v in (weights, opinions, evidence)))


def _of_weights(
    gaps: Mapping[str, float], shares: Mapping[str, float], category_of: Mapping[str, str], *, concentration: float
) -> float:
    """The variance of the lead when weights vary on both levels of the tree."""
    inside: dict[str, list[str]] = {}
    for leaf in gaps:
        inside.setdefault(category_of[leaf], []).append(leaf)
    lead = sum(shares[leaf] * gap for leaf, gap in gaps.items())
    between = within = 0.0
    for leaves in inside.values():
        weight = sum(shares[leaf] for leaf in leaves)
        mean = sum(shares[leaf] * (gaps[leaf] - lead) for leaf in leaves) / weight
        spread = sum(shares[leaf] * (gaps[leaf] - lead) ** 2 for leaf in leaves) / weight - mean**2
        # A Dirichlet share of mean w has the variance w (1 - w)/(concentration + 1).
        between += weight * mean**2 / (concentration + 1)
        within += (weight**2 + weight * (1 - weight) / (concentration + 1)) * spread / (concentration + 1)
    return between + within
