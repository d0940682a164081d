"""Which words may a decision file use?"""

FIRST_FORMAT = "touchstone-decision/1"
FORMAT = "touchstone-decision/2"
FORMATS = (FIRST_FORMAT, FORMAT)
LEVELS = ("none", "claimed", "documented", "demonstrated", "reference", "poc")
HAND_LEVELS = LEVELS[:-1]
WEAK = LEVELS[:2]  # nobody has looked at it
ROLES = ("chair", "procurement", "evaluator", "observer", "auditor")
DEPARTMENTS = ("service", "it", "operations", "finance", "procurement", "quality", "other")
DIMENSIONS = ("business", "technology", "commercial")
COST_ITEMS = ("K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09", "K10")
YEARLY_ITEMS = ("K01", "K04", "K08")
BANDS = ("0-2", "3-4", "5-6", "7-8", "9-10")
MOSCOW = ("must", "should", "could", "wont")
STATES = ("pass", "fail", "pending")
OPERATORS = (">=", "<=", "=")
RESULTS = ("pass", "partial", "fail", "running", "untested")
CONCLUDED = RESULTS[:3]
TIMINGS = ("end", "mid", "start")
DEPTHS = ("short", "full")
BASES = ("quote", "tco", "")
CURVES = ("piecewise", "log")
KINDS = ("category", "rated", "measured", "price", "line")
LEAVES = ("rated", "measured", "price")
FULL_WEIGHT = 10_000
TOP_SCORE = 10
MOST_YEARS = 15
# What is made and imported keeps these; what was there before may have more.
MOST_BYTES = 2_000_000
MOST_VENDORS = 12
MOST_LEAVES = 300
MOST_PEOPLE = 200
MOST_MARKS = 100_000
SAFE_INTEGER = 2**53 - 1
