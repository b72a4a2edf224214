from __future__ import annotations

from django.urls import path, re_path

from .views import change, draft, feeds, lists, merged, read, write

NUMBER = r"(?P<reference>[0-9]{4}-[0-9]{4}-[0-9]{4,8})"

app_name = "ideas"
urlpatterns = [
    path("mina/", lists.mine, name="mine"),
    path("liknande/", read.similar, name="similar"),
    path("floden/<str:code>.xml", lists.IdeaFeed(), name="feed"),
    re_path(rf"^{NUMBER}/flode/$", feeds.NewsOfIdea(), name="feed_of"),
    path("ny/<str:code>/", write.start, name="new"),
    path("utkast/<uuid:key>/", draft.draft, name="draft"),
    path("utkast/<uuid:key>/text/", write.words, name="words"),
    path("utkast/<uuid:key>/ta-bort/", draft.delete, name="delete_draft"),
    path("bilaga/<uuid:pk>/", read.attachment, name="attachment"),
    re_path(rf"^{NUMBER}/$", read.detail, name="detail"),
    re_path(rf"^{NUMBER}/versioner/$", read.versions, name="versions"),
    re_path(rf"^{NUMBER}/ursprung/$", merged.original, name="original"),
    re_path(rf"^{NUMBER}/redigera/$", change.edit, name="edit"),
    re_path(rf"^{NUMBER}/tillagg/$", change.add, name="add"),
    re_path(rf"^{NUMBER}/dra-tillbaka/$", change.withdraw, name="withdraw"),
    re_path(rf"^{NUMBER}/aterstall/$", change.restore, name="restore"),
]
