"""Which numbers does one decision file give, from the cells to the conclusion?"""

from analysis.evaluation.evaluate import STEPS, Evaluation, evaluate, settled_results, without_draws

__all__ = ["STEPS", "Evaluation", "evaluate", "settled_results", "without_draws"]
