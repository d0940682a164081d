"""How do the stages look in the frame of every page? In a template they were half of all its elements."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from desk.stages import Stage

register = template.Library()
LINK = '<a href="{url}"{current}>{name}</a>'
STEP = (
    '<li><a href="{url}"{current}><span class="t-st" data-s="{state}"{share}></span>'
    '<span>{name}<span class="vh">{comma}{state_name}</span></span><small{late}>{note}</small></a></li>\n'
)


@register.simple_tag
def stage_links(stages: Iterable[Stage], here: str) -> SafeString:
    """The stages in one line, as phones show them."""
    links = (LINK.format(url=escape(one.url), current=_current(one, here), name=escape(one.name)) for one in stages)
    return SafeString("".join(links))


@register.simple_tag
def journey(stages: Iterable[Stage], here: str) -> SafeString:
    """The stages one below the other, with how far each is."""
    comma = escape(pgettext("list", ", "))
    return SafeString("".join(_step(one, here, comma) for one in stages))


def _step(stage: Stage, here: str, comma: str) -> str:
    return STEP.format(
        url=escape(stage.url),
        current=_current(stage, here),
        state=stage.state,
        share="" if stage.share is None else f' style="--p:{stage.share}%"',
        name=escape(stage.name),
        comma=comma,
        state_name=escape(stage.state_name),
        late=' class="t-bad"' if stage.state == "late" else "",
        note=escape(stage.note),
    )


def _current(stage: Stage, here: str) -> str:
    return ' aria-current="page"' if stage.key == here else ""
