"""A dropped project lets go of the needs it had taken up; a meeting's place may be said in English."""

from typing import Any

from django.db import migrations, models

TABLE = "requests_desk_meeting"
SQLITE = f"""
CREATE TRIGGER {TABLE}_published BEFORE UPDATE ON {TABLE} WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'published minutes never change'); END;
"""
KINDS = [
    ("made", "made"), ("published", "published"), ("kept_back", "not published"), ("merged", "merged"),
    ("parted", "merging taken back"), ("answered", "answered"), ("taken_up", "taken up by a project"),
    ("put_back", "its project was dropped"), ("erased", "personal data erased"),
]  # fmt: skip


def install(apps: Any, schema_editor: Any) -> None:
    """SQLite has rebuilt the table without its trigger; PostgreSQL has kept it."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_published")
        schema_editor.execute(SQLITE)


def let_go(apps: Any, schema_editor: Any) -> None:
    """What projects dropped before this had taken up is open again, or answered if it had been."""
    held = apps.get_model("requests_desk", "Proposal").objects.filter(
        state="in_project", project__state="dropped"
    )
    held.filter(answer="").update(state="open")
    held.update(state="answered")


class Migration(migrations.Migration):
    dependencies = [("requests_desk", "0015_messages_about_rooms")]

    operations = [
        # Back again, the table is rebuilt a second time, and the trigger has to come after that.
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.AddField(
            model_name="meeting",
            name="place_en",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="place, in English"),
            preserve_default=False,
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="proposalevent",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=12, verbose_name="what"),
        ),
        migrations.RunPython(let_go, migrations.RunPython.noop),
    ]
