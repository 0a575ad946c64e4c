"""The story of a station: how it came to be, what it goes under, what it keeps, and what nobody must book."""

from dataclasses import dataclass

from django.db.models import Prefetch

from stations.models import Amenity, Brand, Keepsake, Origin, Station


@dataclass(frozen=True)
class Under:
    """A brand, and the other stations that go under it."""

    brand: Brand
    sisters: list[Station]


@dataclass(frozen=True)
class Story:
    """What a station's page tells beside its own words. ``origin`` is None where nobody wrote it down."""

    origin: Origin | None
    brands: list[Under]
    keepsakes: list[Keepsake]

    def __bool__(self) -> bool:
        return bool(self.origin or self.brands or self.keepsakes)


def story_of(station: Station) -> Story:
    """Three statements; ``station`` carries its origin, or is asked for it by a fourth."""
    sisters = Station.objects.published().only("slug", "name", "name_en", "own_name").order_by("pk")
    brands = Brand.objects.filter(stations=station).prefetch_related(
        Prefetch("stations", sisters.exclude(pk=station.pk), to_attr="sisters")
    )
    return Story(
        getattr(station, "origin", None),
        [Under(brand, brand.sisters) for brand in brands],  # type: ignore[attr-defined]
        list(station.keepsakes.select_related("photo").order_by("kind", "pk")),
    )


def amenities_of(station: Station) -> list[Amenity]:
    """What anybody may use without booking, in the order in which it was entered."""
    return list(station.amenities.order_by("pk"))
