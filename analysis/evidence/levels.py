"""How wide is a value when it rests on a claim, a paper, a demonstration, a reference or a test?"""

from analysis.arguments import choice
from analysis.arrays import number
from analysis.evidence.three_points import Pert

WIDTHS = {
    "claimed": (-40.0, -10.0, 5.0),
    "documented": (-25.0, -5.0, 5.0),
    "demonstrated": (-18.0, -3.0, 5.0),
    "reference": (-12.0, 0.0, 8.0),
    "poc": (-7.0, 0.0, 7.0),
    "operated": (-4.0, 0.0, 4.0),
}
WIDTHS["none"] = WIDTHS["claimed"]
CODES = dict(zip(("E0", "E1", "E2", "E3", "E4", "E5"), WIDTHS, strict=False))


def evidence_distribution(value: float, level: str) -> Pert:
    """Return what a value of 0 to 100 may really be, given what it rests on.

    Claims are discounted on one side: the committee's value is what it would be if the evidence
    were true. The official uncertainty of the app is symmetric instead; this one belongs to the
    view "claims discounted".

    Parameters
    ----------
    value : float
        0 to 100.
    level : {"none", "claimed", "documented", "demonstrated", "reference", "poc", "operated"}
        Or E0 (claimed) to E5 (operated).

    Returns
    -------
    Pert
        Clipped to 0 to 100; a mode outside moves to the edge.

    Example
    -------
    >>> found = evidence_distribution(90, "claimed")
    >>> (found.low, found.mode, found.high), round(found.mean, 2)
    ((50.0, 80.0, 95.0), 77.5)

    References
    ----------
    Malcolm et al. 1959, Operations Research 7 (PERT). The widths are ours: calibrate them.
    """
    word = choice("level", level, [*WIDTHS, *CODES])
    name = CODES.get(word, word)
    given = number("value", value, least=0.0, most=100.0)
    low, mode, high = (min(max(given + step, 0.0), 100.0) for step in WIDTHS[name])
    return Pert(low, mode, high)


def calibrated(width: float, measured: float, n: int, *, trust: int = 20) -> float:
    """Return a width between the default and what was measured: ``(n measured + trust width)/(n + trust)``.

    Parameters
    ----------
    width, measured : float
        Default width and the one found after go-live, value points.
    n : int
        Leaves that were measured.
    trust : int
        How many leaves the default is worth.

    Example
    -------
    >>> calibrated(10, 20, 20)
    15.0
    """
    known, prior = number("n", n, least=0.0), number("trust", trust, least=0.0)
    if known + prior == 0:
        raise ValueError("trust: expected more than 0 when nothing was measured")
    return (known * number("measured", measured) + prior * number("width", width)) / (known + prior)
