"""A keyboard and nothing else: presses are counted, words typed are counted apart, focus must be seen."""

from playwright.sync_api import Page

# Whether the focused element, or the box drawn around it, shows an outline of at least 2 px. The small
# calendar inside a date's field is drawn by the browser itself, where no script can look.
SEEN = """() => {
  const drawn = (one) => {
    if (!one || one === document.body) return false;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0;
  };
  const here = document.activeElement;
  if (here?.type === "date" && !here.matches(":focus-visible")) return true;
  return drawn(here) || drawn(here?.closest("label"));
}"""
FURTHEST = 80  # stops; a page that needs more has no keyboard way


class Keys:
    """``press`` counts, ``words`` counts characters apart, ``to`` walks with Tab and looks at each stop."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0
        self.typed = 0

    def press(self, key: str) -> None:
        """One keystroke (Alt with a letter is one), once the page listens to keys."""
        self.page.wait_for_load_state()
        self.page.keyboard.press(key)
        self.pressed += 1

    def go(self, key: str, path: str) -> None:
        """A keystroke that leads to another page, whose address ends so."""
        self.press(key)
        self.page.wait_for_url(f"**{path}")

    def words(self, text: str) -> None:
        """Words that have to be said, typed into what has the focus."""
        self.page.keyboard.type(text)
        self.typed += len(text)

    def to(self, selector: str, key: str = "Tab") -> None:
        """Press ``key`` until what ``selector`` names has the focus; every stop on the way must be visible."""
        for _stop in range(FURTHEST):
            if self.at(selector):
                return
            self.press(key)
            assert self.page.evaluate(SEEN), f"the focus cannot be seen at {self.where()}"
        raise AssertionError(f"no way to {selector} by {key}; it ended at {self.where()}")

    def at(self, selector: str) -> bool:
        """Whether the focus is there."""
        return bool(self.page.evaluate("(wanted) => document.activeElement?.matches(wanted)", selector))

    def where(self) -> str:
        """What has the focus, as HTML."""
        return str(self.page.evaluate("document.activeElement?.outerHTML.slice(0, 200)"))
