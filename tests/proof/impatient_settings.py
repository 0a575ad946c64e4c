"""The tests' settings with a SQLite that waits for nobody's pen. For a control."""

from portal.settings.test import *  # noqa: F403
from portal.settings.test import DATABASES

DATABASES["default"]["OPTIONS"]["timeout"] = 0
