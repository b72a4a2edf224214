"""Who gets through: every address of the portal, GET and POST. To be read, and changed, by people.

A word stands for those below it; `-` is a method that the address does not know. The things asked for lie in Sundsvall
and are hidden where they can be (an idea in review, a draft page): `neighbour` holds every role in Timrå. Whoever is
not named is sent to the door or to the desk's first page, or told that there is no such thing.
"""

from __future__ import annotations

from functools import cache

from portal.leaks.roles import FEWER

ROLES = FEWER
CHIEF = "local_administrator"  # has the roles of all who work there
PEOPLE = f"citizen author moderator editor publisher case_officer evaluator analyst {CHIEF} neighbour administrator"
WORDS = {
    "all": f"visitor {PEOPLE}",
    "person": PEOPLE,
    "others": PEOPLE.replace("author ", ""),  # not whose it is
    "any_employed": f"moderator editor publisher case_officer evaluator analyst {CHIEF} neighbour administrator",
    # An analyst is employed, and sees figures.
    "any_staff": f"moderator editor publisher case_officer evaluator {CHIEF} neighbour administrator",
    "one_evaluator": "evaluator",  # whose sheet it is
    "one_officer": "case_officer",  # who wrote the note
    "staff": f"moderator editor publisher case_officer evaluator {CHIEF} administrator",
    "writers": f"editor publisher {CHIEF} administrator",
    "any_writers": f"editor publisher {CHIEF} neighbour administrator",
    "reviewers": f"moderator case_officer {CHIEF} administrator",
    "any_reviewers": f"moderator case_officer {CHIEF} neighbour administrator",
    "moderator": f"moderator {CHIEF} administrator",
    "any_moderator": f"moderator {CHIEF} neighbour administrator",
    "any_judge": f"moderator publisher {CHIEF} neighbour administrator",  # who decides, or examines an appeal
    "case_officer": f"case_officer {CHIEF} administrator",
    "any_case_officer": f"case_officer {CHIEF} neighbour administrator",
    "any_counting": f"case_officer analyst {CHIEF} neighbour administrator",
    "publisher": f"publisher {CHIEF} administrator",
    "any_publisher": f"publisher {CHIEF} neighbour administrator",
    "chief": f"{CHIEF} administrator",
    "any_chief": f"{CHIEF} neighbour administrator",
    "answerers": f"publisher case_officer {CHIEF} administrator",
    "any_answerers": f"publisher case_officer {CHIEF} neighbour administrator",
    "administrator": "administrator",
    "author": "author",
    "citizen": "citizen",
    "nobody": "",
    "-": "",
}
# Tables that are no part of what the portal keeps: sessions, what a cache remembers, pictures in another size.
HARMLESS_WRITES = {"django_session", "cache_entry", "wagtailimages_rendition"}
# Reading, and yet something is written. Each with its reason.
WRITES_ON_GET = {
    # It asks whether the database can be written to.
    "readyz": {"notifications_periodicrun"},
    # The settings of a colleague who opens them for the first time.
    "wagtailadmin_account": {"wagtailusers_userprofile"},
    # News that were opened are read.
    "notifications:open": {"notifications_notification"},
    # So are those of the page that the person reads.
    "ideas:detail": {"notifications_notification"},
    "ideas:draft": {"notifications_notification"},
    "decisions:decision": {"notifications_notification"},
    "eservices:detail": {"notifications_notification"},
    "faults:status": {"notifications_notification"},
    "faults:follow": {"notifications_notification"},
    "discussion:branch": {"notifications_notification"},
    "discussion:permalink": {"notifications_notification"},
    # Who reads it, for colleagues to see.
    "flags:entry": {"moderation_item"},
    "flags:topic": {"moderation_item"},
    "flags:picture": {"moderation_item"},
    "flags:appeal": {"moderation_item"},
    # Who else is editing, and the lock that says so.
    "wagtailadmin_pages:edit": {"wagtailadmin_editingsession", "wagtailcore_pagesubscription"},
    # As editing.
    "wagtailadmin_pages:revisions_revert": {"wagtailadmin_editingsession", "wagtailcore_pagesubscription"},
    # Size and hash of the file, where they were not known.
    "wagtaildocs:edit": {"wagtaildocs_document", "wagtailsearch_indexentry"},
    # Size and hash of the file, where they were not known.
    "wagtailimages:edit": {"wagtailimages_image", "wagtailsearch_indexentry"},
}
# Whoever signs out is sent away, and the news of that browser end.
WRITES_ON_THE_WAY_OUT = {"wagtailadmin_logout": {"push_device"}}
MAY_BE_UNREADY = {"readyz"}  # where no worker runs
# Wagtail throws away the preview that it keeps for whoever writes a page.
WRITES_ON_DELETE = {
    "wagtailadmin_pages:preview_on_add": {"wagtailadmin_formstate"},
    "wagtailadmin_pages:preview_on_edit": {"wagtailadmin_formstate"},
}
# Wagtail's own views that break on a form which no browser of theirs sends; nothing is written.
BREAKS_ON_EMPTY_POST = {
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_choose_page_external_link",
    "wagtailredirects:process_import",
}

