"""The map of addresses. Those of public pages are fixed: links printed on doors must not change."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

import portal.common.converters  # noqa: F401  the kinds of address
from portal.views import (
    coverage,
    estate_review,
    exports,
    figure_rows,
    health,
    how_counted,
    personal_data,
    pictures,
    programme,
    programme_plan,
    robots,
    set_up,
    sheets,
    siting_plans,
    uptake,
    where_next,
)
from stations.views import photos

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", robots.sitemap_section, name="sitemap_section"),
    path("photos/<slug:name>-<int:side>.webp", photos.photo, name="photo"),
]
urlpatterns += i18n_patterns(
    path("", include("portal.hall")),
    path("", include("stations.urls")),
    path("", include("requests_desk.urls.public")),
    path("voice/", include("requests_desk.urls.voice")),
    path("desk/", include("requests_desk.urls.desk")),
    path("admin/coverage/", coverage.coverage_review, name="coverage_review"),
    path("admin/coverage/<area:code>/pictures/", pictures.coverage_pictures, name="coverage_pictures"),
    path("admin/coverage/next/", where_next.where_next, name="where_next"),
    path("admin/coverage/next/plans/", siting_plans.siting_plans, name="siting_plans"),
    path("admin/coverage/next/plans/<int:pk>/", siting_plans.siting_plan, name="siting_plan"),
    path(
        "admin/coverage/next/plans/<int:pk>/rename/",
        siting_plans.siting_plan_rename,
        name="siting_plan_rename",
    ),
    path(
        "admin/coverage/next/plans/<int:pk>/delete/",
        siting_plans.siting_plan_delete,
        name="siting_plan_delete",
    ),
    path(
        "admin/coverage/next/plans/<int:pk>/hand-over/",
        siting_plans.siting_plan_hand_over,
        name="siting_plan_hand_over",
    ),
    path("admin/coverage.csv", coverage.coverage_csv, name="coverage_csv"),
    path("admin/coverage/programmes/", programme.programme_list, name="programme_list"),
    path("admin/coverage/programmes/<int:pk>/", programme.programme_page, name="programme_page"),
    path(
        "admin/coverage/programmes/<int:pk>/<slug:code>/",
        programme_plan.programme_plan,
        name="programme_plan",
    ),
    path("admin/coverage.xlsx", coverage.coverage_xlsx, name="coverage_xlsx"),
    path("admin/coverage/<area:code>/", coverage.coverage_review, name="coverage_of"),
    path("admin/coverage/<area:code>.csv", coverage.coverage_csv, name="coverage_csv_of"),
    path("admin/coverage/<area:code>.xlsx", coverage.coverage_xlsx, name="coverage_xlsx_of"),
    path("admin/coverage/how/", how_counted.how_counted, name="how_counted"),
    path("admin/coverage/estates/<int:pk>/", estate_review.estate_review, name="estate_review"),
    path("admin/coverage/figures/<slug:key>/", figure_rows.rows_of_figure, name="figure_rows_of_all"),
    path("admin/coverage/figures/<slug:key>.csv", figure_rows.rows_sheet, name="figure_sheet_of_all"),
    path("admin/coverage/<area:code>/figures/<slug:key>/", figure_rows.rows_of_figure, name="figure_rows"),
    path("admin/coverage/<area:code>/figures/<slug:key>.csv", figure_rows.rows_sheet, name="figure_sheet"),
    path("admin/open-days/", uptake.uptake_review, name="uptake_review"),
    path("admin/open-days.csv", uptake.uptake_csv, name="uptake_csv"),
    path("admin/personal-data/", personal_data.personal_data_register, name="personal_data_register"),
    path("admin/set-up/", set_up.set_up, name="set_up"),
    path("admin/sheets/", sheets.sheet_list, name="sheet_list"),
    path("admin/sheets/uploads/<int:upload>/", sheets.sheet_upload, name="sheet_upload"),
    path("admin/sheets/<slug:kind>/", sheets.sheet_new, name="sheet_new"),
    path("admin/sheets/<slug:kind>/template.xlsx", sheets.sheet_template, name="sheet_template"),
    re_path(
        r"^admin/sheets/(?P<kind>[a-z-]+)/current\.(?P<form>xlsx|csv)$",
        sheets.sheet_current,
        name="sheet_current",
    ),
    re_path(
        r"^admin/export/(?P<app>[a-z_]+)/(?P<model>[a-z]+)\.(?P<form>xlsx|csv)$",
        exports.table_export,
        name="table_export",
    ),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)
