"""The demo's offices: logins of officials and of the administrator."""

from datetime import timedelta

from portal.demo.ground import Ground
from portal.demo.places import LONG_AGO, sign_up
from stations.models import Division, Post

OFFICIALS = (
    ("street", "陈科长", Post.Role.SUBDISTRICT, ("310107005", "990101001")),
    ("street2", "褚科长", Post.Role.SUBDISTRICT, ("990101002",)),
    ("district", "孙处长", Post.Role.DISTRICT, ("310107", "990101")),
)


def fill(ground: Ground) -> None:
    """Give each official their posts, and make the administrator."""
    since = ground.today - timedelta(days=LONG_AGO)
    for username, name, role, codes in OFFICIALS:
        official = sign_up(ground, username, name)
        for code in codes:
            Post.objects.create(
                worker=official, role=role, division=Division.objects.get(code=code), since=since
            )
    sign_up(ground, "admin", "管理员", is_superuser=True)
