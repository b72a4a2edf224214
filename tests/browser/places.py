"""Every page × state that is looked at. A new page belongs in one of these lists, says test_places.py.

What stands between { and } is filled in from rows.py and crowd.py.
"""

from __future__ import annotations

PUBLIC = [
    "/",
    "/sundsvall/",
    "/en/sundsvall/",
    "/sundsvall/ideer/",
    "/sundsvall/ideer/?q=finnsinte",  # none
    "/harnosand/",  # an empty municipality
    "/harnosand/ideer/",
    "/harnosand/e-tjanster/",
    "/harnosand/nyheter/",
    "/timra/",  # little
    "/ideer/2281-2026-0001/",  # to be answered
    "/en/ideer/2281-2026-0001/",
    "/ideer/2281-2026-0002/",  # became a proposal
    "/ideer/2281-2026-0003/",  # gathers support
    "/ideer/2281-2026-0006/",  # answered
    "/ideer/2281-2026-0007/",
    "/ideer/2281-2026-0008/",  # closed: too little support in time
    "/ideer/2281-2026-0001/versioner/",
    "/ideer/ny/2281/",
    "/sundsvall/e-tjanster/",
    "/sundsvall/e-tjanster/byt-forskola/",
    "/en/sundsvall/e-tjanster/byt-forskola/",
    "/sundsvall/felanmalan/",
    "/felanmalan/ny/",
    "/felanmalan/anmalda/",
    "/felanmalan/anmalda/2281/?visa=alla",
    "/felanmalan/anmalda/2281/bevaka/",
    "/felanmalan/anmalda/2281/sa-gar-det/",
    "/felanmalan/anmalan/F-2281-2026-0001/",
    "/felanmalan/anmalan/F-2281-2026-0001/anmal/",
    "/felanmalan/anmalan/F-2281-2026-0001/anmal/tack/",
    "/felanmalan/folj/F-2281-2026-0001/",
    "/felanmalan/vantar/",
    "/sundsvall/nyheter/",
    "/nyhetsbrev/2281/",
    "/kalender/2281/",
    "/nyhetsbrev/2260/",  # none sent
    "/sundsvall/om/",
    "/sundsvall/personuppgifter/",
    "/sundsvall/tillganglighet/",
    "/sok/",
    "/sok/?q=cykel",
    "/sok/?q=xyzzyx",
    "/konto/login/",
    "/konto/signup/",
    "/konto/login/code/",
    "/konto/password/reset/",
    "/komponenter/",
]
BY_SECRET_ADDRESS = [
    "/felanmalan/ny/2281/",
    "/felanmalan/arende/{token}/",
    "/felanmalan/arende/{token}/kvitto/",
    "/felanmalan/arende/{token}/tillagg/",
    "/felanmalan/arende/{token}/borta/",
    "/felanmalan/arende/{token}/glom/",
    "/felanmalan/arende/{token_hidden}/beslut/{fault_decision}/",
    "/felanmalan/svara/{asked}/",
    "/felanmalan/vill-folja/{wants}/",
    "/felanmalan/sluta-folja/{follower}/",
    "/felanmalan/bevakning/{watch}/",
    "/nyhetsbrev/bekrafta/{newsletter_yes}/",
    "/nyhetsbrev/sluta/{newsletter_no}/",
    "/felanmalan/bevakning/{watch}/sluta/",
    "/e-tjanster/2281/{service}/",
    "/utvardering/{work}/",
    "/nyhetsbrev/2281/{newsletter}/",
    "/anmal/tack/{topic}/",
    "/du-sa-vi-gjorde/2281/",
    "/granskning/2281/",
    "/konto/inactive/",
    "/konto/password/reset/done/",
    "/konto/password/reset/key/done/",
    "/konto/password/reset/key/1-set-password/",
    "/mina/avslutat/",
    "/nyheter-till-dig/mejl/{mail}/",
    "/ideer/{old}/ursprung/",
]
OF_TOPIC = ["/stod/{topic}/", "/stod/{proposal}/emot/", "/anmal/{topic}/"]
SIGNED_IN = [
    "/sundsvall/",
    "/mina/",
    "/mina/installningar/",
    "/mina/uppgifter/",
    "/mina/avsluta/",
    "/mina/beslut/",
    "/nyheter-till-dig/",
    "/nyheter-till-dig/foljer/",
    "/nyheter-till-dig/foljer/2281/",
    "/nyheter-direkt/",
    "/felanmalan/mina/",
    "/ideer/mina/",
    "/ideer/2281-2026-0003/",
    "/ideer/2281-2026-0009/",  # waits for review: only its author sees it
    "/ideer/ny/2281/",
    "/konto/email/",
    "/konto/2fa/",
    "/konto/password/change/",
    "/konto/logout/",
]
OF_WRITER = [
    "/konto/reauthenticate/",
    "/konto/2fa/totp/activate/",
    "/konto/2fa/webauthn/",
    "/konto/2fa/webauthn/add/",
    "/stod/{topic}/ta-tillbaka/",
    "/nyheter-till-dig/folj/{proposal}/",
    "/ideer/utkast/{draft}/",
    "/ideer/utkast/{draft}/text/",
    "/ideer/utkast/{draft}/ta-bort/",
    "/ideer/{mine}/redigera/",
    "/ideer/{mine}/dra-tillbaka/",
    "/ideer/{mine}/tillagg/",
    "/ideer/{back}/aterstall/",
    "/samtal/inlagg/{entry}/svara/",
    "/samtal/inlagg/{own}/andra/",
    "/samtal/inlagg/{own}/ta-bort/",
    "/samtal/{entry}/",
    "/anmal/inlagg/{entry}/",
    "/mina/beslut/{decision}/",  # may be appealed
]
# A form, and the button that sends it with nothing in it.
EMPTY_FORMS = [
    "/konto/login/",
    "/konto/signup/",
    "/konto/password/reset/",
    "/ideer/ny/2281/",
    "/sundsvall/felanmalan/",
]
STAFF = {
    "utvarderare": ["/cms/arbete/bedomning/{sheet}/"],
    "granskare": [
        "/cms/",
        "/cms/ideer/",
        "/cms/ideer/{waits}/",
        "/cms/ideer/{waits}/be-om-andring/",
        "/cms/ideer/{waits}/avvisa/",
        "/cms/ideer/{due}/sla-ihop/",
        "/cms/anmalt/",
        "/cms/anmalt/amne/{topic}/",
        "/cms/forsta-dagen/",
    ],
    "handlaggare": [
        "/cms/ideer/{due}/",
        "/cms/ideer/{due}/fordela/",
        "/cms/arbete/{work}/",
        "/cms/arbete/{topic}/",  # nothing yet
        "/cms/arbete/{topic}/be-om-bedomning/",
        "/cms/arbete/anteckning/{note}/ta-bort/",
        "/cms/felanmalningar/",
        "/cms/felanmalningar/planering/",
        "/cms/felanmalningar/planering/rutor/",
        "/cms/felanmalningar/planering/samma-plats/",
    ],
}
# Those that an administrator or another hand of the desk opens now and then: one screen each, in turn.
OF_ADMINISTRATOR = [
    "/stod/{proposal}/skal/",
    "/cms/kommun/",
    "/cms/kommun/2281/",
    "/cms/kommun/2281/forvaltningar/",
    "/cms/kommun/2281/kategorier/",
    "/cms/kommun/2281/personal/",
    "/cms/kommun/2281/svarens-vag/",
    "/cms/kommun/2281/signaler/",
    "/cms/kommun/2281/sa-arbetar-vi/",
    "/cms/oversattningar/",
    "/cms/oversattningar/{news}/en/",
    "/cms/open311/",
    "/cms/open311/ny/",
    "/cms/open311/{client}/byt/",
    "/cms/open311/{client}/dra-in/",
    "/cms/ideer/{part}/dela-upp/",
    "/cms/ideer/{due}/felanmalan/",
    "/cms/ideer/{promised}/genomford/",
    "/cms/ideer/{due}/sla-ihop/{other}/",
    "/cms/ideer/av-felanmalan/{fault}/",
    "/cms/forslag/av-ide/{topic}/",
    "/cms/svar/",
    "/cms/svar/{topic}/",  # waits for the lawyer
    "/cms/svar/{answered}/skriv/",
    "/cms/svar/{answered}/som-invanarna-ser-det/",
    "/cms/svar/{answered}/",
    "/cms/svar/{answered}/handling/{decision_file}/ta-bort/",
    "/cms/svar/{answered}/tidigare/{earlier}/ta-bort/",
    "/cms/svar/mallar/2281/",
    "/cms/svar/mallar/2281/ny/",
    "/cms/svar/mallar/2281/{canned}/",
    "/cms/anmalt/inlagg/{entry}/",
    "/cms/anmalt/amne/{anchor}/",
    "/cms/anmalt/bild/{illustrated}/{picture}/",
    "/cms/anmalt/overklagande/{appeal}/",
    "/cms/nyhetsbrev/",
    "/cms/nyhetsbrev/nytt/",
    "/cms/nyhetsbrev/{newsletter}/",
    "/cms/nyhetsbrev/{newsletter_draft}/",
    "/cms/nyhetsbrev/{newsletter_draft}/andra/",
    "/cms/nyhetsbrev/{newsletter_draft}/ta-bort/",
    "/cms/eservice/",
    "/cms/eservice/inspect/{eservice}/",
    "/cms/eservice/import/",
    "/cms/eservice/import/{import}/",
    "/cms/arendesystem/",
    "/cms/arendesystem/nytt/open311/",
    "/cms/arendesystem/inte-skickade/",
    "/cms/arendesystem/skickad/{dispatch}/",
    "/cms/arendesystem/{system}/",
    "/cms/arendesystem/{system}/andra/",
    "/cms/arendesystem/{system}/anslutning/",
    "/cms/arendesystem/{system}/lage/",
    "/cms/arendesystem/{system}/lage/{mapping}/",
    "/cms/felanmalningar/regler/",
    "/cms/felanmalningar/regler/2281/",
    "/cms/felanmalningar/regler/2281/ny/",
    "/cms/felanmalningar/regler/2281/{rule}/",
    "/cms/felanmalningar/kategorier/2281/",
    "/cms/felanmalningar/kategorier/2281/ny/",
    "/cms/felanmalningar/kategorier/2281/{category}/",
    "/cms/felanmalningar/kategorier/2281/{category}/fraga/",
    "/cms/felanmalningar/kategorier/2281/{category}/fraga/{question}/",
    "/cms/felanmalningar/svarsmallar/2281/",
    "/cms/felanmalningar/svarsmallar/2281/ny/",
    "/cms/felanmalningar/svarsmallar/2281/{template}/",
    "/cms/felanmalningar/{fault}/",
    "/cms/felanmalningar/{fault}/bild/{photo}/dolj/",
    "/cms/felanmalningar/{fault}/samma/",
    "/cms/felanmalningar/{fault}/inte-samma/",
    "/cms/felanmalningar/{fault}/dela/",
    "/cms/felanmalningar/{fault}/fordela/",
    "/cms/felanmalningar/{fault}/skicka/",
    "/cms/felanmalningar/{fault}/lage/",
    "/cms/felanmalningar/{fault}/plats/",
    "/cms/felanmalningar/{fault}/synlighet/",
    "/cms/felanmalningar/{fault}/lamna/",
    "/cms/felanmalningar/{fault}/forvaltning/",
]

