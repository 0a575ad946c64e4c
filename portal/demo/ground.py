"""The demo's ground: what every place stands on (register, holidays, services, standards, programmes)."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings

from portal.demo.files import Data, read
from stations.actions.holidays import seed_holidays
from stations.actions.programme import start_programme
from stations.actions.register import load_register
from stations.actions.services import reindex_services
from stations.models import (
    Committee,
    Division,
    Programme,
    Service,
    Standard,
    StandardItem,
)

REGISTER = Path(settings.BASE_DIR) / "stations" / "data" / "register"


@dataclass
class Ground:
    """Rows that the places refer to, by the words their files use."""

    today: date
    password: str  # hashed once, the same for every login
    services: dict[str, Service] = field(default_factory=dict)  # by slug
    items: dict[tuple[str, str], StandardItem] = field(default_factory=dict)  # by district and name
    meets: dict[tuple[str, str], StandardItem] = field(default_factory=dict)  # by district and service
    programmes: dict[str, Programme] = field(default_factory=dict)  # by division

    def committee(self, code: str) -> Committee:
        return Committee.objects.get(code=code)


def lay(*, today: date, password: str) -> Ground:
    """Load the register, holidays, the invented district's bodies, services, standards, programmes."""
    load_register(folder=REGISTER)
    name_divisions()
    seed_holidays(years=[today.year - 1, today.year, today.year + 1])
    add_bodies(read("wutong"))
    ground = Ground(today, password)
    add_services(ground)
    add_standards(ground)
    for programme in read("programmes")["programme"]:
        add_programme(ground, programme)
    return ground


def name_divisions() -> None:
    """English names of the divisions that the real places lie in; the register has none."""
    for code, name_en in read("divisions")["name_en"].items():
        Division.objects.filter(code=code).update(name_en=name_en)


def add_bodies(wutong: Data) -> None:
    """Divisions and committees of the invented district, which stand in no register."""
    above: Division | None = None
    for body in (wutong["city"], wutong["district"]):
        above = _division(body, above)
    for street in wutong["subdistricts"]:
        division = _division(street, above)
        rows = [
            Committee(
                code=f"{street['code']}{number:03}",
                name=f"{one['name']}居民委员会",
                name_en=f"{one['name_en']} Residents' Committee",
                subdistrict=division,
            )
            for number, one in enumerate(street["committees"], start=1)
        ]
        Committee.objects.bulk_create(rows)


def _division(body: Data, above: Division | None) -> Division:
    level = Division.CODE_LENGTHS[len(body["code"])]
    names = {"name": body["name"], "name_en": body["name_en"]}
    return Division.objects.create(code=body["code"], level=level, parent=above, **names)


def add_services(ground: Ground) -> None:
    """The catalogue: everyone's services, and those of two districts."""
    for fields in read("services")["service"]:
        add_service(ground, fields)
    reindex_services(services=ground.services.values())


def add_service(ground: Ground, fields: Data, **owner: object) -> Service:
    """One service; a district is given by its code, a station by ``owner``."""
    fields = dict(fields)
    if code := fields.pop("district", None):
        owner["district"] = Division.objects.get(code=code)
    service = Service.objects.create(**fields, **owner)
    ground.services[service.slug] = service
    return service


def add_standards(ground: Ground) -> None:
    """The standards of the districts that have one, and which services satisfy them."""
    book = read("standards")
    for fields in book["standard"]:
        code = fields["district"]
        standard = Standard.objects.create(
            district=Division.objects.get(code=code), name=fields["name"], name_en=fields["name_en"]
        )
        for position, (name, name_en) in enumerate(fields["items"], start=1):
            ground.items[code, name] = StandardItem.objects.create(
                standard=standard, position=position, name=name, name_en=name_en
            )
    for code, meets in book["meets"].items():
        ground.meets |= {(code, slug): ground.items[code, name] for slug, name in meets.items()}


def add_programme(ground: Ground, fields: Data) -> Programme:
    """A programme of the division whose code the fields name."""
    fields = dict(fields)
    division = Division.objects.get(code=fields.pop("division"))
    programme = Programme(division=division, **fields)
    start_programme(programme=programme)
    ground.programmes[division.code] = programme
    return programme
