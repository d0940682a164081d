"""Which style sheets does a page load beside those that every page loads?"""

from django.http import HttpRequest

# What the pages of an app show of the areas, in the order of the cascade.
AREAS: dict[str, tuple[str, ...]] = {
    "criteria": ("css/weights.css", "css/results.css"),
    "vendors": ("css/weights.css", "css/poc.css", "css/costs.css"),
    "scoring": ("css/scoring.css", "css/results.css"),
    "poc": ("css/results.css", "css/poc.css", "css/costs.css"),
    "desk": ("css/weights.css", "css/results.css", "css/costs.css"),
    "reports": ("css/weights.css", "css/results.css", "css/costs.css"),
}


def styles(request: HttpRequest) -> tuple[str, ...]:
    match = request.resolver_match
    return AREAS.get(match.func.__module__.partition(".")[0], ()) if match else ()
