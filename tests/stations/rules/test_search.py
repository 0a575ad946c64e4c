"""Names found by Chinese, pinyin and initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.rules.search import (
    alike,
    estate_needle,
    matters,
    needle,
    normalise_query,
    only_the_place,
    other_words,
    plain_name,
    search_text,
    sounds,
    street,
)


def finds(query, *names):
    return needle(query) in search_text(names)


def test_other_words_are_parted_and_english_ones_side_by_side_are_a_phrase_too() -> None:
    found = ["birth certificate", "盖章", "开证明", "birth", "certificate"]
    assert other_words("盖章 开证明，birth certificate、 ") == found
    assert other_words("") == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("枫杨园", "枫杨园百姓会客厅"),
        ("枫 杨 园", "枫杨园百姓会客厅"),
        ("杨园", "枫杨园百姓会客厅"),
        ("fengyangyuan", "枫杨园百姓会客厅"),
        ("feng yang yuan", "枫杨园百姓会客厅"),
        ("FengYang", "枫杨园百姓会客厅"),
        ("fēngyángyuán", "枫杨园百姓会客厅"),
        ("fengyangy", "枫杨园百姓会客厅"),  # while still typing
        ("yangyuan", "枫杨园百姓会客厅"),
        ("huiketing", "枫杨园百姓会客厅"),
        ("fyy", "枫杨园百姓会客厅"),
        ("FYY", "枫杨园百姓会客厅"),
        ("yybx", "枫杨园百姓会客厅"),
        # Quotes, dots, brackets and dashes of any kind.
        ("尚邻一家", "“尚邻一家”小区服务驿站"),
        ("“尚邻一家”", "尚邻一家小区服务驿站"),
        ("「尚邻一家」", '"尚邻一家"小区服务驿站'),
        ("slyj", "“尚邻一家”小区服务驿站"),
        ("归心空间", "候潮府（归心空间）"),
        ("汇明·阳帆", "汇明阳帆"),
        # Addresses.
        ("曹杨路891", "曹杨路891号"),
        ("曹杨路891号", "曹杨路891"),
        ("曹杨路８９１号", "曹杨路891"),
        ("８９１", "曹杨路891号"),
        ("891", "曹杨路891"),
        ("891号", "曹杨路891"),
        ("caoyanglu891", "曹杨路891号"),
        ("caoyanglu891hao", "曹杨路891号"),
        ("cyl891", "曹杨路891号"),
        ("89", "曹杨路891"),
        # Numbers in names, as people shorten them.
        ("牡丹第七", "牡丹第七居委会"),
        ("牡丹七", "牡丹第七居委会"),
        ("牡丹7", "牡丹第七居委会"),
        ("牡丹第7", "牡丹第七居委会"),
        ("mudanqi", "牡丹第七居委会"),
        ("mudandiqi", "牡丹第七居委会"),
        ("mdq", "牡丹第七居委会"),
        ("mddq", "牡丹第七居委会"),
        ("联洋23", "联洋二十三居委会"),
        ("联洋10", "联洋十居委会"),
        ("联洋12", "联洋十二居委会"),
        ("联洋30", "联洋三十居委会"),
        # Characters with several readings.
        ("chongqinglu", "重庆路"),
        ("cql", "重庆路"),
        ("changning", "长宁路"),
        ("changshou", "长寿路"),
        ("minhang", "闵行"),
        ("chaoyang", "朝阳新村"),
        ("nanle", "南乐县"),
        ("xinsong", "莘松路"),
        ("shali", "大厦里"),
        ("kuaiji", "会计"),
        ("hongqiao", "虹桥"),
        # ü, typed in three ways.
        ("lvdi", "绿地"),
        ("ludi", "绿地"),
        ("lüdi", "绿地"),
        ("lǜdì", "绿地"),
        ("nvzi", "女子"),
        ("nuzi", "女子"),
        # Latin in names.
        ("wu+", "wu+服务"),
        ("WU", "“wu+”服务"),
        ("cafe", "Café 邻里"),
        ("sunshine", "Sunshine Garden"),
        # Traditional characters by pinyin.
        ("fengyangyuan", "楓楊園"),
        # Beyond the basic plane.
        ("𠮷田", "𠮷田小区"),
        ("tian", "𠮷田小区"),
        ("changning", "长宁𠮷a路"),
        ("长宁﨑a路", "长宁﨑a路"),  # a character whose piece of pinyin is not told apart
        ("zhangning", "长宁﨑a路"),
    ],
)
def test_found(query, name):
    assert finds(query, "别的名字", name, "another name")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("engyang", "枫杨园"),  # Latin from the start of a syllable only
        ("yy", "枫林"),
        ("uan", "枫杨园"),
        ("园杨", "枫杨园"),
        ("91", "曹杨路891"),  # digits from the start of a number only
        ("曹杨路892", "曹杨路891"),
        ("8910", "曹杨路891"),
        ("牡丹六", "牡丹第七居委会"),
        ("fengyangyuanx", "枫杨园"),
    ],
)
def test_not_found(query, name):
    assert not finds(query, name)


def test_a_query_never_runs_from_one_name_into_the_next():
    assert not finds("园曹杨", "枫杨园", "曹杨路891")
    assert not finds("yuancaoyang", "枫杨园", "曹杨路891")


def test_the_text_of_a_name():
    assert search_text(["枫杨园"]) == "|枫杨园|fengyangyuan|yangyuan|yuan|fyy|yy|"


def test_a_name_given_twice_stands_once():
    assert search_text(["枫杨园", "枫杨园 "]) == search_text(["枫杨园"])


@pytest.mark.parametrize("names", [[], [""], ["  ", "“”", "···"]])
def test_without_a_name_there_is_no_text(names):
    assert search_text(names) == ""


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        ("", ""),
        ("  ", ""),
        ("|", ""),
        ("%_\\", ""),
        ("“”\"'「」·", ""),
        ("ＦＹＹ", "fyy"),
        ("曹杨路 ８９１ 号", "曹杨路891"),
        ("第七", "七"),
        ("第", "第"),
        ("号", "号"),
        ("x" * 500, "x" * 60),
    ],
)
def test_normalise_query(typed, normalised):
    assert normalise_query(typed) == normalised


def test_an_empty_query_matches_everything():
    assert needle(" ") == ""
    assert finds(" ", "枫杨园")


def test_only_latin_is_bound_to_the_start():
    assert needle("fyy") == "|fyy"
    assert needle("891") == "|891"
    assert needle("枫杨园") == "枫杨园"
    assert needle("3号楼") == "3楼"


@given(st.text(max_size=40))
def test_every_text_finds_itself_and_normalising_twice_changes_nothing(text):
    once = normalise_query(text)
    assert "|" not in once
    assert needle(needle(text)) == needle(text)
    assert finds(text, text)


STATIONS = [
    (1, sounds(["枫杨园百姓会客厅", "枫杨园居委会", "枫杨园东块", "中桥大楼小区", "中关村公寓"])),
    (2, sounds(["听潮会客厅", "听潮居委会", "听潮苑"])),
    (3, sounds(["牡丹第七会客厅", "后朝府小区"])),
]


@pytest.mark.parametrize(
    ("typed", "key", "name"),
    [
        # The same sound in other characters, traditional ones among them.
        ("枫杨圆", 1, "枫杨园百姓会客厅"),
        ("枫阳园", 1, "枫杨园百姓会客厅"),
        ("封杨园", 1, "枫杨园百姓会客厅"),
        ("楓楊園", 1, "枫杨园百姓会客厅"),
        ("中桥大偻", 1, "中桥大楼小区"),
        ("候潮府", 3, "后朝府小区"),
        # One or two slips.
        ("fengyanyuan", 1, "枫杨园百姓会客厅"),
        ("tinchao", 2, "听潮会客厅"),
        ("zhongguangcun", 1, "中关村公寓"),
        ("枫树园", 1, "枫杨园百姓会客厅"),
        # A name in a sentence.
        ("枫杨园百姓会客厅在哪里", 1, "枫杨园百姓会客厅"),
        ("请问枫阳园怎么走", 1, "枫杨园百姓会客厅"),
    ],
)
def test_what_sounds_the_same_or_is_mistyped(typed: str, key: int, name: str) -> None:
    assert alike(typed, STATIONS)[0] == (key, name)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "%",
        "_",
        "'",
        "🏠👵",
        "白杨",
        "会客厅在哪里",
        "上海",
        "xyz",
        "nowhere",
        "银杏里",
        "a",
        "苏州",
        "中桂",
    ],
)
def test_what_is_like_nothing(typed: str) -> None:
    assert alike(typed, STATIONS) == []


def test_the_likest_comes_first_and_few_are_named() -> None:
    rows = [(n, sounds([f"枫杨{n}园"])) for n in range(9)] + [(9, sounds(["枫杨圆"]))]
    found = alike("枫杨园", rows)
    assert found[0] == (9, "枫杨圆")
    assert len(alike("枫杨x园", rows)) == 5


@given(st.text(max_size=80))
def test_nothing_typed_breaks_the_guess(typed: str) -> None:
    assert len(alike(typed, STATIONS)) <= 3


def test_areas_are_found_whole_and_stand_behind_the_names() -> None:
    text = search_text(["枫杨园"], ["曹杨新村街道", "普陀区"])
    for query in ("普陀", "普陀区", "曹杨新村", "putuoqu", "caoyang"):
        assert needle(query) in text
    assert needle("ptq") not in text
    assert text.index("枫杨园") < text.index("曹杨新村街道") < text.index("普陀区")


@pytest.mark.parametrize(
    ("typed", "estate"),
    [
        ("中桥大楼6号楼", "中桥大楼"),
        ("中桥大楼小区3号楼502", "中桥大楼"),
        ("梧桐区 中桥大楼小区", "中桥大楼"),
        ("Zhongqiao Towers 6", "|zhongqiao"),
        ("Fengyangyuan East 3", "|fengyangyuan"),
        # A street, or what is looked for as typed anyway.
        ("Caoyang Road 891", ""),
        ("曹杨路891号", ""),
        ("中桥大楼", ""),
        ("", ""),
    ],
)
def test_an_estates_name_without_building_and_flat(typed: str, estate: str) -> None:
    assert estate_needle(typed) == estate


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("盖个章", ["盖章"]),
        ("修一下水管", ["修水", "水管"]),
        ("living room", []),
        ("community stations", []),
        ("会客厅", []),
        ("birth certificates", ["birth", "certificate"]),
    ],
)
def test_what_a_matter_may_share_and_what_only_names_the_place(typed: str, parts: list[str]) -> None:
    assert matters(typed) == parts


@pytest.mark.parametrize(
    ("typed", "name"),
    [("白杨居委会", "白杨"), ("白杨5号楼", "白杨"), ("白杨", "白杨"), ("居委会", "居委会"), ("", "")],
)
def test_a_name_as_the_register_writes_it(typed: str, name: str) -> None:
    assert plain_name(typed) == name


@pytest.mark.parametrize("typed", ["曹阳路", "草杨路", "caoyanlu", "曹阳路891号"])
def test_a_street_is_heard_too(typed: str) -> None:
    rows = [*STATIONS, (4, sounds([street("曹杨路891号")]))]
    assert alike(typed, rows)[0] == (4, "曹杨路")


@pytest.mark.parametrize(
    ("typed", "alone"), [("Living rooms", True), ("room 5", False), ("会客厅", False), ("", False)]
)
def test_what_only_names_the_places(typed: str, *, alone: bool) -> None:
    assert only_the_place(typed) is alone
