"""Addresses of the hall: the pages that show both apps, and the small print."""

from django.urls import path

from portal.views import account, committee_page, elder, home, legal, poster, station_page

urlpatterns = [
    path("", home.home, name="home"),
    path("privacy/", legal.privacy, name="privacy"),
    path("privacy/<int:number>/", legal.privacy_version, name="privacy_version"),
    path("accessibility/", legal.accessibility, name="accessibility"),
    path("stations/<slug:slug>/", station_page.station_page, name="station_page"),
    path("committees/<str:code>/", committee_page.committee_page, name="committee"),
    path("stations/<slug:slug>/poster/", poster.poster, name="poster"),
    path("elder/", elder.elder, name="elder"),
    path("desk/sign-in/", account.sign_in, name="sign_in"),
    path("desk/sign-out/", account.sign_out, name="sign_out"),
    path("desk/password/", account.password_change, name="password_change"),
    path("desk/password/forgotten/", account.password_reset, name="password_reset"),
    path("desk/password/sent/", account.password_reset_done, name="password_reset_done"),
    path("desk/password/<uidb64>/<token>/", account.password_reset_confirm, name="password_reset_confirm"),
]
