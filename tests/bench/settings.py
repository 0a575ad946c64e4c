"""Settings of the measured server: the tests' own, with the page cache on as in production."""

from portal.settings.test import *  # noqa: F403

PAGE_CACHE_SECONDS = 600
