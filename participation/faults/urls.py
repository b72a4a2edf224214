from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from .case_systems import link_views
from .offline import views as offline
from .planning import public as fair
from .public import feeds, watching
from .public import views as public
from .review import views as review
from .views import answer, following, form, report

app_name = "faults"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="faults:new"), name="start"),
    path("ny/", form.new, name="new"),
    path("ny/<str:code>/", form.new, name="new_in"),
    path("anmalda/", public.reported, name="reported"),
    path("anmalda/flode/", feeds.ReportFeed(), name="feed"),
    path("anmalda/<str:code>/", public.reported, name="reported_in"),
    path("anmalda/<str:code>/flode/", feeds.ReportFeed(), name="feed_in"),
    path("anmalda/<str:code>/sa-gar-det/", fair.page, name="figures"),
    path("anmalda/<str:code>/sa-gar-det.csv", fair.table, name="figures_file"),
    path("anmalda/<str:code>/bevaka/", watching.watch, name="watch"),
    path("bevakning/<str:token>/", watching.confirm, name="confirm_watch"),
    path("bevakning/<str:token>/sluta/", watching.stop, name="stop_watch"),
    path("anmalan/<str:number>/", public.public, name="public"),
    path("anmalan/<str:number>/bild/<uuid:pk>/", public.photo, name="public_photo"),
    path("anmalan/<str:number>/anmal/", review.flag, name="flag"),
    path("anmalan/<str:number>/anmal/tack/", review.flagged, name="flagged"),
    path("folj/<str:number>/", following.follow, name="follow"),
    path("vill-folja/<str:token>/", following.confirm, name="confirm_follow"),
    path("sluta-folja/<str:token>/", following.unfollow, name="unfollow"),
    path("svara/<str:token>/", answer.answer, name="answer"),
    path("mina/karta/<str:code>/", report.mine_map, name="mine_map"),
    path("vantar/", offline.waiting, name="waiting"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("mina/", report.mine, name="mine"),
    path("arende/<str:token>/", report.status, name="status"),
    path("arende/<str:token>/kvitto/", report.receipt, name="receipt"),
    path("arende/<str:token>/bild/<uuid:pk>/", report.photo, name="photo"),
    path("arende/<str:token>/borta/", answer.verdict, name="verdict"),
    path("arende/<str:token>/tillagg/", report.add, name="add"),
    path("arende/<str:token>/glom/", report.forget, name="forget"),
    path("arende/<str:token>/beslut/<int:pk>/", review.decision, name="decision"),
    path("lank/<str:token>/", link_views.link, name="case_link"),
    path("arendesystem/<int:pk>/servicerequestupdates.json", link_views.push, name="case_push"),
]
