"""Settings shared by every environment; each other module here starts from this one."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django.forms",
    "crispy_forms",
    "django_otp.plugins.otp_totp",
    "portal.common",
    "stations",
    "requests_desk",
    "portal.apps.PortalConfig",
]

# Outermost first. The page cache stands outside sessions and languages: what it
# answers costs neither, and it is keyed by everything that may change a public page.
MIDDLEWARE = [
    "portal.common.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.common.middleware.PrivacyHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.common.pagecache.PageCacheMiddleware",
    "portal.common.middleware.PathLanguageMiddleware",
    "portal.common.middleware.ErrorPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.devices.DeviceMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.common.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["doorstep"]
CRISPY_TEMPLATE_PACK = "doorstep"
CRISPY_FAIL_SILENTLY = False


def database(url: str) -> dict:
    """The DATABASES entry for ``url``, with the timeouts that turn a held lock into a "busy" page.

    SQLite writes only in IMMEDIATE transactions: two deferred ones that both want to
    write fail at once instead of waiting for each other.
    """
    entry = environ.Env.db_url_config(url)
    # Connecting costs more than a page, on SQLite too: the last one to leave folds its log into the file.
    entry["CONN_MAX_AGE"] = 300
    if entry["ENGINE"] == "django.db.backends.sqlite3":
        Path(entry["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        entry["OPTIONS"] = {
            "timeout": 4,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
            ),
        }
    else:
        entry["ENGINE"] = "portal.common.postgresql"  # Django's own, but no wait is without an end
        entry["CONN_HEALTH_CHECKS"] = True
        entry.setdefault("OPTIONS", {}).update(
            connect_timeout=2,
            options="-c lock_timeout=4000 -c statement_timeout=15000 -c timezone=UTC",
        )
    return entry


DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'doorstep.sqlite3'}"))}

AUTH_USER_MODEL = "stations.Worker"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "desk:board"
LOGOUT_REDIRECT_URL = "sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

# The path alone decides the language: Chinese at /, English under /en/.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

# Photographs of stations; part of the backup, like the database. The portal serves them itself.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
PAGE_CACHE_SECONDS = 20

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="doorstep@localhost")
# Text messages to mobile phones: see portal/common/sms.py. Without a gateway nobody is promised any.
SMS_URL = env("SMS_URL", default="")
SMS_TOKEN = env("SMS_TOKEN", default="")
# Whether the server empties the outbox by itself; a real installation has a timer run `send_messages`.
PORTAL_SENDS_BY_ITSELF = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.common.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own request loggers write the path, and secrets stand in paths:
        # RequestIdMiddleware logs the route instead.
        "django.request": {"level": "CRITICAL", "propagate": False, "handlers": []},
        "django.security": {"level": "CRITICAL", "propagate": False, "handlers": []},
        "django.server": {"level": "CRITICAL", "propagate": False, "handlers": []},
    },
}

# What the footer and the messages say; each city sets its own.
PORTAL_HELP_PHONE = env("PORTAL_HELP_PHONE", default="12345")
PORTAL_ICP_LICENCE = env("PORTAL_ICP_LICENCE", default="")
PORTAL_PUBLIC_URL = env("PORTAL_PUBLIC_URL", default="http://127.0.0.1:8000")

# How many proxies of ours stand in front. Client addresses are believed from
# X-Forwarded-For only when this is above 0.
PORTAL_TRUSTED_PROXIES = env.int("PORTAL_TRUSTED_PROXIES", default=0)

# Personal data is erased after so many days. Each kind may have a time of its own, set by PORTAL_KEEP_VISITS_DAYS
# and so on; what is not set has the common one.
PORTAL_KEEP_PERSONAL_DAYS = env.int("PORTAL_KEEP_PERSONAL_DAYS", default=180)
PORTAL_KEEP_DAYS = {
    kind: env.int(f"PORTAL_KEEP_{kind.upper()}_DAYS", default=PORTAL_KEEP_PERSONAL_DAYS)
    for kind in (
        "visits",  # counted from the visit
        "tickets",  # from the matter's end: name, phone, and all words about it
        "attachments",  # from the matter's end: photographs and papers; with the matter at the latest
        "sign_ups",  # from the last session
        "room_uses",  # from the use
        "proposals",  # from the day it was made
        "volunteers",  # from the day they stopped
        "rounds",  # from the round
        "care",  # from the day on which the visits to somebody living alone ended
        "care_visits",  # from each of these visits: what was written there
        "invitations",  # from the invitation's end
    )
}
if min(PORTAL_KEEP_DAYS.values()) < 1:
    raise ImproperlyConfigured("PORTAL_KEEP_…_DAYS: personal data is kept for one day at least.")

# Of a late ticket the head is told after so many working hours, the subdistrict after so many.
PORTAL_TELL_HEAD_HOURS = env.int("PORTAL_TELL_HEAD_HOURS", default=4)
PORTAL_TELL_STREET_HOURS = env.int("PORTAL_TELL_STREET_HOURS", default=9)

# After so many working days without a word an answer is asked about by phone.
PORTAL_FOLLOW_UP_DAYS = env.int("PORTAL_FOLLOW_UP_DAYS", default=2)

# What it costs to try a slip's code (scrypt's n, a power of two). Changing it forgets the codes given out.
PORTAL_SLIP_HASH_COST = 2**12

# Nobody fills in a form within so many seconds of getting it; who does is asked to press once more.
PORTAL_FORM_SECONDS = env.float("PORTAL_FORM_SECONDS", default=2)

# So many visits can be booked from one address of the net within an hour; many homes may share one.
PORTAL_BOOKINGS_AN_HOUR = env.int("PORTAL_BOOKINGS_AN_HOUR", default=120)

# Heads, officials and administrators need a code from their phone beside the password. A demo, where that is
# allowed, lets them in without: its password is printed.
PORTAL_SECOND_FACTOR = env.bool("PORTAL_SECOND_FACTOR", default=True)
OTP_TOTP_ISSUER = "Doorstep"  # what the phone calls us
OTP_TOTP_THROTTLE_FACTOR = 0  # our own counter keeps people waiting, and only those who guess

# A page of somebody with a PIN locks after so many minutes without a request.
PORTAL_IDLE_MINUTES = env.int("PORTAL_IDLE_MINUTES", default=10)

# Demo logins exist only where this is on; production settings switch it off.
PORTAL_DEMO_ALLOWED = False

SILENCED_SYSTEM_CHECKS: list[str] = []
