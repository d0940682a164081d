"""What stands on nearly every page: its head, panels, notes, forms that are sent, and how do they look?

A part that a page needs differently is written out there; parts take what most pages need.
"""

from django import template
from django.forms.utils import flatatt
from django.template import Context, Node, NodeList, RequestContext
from django.template.base import FilterExpression, Parser, Token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from selection.models import Member, User
from selection.templatetags.touchstone import icon, operation

register = template.Library()
NOTES = {  # kind of a note → its class and its icon
    "": ("t-note", "note"),
    "warn": ("t-note t-note--warn", "warn"),
    "bad": ("t-note t-note--bad", "warn"),
    "gold": ("t-note t-note--gold", "flask"),
}


class PageHead(Node):
    def __init__(self, title: FilterExpression, sub: NodeList, acts: NodeList) -> None:
        self.title, self.sub, self.acts = title, sub, acts

    def render(self, context: Context) -> SafeString:
        return format_html(
            '<div class="t-head"><div><h1>{}</h1>{}</div>{}</div>',
            self.title.resolve(context),
            _unless_empty('<p class="t-head__sub">{}</p>', self.sub.render(context)),
            _unless_empty('<div class="t-head__act">{}</div>', self.acts.render(context)),
        )


@register.tag
def page_head(parser: Parser, token: Token) -> PageHead:
    """`{% page_head _("Facts") %}a sentence, or nothing{% acts %}links, if there are any{% endpage_head %}`"""
    _tag, title = token.split_contents()
    sub = parser.parse(("acts", "endpage_head"))
    acts = NodeList()
    if parser.next_token().contents == "acts":
        acts = parser.parse(("endpage_head",))
        parser.delete_first_token()
    return PageHead(parser.compile_filter(title), sub, acts)


def _unless_empty(markup: str, content: str) -> SafeString:
    return format_html(markup, content) if content.strip() else SafeString()


@register.simple_block_tag
def door(content: SafeString, title: str) -> SafeString:
    """The one panel of a page for who is not signed in."""
    markup = (
        '<section class="t-panel t-door" aria-labelledby="door"><div class="t-panel__body">'
        '<h1 id="door">{}</h1>{}</div></section>'
    )
    return format_html(markup, title, content)


@register.simple_block_tag
def panel(
    content: SafeString,
    key: str = "",
    title: str = "",
    *,
    note: str = "",
    end: str = "",
    body: str = "",
    bare: bool = False,
    table: bool = False,
    label: str = "",
    **attributes: str,
) -> SafeString:
    """`{% panel "seats" _("Committee") note=… end=… %}…{% endpanel %}`: `key` is the id of its heading.

    Its content stands in a body, to which `body` gives classes; as `table` it scrolls; `bare` it stands as it is.
    Without a title it has a `label` that is only heard. `css` adds classes, what else is given becomes an attribute.
    """
    css = f"t-panel {attributes.pop('css', '')}".strip()
    name = {"aria-labelledby": key} if title else {"aria-label": label}
    head = _panel_head(key, title, note, end=end) if title else ""
    if table:
        markup = '<div class="t-scroll" tabindex="0" role="region" aria-labelledby="{}">{}</div>'
        content = format_html(markup, key, content)
    elif not bare:
        content = format_html('<div class="{}">{}</div>', f"t-panel__body {body}".strip(), content)
    return format_html('<section class="{}"{}>{}{}</section>', css, flatatt({**name, **attributes}), head, content)


def _panel_head(key: str, title: str, note: str, *, end: str) -> SafeString:
    return format_html(
        '<div class="t-panel__head"><h2 id="{}">{}</h2>{}{}</div>',
        key,
        title,
        _unless_empty("<p>{}</p>", note),
        _unless_empty('<span class="end">{}</span>', end),
    )


@register.simple_block_tag
def note(content: SafeString, kind: str = "", *, sign: str = "", alert: bool = False, css: str = "") -> SafeString:
    """`{% note "warn" %}…{% endnote %}`; `alert` for what answers something that was just sent."""
    look, usual_sign = NOTES[kind]
    classes = f"{look} {css}".strip()
    role = SafeString(' role="alert"') if alert else ""
    return format_html('<div class="{}"{}>{}<div>{}</div></div>', classes, role, icon(sign or usual_sign), content)


@register.simple_block_tag
def nothing(content: SafeString, title: str) -> SafeString:
    """`{% nothing _("No vendors yet") %}what to do about it{% endnothing %}`, in place of a list that is empty."""
    return format_html('<div class="t-empty">{}<b>{}</b>{}</div>', render_to_string("_stone.html"), title, content)


@register.simple_block_tag(takes_context=True)
def post(
    context: RequestContext, content: SafeString, view: str = "", *args: object, **attributes: object
) -> SafeString:
    """`{% post "give_up" row.pk css="t-row" %}…{% endpost %}`: a form that is sent to a view, else to its own page."""
    return _form(context, content, view, args=args, attributes=attributes)


@register.simple_block_tag(takes_context=True)
def post_once(
    context: RequestContext, content: SafeString, view: str = "", *args: object, **attributes: object
) -> SafeString:
    """The same for what must not be done twice, whatever is sent twice."""
    return _form(context, format_html("{}{}", operation(), content), view, args=args, attributes=attributes)


def _form(
    context: RequestContext, content: SafeString, view: str, *, args: tuple[object, ...], attributes: dict[str, object]
) -> SafeString:
    action = attributes.pop("action", "") or (reverse(view, args=args) if view else "")
    css = attributes.pop("css", "")
    first = {"action": action or None, "class": css or None}
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context["csrf_token"])
    return format_html('<form method="post"{}{}>{}{}</form>', flatatt(first), flatatt(named), token, content)


@register.simple_tag(takes_context=True)
def table_out(context: Context, view: str, *, query: str = "", label: str = "") -> SafeString:
    """`{% table_out "needs_table" %}`: the table of the page as a file, with what its filter asks for.

    With a `label` it is a workbook of several tables, which CSV cannot hold.
    """
    address, asked = reverse(view, args=[context["selection"].code]), f"?{query}" if query else ""
    words = label or _("Download as Excel")
    whole = format_html('<a href="{}{}" download>{}{}</a>', address, asked, icon("down2"), words)
    if label:
        return format_html('<span class="t-row t-xs nowrap t-take">{}</span>', whole)
    as_csv = f"?{query}&as=csv" if query else "?as=csv"
    markup = '<span class="t-row t-xs nowrap t-take">{}<a href="{}{}" download>{}</a></span>'
    return format_html(markup, whole, address, as_csv, _("As CSV"))


@register.simple_tag
def avatar(person: User | Member, reader: User | None = None) -> SafeString:
    """The first letter of somebody's name; the reader's own seat is marked."""
    own = " t-av--me" if reader and isinstance(person, Member) and person.user_id == reader.pk else ""
    return format_html('<span class="t-av{}" aria-hidden="true">{}</span>', own, person.initial)
