"""By the name of each address, with what it is called; see arguments.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils import translation

from . import arguments as a
from .patterns import Pattern, patterns

if TYPE_CHECKING:
    from .planted import Planted

Known = "Callable[[Planted], list[a.Arguments]]"


def _comments(planted: Planted) -> list[a.Arguments]:
    names = ("comment", "hidden comment", "deleted comment", "comment below the hidden idea")
    return [(planted.rows[name].pk,) for name in names]


def _category(planted: Planted) -> list[a.Arguments]:
    return [(planted.here.code, planted.rows["fault category"].pk)]


def _photo_by_staff(planted: Planted) -> list[a.Arguments]:
    return [(planted.rows["report"].pk, planted.rows["photo of the fault"].pk)]


def _taken_away(planted: Planted, name: str) -> a.Arguments:
    return planted.rows[name].topic_id, planted.rows[name].pk


def _photo_by_token(planted: Planted) -> list[a.Arguments]:
    return [(planted.rows["report"].token, planted.rows["photo of the fault"].pk)]


def _document(planted: Planted) -> list[a.Arguments]:
    held = planted.rows["wagtail document"]
    return [(held.pk, held.filename)]


def _hidden_picture(planted: Planted) -> list[a.Arguments]:
    return [(planted.rows["illustrated"].topic_id, planted.rows["hidden picture"].pk)]


TOPICS = a.topics("idea", "hidden", "draft", "proposal", "draft proposal")
ANSWERED = a.topics("idea")
WORK = a.topics("idea", "hidden")
SYSTEM = a.numbers("case system")
IMAGE, DOCUMENT = a.numbers("image"), a.numbers("wagtail document")

ARGUMENTS: dict[str, Any] = {
    # --- what citizens use ---------------------------------------------------------------
    "sitemap_section": lambda planted: [("amnen",), ("sidor",)],
    "places:map": a.code,
    "places:palette": lambda planted: [(planted.here.accent.strip("#"),)],
    "attachments:held": lambda planted: [("00000000-0000-4000-8000-000000000000",)],
    "account_reset_password_from_key": a.given("1", "set-password"),
    "mfa_remove_webauthn": a.given(1),
    "mfa_edit_webauthn": a.given(1),
    "notifications:follow": TOPICS,
    "notifications:unfollow": TOPICS,
    "notifications:place": a.code,
    "notifications:stop_interest": a.given(1),
    "notifications:unsubscribe": lambda planted: [(planted.rows["unsubscribe token"],)],
    "notifications:open": a.numbers("notification"),
    "notifications:read": a.numbers("notification"),
    "ideas:feed": a.code,
    "moderated:page": a.code,
    "moderated:table": a.code,
    "moderated:data": a.code,
    "said:page": a.code,
    "said:table": a.code,
    "said:feed": a.code,
    "ideas:feed_of": a.references,
    "eservices:feed_of": TOPICS,
    "ideas:new": a.code,
    "ideas:draft": a.drafts,
    "ideas:words": a.drafts,
    "ideas:delete_draft": a.drafts,
    "ideas:attachment": a.idea_files,
    "ideas:detail": a.references,
    "ideas:versions": a.references,
    "ideas:edit": a.two_references,
    "ideas:add": a.two_references,
    "ideas:withdraw": a.two_references,
    "ideas:restore": a.two_references,
    "ideas:original": a.two_references,
    "answers:file": a.numbers("answer file", "file taken away"),
    "eservices:detail": lambda planted: [(planted.here.code, "lackageprov")],
    "faults:new_in": a.code,
    "faults:status": a.token,
    "faults:receipt": a.token,
    "faults:photo": _photo_by_token,
    "faults:add": a.token,
    "faults:forget": a.token,
    "faults:reported_in": a.code,
    "faults:feed_in": a.code,
    "faults:figures": a.code,
    "faults:figures_file": a.code,
    "faults:watch": a.code,
    "faults:confirm_follow": lambda planted: [(planted.rows["asks"].token,), ("ingens-fraga",)],
    "faults:confirm_watch": a.watch,
    "faults:stop_watch": a.watch,
    "faults:case_link": lambda planted: [(planted.rows["link"],), ("ingens-lank",)],
    "faults:case_push": SYSTEM,
    "faults:public": a.reports("report", "report of a visitor", "hidden report", "waiting report"),
    "faults:public_photo": lambda planted: [(planted.rows["report"].number, planted.rows["photo of the fault"].pk)],
    "faults:answer": lambda planted: [(planted.rows["inquiry"].token,)],
    "faults:verdict": a.token,
    "faults:mine_map": a.code,
    "faults:flag": a.reports("report", "report of a visitor", "hidden report", "waiting report", "public report"),
    "faults:flagged": a.reports("report", "hidden report", "waiting report", "public report"),
    "faults:decision": lambda planted: [
        (planted.rows["hidden report"].token, planted.rows["decision on a fault"].pk),
        (planted.rows["report"].token, planted.rows["decision on a fault"].pk),
    ],
    "faults:follow": lambda planted: [(planted.rows["public report"].number,), (planted.rows["report"].number,)],
    "faults:unfollow": lambda planted: [(planted.rows["follower"].token,)],
    "open311:discovery": a.given("json"),
    "open311:services": a.given("xml"),
    "open311:definition": lambda planted: [(planted.here.code, "lackageprov", "json")],
    "open311:requests": a.given("json"),
    "open311:request": lambda planted: [
        (planted.rows[name].number, "xml") for name in ("report", "report of a visitor", "public report")
    ],
    "open311:token": a.given("ingen", "json"),
    "open311:updates": a.given("xml"),
    "discussion:post": TOPICS,
    "discussion:branch": _comments,
    "discussion:permalink": _comments,
    "discussion:reply": _comments,
    "discussion:edit": _comments,
    "discussion:delete": _comments,
    "discussion:appreciate": _comments,
    "discussion:unappreciate": _comments,
    "voting:support": TOPICS,
    "voting:object": TOPICS,
    "voting:take_back": TOPICS,
    "voting:reasons": a.topics("proposal", "draft proposal", "idea"),
    "evaluations:shown": a.topics("idea", "hidden"),
    "moderation:flag_topic": TOPICS,
    "moderation:flag_entry": _comments,
    "moderation:thanks": TOPICS,
    "calendars:dates": a.code,
    "calendars:feed": a.code,
    "calendars:topic": a.topics("in review", "hidden", "draft", "proposal", "draft proposal"),
    "push:remove": a.numbers("device"),
    "newsletters:archive": a.code,
    "newsletters:letter": lambda planted: [
        (planted.here.code, planted.rows[name].pk) for name in ("draft newsletter", "sent newsletter")
    ],
    "newsletters:confirm": a.secrets("yes to newsletters"),
    "newsletters:leave": a.secrets("no to newsletters"),
    "decisions:decision": a.numbers("decision", "decision on a fault"),
    "decisions:appeal": a.numbers("decision"),
    "wagtaildocs_serve": _document,
    "wagtaildocs_authenticate_with_password": a.given(1),
    "wagtailcore_authenticate_with_password": a.given(1, 1),
    # --- our own pages in the admin --------------------------------------------------------
    "place_admin:settings": a.code,
    "place_admin:departments": a.code,
    "place_admin:categories": a.code,
    "place_admin:how_we_work": a.code,
    "translations:pair": lambda planted: [(planted.rows[name].pk, "en") for name in ("page", "news", "proposal")],
    "place_admin:staff": a.code,
    "place_admin:remove_staff": a.code,
    "place_admin:answer_way": a.code,
    "place_admin:signals": a.code,
    "place_admin:answer_step": lambda planted: [(planted.here.code, planted.rows["answer step"].pk)],
    "ideas_admin:inspect": a.ideas,
    "ideas_admin:approve": a.numbers("in review", "refused"),
    "ideas_admin:send_back": a.numbers("in review", "refused"),
    "ideas_admin:refuse": a.numbers("in review", "hidden"),
    "ideas_admin:begin": a.numbers("report"),
    "ideas_admin:fault": a.numbers("in review", "hidden"),
    "ideas_admin:assign": a.numbers("idea", "hidden"),
    "ideas_admin:answer": a.numbers("idea", "hidden"),
    "answers_admin:answer": a.topics("idea", "added to"),
    **{f"answers_admin:{name}": ANSWERED for name in ["write", "preview", "decide", "comment", "take_back"]},
    "answers_admin:templates": a.code,
    "answers_admin:add_template": a.code,
    "answers_admin:template": lambda planted: [(planted.here.code, planted.rows["answer template"].pk)],
    **{f"answers_admin:{name}": ANSWERED for name in ["unschedule", "discard"]},
    "answers_admin:take_file_away": lambda planted: [_taken_away(planted, "file taken away")],
    "answers_admin:take_answer_away": lambda planted: [_taken_away(planted, "answer taken away")],
    "ideas_admin:merge": a.numbers("idea", "in review", "hidden"),
    "ideas_admin:merge_with": lambda planted: [(planted.rows["idea"].pk, planted.rows["edited"].pk)],
    "ideas_admin:part": a.numbers("idea", "hidden"),
    "ideas_admin:done": a.numbers("idea", "hidden"),
    "ideas_admin:approve_change": a.numbers("waiting version"),
    "ideas_admin:refuse_change": a.numbers("waiting version"),
    "proposal_from_idea": a.topics("idea", "in review"),
    "case_systems:add": a.given("email"),
    **{f"case_systems:{name}": SYSTEM for name in ["system", "edit", "connection", "add_mapping", "category"]},
    "case_systems:dispatch": a.numbers("dispatch"),
    "case_systems:mapping": lambda planted: [(planted.rows["case system"].pk, planted.rows["mapping"].pk)],
    "open311_keys:rotate": a.numbers("api client"),
    "open311_keys:revoke": a.numbers("api client"),
    "fault_reports:report": a.numbers("report", "report of a visitor"),
    "fault_reports:photo": _photo_by_staff,
    "fault_reports:mask": _photo_by_staff,
    "fault_reports:rules_of": a.code,
    "fault_reports:add_rule": a.code,
    "fault_reports:rule": lambda planted: [(planted.here.code, planted.rows["routing rule"].pk)],
    "fault_reports:responses": a.code,
    "fault_reports:add_response": a.code,
    "fault_reports:response": lambda planted: [(planted.here.code, planted.rows["response template"].pk)],
    "fault_reports:planning_file": lambda planted: [
        ("figurer", "csv"),
        *((which, "xlsx") for which in ("figurer", "rutor", "samma-plats")),
    ],
    "fault_reports:double": a.numbers("report"),
    "fault_reports:split": a.numbers("report"),
    "fault_reports:apart": a.numbers("report"),
    "fault_reports:status": a.numbers("report"),
    "fault_reports:place": a.numbers("report"),
    "fault_reports:publicity": a.numbers("report"),
    "fault_reports:categories": a.code,
    "fault_reports:add_category": a.code,
    "fault_reports:category": _category,
    "fault_reports:add_question": _category,
    "fault_reports:question": lambda planted: [(*_category(planted)[0], planted.rows["fault question"].pk)],
    "fault_reports:assign": a.numbers("report"),
    "fault_reports:move": a.numbers("report"),
    "fault_reports:unit": a.numbers("report"),
    "fault_reports:send": a.numbers("report"),
    "flags:appeal": a.numbers("appeal", "appeal of a fault"),
    "flags:lift": a.numbers("pause"),
    "flags:picture": _hidden_picture,
    **{f"casework:{name}": WORK for name in ["topic", "assign", "note", "ask", "sum_up", "publish"]},
    "casework:remove_note": a.numbers("note"),
    "casework:sheet": a.numbers("sheet"),
    "flags:entry": a.numbers("comment", "hidden comment", "deleted comment", "reply", "entry of the paused"),
    "flags:topic": lambda planted: [
        *a.topics("idea", "hidden", "refused", "draft", "illustrated")(planted),
        *a.numbers("anchor of the public report", "anchor of the hidden report", "anchor of the waiting report")(
            planted
        ),
    ],
    **dict.fromkeys(
        [f"newsletter:{name}" for name in ("letter", "edit", "delete", "preview", "preview_text", "act")],
        a.numbers("draft newsletter", "sent newsletter"),
    ),
    "eservice:inspect": a.numbers("eservice"),
    "eservice:import_report": a.numbers("import"),
    "idea_chooser:chosen": a.topics("idea", "hidden"),
    "eservice_chooser:chosen": a.numbers("eservice"),
    # --- Wagtail: pages ------------------------------------------------------------------
    "wagtailadmin_api:pages:detail": a.all_pages,
    "wagtailadmin_api:pages:action": a.with_page("copy"),
    "wagtailadmin_api:documents:detail": DOCUMENT,
    "wagtailadmin_api:images:detail": IMAGE,
    "wagtailadmin_explore": a.numbers("home", "draft page"),
    "wagtailadmin_explore_results": a.numbers("home"),
    "wagtailadmin_choose_page_child": a.numbers("home", "draft page"),
    "wagtail_bulk_action": lambda planted: [
        ("wagtailcore", "page", "delete"),
        ("wagtailimages", "image", "delete"),
        ("wagtaildocs", "document", "delete"),
        ("accounts", "user", "delete"),
    ],
    "wagtailadmin_pages:add": lambda planted: [("home", "standardpage", planted.rows["home"].pk)],
    "wagtailadmin_pages:preview_on_add": lambda planted: [("home", "standardpage", planted.rows["home"].pk)],
    "wagtailadmin_pages:type_use": a.given("home", "standardpage"),
    "wagtailadmin_pages:type_use_results": a.given("home", "standardpage"),
    "wagtailadmin_pages:choose_parent": a.given("home", "standardpage"),
    "wagtailadmin_pages:edit": a.all_pages,
    "wagtailadmin_pages:view_draft": a.all_pages,
    "wagtailadmin_pages:add_subpage": a.numbers("home"),
    **{
        f"wagtailadmin_pages:{name}": a.pages
        for name in [
            "usage",
            "delete",
            "unpublish",
            "convert_alias",
            "move",
            "copy",
            "set_privacy",
            "lock",
            "unlock",
            "revisions_index",
            "history",
            "history_results",
            "workflow_history",
            "preview_on_edit",
            "set_page_position",
        ]
    },
    "wagtailadmin_pages:move_confirm": lambda planted: [
        (planted.rows["draft page"].pk, planted.rows["home"].pk),
    ],
    "wagtailadmin_pages:workflow_action": a.workflow_action,
    "wagtailadmin_pages:collect_workflow_action_data": a.workflow_action,
    "wagtailadmin_pages:confirm_workflow_cancellation": a.numbers("draft proposal"),
    "wagtailadmin_pages:workflow_preview": lambda planted: [
        (planted.rows["draft proposal"].pk, planted.rows["task state"].task_id)
    ],
    "wagtailadmin_pages:revisions_view": a.revision,
    "wagtailadmin_pages:revisions_revert": a.revision,
    "wagtailadmin_pages:revisions_unschedule": a.revision,
    "wagtailadmin_pages:revisions_compare": a.compared,
    "wagtailadmin_pages:workflow_history_detail": a.page_and("workflow state"),
    "wagtailadmin_editing_sessions:ping": a.session_of_editing,
    "wagtailadmin_editing_sessions:release": a.given(0),
    # --- Wagtail: the rest ---------------------------------------------------------------
    "wagtailadmin_tag_model_autocomplete": a.given("taggit", "tag"),
    "wagtailadmin_collections:edit": a.numbers("collection"),
    "wagtailadmin_collections:delete": a.numbers("collection"),
    "wagtailadmin_collections:set_privacy": a.numbers("collection"),
    **{
        f"wagtailadmin_workflows:{name}": a.workflow for name in ["enable", "disable", "edit", "usage", "usage_results"]
    },
    "wagtailadmin_workflows:remove": a.numbers("home"),
    "wagtailadmin_workflows:add_task": a.given("eservices", "secondpersontask"),
    "wagtailadmin_workflows:edit_task": a.task,
    "wagtailadmin_workflows:disable_task": a.task,
    "wagtailadmin_workflows:enable_task": a.task,
    "wagtailadmin_workflows:task_chosen": a.task,
    "wagtailredirects:edit": a.numbers("redirect"),
    "wagtailredirects:delete": a.numbers("redirect"),
    "simple_translation:submit_page_translation": a.numbers("draft page", "page"),
    "simple_translation:submit_snippet_translation": a.given("home", "standardpage", 1),
    **{
        f"wagtaildocs:{name}": DOCUMENT
        for name in ["edit", "delete", "edit_multiple", "delete_multiple", "document_usage"]
    },
    "wagtaildocs:create_multiple_from_uploaded_document": a.given(1),
    "wagtaildocs:delete_upload_multiple": a.given(1),
    **{
        f"wagtailimages:{name}": IMAGE
        for name in [
            "edit",
            "delete",
            "url_generator",
            "url_generator_output",
            "image_usage",
            "edit_multiple",
            "delete_multiple",
        ]
    },
    "wagtailimages:preview": lambda planted: [(planted.rows["image"].pk, "original")],
    "wagtailimages:create_multiple_from_uploaded_image": a.given(1),
    "wagtailimages:delete_upload_multiple": a.given(1),
    "wagtaildocs_chooser:chosen": DOCUMENT,
    "wagtailimages_chooser:chosen": IMAGE,
    "wagtailimages_chooser:select_format": IMAGE,
    **{f"wagtailsites:{name}": a.site for name in ["edit", "delete", "history", "history_results", "usage", "copy"]},
    **{
        f"wagtailusers_users:{name}": a.person
        for name in ["edit", "delete", "history", "history_results", "usage", "copy"]
    },
    **{f"wagtailusers_groups:{name}": a.group for name in ["edit", "delete", "history", "history_results", "usage"]},
    "wagtailadmin_password_reset_confirm": a.given("MQ", "set-password"),
}

# Paths of what has no name or takes the tree as its argument.
BY_HAND: dict[str, Any] = {
    "/cms/login/": lambda planted: ["/cms/login/"],
    "/cms/images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/": lambda planted: [
        "/cms/images/multiple/create_from_uploaded_image/1/"
    ],
    "media": lambda planted: [f"/media/documents/lackageprov-{planted.marks.run}.txt", "/media/finns-inte.jpg"],
    "/(?:en/)?_util/login/": lambda planted: ["/_util/login/"],
    "ideas:similar": lambda planted: [f"/ideer/liknande/?kommun={planted.here.code}&q=x"],
    "wagtail_serve": lambda planted: tree(planted),
    "/cms/.*/": lambda planted: ["/cms/finns-inte/"],
}
# They exist only where DEBUG is on, for whoever builds the portal.
DEVELOPMENT = {"/komponenter/", "development_mails", "/cms/test404/", "wagtailadmin_error_test"}


class Unknown(Exception):
    """An address that nobody has said how to call."""


@dataclass(frozen=True)
class Address:
    name: str
    path: str


def tree(planted: Planted) -> list[str]:
    """Pages by their path, hidden ones too: whoever guesses it must not see them."""
    names = ("home", "page", "news", "proposal", *a.HIDDEN_PAGES, *a.MORE_PAGES)
    paths = {planted.rows[name].url_path for name in names}
    shown = [path.split("/", 2)[2] for path in sorted(paths)]  # without the site's root
    below = ("ideer", "e-tjanster", "felanmalan", "nyheter", "om", "tillganglighet")
    return ["/", *(f"/{path}" for path in shown), *(f"/{planted.here.slug}/{name}/" for name in below)]


def addresses_of(pattern: Pattern, planted: Planted) -> list[Address]:
    """Raises Unknown."""
    if pattern.name in BY_HAND:
        return [Address(pattern.name, path) for path in BY_HAND[pattern.name](planted)]
    known = ARGUMENTS.get(pattern.name)
    paths = []
    for given in known(planted) if known else a.NONE:
        paths.append(_path(pattern, given))
    return [Address(pattern.name, path) for path in paths]


def _path(pattern: Pattern, given: a.Arguments) -> str:
    if pattern.name.startswith("/"):
        if any(sign in pattern.name for sign in "<(*"):
            raise Unknown(pattern.name)
        return pattern.name
    try:
        with translation.override("sv"):
            return reverse(pattern.name, args=given)
    except NoReverseMatch as error:
        raise Unknown(f"{pattern.name} ({pattern.route})") from error


def addresses(planted: Planted, urlconf: str | None = None) -> list[Address]:
    """Every address of the portal, once. Raises Unknown with all those that nobody has said how to call."""
    found: dict[str, Address] = {}
    unknown = []
    for pattern in patterns(urlconf):
        if pattern.name in DEVELOPMENT:
            continue
        try:
            found |= {address.path: address for address in addresses_of(pattern, planted)}
        except Unknown as error:
            unknown.append(str(error))
    if unknown:
        raise Unknown("Say in portal/leaks/addresses.py how to call: " + ", ".join(sorted(set(unknown))))
    return list(found.values())
