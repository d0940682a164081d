"""Which numbers does one decision file give, from the cells to the conclusion?"""

from analysis.evaluation.evaluate import STEPS, Evaluation, evaluate, settled_results, without_draws
from analysis.evaluation.shown import adding_up, shares

__all__ = ["STEPS", "Evaluation", "adding_up", "evaluate", "settled_results", "shares", "without_draws"]
