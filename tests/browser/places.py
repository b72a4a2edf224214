"""Every page × state that is looked at. A new page belongs in one of these lists."""

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
    "/sundsvall/nyheter/",
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
OF_TOPIC = ["/stod/{topic}/", "/stod/{topic}/emot/", "/anmal/{topic}/"]  # filled in by the test
SIGNED_IN = [
    "/sundsvall/",
    "/mina/",
    "/mina/installningar/",
    "/mina/uppgifter/",
    "/mina/avsluta/",
    "/nyheter-till-dig/",
    "/nyheter-till-dig/foljer/",
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
# A form, and the button that sends it with nothing in it.
EMPTY_FORMS = [
    "/konto/login/",
    "/konto/signup/",
    "/konto/password/reset/",
    "/ideer/ny/2281/",
    "/sundsvall/felanmalan/",
]
STAFF = {
    "granskare": [
        "/cms/",
        "/cms/ideer/",
        "/cms/ideer/{waits}/",
        "/cms/ideer/{waits}/be-om-andring/",
        "/cms/ideer/{waits}/avvisa/",
        "/cms/ideer/{due}/sla-ihop/",
        "/cms/anmalt/",
        "/cms/anmalt/amne/{topic}/",
    ],
    "handlaggare": [
        "/cms/ideer/{due}/",
        "/cms/ideer/{due}/svara/",
        "/cms/ideer/{due}/fordela/",
        "/cms/felanmalningar/",
        "/cms/felanmalningar/planering/",
        "/cms/felanmalningar/planering/rutor/",
        "/cms/felanmalningar/planering/samma-plats/",
    ],
}
