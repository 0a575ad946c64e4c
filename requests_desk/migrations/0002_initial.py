"""Nothing any more: what this step once added stands in the first one. Databases that took it know its name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("requests_desk", "0001_initial")]
    operations = []
