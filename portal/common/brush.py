"""The brush: inputs, text areas and lists of choices painted in Python, every other control by its template.

Half of what it takes to show a form of fifteen controls went into Django's templates of one tag each,
which include another for its attributes. What is painted here is theirs to the letter.
"""

from collections.abc import Callable
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape

FOLDER = "django/forms/widgets"
OPTION = f"{FOLDER}/select_option.html"


class Brush(TemplatesSetting):
    """Django's renderer of forms, quicker at what most forms are made of."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        paint = PAINTERS.get(template_name)
        return paint(context["widget"]) if paint else super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> str:
    kind, value = _text(widget["type"]), widget["value"]
    given = "" if value is None else f' value="{_text(value)}"'
    return f'<input type="{kind}" name="{_text(widget["name"])}"{given}{_attributes(widget)}>'


def _textarea(widget: dict[str, Any]) -> str:
    value = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: dict[str, Any]) -> str:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(name: Any, options: list[dict[str, Any]]) -> str:
    rows = "".join(f"\n  {_option(option)}" for option in options)
    return f'\n  <optgroup label="{_text(name)}">{rows}\n  </optgroup>' if name else rows


def _option(option: dict[str, Any]) -> str:
    return (
        f'<option value="{_text(option["value"])}"{_attributes(option)}>{_text(option["label"])}</option>\n'
    )


def _attributes(widget: dict[str, Any]) -> str:
    given = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"' for name, value in given
    )


def _text(value: Any) -> str:
    return conditional_escape(value)


PAINTERS: dict[str, Callable[[dict[str, Any]], str]] = {
    f"{FOLDER}/textarea.html": _textarea,
    f"{FOLDER}/select.html": _select,
} | {
    f"{FOLDER}/{kind}.html": _input
    for kind in ("checkbox", "date", "email", "hidden", "input", "number", "password", "text", "time")
}
