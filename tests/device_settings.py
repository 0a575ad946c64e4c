"""The tests' settings for a portal in a process of its own that browsers look at: it serves its styles and scripts
from where they are written."""

from portal.settings.test import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
