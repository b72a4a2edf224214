"""Forms of ordinary words of municipal life. Each of a line finds every other, asked either way."""

from __future__ import annotations

from itertools import permutations

import pytest

from participation.topics.irregular import FAMILIES, VERB_FAMILIES
from participation.topics.question import question

ADJECTIVES = """
    ren rent rena | grön grönt gröna | dyr dyrt dyra | snabb snabbt snabba | smal smalt smala | hel helt hela
    ful fult fula | hal halt hala | sen sent sena | fin fint fina | brun brunt bruna | klen klent klena
    klar klart klara | stor stort stora | svår svårt svåra | sur surt sura | skön skönt sköna | tunn tunt tunna
    varm varmt varma | kall kallt kalla | full fullt fulla | lugn lugnt lugna | trygg tryggt trygga
    tyst tysta | mörk mörkt mörka | stark starkt starka | svag svagt svaga | brant branta | vit vitt vita
    bred brett breda | död dött döda | glad glatt glada | sned snett sneda | blöt blött blöta
    tät tätt täta | våt vått våta | sann sant sanna | allmän allmänt allmänna | gemensam gemensamt gemensamma
    långsam långsamt långsamma | ensam ensamt ensamma | hållbar hållbart hållbara | tillgänglig tillgängligt
    aktiv aktivt aktiva | effektiv effektivt effektiva | social socialt sociala | lokal lokalt lokala
    digital digitalt digitala | ideell ideellt ideella | kulturell kulturellt kulturella | modern modernt moderna
    populär populärt populära | säker säkert säkra | vacker vackert vackra | enkel enkelt enkla
    farlig farligt farliga | svensk svenskt svenska | underbar underbart underbara | synlig synligt synliga
    rak rakt raka | rik rikt rika | slarvig slarvigt | halv halvt halva | miljövänlig miljövänligt | krokig krokigt
    grov grovt grova | djup djupt djupa | skarp skarpt skarpa | slät slätt släta | rörlig rörligt | varsam varsamt
    framkomlig framkomligt | ledsen ledset ledsna | öppen öppet öppna | rutten ruttet ruttna | trasig trasigt trasiga
    tjock tjockt tjocka | hög högt höga | låg lågt låga | lång långt långa | tung tungt tunga | trång trångt trånga
    mjuk mjukt mjuka | sjuk sjukt sjuka | klok klokt kloka | ung ungt unga | torr torrt torra | bar bart bara
"""
NOUNS = """
    år året åren | dator datorn datorer datorerna | traktor traktorn traktorer | motor motorn motorer
    sensor sensorn sensorer | rektor rektorn rektorer | foto fotot foton fotona | studio studion studior studiorna
    video videon videor videorna | radio radion | konto kontot konton | piano pianot pianon | kilo kilot
    get geten getter getterna | is isen isar | el elen | ek eken ekar ekarna | al alen alar | alm almen almar
    ö ön öar öarna | å ån åar | buller bullret | åker åkern åkrar | väder vädret | lager lagret | papper pappret
    filter filtret | mönster mönstret | läger lägret | staket staketet staketen | träd trädet träden | brev brevet
    däck däcket däcken | gräs gräset | grus gruset | hål hålet hålen | rör röret rören | ljus ljuset ljusen
    ljud ljudet | bad badet baden | bord bordet borden | djur djuret djuren | fält fältet fälten | golv golvet
    tak taket taken | torg torget torgen | tåg tåget tågen | kort kortet korten | spår spåret spåren | berg berget
    båt båten båtar | bil bilen bilar | buss bussen bussar | bro bron broar | dike diket diken | häck häcken häckar
    hund hunden hundar | katt katten katter | kaj kajen kajer | krog krogen krogar | kiosk kiosken kiosker
    park parken parker | plan planen planer | lärare läraren lärarna | boende boendet boenden | hållplats hållplatsen
    cykel cykeln cyklar | gunga gungan gungor | hylla hyllan hyllor | lampa lampan lampor | matta mattan mattor
    stolpe stolpen stolpar | lykta lyktan lyktor | sopa sopan sopor | trappa trappan trappor | äng ängen ängar
    ramp rampen ramper | räcke räcket räcken | bänk bänken bänkar | skräp skräpet | tomt tomten tomter
    scen scenen scener | café caféet caféer | simhall simhallen simhallar | isbana isbanan isbanor
    avfall avfallet | soptunna soptunnan soptunnor | papperskorg papperskorgen papperskorgar | toalett toaletten
    pensionär pensionären pensionärer | förening föreningen föreningar | förälder föräldern föräldrar
    elev eleven elever | vårdcentral vårdcentralen | klass klassen klasser | verksamhet verksamheten verksamheter
    möte mötet möten | beslut beslutet besluten | nämnd nämnden nämnder | politiker politikern politikerna
    hyra hyran hyror | lägenhet lägenheten lägenheter | tunnel tunneln tunnlar | rondell rondellen rondeller
    farthinder farthindret | övergångsställe övergångsstället övergångsställen | körfält körfältet körfälten
    växel växeln växlar | stig stigen stigar | led leden leder | skog skogen skogar | strand stränder stranden
    brygga bryggan bryggor | hamn hamnen hamnar | udde udden uddar | vik viken vikar | vass vassen | alg algen alger
    regn regnet | snö snön | storm stormen stormar | moln molnet molnen | sol solen | sten stenen stenar
    pil pilen pilar | tall tallen tallar | gran granen granar | björk björken björkar | lind linden lindar
"""
VERBS = """
    röja röjer röjde röjt röjning röjningen | sanda sandar sandade sandning sandningen
    ploga plogar plogade plogning plogningen | bygga bygger byggde byggt | köra kör körde kört
    köpa köper köpte köpt | stänga stänger stängde stängt stängning | höja höjer höjde höjt höjning
    sänka sänker sänkte sänkt sänkning | öka ökar ökade ökning ökningen | minska minskar minskade minskning
    bada badar badade badat | spola spolar spolade spolning | städa städar städade städning
    måla målar målade målning | belysa belyser belyste belyst belysning | rusta rustar rustade rustning
    klippa klipper klippte klippt klippning | plantera planterar planterade plantering planteringar
    parkera parkerar parkerade parkering parkeringen | renovera renoverar renovering renoveringen
    skotta skottar skottade skottning | salta saltar saltade saltning | asfaltera asfalterade asfaltering
    rensa rensar rensade rensning | tömma tömmer tömde tömt tömning | hämta hämtar hämtade hämtning
    flytta flyttar flyttade flyttning | skylta skyltar skyltade skyltning | betala betalar betalade betalning
    utbilda utbildar utbildade utbildning | undervisa undervisar undervisning | återvinna återvinning
    sopa sopar sopade sopning | lösa löser löste löst lösning | förbättra förbättrar förbättring förbättringar
    förändra förändrar förändrade förändring | ändra ändrar ändrade ändring | stava stavar stavning
    bevara bevarar bevarade | riva river rivning | gräva gräver grävde grävt grävning
    fylla fyller fyllde fyllt | fälla fäller fällde fällt fällning | anställa anställer anställde anställt anställning
    åka åker åkte åkt | möta möter mötte mött | hjälpa hjälper hjälpte hjälpt | märka märker märkte märkt märkning
    trycka trycker tryckte tryckt | leka leker lekte lekt | läsa läser läste läst läsning | söka söker sökte sökt
    odla odlar odlade odling odlingen | samla samlar samlade samling | omvandla omvandlar omvandling
    cykla cyklar cyklade cykling | pendla pendlar pendling | tvätta tvättar tvättade tvättning
    värma värmer värmde värmt | störa stör störde stört | starta startar startade | sköta sköter skötte skött
    rida rider ridning | gödsla gödslar gödsling | vattna vattnar vattnade vattning | beskära beskär beskärning
    hyra hyr hyrde hyrt | låna lånar lånade | bullra bullrar bullrade
    varna varnar varnade varning varningar | sälja säljer sålde sålt | öppna öppnar öppnade öppning öppningen
"""
STRONG = """
    göra gör gjorde gjort | skriva skriver skrev skrivit skrivna | välja väljer valde valt valda | gå går gick gått
    bo bor bodde bott | få får fick fått | ta tar tog tagit tagna | sitta sitter satt suttit | sätta sätter satte satt
    lägga lägger lade lagt lagda | ligga ligger låg legat | bryta bryter bröt brutit bruten brutna
    stjäla stjäl stal stulit stulen stulna | frysa fryser frös frusit frusen | tillåta tillåter tillät tillåten tillåtna
    se ser såg sett | stå står stod stått | komma kommer kom kommit | ge ger gav gett givit | hålla håller höll hållit
    avgå avgår avgick avgått | anta antar antog antagit | bero beror berodde berott | inbjuda inbjuder inbjöd inbjuden
    underhålla underhåller underhöll underhållit | föreslå föreslår föreslog föreslagit | nå når nådde nått nådda
    tro tror trodde trott | sy syr sydde sytt | klä klär klädde klätt klädda | strö strör strödde strött
    använda använder använde använt | tända tänder tände tänt | byta byter bytte bytt | rymma rymmer rymde rymt
    böter bot | mus möss | morgon morgnar morgnarna | himmel himlen himlar | ljus ljust ljusa | rättvis rättvist
"""


