"""Forms sent twice: the same key with the same content is once, with another content it is refused."""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError


class FormUsed(PortalError):
    """The form's key has already made something else; who raises it says which page to open again."""

    sentence = _("This form was already used.")


def digest(**content: Any) -> str:
    """The fingerprint of what was asked for, to tell a repeated form from a changed one."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
