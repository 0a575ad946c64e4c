"""Programmes and plans that stand already start with the standard series of steps, as new ones do."""

from typing import Any

from django.db import migrations

SERIES = (
    ("site", "选好地点", "Site found"),
    ("residents", "征求居民意见", "Residents asked"),
    ("design", "方案定稿", "Design agreed"),
    ("money", "资金落实", "Money secured"),
    ("begun", "开工", "Works begun"),
    ("finished", "完工", "Works finished"),
    ("accepted", "验收", "Accepted"),
    ("opened", "开门", "Opened"),
)


def start(apps: Any, schema_editor: Any) -> None:
    for owner, step in (("Programme", "ProgrammeStep"), ("Relocation", "PlanStep")):
        model = apps.get_model("stations", step)
        model.objects.bulk_create(
            model(**{owner.lower(): row}, position=number, kind=kind, name=name, name_en=english)
            for row in apps.get_model("stations", owner).objects.order_by("pk")
            for number, (kind, name, english) in enumerate(SERIES, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("stations", "0011_plans_of_programmes"),
    ]

    operations = [
        migrations.RunPython(start, migrations.RunPython.noop),
    ]
