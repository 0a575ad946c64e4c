"""The settings of `make run`, with a count of queries in each answer where that is asked for."""

import os

from portal.settings.dev import *  # noqa: F403
from portal.settings.dev import MIDDLEWARE

if os.environ.get("COUNT_QUERIES"):
    MIDDLEWARE.insert(0, "tests.bench.beside.counting.CountQueries")