TABLE = """
# address                                                                GET                    POST
# --- ours
/(?:en/)?_util/login/                                                    nobody                 nobody
/robots.txt                                                              all                    all
accounts:close                                                           person                 person
accounts:closed                                                          all                    -
accounts:mine                                                            person                 -
accounts:my_data                                                         person                 -
accounts:my_data_file                                                    person                 -
accounts:send_code                                                       person                 person
accounts:settings                                                        person                 person
answers:file                                                             answerers              -
answers_admin:add_template                                               answerers              answerers
answers_admin:answer                                                     answerers              -
answers_admin:comment                                                    -                      answerers
answers_admin:decide                                                     -                      answerers
answers_admin:discard                                                    -                      case_officer
answers_admin:index                                                      any_answerers          -
answers_admin:language                                                   -                      any_answerers
answers_admin:many                                                       -                      any_answerers
answers_admin:preview                                                    answerers              -
answers_admin:take_back                                                  -                      case_officer
answers_admin:take_answer_away                                           publisher              publisher
answers_admin:take_file_away                                             publisher              publisher
answers_admin:template                                                   answerers              answerers
answers_admin:templates                                                  answerers              -
answers_admin:unschedule                                                 -                      case_officer
answers_admin:write                                                      case_officer           case_officer
attachments:held                                                         nobody                 -
decisions:appeal                                                         author                 author
decisions:decision                                                       author                 -
decisions:index                                                          person                 -
discussion:appreciate                                                    all                    person
discussion:branch                                                        all                    -
discussion:delete                                                        author                 author
discussion:edit                                                          author                 author
discussion:permalink                                                     all                    -
discussion:post                                                          all                    person
discussion:reply                                                         all                    person
discussion:unappreciate                                                  -                      person
eservice:import                                                          any_writers            any_writers
eservice:import_report                                                   writers                writers
eservice:index                                                           any_staff              -
calendars:dates                                                          all                    -
calendars:feed                                                           all                    -
calendars:topic                                                          nobody                 -
case_systems:add                                                         any_case_officer       any_case_officer
case_systems:category                                                    -                      case_officer
case_systems:choose                                                      any_case_officer       any_case_officer
case_systems:connection                                                  case_officer           case_officer
case_systems:dispatch                                                    case_officer           case_officer
case_systems:dispatches                                                  any_case_officer       any_case_officer
case_systems:edit                                                        case_officer           case_officer
case_systems:index                                                       any_case_officer       -
case_systems:mapping                                                     case_officer           case_officer
case_systems:add_mapping                                                 case_officer           case_officer
case_systems:system                                                      case_officer           -
eservice:index_results                                                   any_staff              -
eservice:inspect                                                         staff                  -
eservice_chooser:choose                                                  any_staff              -
eservice_chooser:choose_results                                          any_staff              -
eservice_chooser:chosen                                                  staff                  -
eservice_chooser:chosen_multiple                                         any_staff              -
eservices:feed_of                                                        nobody                 nobody
eservices:detail                                                         all                    -
fault_reports:add_category                                               case_officer           case_officer
fault_reports:add_question                                               case_officer           case_officer
fault_reports:add_response                                                 case_officer           case_officer
fault_reports:add_rule                                                     case_officer           case_officer
fault_reports:apart                                                        case_officer           case_officer
fault_reports:assign                                                     case_officer           case_officer
fault_reports:categories                                                 case_officer           -
fault_reports:category                                                   case_officer           case_officer
fault_reports:double                                                       case_officer           case_officer
fault_reports:export                                                     any_case_officer       -
fault_reports:index                                                      any_reviewers          -
fault_reports:many                                                       -                      any_case_officer
fault_reports:mask                                                         case_officer           case_officer
fault_reports:move                                                       case_officer           case_officer
fault_reports:photo                                                      reviewers              -
fault_reports:place                                                      case_officer           case_officer
fault_reports:planning                                                   any_counting           -
fault_reports:planning_file                                              any_counting           -
fault_reports:publicity                                                  case_officer           case_officer
fault_reports:question                                                   case_officer           case_officer
fault_reports:report                                                     reviewers              -
fault_reports:repeats                                                    any_case_officer       -
fault_reports:response                                                     case_officer           case_officer
fault_reports:responses                                                    case_officer           -
fault_reports:rule                                                         case_officer           case_officer
fault_reports:rules                                                        any_case_officer       -
fault_reports:rules_of                                                     case_officer           case_officer
fault_reports:send                                                         case_officer           case_officer
fault_reports:split                                                        case_officer           case_officer
fault_reports:spots                                                      any_case_officer       -
fault_reports:status                                                     case_officer           case_officer
fault_reports:unit                                                         case_officer           case_officer
faults:add                                                               all                    all
faults:answer                                                            all                    all
faults:case_link                                                         all                    all
faults:case_push                                                         -                      nobody
faults:decision                                                          all                    all
faults:flag                                                              nobody                 nobody
faults:flagged                                                           nobody                 -
faults:confirm_follow                                                    all                    all
faults:confirm_watch                                                     all                    all
faults:feed                                                              all                    all
faults:feed_in                                                           all                    all
faults:figures                                                           all                    -
faults:figures_file                                                      all                    -
faults:follow                                                            all                    all
faults:forget                                                            all                    all
faults:manifest                                                          all                    -
faults:mine                                                              person                 -
faults:mine_map                                                          person                 -
faults:new                                                               all                    all
faults:new_in                                                            all                    all
faults:photo                                                             all                    -
faults:public                                                            nobody                 -
faults:public_photo                                                      nobody                 -
faults:receipt                                                           all                    -
faults:reported                                                          all                    -
faults:reported_in                                                       all                    -
faults:start                                                             all                    all
faults:status                                                            all                    -
faults:stop_watch                                                        all                    all
faults:unfollow                                                          all                    all
faults:verdict                                                           all                    all
faults:waiting                                                           all                    -
faults:watch                                                             all                    all
first_day                                                                any_employed           any_employed
flags:appeal                                                             publisher              publisher
casework:ask                                                             case_officer           case_officer
casework:assign                                                          -                      reviewers
casework:note                                                            -                      staff
casework:publish                                                         -                      publisher
casework:remove_note                                                     one_officer            one_officer
casework:sheet                                                           one_evaluator          one_evaluator
casework:sum_up                                                          -                      case_officer
casework:topic                                                           staff                  -
evaluations:shown                                                        nobody                 -
flags:entry                                                              moderator              moderator
flags:index                                                              any_judge              -
flags:lift                                                               -                      moderator
flags:many                                                               any_judge              any_judge
flags:picture                                                            moderator              moderator
flags:topic                                                              moderator              moderator
home:search                                                              all                    -
idea_chooser:choose                                                      any_staff              -
idea_chooser:choose_results                                              any_staff              -
idea_chooser:chosen                                                      staff                  -
idea_chooser:chosen_multiple                                             any_staff              -
ideas:add                                                                author                 author
ideas:attachment                                                         author                 -
ideas:delete_draft                                                       author                 author
ideas:detail                                                             reviewers+author       -
ideas:draft                                                              author                 author
ideas:edit                                                               author                 author
ideas:feed_of                                                            nobody                 nobody
ideas:feed                                                               all                    all
ideas:mine                                                               person                 -
ideas:new                                                                all                    all
ideas:original                                                           all                    -
ideas:restore                                                            nobody                 nobody
ideas:similar                                                            all                    -
ideas:versions                                                           reviewers+author       -
ideas:withdraw                                                           author                 author
ideas:words                                                              author                 author
ideas_admin:answer                                                       case_officer           -
ideas_admin:approve                                                      -                      moderator
ideas_admin:approve_change                                               -                      moderator
ideas_admin:assign                                                       reviewers              reviewers
ideas_admin:begin                                                        case_officer           case_officer
ideas_admin:done                                                         case_officer           case_officer
ideas_admin:export                                                       any_staff              -
ideas_admin:fault                                                        moderator              moderator
ideas_admin:index                                                        any_staff              -
ideas_admin:inspect                                                      reviewers              -
ideas_admin:merge                                                        reviewers              -
ideas_admin:merge_with                                                   reviewers              reviewers
ideas_admin:part                                                         reviewers              reviewers
ideas_admin:refuse                                                       moderator              moderator
ideas_admin:refuse_change                                                moderator              moderator
ideas_admin:send_back                                                    moderator              moderator
livez                                                                    all                    -
media                                                                    nobody                 -
moderated:data                                                           all                    -
moderated:page                                                           all                    -
moderated:table                                                          all                    -
moderation:flag_entry                                                    all                    all
moderation:flag_topic                                                    all                    all
moderation:thanks                                                        all                    -
newsletter:act                                                           -                      writers
newsletter:add                                                           any_writers            any_writers
newsletter:delete                                                        writers                writers
newsletter:edit                                                          writers                writers
newsletter:index                                                         any_writers            -
newsletter:index_results                                                 any_writers            -
newsletter:letter                                                        writers                -
newsletter:preview                                                       writers                -
newsletter:preview_text                                                  writers                -
newsletters:archive                                                      all                    all
newsletters:confirm                                                      all                    all
newsletters:leave                                                        all                    all
newsletters:letter                                                       nobody                 -
notifications:all_read                                                   person                 person
notifications:follow                                                     person                 person
notifications:following                                                  person                 -
notifications:inbox                                                      person                 -
notifications:open                                                       author                 -
notifications:read                                                       person                 person
notifications:place                                                      person                 person
notifications:stop_interest                                              person                 person
notifications:undo                                                       person                 person
notifications:unfollow                                                   person                 person
notifications:unread_again                                               person                 person
notifications:unsubscribe                                                all                    all
open311:definition                                                       all                    -
open311:discovery                                                        all                    -
open311:request                                                          nobody                 -
open311:requests                                                         all                    nobody
open311:services                                                         all                    -
open311:token                                                            nobody                 -
open311:updates                                                          all                    nobody
open311_keys:index                                                       any_case_officer       -
open311_keys:new                                                         any_case_officer       any_case_officer
open311_keys:revoke                                                      case_officer           case_officer
open311_keys:rotate                                                      case_officer           case_officer
place_admin:answer_step                                                  -                      nobody
place_admin:answer_way                                                   chief                  chief
place_admin:categories                                                   chief                  chief
place_admin:departments                                                  chief                  chief
place_admin:how_we_work                                                  chief                  chief
place_admin:index                                                        any_chief              -
place_admin:remove_staff                                                 -                      nobody
place_admin:settings                                                     chief                  chief
place_admin:signals                                                     chief                  chief
place_admin:staff                                                        chief                  chief
places:map                                                               all                    -
places:palette                                                           all                    -
proposal_from_idea                                                       writers                writers
readyz                                                                   all                    -
said:feed                                                                all                    all
said:page                                                                all                    -
said:table                                                               all                    -
service_worker                                                           all                    -
sitemap                                                                  all                    all
sitemap_section                                                          all                    all
push:add                                                                 -                      person
push:devices                                                             person                 -
push:remove                                                              -                      author
voting:object                                                            nobody                 nobody
translations:index                                                       any_writers            -
translations:pair                                                        writers                nobody
voting:reasons                                                           staff                  -
voting:support                                                           all                    person
voting:take_back                                                         person                 person
# --- the account, by allauth
account_change_password                                                  person                 person
account_confirm_login_code                                               person                 person
account_email                                                            person                 person
account_email_verification_sent                                          person                 person
account_inactive                                                         all                    -
account_login                                                            all                    all
account_logout                                                           all                    all
account_reauthenticate                                                   nobody                 nobody
account_request_login_code                                               all                    all
account_reset_password                                                   all                    all
account_reset_password_done                                              all                    -
account_reset_password_from_key                                          all                    all
account_reset_password_from_key_done                                     all                    -
account_set_password                                                     person                 person
account_signup                                                           all                    all
mfa_activate_totp                                                        person                 person
mfa_add_webauthn                                                         person                 person
mfa_authenticate                                                         person                 person
mfa_deactivate_totp                                                      nobody                 nobody
mfa_download_recovery_codes                                              nobody                 nobody
mfa_edit_webauthn                                                        nobody                 nobody
mfa_generate_recovery_codes                                              person                 person
mfa_index                                                                person                 -
mfa_list_webauthn                                                        person                 -
mfa_reauthenticate                                                       nobody                 nobody
mfa_reauthenticate_webauthn                                              nobody                 nobody
mfa_remove_webauthn                                                      nobody                 nobody
mfa_view_recovery_codes                                                  nobody                 -
# --- the admin, by Wagtail
/cms/.*/                                                                 nobody                 nobody
/cms/images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/  nobody                 nobody
/cms/login/                                                              nobody                 nobody
simple_translation:submit_page_translation                               writers                writers
simple_translation:submit_snippet_translation                            nobody                 nobody
wagtail_bulk_action                                                      nobody                 nobody
wagtail_serve                                                            all                    all
wagtailadmin_account                                                     any_employed           any_employed
wagtailadmin_api:documents:detail                                        writers                -
wagtailadmin_api:documents:find                                          nobody                 -
wagtailadmin_api:documents:listing                                       any_employed           -
wagtailadmin_api:images:detail                                           writers                -
wagtailadmin_api:images:find                                             nobody                 -
wagtailadmin_api:images:listing                                          any_employed           -
wagtailadmin_api:pages:action                                            -                      publisher
wagtailadmin_api:pages:detail                                            writers                -
wagtailadmin_api:pages:find                                              nobody                 -
wagtailadmin_api:pages:listing                                           any_employed           -
wagtailadmin_block_preview                                               nobody                 -
wagtailadmin_choose_page                                                 any_employed           -
wagtailadmin_choose_page_anchor_link                                     any_employed           any_employed
wagtailadmin_choose_page_child                                           any_employed           -
wagtailadmin_choose_page_chosen_multiple                                 any_employed           -
wagtailadmin_choose_page_email_link                                      any_employed           any_employed
wagtailadmin_choose_page_external_link                                   any_employed           any_employed
wagtailadmin_choose_page_phone_link                                      any_employed           any_employed
wagtailadmin_choose_page_search                                          any_employed           -
wagtailadmin_collections:add                                             administrator          administrator
wagtailadmin_collections:delete                                          administrator          nobody
wagtailadmin_collections:edit                                            administrator          administrator
wagtailadmin_collections:index                                           administrator          -
wagtailadmin_collections:set_privacy                                     administrator          administrator
wagtailadmin_dismissibles                                                any_employed           -
wagtailadmin_editing_sessions:ping                                       -                      writers
wagtailadmin_editing_sessions:release                                    -                      any_employed
wagtailadmin_explore                                                     writers                -
wagtailadmin_explore_results                                             writers                -
wagtailadmin_explore_root                                                any_writers            -
wagtailadmin_home                                                        any_employed           -
wagtailadmin_javascript_catalog                                          all                    -
wagtailadmin_login                                                       nobody                 nobody
wagtailadmin_logout                                                      -                      nobody
wagtailadmin_pages:add                                                   writers                writers
wagtailadmin_pages:add_subpage                                           writers                writers
wagtailadmin_pages:choose_parent                                         any_employed           any_employed
wagtailadmin_pages:collect_workflow_action_data                          writers                writers
wagtailadmin_pages:confirm_workflow_cancellation                         writers                writers
wagtailadmin_pages:convert_alias                                         nobody                 nobody
wagtailadmin_pages:copy                                                  writers                writers
wagtailadmin_pages:delete                                                writers                writers
wagtailadmin_pages:edit                                                  writers                writers
wagtailadmin_pages:history                                               writers                -
wagtailadmin_pages:history_results                                       writers                -
wagtailadmin_pages:lock                                                  -                      publisher
wagtailadmin_pages:move                                                  writers                writers
wagtailadmin_pages:move_confirm                                          writers                writers
wagtailadmin_pages:preview_on_add                                        writers                writers
wagtailadmin_pages:preview_on_edit                                       writers                writers
wagtailadmin_pages:revisions_compare                                     writers                -
wagtailadmin_pages:revisions_index                                       writers                writers
wagtailadmin_pages:revisions_revert                                      writers                writers
wagtailadmin_pages:revisions_unschedule                                  publisher              publisher
wagtailadmin_pages:revisions_view                                        writers                -
wagtailadmin_pages:search                                                any_writers            -
wagtailadmin_pages:search_results                                        any_writers            -
wagtailadmin_pages:set_page_position                                     publisher              publisher
wagtailadmin_pages:set_privacy                                           publisher              publisher
wagtailadmin_pages:type_use                                              administrator          -
wagtailadmin_pages:type_use_results                                      administrator          -
wagtailadmin_pages:unlock                                                -                      publisher
wagtailadmin_pages:unpublish                                             nobody                 nobody
wagtailadmin_pages:usage                                                 writers                -
wagtailadmin_pages:view_draft                                            writers                writers
wagtailadmin_pages:workflow_action                                       writers                writers
wagtailadmin_pages:workflow_history                                      writers                -
wagtailadmin_pages:workflow_history_detail                               writers                -
wagtailadmin_pages:workflow_preview                                      nobody                 -
wagtailadmin_password_reset                                              nobody                 nobody
wagtailadmin_password_reset_complete                                     nobody                 nobody
wagtailadmin_password_reset_confirm                                      nobody                 nobody
wagtailadmin_password_reset_done                                         nobody                 nobody
wagtailadmin_reports:aging_pages                                         any_writers            -
wagtailadmin_reports:aging_pages_results                                 any_writers            -
wagtailadmin_reports:locked_pages                                        any_publisher          -
wagtailadmin_reports:locked_pages_results                                any_publisher          -
wagtailadmin_reports:page_types_usage                                    administrator          -
wagtailadmin_reports:page_types_usage_results                            administrator          -
wagtailadmin_reports:site_history                                        administrator          -
wagtailadmin_reports:site_history_results                                administrator          -
wagtailadmin_reports:workflow                                            administrator          -
wagtailadmin_reports:workflow_results                                    administrator          -
wagtailadmin_reports:workflow_tasks                                      administrator          -
wagtailadmin_reports:workflow_tasks_results                              administrator          -
wagtailadmin_sprite                                                      all                    all
wagtailadmin_tag_autocomplete                                            any_employed           any_employed
wagtailadmin_tag_model_autocomplete                                      any_employed           any_employed
wagtailadmin_workflows:add                                               administrator          administrator
wagtailadmin_workflows:add_task                                          administrator          administrator
wagtailadmin_workflows:disable                                           administrator          administrator
wagtailadmin_workflows:disable_task                                      administrator          administrator
wagtailadmin_workflows:edit                                              administrator          administrator
wagtailadmin_workflows:edit_task                                         administrator          administrator
wagtailadmin_workflows:enable                                            -                      administrator
wagtailadmin_workflows:enable_task                                       -                      administrator
wagtailadmin_workflows:index                                             administrator          -
wagtailadmin_workflows:index_results                                     administrator          -
wagtailadmin_workflows:remove                                            -                      administrator
wagtailadmin_workflows:select_task_type                                  administrator          administrator
wagtailadmin_workflows:task_chooser                                      administrator          -
wagtailadmin_workflows:task_chooser_create                               administrator          administrator
wagtailadmin_workflows:task_chooser_results                              administrator          -
wagtailadmin_workflows:task_chosen                                       administrator          administrator
wagtailadmin_workflows:task_index                                        administrator          -
wagtailadmin_workflows:task_index_results                                administrator          -
wagtailadmin_workflows:usage                                             administrator          -
wagtailadmin_workflows:usage_results                                     administrator          -
wagtailcore_authenticate_with_password                                   nobody                 nobody
wagtailcore_login                                                        nobody                 nobody
wagtaildocs:add                                                          any_writers            any_writers
wagtaildocs:add_multiple                                                 any_writers            any_writers
wagtaildocs:create_multiple_from_uploaded_document                       -                      nobody
wagtaildocs:delete                                                       writers                writers
wagtaildocs:delete_multiple                                              -                      writers
wagtaildocs:delete_upload_multiple                                       -                      nobody
wagtaildocs:document_usage                                               writers                -
wagtaildocs:edit                                                         writers                writers
wagtaildocs:edit_multiple                                                -                      writers
wagtaildocs:index                                                        any_writers            -
wagtaildocs:index_results                                                any_writers            -
wagtaildocs_authenticate_with_password                                   nobody                 nobody
wagtaildocs_chooser:choose                                               any_employed           -
wagtaildocs_chooser:choose_results                                       any_employed           -
wagtaildocs_chooser:chosen                                               writers                -
wagtaildocs_chooser:chosen_multiple                                      any_employed           -
wagtaildocs_chooser:create                                               any_writers            any_writers
wagtaildocs_serve                                                        writers                writers
wagtailembeds:chooser                                                    any_employed           any_employed
wagtailembeds:chooser_upload                                             any_employed           any_employed
wagtailimages:add                                                        any_writers            any_writers
wagtailimages:add_multiple                                               any_writers            any_writers
wagtailimages:create_multiple_from_uploaded_image                        -                      nobody
wagtailimages:delete                                                     writers                writers
wagtailimages:delete_multiple                                            -                      writers
wagtailimages:delete_upload_multiple                                     -                      nobody
wagtailimages:edit                                                       writers                writers
wagtailimages:edit_multiple                                              -                      writers
wagtailimages:image_usage                                                writers                -
wagtailimages:index                                                      any_writers            -
wagtailimages:index_results                                              any_writers            -
wagtailimages:preview                                                    writers                writers
wagtailimages:url_generator                                              nobody                 -
wagtailimages:url_generator_output                                       nobody                 -
wagtailimages_chooser:choose                                             any_employed           -
wagtailimages_chooser:choose_results                                     any_employed           -
wagtailimages_chooser:chosen                                             writers                -
wagtailimages_chooser:chosen_multiple                                    any_employed           -
wagtailimages_chooser:create                                             any_writers            any_writers
wagtailimages_chooser:select_format                                      writers                writers
wagtailredirects:add                                                     administrator          administrator
wagtailredirects:delete                                                  administrator          administrator
wagtailredirects:edit                                                    administrator          administrator
wagtailredirects:index                                                   administrator          -
wagtailredirects:index_results                                           administrator          -
wagtailredirects:process_import                                          -                      administrator
wagtailredirects:start_import                                            administrator          administrator
wagtailsites:add                                                         administrator          administrator
wagtailsites:copy                                                        administrator          administrator
wagtailsites:delete                                                      administrator          administrator
wagtailsites:edit                                                        administrator          administrator
wagtailsites:history                                                     administrator          -
wagtailsites:history_results                                             administrator          -
wagtailsites:index                                                       administrator          -
wagtailsites:index_results                                               administrator          -
wagtailsites:usage                                                       administrator          -
wagtailsnippets:index                                                    nobody                 nobody
wagtailusers_groups:add                                                  administrator          administrator
wagtailusers_groups:delete                                               administrator          administrator
wagtailusers_groups:edit                                                 administrator          administrator
wagtailusers_groups:history                                              administrator          -
wagtailusers_groups:history_results                                      administrator          -
wagtailusers_groups:index                                                administrator          -
wagtailusers_groups:index_results                                        administrator          -
wagtailusers_groups:usage                                                administrator          -
wagtailusers_users:add                                                   administrator          administrator
wagtailusers_users:copy                                                  administrator          administrator
wagtailusers_users:delete                                                administrator          administrator
wagtailusers_users:edit                                                  administrator          administrator
wagtailusers_users:history                                               administrator          -
wagtailusers_users:history_results                                       administrator          -
wagtailusers_users:index                                                 administrator          -
wagtailusers_users:index_results                                         administrator          -
wagtailusers_users:usage                                                 administrator          -
"""


@cache
def rows() -> dict[str, tuple[str, str]]:
    lines = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]
    return {name: (get, post) for name, get, post in lines}


@cache
def allowed(name: str, method: str) -> frozenset[str] | None:
    """Who gets through; None for an address that is not in the table."""
    row = rows().get(name)
    if row is None:
        return None
    words = row[0 if method == "GET" else 1].split("+")
    return frozenset(role for word in words for role in WORDS[word].split())
