"""What are saved hours, shorter training, kept customers and further sales worth a year?"""

from numpy.typing import ArrayLike

from analysis.arrays import Floats, number, vector


def labour_saving(hours: ArrayLike, *, wage: float, realisation: float = 1.0) -> Floats:
    """Return what saved hours are worth: ``hours wage realisation``.

    Parameters
    ----------
    hours : array, shape (H,) or (H + 1,)
        Hours saved a year.
    wage : float
        Loaded wage an hour.
    realisation : float
        Share that becomes cash, 0 to 1.

    Example
    -------
    >>> labour_saving([4000, 5000], wage=40, realisation=0.5).tolist()
    [80000.0, 100000.0]
    """
    share = number("realisation", realisation, least=0, most=1)
    return vector("hours", hours) * number("wage", wage) * share


def training_saving(hires: ArrayLike, *, before: float, after: float, wage: float) -> Floats:
    """Return what shorter training saves: ``(before - after) hires wage``.

    Parameters
    ----------
    hires : array, shape (H,) or (H + 1,)
        New people a year.
    before, after : float
        Training hours a person.
    wage : float
        Loaded wage an hour.

    Example
    -------
    >>> training_saving([10], before=40, after=15, wage=40).tolist()
    [10000.0]
    """
    saved = number("before", before) - number("after", after)
    return saved * vector("hires", hires) * number("wage", wage)


def retention_gain(customers: ArrayLike, *, before: float, after: float, margin: float) -> Floats:
    """Return what a lower churn earns: ``customers (before - after) margin``.

    Parameters
    ----------
    customers : array, shape (H,) or (H + 1,)
    before, after : float
        Churn, shares a year.
    margin : float
        Yearly margin a customer.

    Example
    -------
    >>> retention_gain([2000], before=0.12, after=0.10, margin=1500).round(6).tolist()
    [60000.0]
    """
    kept = number("before", before) - number("after", after)
    return vector("customers", customers) * kept * number("margin", margin)


def cross_sale_gain(leads: ArrayLike, *, conversion: float, margin: float) -> Floats:
    """Return what further qualified leads earn: ``leads conversion margin``.

    Parameters
    ----------
    leads : array, shape (H,) or (H + 1,)
        Extra leads a year.
    conversion : float
        Share that buys.
    margin : float
        Margin a sale.

    Example
    -------
    >>> cross_sale_gain([100], conversion=0.2, margin=1000).tolist()
    [20000.0]
    """
    return vector("leads", leads) * number("conversion", conversion) * number("margin", margin)
