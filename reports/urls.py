"""Which addresses bring everything together?"""

from importlib import import_module
from importlib.util import find_spec

PAGES = ("home", "overview", "starting", "committee", "costs", "results", "documents")

urlpatterns = [
    pattern
    for page in PAGES
    if find_spec(f"reports.views.{page}")
    for pattern in import_module(f"reports.views.{page}").urlpatterns
]
