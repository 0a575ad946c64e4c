"""The phone in somebody's pocket: the code it shows at this moment."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.views.second_factor import NEW_PHONE
from stations.actions import second_factor
from stations.models import Worker


def key_of(worker: Worker) -> str:
    """The secret that the phone has scanned: of the one set up, else of the page that sets one up."""
    if device := TOTPDevice.objects.filter(user=worker).first():
        return device.key
    sessions = [row.get_decoded() for row in Session.objects.all()]
    (key,) = [
        one[NEW_PHONE] for one in sessions if one.get("_auth_user_id") == str(worker.pk) and NEW_PHONE in one
    ]
    return str(key)


def code_of(worker: Worker, key: str = "") -> str:
    """What the app shows now."""
    totp = TOTP(bytes.fromhex(key or key_of(worker)))
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06}"


def with_phone(worker: Worker) -> list[str]:
    """Set the second factor up; returns the recovery codes. This half minute's code is used then."""
    key = second_factor.new_phone(worker=worker).key
    return second_factor.confirm(worker=worker, key=key, code=code_of(worker, key), at=timezone.now())
