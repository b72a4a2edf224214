from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.images import as_it_was_sent
from home.sitemap_views import robots, sitemap_index, sitemap_section
from participation.faults.offline import views as offline

from . import health, media, pages

handler403 = "portal.errors.not_allowed"
handler404 = "portal.errors.not_found"
handler429 = "portal.limits.too_many_requests"  # asked for by allauth
handler500 = "portal.errors.server_error"

# One door for everyone: Wagtail's own sign-in page is never reached.
to_the_door = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("sw.js", offline.worker, name="service_worker"),  # at the root, so that it reaches every page
    path("robots.txt", robots),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<section>.xml", sitemap_section, name="sitemap_section"),
    path("cms/login/", to_the_door),
    re_path(r"^(?:en/)?_util/login/$", to_the_door),  # Wagtail's own for readers knows neither limit nor second factor
    path("cms/images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/", as_it_was_sent),
    path("cms/", include(wagtailadmin_urls)),
    re_path(r"^media/(?P<path>.*)$", media.picture, name="media"),
    path("dokument/", include(wagtaildocs_urls)),
    path("", include("participation.places.urls")),
    path("bilagor/", include("participation.attachments.urls")),
    path("open311/", include("participation.api.urls")),
]

if settings.DEVELOPMENT:
    from . import development

    urlpatterns += [
        path("komponenter/", development.components),
        path("utveckling/mejl/", development.mails, name="development_mails"),
    ]

urlpatterns += i18n_patterns(
    path("konto/", include("allauth.urls")),
    path("mina/beslut/", include("participation.moderation.mine_urls")),
    path("mina/", include("participation.accounts.urls")),
    path("nyheter-till-dig/", include("participation.notifications.urls")),
    path("sok/", include("home.urls")),
    path("ideer/", include("participation.ideas.urls")),
    path("du-sa-vi-gjorde/", include("home.said_urls")),
    path("svar/", include("participation.answers.urls")),
    path("e-tjanster/", include("participation.eservices.urls")),
    path("felanmalan/", include("participation.faults.urls")),
    path("samtal/", include("participation.discussion.urls")),
    path("stod/", include("participation.voting.urls")),
    path("anmal/", include("participation.moderation.urls")),
    path("granskning/", include("participation.moderation.openly.urls")),
    path("nyhetsbrev/", include("participation.newsletters.urls")),
    path("kalender/", include("participation.calendars.urls")),
    path("nyheter-direkt/", include("participation.push.urls")),
    path("utvardering/", include("participation.casework.urls")),
    re_path(wagtail_urls.serve_pattern, pages.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
