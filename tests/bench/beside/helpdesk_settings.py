"""A plain project around django-helpdesk: its own defaults, and ours where a database or a page is served."""

import os

from django.utils.crypto import get_random_string

DEBUG = False
SECRET_KEY = get_random_string(50)
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "helpdesk_urls"
STATIC_URL = "/static/"
STATIC_ROOT = os.environ["HELPDESK_DIR"] + "/static"
MEDIA_ROOT = os.environ["HELPDESK_DIR"] + "/media"
LOGIN_URL = "helpdesk:login"
LOGIN_REDIRECT_URL = "helpdesk:dashboard"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ, TIME_ZONE, LANGUAGE_CODE = True, "Asia/Shanghai", "en"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "helpdesk",
]
SITE_ID = 1
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# As ours: the connection is kept, and the journal is a log.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["HELPDESK_DIR"] + "/helpdesk.sqlite3",
        "CONN_MAX_AGE": 300,
        "OPTIONS": {
            "timeout": 4,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
HELPDESK_TEAMS_MODE_ENABLED = False  # else it wants pinax-teams
# Its quickest way: the answer's form stands open on the ticket, and signing in leads to the dashboard.
HELPDESK_DEFAULT_SETTINGS = {"ticket_respond_layout": "top", "login_view_ticketlist": False}
if os.environ.get("COUNT_QUERIES"):
    MIDDLEWARE.insert(0, "counting.CountQueries")
