"""The registrar's customs: which files make a register, and what a code in them says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

# In Shanghai's rows the first is called 虚拟社区, the second 虚拟生活区: nobody's committee.
PLACEHOLDERS = ("498", "598")
# An area that the register does not look into is written as "itself, again" (金门县).
UNDIVIDED = "000000"

# Names that the national package gives to the level between a province and its counties where
# no city stands: the ending that is left when the province's own name goes before.
_NO_CITY = {
    "市辖区": "",  # 上海市
    "县": "辖县",  # 重庆市辖县, beside 重庆市
    "省直辖县级行政区划": "直辖县级行政区划",  # 河南省直辖县级行政区划
    "自治区直辖县级行政区划": "直辖县级行政区划",  # 新疆维吾尔自治区直辖县级行政区划
}


@dataclass(frozen=True)
class Table:
    """One file: its columns, and {digits of a code: digits of its parent's code, 0 for none}."""

    file: str
    columns: tuple[str, ...]
    digits: Mapping[int, int]


@dataclass(frozen=True)
class Layout:
    """The files of one kind of register; those of the divisions from the top down."""

    divisions: tuple[Table, ...]
    committees: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        """All of them, in the order in which they are read."""
        return (*self.divisions, self.committees)

    @property
    def files(self) -> frozenset[str]:
        """Their names."""
        return frozenset(table.file for table in self.tables)


_OWN = ("code", "name", "parent_code")
SHIPPED = Layout(
    divisions=(Table("divisions.csv", _OWN, {4: 0, 6: 4, 9: 6}),),
    committees=Table("committees.csv", _OWN, {12: 9}),
)
NATIONAL = Layout(
    divisions=(
        Table("provinces.csv", ("code", "name"), {2: 0}),
        Table("cities.csv", ("code", "name", "provinceCode"), {4: 2}),
        Table("areas.csv", ("code", "name", "cityCode", "provinceCode"), {6: 4}),
        Table("streets.csv", ("code", "name", "areaCode", "provinceCode", "cityCode"), {9: 6}),
    ),
    committees=Table(
        "villages.csv", ("code", "name", "streetCode", "provinceCode", "cityCode", "areaCode"), {12: 9}
    ),
)
LAYOUTS = (SHIPPED, NATIONAL)


def layouts_in(names: Collection[str]) -> list[Layout]:
    """The kinds of register whose files are all among ``names``."""
    return [layout for layout in LAYOUTS if layout.files <= frozenset(names)]


def is_placeholder(code: str) -> bool:
    """Whether a 12-digit code stands in the register without any committee behind it."""
    return code.endswith(PLACEHOLDERS) or code.endswith(UNDIVIDED)


def kind_of(code: str) -> str | None:
    """The committee's kind by the last three of its 12 digits, None where they say none."""
    number = int(code[-3:])
    if number == 0 or number >= 600:
        return None
    if number < 400:
        return "residents" if number < 200 else "villages"
    return "like_residents" if number < 500 else "like_villages"


def city_name(name: str, province: str) -> str:
    """A city's name as people say it; the package's word for "no city here" becomes the province's."""
    return f"{province}{_NO_CITY[name]}" if name in _NO_CITY else name


def root_of(code: str, missing: Collection[str]) -> str:
    """The topmost of the ``missing`` that ``code`` lies in, by city, district and subdistrict; else itself."""
    return next((code[:digits] for digits in (4, 6, 9) if code[:digits] in missing), code)
