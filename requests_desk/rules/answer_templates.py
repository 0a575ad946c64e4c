"""The blanks of an answer template, filled in with what belongs to one ticket."""

BLANKS = ("reference", "station", "phone")


def filled(text: str, *, reference: str, station: str, phone: str) -> str:
    """``text`` with {reference}, {station} and {phone} replaced; whatever else stands in braces stays."""
    for blank, value in zip(BLANKS, (reference, station, phone), strict=True):
        text = text.replace("{" + blank + "}", value)
    return text


def joined(typed: str, template: str) -> str:
    """What was typed, and below it the template; nothing that was typed is lost, and no template stands twice."""
    typed = typed.rstrip()
    if template in typed:
        return typed
    return f"{typed}\n{template}" if typed else template
