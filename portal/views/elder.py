"""Elder mode: one cookie, set by its toggle alone."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.common.access import public
from portal.common.origin import from_our_own_page
from portal.common.pagecache import ELDER_COOKIE
from portal.common.pagecache import elder as elder_is_on

A_YEAR = 365 * 24 * 3600


@csrf_exempt
@require_POST
@public()
def elder(request: HttpRequest) -> HttpResponse:
    """Switch the larger print on or off and go back to the page the reader came from."""
    if not from_our_own_page(request):
        raise PermissionDenied
    back = request.POST.get("next", "/")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = redirect(back)
    value = "0" if elder_is_on(request) else "1"
    response.set_cookie(
        ELDER_COOKIE, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return response
