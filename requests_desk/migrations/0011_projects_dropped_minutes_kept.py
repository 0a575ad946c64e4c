"""A dropped project says why; published minutes never change; a look at a proposal's phone is written down."""

from typing import Any

from django.db import migrations, models

TABLE = "requests_desk_meeting"
SQLITE = f"""
CREATE TRIGGER {TABLE}_published BEFORE UPDATE ON {TABLE} WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'published minutes never change'); END;
"""
POSTGRES = f"""
CREATE TRIGGER {TABLE}_published BEFORE UPDATE ON {TABLE}
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION refuse_change()
"""


def install(apps: Any, schema_editor: Any) -> None:
    """Put the trigger there. Again after a migration that alters the table: SQLite rebuilds it without."""
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def remove(apps: Any, schema_editor: Any) -> None:
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_published{on}")


class Migration(migrations.Migration):
    dependencies = [("requests_desk", "0010_neighbourhood_life")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="dropped_why",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="why it was dropped"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="project",
            name="dropped_why_en",
            field=models.CharField(
                blank=True, default="", max_length=240, verbose_name="why it was dropped, in English"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dropped"), _negated=True),
                    models.Q(("dropped_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="dropped_says_why",
            ),
        ),
        migrations.AlterField(
            model_name="reveal",
            name="kind",
            field=models.CharField(
                choices=[("visit", "visit"), ("ticket", "ticket"), ("proposal", "proposal")],
                max_length=8,
                verbose_name="of what",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
