"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from webapp import health, metrics
from webapp.api import api

admin.site.site_header = admin.site.site_title = "Readyroom"
admin.site.index_title = "Operations"
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("webapp.catalog.urls")),
    path("", include("webapp.practice.urls")),
    path("readiness/", include("webapp.readiness.urls")),
    path("interviews/", include("webapp.interviews.urls")),
    path("live/", include("webapp.live.urls")),
    path("studio/", include("webapp.authoring.urls")),
    path("", include("webapp.teaching.urls")),
    path("lti/", include("webapp.lti.urls")),
    path("insight/", include("webapp.insight.urls")),
    path("marking/", include("webapp.marking.urls")),
    path("settings/", include("webapp.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("admin/", admin.site.urls),
]

handler400 = "webapp.errors.bad_request"
handler403 = "webapp.errors.permission_denied"
handler404 = "webapp.errors.not_found"
handler500 = "webapp.errors.server_error"
