"""What's on: the week, its filters, the empty page, one activity in words, its poster."""

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.models import Activity, ActivityGroup, ActivitySession
from stations.models import Station
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of
from tests.stage import staged

pytestmark = pytest.mark.django_db
LIST = "/en/activities/"


def names(client: Client, query: str = "", path: str = LIST) -> list[list[str]]:
    """The names of the activities, day by day."""
    days = client.get(f"{path}?{query}").context["days"]
    return [[line.activity.name for line in day.lines] for day in days]


@staged
def chinese(place: Place) -> ActivityGroup:
    activity = make.activity(
        place.station, "外国人汉语班", audience="foreigners", name_en="Chinese for foreigners",
        given_by="学生志愿者", bring="笔和本子", about="从问路开始。",
    )  # fmt: skip
    return make.group(activity, make.at(1, 19), make.at(8, 19), capacity=3, level="beginners")


class TestTheWeek:
    def test_today_first_then_day_by_day(self, client: Client, place: Place, chinese: ActivityGroup) -> None:
        fire = make.activity(place.station, "消防演习", theme="safety", entry="just_come")
        make.group(fire, make.at(0, 15))
        make.group(make.activity(place.station, "昨天的"), make.at(-1))
        assert names(client) == [["消防演习"], ["外国人汉语班"]]
        days = client.get(LIST).context["days"]
        assert [day.today for day in days] == [True, False]
        assert names(client, "week=2026-11-23") == [["外国人汉语班"]]
        for nonsense in ("week=2026-11-09", "week=9999-12-31", "week=x"):
            assert names(client, nonsense) == names(client)

    def test_what_is_on_now_says_so(self, client: Client, chinese: ActivityGroup) -> None:
        make.group(chinese.activity, make.at(0, 9, 30), name="现在")
        assert client.get(LIST).context["days"][0].lines[0].running

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("theme=class", True), ("theme=safety", False), ("audience=foreigners", True), ("audience=older", False),
            ("place=枫香里", True), ("place=fengxiangli", True), ("place=汉语", True), ("place=银杏", False),
            ("station=place-1", True), ("station=place-2", False), ("theme=nonsense", True), ("station=a%00", False),
        ],
    )  # fmt: skip
    def test_narrowed(self, client: Client, chinese: ActivityGroup, query: str, found: bool) -> None:
        assert bool(names(client, query)) == found

    def test_what_the_public_may_not_see(self, client: Client, chinese: ActivityGroup, place: Place) -> None:
        hidden = make.activity(place.station, "还没公布", published=False)
        make.group(hidden)
        ActivitySession.objects.filter(group=chinese).update(called_off=True)
        assert names(client) == []
        assert client.get(reverse("activity", args=[hidden.pk])).status_code == 404
        assert client.get(reverse("sign_up_new", args=[hidden.pk])).status_code == 404
        Station.objects.update(status=Station.Status.CLOSED)
        assert client.get(chinese.activity.get_absolute_url()).status_code == 404

    def test_an_empty_week_says_what_to_do(self, client: Client, chinese: ActivityGroup) -> None:
        page = client.get(LIST, {"week": "2026-11-30"})
        assert "Nothing is on in this week" in text_of(page)
        assert "week=2026-12-07" in page.content.decode()
        page = client.get(LIST, {"theme": "safety"})
        assert "Show everything" in text_of(page)
        ActivitySession.objects.filter(starts_at__lt=make.at(7)).delete()
        assert "The next one:" in text_of(client.get(LIST))

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("week=2026-11-31", "There is no such week to look at"),
            ("week=2020-01-01", "There is no such week to look at"),
            ("week=9999-12-31", "There is no such week to look at"),
            ("theme=xx", "We know no such theme"),
            ("audience=xx", "We know no such people"),
        ],
    )
    def test_what_it_does_not_know_it_says(
        self, client: Client, chinese: ActivityGroup, query: str, sentence: str
    ) -> None:
        page = client.get(f"{LIST}?{query}")
        assert sentence in text_of(page)
        assert "Chinese for foreigners" in text_of(page)  # and shows the present week all the same
        assert sentence not in text_of(client.get(LIST, {"week": "2026-11-16"}))  # the Monday of this week

    @pytest.mark.parametrize("query", ["place=<b>", "place=<>", "place=zzz", "station=nosuch", "station=<b>"])
    def test_an_unknown_place_offers_the_list(
        self, client: Client, chinese: ActivityGroup, query: str
    ) -> None:
        text = text_of(page := client.get(f"{LIST}?{query}"))
        assert "We know no living room, estate or committee of this name." in text
        assert "of this kind" not in text
        assert "Chinese for foreigners" not in text
        assert 'href="/en/stations/"' in page.content.decode()

    def test_a_place_where_nothing_is_on_is_known(self, client: Client, place: Place) -> None:
        assert "We know no living room" not in text_of(client.get(LIST, {"place": place.station.name}))
        assert "We know no living room" not in text_of(client.get(LIST, {"station": place.station.slug}))

    def test_behind_the_last_page_stands_the_last(self, client: Client, chinese: ActivityGroup) -> None:
        for n in range(62):
            make.group(make.activity(chinese.activity.station, f"活动{n:02}"), make.at(2, 8 + n % 9))
        page = client.get(f"{LIST}?page=99")
        assert (page.context["page"].number, len(page.context["page"].rows)) == (2, 3)
        assert "Back to the days before" in text_of(page)
        assert "The following week, from Mon 23 Nov" in text_of(page)
        first = text_of(client.get(LIST))
        assert "More of this week" in first
        assert "The following week, from" not in first  # the rest of this one comes before it
        assert client.get(f"{LIST}?theme=safety&page=99").context["page"].number == 1

    def test_the_same_statements_for_one_and_thirty(self, client: Client, chinese: ActivityGroup) -> None:
        client.get(LIST)
        one = count_queries(client, LIST)
        for n in range(29):
            make.group(make.activity(chinese.activity.station, f"活动{n}"), make.at(2, 8 + n % 9))
        assert count_queries(client, LIST) == one <= 3
        assert sum(map(len, names(client))) == 30

    def test_it_is_a_cached_page(self, client: Client, chinese: ActivityGroup) -> None:
        assert_cached_page(client, reverse("activity_list"))
        assert_cached_page(client, reverse("activity", args=[chinese.activity_id]))


