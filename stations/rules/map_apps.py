"""Addresses that open a place in a phone's map app, each with coordinates as that app understands them.

China's apps draw on GCJ-02; a point in WGS-84 would stand some 500 m off. Amap, Baidu and Tencent
publish these addresses as their URI interfaces; Apple's map of China is drawn on GCJ-02 too. `geo:`
(RFC 5870) is WGS-84 by definition.
"""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from portal.common.geo import Datum, Point, to_gcj02, to_wgs84

App = Literal["amap", "baidu", "tencent", "apple", "geo"]

# Who sends the reader, which the three Chinese interfaces ask for.
SENDER = "doorstep"


@dataclass(frozen=True)
class MapLink:
    """One app and the address that opens the place in it."""

    app: App
    url: str


def map_links(lat: float, lon: float, datum: str, *, name: str, address: str) -> list[MapLink]:
    """The place at ``lat``, ``lon`` (degrees, in ``datum``) in each app, the most used first.

    Coordinates given in GCJ-02 reach the Chinese apps untouched. ``name`` and ``address`` may hold any
    character. Raises ValueError for an unknown datum or degrees off the globe.
    """
    wgs = to_wgs84(lat, lon, datum)
    gcj = Point(lat, lon) if Datum(datum) is Datum.GCJ02 else to_gcj02(wgs)
    called, where, here = quote(name, safe=""), quote(address, safe=""), _comma(gcj)
    return [
        MapLink(
            "amap",
            f"https://uri.amap.com/marker?position={gcj.lon:.6f},{gcj.lat:.6f}&name={called}"
            f"&src={SENDER}&coordinate=gaode&callnative=1",
        ),
        MapLink(
            "baidu",
            f"https://api.map.baidu.com/marker?location={here}&title={called}&content={where}"
            f"&coord_type=gcj02&output=html&src=webapp.{SENDER}.{SENDER}",
        ),
        MapLink(
            "tencent",
            f"https://apis.map.qq.com/uri/v1/marker?marker=coord:{here};title:{_field(name)}"
            f";addr:{_field(address)}&referer={SENDER}",
        ),
        MapLink("apple", f"https://maps.apple.com/?ll={here}&q={called}"),
        MapLink("geo", f"geo:{_comma(wgs)}?q={_comma(wgs)}({called})"),
    ]


def _comma(point: Point) -> str:
    return f"{point.lat:.6f},{point.lon:.6f}"


def _field(words: str) -> str:
    # Tencent parts its fields by semicolons and their names by colons, after decoding.
    return quote(words.replace(";", " ").replace(":", " "), safe="")