# Addresses of ours that show no page of their own, and why.
NO_PAGE = {
    "a file, a picture, a feed or what another program reads": """
        livez readyz service_worker /robots.txt sitemap sitemap_section media wagtaildocs_serve places:map
        places:palette attachments:held accounts:my_data_file ideas:feed ideas:feed_of eservices:feed_of
        ideas:attachment answers:file said:table moderated:table moderated:data said:feed faults:feed faults:feed_in
        faults:figures_file faults:public_photo faults:mine_map faults:manifest faults:photo faults:case_push
        fault_reports:photo fault_reports:export fault_reports:planning_file ideas_admin:export
        mfa_download_recovery_codes open311:discovery open311:services open311:definition open311:requests
        open311:request open311:token open311:updates newsletter:preview_text calendars:feed calendars:topic
        /cms/images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/
    """,
    "leads elsewhere": """
        /cms/login/ /(?:en/)?_util/login/ /cms/.*/ faults:start discussion:permalink notifications:open
        notifications:unfollow notifications:read notifications:all_read notifications:unread_again
        notifications:stop_interest notifications:undo ideas_admin:answer case_systems:choose account_set_password
        account_email_verification_sent decisions:appeal
    """,
    "is only sent to": """
        accounts:send_code place_admin:remove_staff ideas_admin:approve ideas_admin:approve_change case_systems:category
        newsletter:act push:add push:remove flags:lift flags:many
        fault_reports:many discussion:post discussion:appreciate discussion:unappreciate
        answers_admin:many answers_admin:decide answers_admin:take_back answers_admin:unschedule answers_admin:discard
        answers_admin:comment place_admin:answer_step
        casework:assign casework:note casework:sum_up casework:publish
    """,
    "a part of a page that is looked at": """
        newsletter:index_results newsletter:preview
        ideas:similar answers_admin:language
        eservice:index_results idea_chooser:choose idea_chooser:choose_results idea_chooser:chosen
        idea_chooser:chosen_multiple eservice_chooser:choose eservice_chooser:choose_results eservice_chooser:chosen
        eservice_chooser:chosen_multiple
    """,
    "nothing is closed by a password of a page's own": """
        wagtaildocs_authenticate_with_password wagtailcore_authenticate_with_password wagtailcore_login
    """,
    # What is left to do: they need a second step, a key or a row that the demonstration has not.
    "the same form as another that is looked at, after a step that the test does not take": """
        account_confirm_login_code mfa_authenticate mfa_reauthenticate mfa_deactivate_totp mfa_view_recovery_codes
        mfa_generate_recovery_codes mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn
        ideas_admin:refuse_change faults:case_link
    """,
}
