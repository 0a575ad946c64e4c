"""Addresses for map apps: the right datum for each, from both datums, with any name."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from portal.common.geo import Point, metres_between, to_gcj02, to_wgs84
from stations.rules.map_apps import map_links

# The same door in both datums: what a phone's map in China gives, and what a satellite gives.
WGS = Point(31.238100, 121.413900)
GCJ = to_gcj02(WGS)
NAME, ADDRESS = "枫杨园百姓会客厅", "曹杨路891号"


def opened(lat, lon, datum, name=NAME, address=ADDRESS):
    return {link.app: urlsplit(link.url) for link in map_links(lat, lon, datum, name=name, address=address)}


def pair(text):
    first, _, second = text.partition(",")
    return float(first), float(second)


def place(app, url):
    """The coordinates of an address, as latitude and longitude."""
    asked = parse_qs(url.query)
    if app == "amap":
        lon, lat = pair(asked["position"][0])
        return Point(lat, lon)
    if app == "tencent":
        return Point(*pair(asked["marker"][0].removeprefix("coord:").partition(";")[0]))
    return Point(*pair({"baidu": asked.get("location"), "apple": asked.get("ll"), "geo": [url.path]}[app][0]))


@pytest.mark.parametrize(
    ("app", "host", "as_shown"),
    [
        ("amap", "uri.amap.com", GCJ),
        ("baidu", "api.map.baidu.com", GCJ),
        ("tencent", "apis.map.qq.com", GCJ),
        ("apple", "maps.apple.com", GCJ),
        ("geo", "", WGS),
    ],
)
@pytest.mark.parametrize(("given", "datum"), [(WGS, "wgs84"), (GCJ, "gcj02")])
def test_each_app_gets_its_datum(app, host, as_shown, given, datum):
    url = opened(*given, datum)[app]
    assert url.netloc == host
    assert metres_between(place(app, url), as_shown) < 0.2


def test_the_wrong_datum_would_be_seen():
    """The control: here the two stand hundreds of metres apart."""
    assert 400 < metres_between(WGS, GCJ) < 600


def test_what_was_given_in_gcj02_is_not_converted_to_and_fro():
    lat, lon = 31.236123, 121.418457
    assert place("amap", opened(lat, lon, "gcj02")["amap"]) == Point(lat, lon)
    assert metres_between(place("geo", opened(lat, lon, "gcj02")["geo"]), to_wgs84(lat, lon, "gcj02")) < 0.2


def test_outside_china_all_are_the_same():
    assert {place(app, url) for app, url in opened(48.137, 11.575, "wgs84").items()} == {
        Point(48.137, 11.575)
    }


def test_the_most_used_stands_first():
    assert list(opened(*WGS, "wgs84")) == ["amap", "baidu", "tencent", "apple", "geo"]


def test_the_apps_are_told_what_their_interfaces_ask_for():
    urls = opened(*WGS, "wgs84")
    asked = {app: parse_qs(url.query) for app, url in urls.items()}
    assert asked["amap"]["coordinate"] == ["gaode"]
    assert asked["amap"]["name"] == [NAME]
    assert asked["baidu"]["coord_type"] == ["gcj02"]
    assert asked["baidu"]["output"] == ["html"]
    assert (asked["baidu"]["title"], asked["baidu"]["content"]) == ([NAME], [ADDRESS])
    assert asked["tencent"]["marker"][0].split(";")[1:] == [f"title:{NAME}", f"addr:{ADDRESS}"]
    assert asked["tencent"]["referer"] == ["doorstep"]
    assert asked["apple"]["q"] == [NAME]
    assert urls["geo"].scheme == "geo"
    assert unquote(urls["geo"].query).endswith(f"({NAME})")


@pytest.mark.parametrize("name", ["a&b=c", "“归心空间” #1", "<b>'\"", "楼;title:假", "100% 全岗通", "a b"])
def test_any_name_stays_a_name(name):
    for app, url in opened(*WGS, "wgs84", name=name, address=name).items():
        assert not set(url.geturl()) & set("<>\"' “”")
        assert url.fragment == ""
        asked = parse_qs(url.query)
        named = {"amap": "name", "baidu": "title", "apple": "q"}.get(app)
        if named:
            assert asked[named] == [name]
        if app == "tencent":
            assert asked["marker"][0].count(";") == 2
    assert set(parse_qs(opened(*WGS, "wgs84", name=name)["amap"].query)) == {
        "position", "name", "src", "coordinate", "callnative",
    }  # fmt: skip


@pytest.mark.parametrize(("lat", "lon", "datum"), [(91, 0, "wgs84"), (0, 181, "gcj02"), (31, 121, "bd09")])
def test_nonsense_is_refused(lat, lon, datum):
    with pytest.raises(ValueError):
        map_links(lat, lon, datum, name=NAME, address=ADDRESS)
