"""The phone in somebody's pocket: the code it shows at this moment."""

from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from stations.actions import second_factor
from stations.models import Worker


def code_of(worker: Worker) -> str:
    """What the app shows now."""
    totp = TOTP(TOTPDevice.objects.get(user=worker).bin_key)
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06}"


def with_phone(worker: Worker) -> list[str]:
    """Set the second factor up; returns the recovery codes. This half minute's code is used then."""
    second_factor.begin(worker=worker)
    return second_factor.confirm(worker=worker, code=code_of(worker), at=timezone.now())
