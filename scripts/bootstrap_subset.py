"""Which part of Bootstrap do the pages use? What vendor_assets copies: its reboot and its button."""

import re
from typing import Any

import tinycss2

KEPT = {"btn", "btn-primary", "btn-outline-secondary", "btn-link", "btn-sm"}
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
READ = re.compile(r"var\((--[\w-]+)")


def subset(sheet: str) -> str:
    """The rules of which every class is kept, without custom properties that nothing in them reads."""
    banner = sheet[sheet.index("/*!") : sheet.index("*/") + 2]
    rules = _rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))
    while (kept := _read(rules)) != rules:
        rules = kept
    return f'@charset "UTF-8";\n{banner}\n{"".join(_written(rule) for rule in rules)}'


Rule = tuple[str, tuple[Any, ...]]  # a selector or condition; declarations, or the rules inside


def _rules(nodes: list[Any]) -> list[Rule]:
    found: list[Rule] = []
    for node in nodes:
        head = tinycss2.serialize(node.prelude).strip()
        if node.type == "qualified-rule":
            names = [name.strip() for name in _selectors(head) if set(CLASS.findall(name)) <= KEPT]
            found.append((",\n".join(names), _declarations(node) if names else ()))
        elif node.lower_at_keyword == "media":
            inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            found.append((f"@media {head}", tuple(_rules(inside))))
    return [rule for rule in found if rule[1]]


def _selectors(head: str) -> list[str]:
    return re.split(r",(?![^(]*\))", head)


def _declarations(node: Any) -> tuple[str, ...]:
    parts = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return tuple(part.serialize().replace(":", ": ", 1).replace(":  ", ": ") for part in parts)


def _read(rules: list[Rule]) -> list[Rule]:
    """Without the custom properties that no rule reads."""
    names = set(READ.findall("".join(_written(rule) for rule in rules)))

    def kept(rule: Rule) -> Rule:
        head, parts = rule
        inside = (kept(part) if isinstance(part, tuple) else part for part in parts)
        return head, tuple(part for part in inside if _is_used(part, names))

    return [rule for rule in map(kept, rules) if rule[1]]


def _is_used(part: Any, names: set[str]) -> bool:
    if isinstance(part, tuple):
        return bool(part[1])
    return not str(part).startswith("--") or str(part).split(":")[0] in names


def _written(rule: Rule, indent: str = "") -> str:
    head, parts = rule
    inside = "".join(
        _written(part, f"{indent}  ") if isinstance(part, tuple) else f"{indent}  {part};\n" for part in parts
    )
    start = head.replace("\n", f"\n{indent}")
    return f"{indent}{start} {{\n{inside}{indent}}}\n"
