"""Addresses of the hall: the pages that show both apps, and the small print."""

from django.urls import path

from portal.common import converters  # noqa: F401  makes <area:…> known
from portal.views import (
    account,
    committee_page,
    elder,
    home,
    how_counted,
    joining,
    legal,
    lock,
    my_account,
    poster,
    public_coverage,
    public_services,
    second_factor,
    station_page,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("privacy/", legal.privacy, name="privacy"),
    path("privacy/<int:number>/", legal.privacy_version, name="privacy_version"),
    path("coverage/how/", how_counted.coverage_how, name="coverage_how"),
    path("accessibility/", legal.accessibility, name="accessibility"),
    path("stations/<slug:slug>/", station_page.station_page, name="station_page"),
    path("committees/<str:code>/", committee_page.committee_page, name="committee"),
    path("coverage/", public_coverage.coverage, name="coverage"),
    path("coverage/services/", public_services.coverage_services, name="coverage_services"),
    path("coverage/<area:code>/", public_coverage.coverage, name="coverage_area"),
    path("coverage/<area:code>/services/", public_services.coverage_services, name="coverage_area_services"),
    path("stations/<slug:slug>/poster/", poster.poster, name="poster"),
    path("elder/", elder.elder, name="elder"),
    path("desk/sign-in/", account.sign_in, name="sign_in"),
    path("desk/sign-out/", account.sign_out, name="sign_out"),
    path("desk/second-factor/", second_factor.second_factor, name="second_factor"),
    path("desk/second-factor/codes/", second_factor.recovery_codes, name="recovery_codes"),
    path("desk/second-factor/off/", second_factor.second_factor_off, name="second_factor_off"),
    path("desk/invited/<str:token>/", joining.join, name="join"),
    path("desk/lock/", lock.lock, name="lock"),
    path("desk/account/pin/", lock.pin, name="pin"),
    path("desk/account/pin/off/", lock.pin_off, name="pin_off"),
    path("desk/account/", my_account.account, name="account"),
    path("desk/account/devices/end/", my_account.devices_end, name="devices_end"),
    path("desk/account/devices/<int:pk>/end/", my_account.device_end, name="device_end"),
    path("desk/password/", account.password_change, name="password_change"),
    path("desk/password/forgotten/", account.password_reset, name="password_reset"),
    path("desk/password/sent/", account.password_reset_done, name="password_reset_done"),
    path("desk/password/<uidb64>/<token>/", account.password_reset_confirm, name="password_reset_confirm"),
]
