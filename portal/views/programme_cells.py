"""How a plan and its steps are said: a word, a shape and a day."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.common.words import formatted
from portal.programme import PlanRow, StepRow
from portal.standings import WORDS

READ_ELSEWHERE = ("begun", "opened")  # whose days are the plan's and the sites'
STEP_TAGS = {"done": "open", "late": "late", "due": "wait"}  # the others: "off"


def standing_words() -> dict[str, str]:
    """How a plan stands, in the reader's language; whoever is in a programme has a plan, if without a date."""
    return {**{str(key): str(words) for key, words in WORDS.items()}, "unplanned": _("No date")}


def standing_word(row: PlanRow) -> str:
    """How this plan stands; what was rebuilt where it stood has not moved."""
    return _("Rebuilt on the spot") if row.rebuilt else standing_words()[row.standing]


def step_words() -> dict[str, str]:
    """How a step stands, in the reader's language."""
    return {
        "done": pgettext("step", "done"),
        "late": pgettext("step", "late"),
        "due": pgettext("step", "due"),
        "planned": pgettext("step", "planned"),
        "undated": pgettext("step", "no date"),
        "past": pgettext("step", "not recorded"),
    }


@dataclass(frozen=True)
class Cell:
    """A step in the table: how it stands, and its day."""

    row: StepRow
    word: str
    tag: str
    rough: bool

    @property
    def day(self) -> date | None:
        """The day it was done, else the one it is planned for."""
        return self.row.days.done_on if self.row.state == "done" else self.row.days.planned_on

    @property
    def day_words(self) -> str:
        """The day; the month where nobody knows more."""
        return day_in_words(self.day, rough=self.rough)

    @property
    def planned_words(self) -> str:
        """The day it was or is planned for."""
        return day_in_words(self.row.days.planned_on, rough=self.rough)

    @property
    def done_words(self) -> str:
        """The day it was done."""
        return day_in_words(self.row.days.done_on, rough=self.rough)


def day_in_words(day: date | None, *, rough: bool = False) -> str:
    """2026年11月23日, or 2026年11月 of a day that is known roughly; "" of none."""
    return "" if day is None else formatted(day, "brief_month" if rough else "brief")


def cell(plan: PlanRow, row: StepRow, words: dict[str, str]) -> Cell:
    """One of the plan's steps with its word and its shape."""
    rough = plan.rough and row.step.kind in READ_ELSEWHERE
    return Cell(row, words[row.state], STEP_TAGS.get(row.state, "off"), rough)