def families(told: str) -> list[list[str]]:
    return [family.split() for line in told.splitlines() for family in line.split("|") if family.strip()]


# What a rule for endings alone would take for forms of one word. That a word finds all that begins with it ("sal" finds
# "salt") is another matter.
APART = """
    svart svar | kant kan | kort kor | start star | salt sal | port por | sport spor | fart far | part par | fort for
    plant plan | runt run | hårt hår | patient pati | student stud | talent tal | moment moms | rapport rapp
    tidning tid | ordning ord | ledning led | landning land | varning var | skolning skola | värde vän | borde bort
    motor mot | motorn mot | dator data | datorn datum | traktor trakt | station statist | region registrera
    hotell hot | klänning klä | handling handlar | alt al | bror bro | så sår | sår så | skar ska
    kör kö | snör snö | hatt ha | satt sa | lätt lä
"""


def held(asked: str, written: str) -> bool:
    return question(asked).terms[0].holds(written)


@pytest.mark.parametrize("told", [ADJECTIVES, NOUNS, VERBS, STRONG], ids=["adjectives", "nouns", "verbs", "strong"])
def test_every_form_finds_every_other(told):
    pairs = [pair for family in families(told) for pair in permutations(family, 2)]

    assert [f"{asked} → {form}" for asked, form in pairs if not held(asked, form)] == []
    assert len(pairs) > 300


def test_every_form_in_the_lists_finds_every_other():
    pairs = [pair for family in (*FAMILIES, *VERB_FAMILIES) for pair in permutations(family, 2)]

    assert [f"{asked} → {form}" for asked, form in pairs if not held(asked, form)] == []


def test_words_that_only_end_alike_do_not_find_each_other():
    assert [f"{asked} → {other}" for asked, other in families(APART) if held(asked, other)] == []
