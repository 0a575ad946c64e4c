"""Where gunicorn comes in."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.prod")
application = get_wsgi_application()
# Every page is read now: else each worker's first visitor would wait for that.
get_resolver().url_patterns  # noqa: B018
