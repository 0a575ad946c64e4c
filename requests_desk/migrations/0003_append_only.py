"""Makes the event tables append-only. A later migration that alters one of them on SQLite must
install the triggers again: altering rebuilds the table there."""

from django.db import migrations

from portal.common.append_only import operation


class Migration(migrations.Migration):
    dependencies = [("requests_desk", "0002_initial")]
    operations = [
        operation("requests_desk_ticketevent", "requests_desk_visitevent", "requests_desk_reveal"),
    ]
