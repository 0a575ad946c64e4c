"""Settings of `make run` and `make dev`: this machine only, demo data allowed."""

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import VAR_DIR, env


def local_secret() -> str:
    """A key of this clone's own, made once, so that sessions outlive a restart."""
    file = VAR_DIR / "secret"
    if not file.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        file.write_text(get_random_secret_key())
        file.chmod(0o600)
    return file.read_text()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = local_secret()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
PORTAL_DEMO_ALLOWED = True
# The demo gives out thousands of slips, and nobody steals its codes.
PORTAL_SLIP_HASH_COST = 2**4
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
SMS_URL = env("SMS_URL", default=(VAR_DIR / "sms").as_uri())
PORTAL_SENDS_BY_ITSELF = True
# Links name the port that is served, also in what commands write.
PORTAL_PUBLIC_URL = env("PORTAL_PUBLIC_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
