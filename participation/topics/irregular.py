"""Forms of Swedish words that no rule makes: böcker and bok, skrev and skriva."""

from __future__ import annotations

# Of municipal life. They count at the end of a longer word, too: huvudstad, barnböcker.
IRREGULAR = """
    bok boken bokens böcker böckerna | stad staden stadens städer städerna | bostad bostaden bostäder bostäderna
    fot foten fötter fötterna | rot roten rötter rötterna | natt natten nätter nätterna | hand handen händer händerna
    land landet landets länder länderna | strand stranden stränder stränderna | rand randen ränder ränderna
    tand tanden tänder tänderna | brand branden bränder bränderna | tång tången tänger | stång stången stänger stängerna
    spång spången spänger spängerna | bokstav bokstaven bokstäver bokstäverna | ledamot ledamoten ledamöter ledamöterna
    son sonen söner sönerna | dotter dottern döttrar döttrarna | far fadern fäder fäderna | mor modern mödrar mödrarna
    bror brodern bröder bröderna | man mannen mannens män männen | vän vännen vänner vännerna
    bonde bonden bönder bönderna | gås gåsen gäss | öga ögat ögon ögonen | öra örat öron öronen
    ko kon kor korna | sko skon skor skorna | tå tån tår tårna | bi biet bin bina | knä knät knäet knän knäna
    sökan sökans sökning sökningen sökningar sökningarna | anmälan anmälans anmälning anmälningar anmälningarna
    inbjudan inbjudningar inbjudningarna | centrum centrumet centret centra | datum datumet datumen data
    trottoar trottoaren trottoarer | vatten vattnet vattnets | botten bottnen bottnar | öken öknen öknar
    tecken tecknet tecknen | socken socknen socknar | gammal gamla gammalt gamlare | liten litet lilla små smått
    öppen öppet öppna | mogen moget mogna | vuxen vuxna vuxet | egen eget egna | trasig trasigt trasiga
    röd rött röda | god gott goda | bred brett breda | hård hårt hårda | tung tungt tunga | trång trångt trånga
    lång långt långa längre längst längsta | hög högt höga högre högst högsta | ung ungt unga yngre yngst yngsta
    låg lågt låga lägre lägst lägsta | stor stort stora större störst största
    dött döda död | glatt glada glad | snett sneda sned | vitt vita vit | sant sanna sann | tunt tunna tunn
    svagt svaga svag | rakt raka rak | rikt rika rik | mjukt mjuka mjuk | sjukt sjuka sjuk | klokt kloka klok
    ledsen ledset ledsna | rutten ruttet ruttna | sliten slitet slitna | nyfiken nyfiket nyfikna
    år året årets åren | is isen isens isar | el elen elens | ek eken ekar ekarna | al alen alar alarna
    ål ålen ålar ålarna | get geten getens getter getterna | buller bullret bullrets | växel växeln växlar växlarna
    studio studion studior studiorna | video videon videor videorna | radio radion radions
    läsa läser läste läst läsning läsningen läsningar | lösa löser löste löst lösning lösningen lösningar
    lysa lyser lyste lyst lysning lysningen lysningar | leka leker lekte lekt
    tömma tömmer tömde tömt tömning tömningar | glömma glömmer glömde glömt | bestämma bestämmer bestämde bestämt
    känna känner kände känt | bränna bränner brände bränt | sälja säljer sålde sålt
    öka ökar ökade ökat ökning ökningen ökningar | varna varnar varnade varning varningar | mild milt milda
    grund grunt grunda | ljus ljust ljusa | rättvis rättvist rättvisa | lös löst lösa
    bot boten böter böterna | mus musen möss mössen | lus lusen löss lössen
    afton aftonen aftnar aftnarna | morgon morgonen morgonens morgnar morgnarna | himmel himlen himmelen himlar himlarna
    göra gör görs gjorde gjorts gjort gjord gjorda
"""
# Strong and irregular verbs. They count alone and after what verbs begin with: avgå, inbjuda, underhålla. Left out are
# those that every text holds (vara, ha, kunna), and forms that are mostly another word: åt of äta, bad of be.
VERBS = """
    be ber bett | binda binder band bundit bunden bundet bundna | bita biter bet bitit biten bitet bitna
    bjuda bjuder bjöd bjudit bjuden bjudet bjudna | bli blir blev blivit bliven blivet blivna
    brinna brinner brann brunnit brunnen brunnet brunna | brista brister brast brustit brusten brustet brustna
    bryta bryter bröt brutit bruten brutet brutna | bära bär bar burit buren buret burna | böra bör borde
    dra drar draga drog dragit dragen draget dragna | dricka dricker drack druckit drucken drucket druckna
    driva driver drev drivit driven drivet drivna | drypa dryper dröp drupit | duga duger dög dugt
    dyka dyker dök dykt | dö dör dog dött | dölja döljer dolde dolt dold dolda | erfara erfar erfor erfarit erfaren
    falla faller föll fallit fallen fallet fallna | finna finner fann funnit funnen funnet funna
    flyga flyger flög flugit flugen fluget flugna | flyta flyter flöt flutit fluten flutna
    fnysa fnyser fnös fnyst | frysa fryser frös frusit frusen fruset frusna | få får fick fått
    förnimma förnimmer förnam förnummit | försvinna försvinner försvann försvunnit försvunnen försvunnet försvunna
    ge ger giva gav gett givit given givet givna | gjuta gjuter göt gjutit gjuten gjutet gjutna
    glida glider gled glidit | glädja gläder gladde | gnida gnider gned gnidit gniden gnidna
    gripa griper grep gripit gripen gripet gripna | gråta gråter grät gråtit | gå går gick gått gångna
    heta heter hette hetat | hinna hinner hann hunnit hunnen hunna | hugga hugger högg huggit huggen hugget huggna
    hålla håller höll hållit hållen hållet hållna | kliva kliver klev klivit
    klyva klyver klöv kluvit kluven kluvet kluvna | knyta knyter knöt knutit knuten knutet knutna
    komma kommer kom kommit kommen kommet komna | krypa kryper kröp krupit krupen krupna
    kvida kvider kved kvidit | le ler log | leda leder ledde lett ledd ledda | lida lider led lidit liden
    ligga ligger låg legat | ljuda ljuder ljöd ljudit | ljuga ljuger ljög ljugit ljugen ljugna
    låta låter lät låtit låten låtet låtna | lyda lyder lydde löd lytt | lägga lägger lade la lagt lagd lagda
    löpa löper löpte löpt lupit | mala maler malde malt mald malda | minnas minns mindes mints
    niga niger neg nigit | njuta njuter njöt njutit njuten njutna | nypa nyper nöp nupit nypt | nysa nyser nös nyst
    pipa piper pep pipit | rida rider red ridit riden ridna | rinna rinner rann runnit runnen runna
    riva river rev rivit riven rivet rivna | ryka ryker rök rykt | ryta ryter röt rutit
    se ser såg sett sedd sedda | sitta sitter satt suttit sutten suttna | sjuda sjuder sjöd sjudit
    simma simmar simmade simmat simning simningen
    sjunga sjunger sjöng sjungit sjungen sjungna | sjunka sjunker sjönk sjunkit sjunken sjunkna
    ske sker skedde skett | skilja skiljer skilde skilt skild skilda | skina skiner sken skinit
    skjuta skjuter sköt skjutit skjuten skjutet skjutna | skrida skrider skred skridit skriden skridna
    skrika skriker skrek skrikit skriken skrikna | skriva skriver skrev skrivit skriven skrivet skrivna
    skryta skryter skröt skrutit | skälva skälver skalv skälvt | skära skär skar skurit skuren skuret skurna
    slippa slipper slapp sluppit sluppen | slita sliter slet slitit sliten slitet slitna
    sluta sluter slöt slutit sluten slutet slutna | slå slår slog slagit slagen slaget slagna
    slåss slogs slagits | slinka slinker slank slunkit | slinta slinter slant sluntit
    smita smiter smet smitit smiten | smyga smyger smög smugit smugen | smälla smäller small smällde smällt
    smörja smörjer smorde smort smord smorda | snyta snyter snöt snutit | sova sover sov sovit
    spinna spinner spann spunnit spunnen spunna | spricka spricker sprack spruckit sprucken sprucket spruckna
    sprida sprider spred spridde spridit spritt spridd spridda | springa springer sprang sprungit sprungen sprungna
    sticka sticker stack stuckit stucken stucket stuckna | stiga stiger steg stigit stigna
    stinka stinker stank stunkit | stjäla stjäl stjäler stal stulit stulen stulet stulna
    strida strider stred stridit stridde | stryka stryker strök strukit struken struket strukna
    strö strör strödde strött strödd strödda | stå står stod stått | stödja stödjer stöder stödde stött stödd stödda
    suga suger sög sugit sugen suget sugna | svida svider sved svidit | svika sviker svek svikit sviken sviket svikna
    svälja sväljer svalde svalt svald svalda | svälla sväller svällde svullit svullen svullet svullna
    svälta svälter svalt svultit svulten svultna | svära svär svor svurit svuren svuret svurna
    säga säger sade sa sagt sagd sagda | sätta sätter satte satt satta | sådde sått sådd sådda
    ta tar taga tog tagit tagen taget tagna | tiga tiger teg tigit
    tillåta tillåter tillät tillåtit tillåten tillåtet tillåtna | tjuta tjuter tjöt tjutit
    trivas trivs trivdes trivts
    tryta tryter tröt trutit
    tåla tål tålde tålt | tämja tämjer tämjde tämde tamt | umgås umgicks umgåtts | veta vet visste vetat
    vika viker vek vikit | vina viner ven vinit | vinna vinner vann vunnit vunnen vunnet vunna
    vrida vrider vred vridit vriden vridet vridna | välja väljer valde valt vald valda
    använda använder använde använt använd använda | byta byter bytte bytt bytta | gömma gömmer gömde gömt gömd gömda
    drömma drömmer drömde drömt | hända händer hände hänt | nämna nämner nämnde nämnt nämnd nämnda
    rymma rymmer rymde rymt rymd rymda | skämmas skäms skämdes skämts | stämma stämmer stämde stämt stämd stämda
    sända sänder sände sänt sänd sända | tända tänder tände tänt tänd tända | vända vänder vände vänt vänd vända
    vänja vänjer vande vant vand vanda | växa växer växte växt vuxit | äta äter ätit äten ätna
"""
# They count alone: "symtom" is not "tom". Left out are forms that are mostly another word: tomt (a plot), vilt (game),
# runt (around), äldre (people, in a municipality), minst (at least).
ADJECTIVES = """
    tom tomma | dum dumt dumma dummare | galen galet galna | naken naket nakna | bra bättre bäst bästa
    gammal gammalt gamla äldst äldsta | dålig dåligt dåliga sämre sämst sämsta | tung tungt tunga tyngre tyngst tyngsta
    liten litet lilla små mindre
"""
BEFORE_A_VERB = """
    an av be bi bort del efter er fort fram för före genom hän i ifrån igen ihop in inne isär kvar med mellan miss
    mot ned ner nöd om på samman sönder till tillbaka tillgodo und under upp uppe upprätt ur ut vid vidare
    åstad åter över
"""


def _families(told: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(family.split()) for line in told.splitlines() for family in line.split("|") if family.strip())


FAMILIES, VERB_FAMILIES, ADJECTIVE_FAMILIES = _families(IRREGULAR), _families(VERBS), _families(ADJECTIVES)