class TestOne:
    def page(self, client: Client, group: ActivityGroup) -> str:
        return text_of(client.get(f"/en/activities/{group.activity_id}/"))

    def test_all_that_one_asks(self, client: Client, chinese: ActivityGroup, place: Place) -> None:
        page = self.page(client, chinese)
        for said in (
            "Chinese for foreigners", "Foreign residents", "学生志愿者", "笔和本子", "free of charge", "Beginners",
            "Thursday 19 November", "19:00–20:30", "places free", "梧桐路", "021-0000-2000", "从问路开始。",
        ):  # fmt: skip
            assert said in page, said

    def test_places_in_words(self, client: Client, chinese: ActivityGroup) -> None:
        for words in ("few places left", "few places left", "full", "full, 1 waiting", "full, 2 waiting"):
            make.sign_up(chinese)
            assert words in self.page(client, chinese)
        assert "Join the waiting list" in self.page(client, chinese)

    def test_held_places(self, client: Client, place: Place) -> None:
        group = make.group(make.activity(place.station), capacity=1, held=1)
        assert "places for priority only" in self.page(client, group)

    def test_just_come(self, client: Client, place: Place) -> None:
        activity = make.activity(place.station, entry=Activity.Entry.JUST_COME)
        page = self.page(client, group := make.group(activity))
        assert "just come" in page
        assert "Sign up" not in page
        assert client.get(reverse("sign_up_new", args=[group.activity_id])).status_code == 302

    def test_called_off_and_over(self, client: Client, chinese: ActivityGroup) -> None:
        chinese.sessions.filter(starts_at__lt=make.at(7)).update(called_off=True, reason="老师生病")
        page = self.page(client, chinese)
        assert "called off" in page
        assert "老师生病" in page
        assert "Sign up" in page
        chinese.sessions.update(called_off=True)
        page = self.page(client, chinese)
        assert "This is over" in page
        assert "Sign up" not in page

    def test_the_same_statements_for_one_and_ten_groups(self, client: Client, chinese: ActivityGroup) -> None:
        path = f"/en/activities/{chinese.activity_id}/"
        client.get(path)
        one = count_queries(client, path)
        for n in range(9):
            make.group(chinese.activity, make.at(2), make.at(3), make.at(4), name=f"第{n}组")
        assert count_queries(client, path) == one

    def test_the_poster(self, client: Client, chinese: ActivityGroup) -> None:
        page = client.get(reverse("activity_poster", args=[chinese.activity_id]))
        assert "<svg" in page.content.decode()
        assert "11月19日 星期四" in text_of(page)
        assert "19:00–20:30" in text_of(page)
        assert_cached_page(client, reverse("activity_poster", args=[chinese.activity_id]))


def test_search_engines_find_it(client: Client, chinese: ActivityGroup) -> None:
    assert f"/activities/{chinese.activity_id}/" in client.get("/sitemap-activities.xml").content.decode()
    assert "/activities/" in client.get("/sitemap-pages.xml").content.decode()
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /sign-ups/" in robots
