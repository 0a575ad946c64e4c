"""Settings of the tests: quick hashing, mail kept in memory, pages never cached unless a test asks."""

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "tests only, never a real installation"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PAGE_CACHE_SECONDS = 0
PORTAL_DEMO_ALLOWED = True
PORTAL_SLIP_HASH_COST = 2**4
# Tests fill in forms faster than people do.
PORTAL_FORM_SECONDS = 0
PORTAL_BOOKINGS_AN_HOUR = 10_000  # the crowds of the tests share one address
# Most tests sign in without a page; those of the second factor turn it on.
PORTAL_SECOND_FACTOR = False
