"""Which numbers does one decision file give, from the cells to the conclusion?"""

from analysis.evaluation.evaluate import STEPS, Evaluation, evaluate, without_draws

__all__ = ["STEPS", "Evaluation", "evaluate", "without_draws"]
