"""English words that many titles hold, by how often they do: `core.lexicon` says how much each tier is."""

COMMON_1 = """
say new us president police
"""

COMMON_2 = """
kill man woman first government minister china russia deal vote court report market share world home back
plan state bank attack case day time million billion america britain north south rise fall win meet set face
health news city get make take year people country call accept protest soldier leader chief official company
bomb arrest jail child lawmaker final game two three pm israel iran syria egypt india
"""

COMMON_3 = """
four five six seven eight nine ten last next old big high low top former group party senate house congress
law trial judge rights human monday tuesday wednesday thursday friday saturday sunday january february march
april june july august september october november december today tomorrow month week hour season cup league
team match player coach star show film music album king queen prince pope church school university student
family mother father son daughter life power energy oil gas gold price sell profit growth economy trade tax
budget debt rate bond euro dollar stock tech google apple facebook twitter microsoft amazon samsung video
phone car plane train bus ship road bridge fire crash storm flood quake blast gun shoot injured strike war
peace army rebel border nuclear missile weapon iraq japan pakistan korea north_korea south_korea france
germany europe eu un united_nations uk africa south_africa australia canada mexico brazil turkey ukraine
afghanistan palestine gaza saudi lebanon greece spain italy libya philippines thailand nigeria new_york
london california texas florida white_house water food drug cancer study research scientist doctor hospital
virus patient space nasa moon mars warn urge deny confirm reject launch announce open close start end delay
cancel buy cut raise find hit want need look help lead way near amid despite against job work worker support
security interview review live update latest best down up out over after more than fear threaten accuse
criticise claim ask seek try give put keep go come see hold run move turn show leave arrive visit return
release charge convict appeal ruling sentence murder death toll rescue missing search victim suspect gunman
terrorist opposition candidate campaign election parliament coalition republican democrat reform crisis talks
summit sanction ceasefire violence clash unrest refugee international national local public global west east
western eastern northern southern central foreign defence foreign_minister finance_minister interest_rates
central_bank supreme_court federal state_department general secretary director spokesman head member office
department agency service system industry business consumer worker union wage inflation recession investor
lender firm bailout data site internet app book song actor singer player goal score title champion tournament
race record round second third lose draw beat
"""

COMMON_4 = """
able about above access accident accord account act action active activity actually add address adult advance
adviser advice affair afford afternoon age agenda aid aide aim air aircraft airline airport airstrike alarm
album alcohol alert alive allege alliance allow ally almost alone along already alternative although always
ambassador ambush amount analyst ancient anger angry animal anniversary annual another answer anti apart
apartment apologise app apparent appear appoint approach area argue argument arm around arrive art article
artist aside assassinate assault asset assist association athlete attempt attend attention attitude attorney
attorney_general audience author authority auto available average avoid await award aware away baby bad badly
bag bail ball ban band bar base baseball basic basketball battle beach bear beast beat beautiful beauty
become bed beer begin behind believe belong below benefit beside better beyond bid bike bird birth birthday
bishop bite bitter black blame blind block blog blood blow blue board boat body bold bomb book boom boost
boot bottle bottom bowl box boxer brain brand brave bread break breakfast breath breed brief bright brilliant
bring broad broadcast broken brother brown build bullet burden burn bust busy butter button cabinet cable
call calm camera camp cap capital captain car card care career careful cargo carry cash cast castle cat catch
category cause celebrate cell centre center century ceremony certain chain chair chairman challenge champion
chance change channel chaos character charity chart chase chat cheap check cheer chef chemical chicken
childhood choice choose christian christmas cigarette cinema citizen civil civilian claim class classic clean
clear clearly click client cliff climate climb clinic clock club clue coach coal coast coat code coffee cold
collapse colleague collect college colour color column combat comedy comfort comment commerce commercial
commission committee common communist community compare compete competition complain complaint complete
complex computer concern concert condition conduct conference confidence conflict confront confuse connect
conservative consider constitution construction contact contain content contest continue contract contrast
contribute control controversial controversy convention conversation cook cool cooperation copy core corner
corporate correct corruption cost cotton council count counter county couple courage course cover crack cream
create credit crew cricket crime criminal critic critical cross crowd crown crucial cruise cry culture
current customer cute cycle cyclist daily damage dance danger dangerous dark date dawn dead deadline deal
dear debate debut decade decide decision declare deep defeat defend deficit define degree deliver demand
democracy deny depart depend deploy depression deputy describe desert deserve design desk desperate despite
destroy detail detain determine develop development device diamond diary diet difference different difficult
difficulty dig digital dinner diplomat direct direction dirty disappear disaster discover discuss disease
dish display dispute distance distant district divide divorce document dog domestic donate door double doubt
draft drag drama dramatic draw dream dress drink drive drop drought drown dry due dust duty eager ear early
earn earth ease easily easter easy eat edge edition editor education effect effort egg either elderly elect
electric electronic element eliminate elite else embassy emerge emergency emotional emperor employ empty
enable end enemy energy engage engine engineer enjoy enough ensure enter enterprise entertainment entire
entry environment equal equipment era error escape especially essential establish estate estimate ethnic even
evening event eventually ever every everybody everyone everything evidence evil exact exactly examine example
excellent except exchange executive exercise exhibition exist exit expand expect expensive experience
experiment expert explain explore export expose express extend extra extraordinary extreme eye facility fact
factor factory fail fair faith fall false fame familiar fan fantastic far farmer fashion fast fat fate
favourite favorite feature fee feed feel female fellow fence festival few field fierce fight figure file fill
final finally finance financial find fine finger finish firefighter fish fit fix flag flame flat flee flight
float floor flow flower flu fly focus fold folk follow fool foot football force forecast foreign forest
forever forget form formal formula forward foundation founder frame free freedom freeze fresh friend friendly
front frozen fruit fuel full fully fun function fund funeral funny furious further future gain gallery gang
gap garden gas gate gather gay gender gene generate generation genius gentle genuine ghost giant gift girl
glass global goal god golden golf good grade graduate grain grand grant grass grave gray great green greet
grey grim grip ground grow guard guess guest guide guilty guitar gulf guy habit hack hair half hall halt hand
handle hang happen happy harbour hard hardly harm hat hate haunt have headquarters hear heart heat heaven
heavy height helicopter hell help hero hide highlight highly highway hijack hill hip hire historic history
hockey hole holiday hollywood holy honest honour honor hope horrific horror horse host hostage hot hotel
household huge humanitarian hungry hunt hurry husband ice icon idea ideal identify ignore ill illegal image
imagine immediate immediately immigration impact import important impose impossible impress impressive
improve inch incident include including income independence independent index indicate individual industrial
inflation influence inform information infrastructure initial initiative inject injury inmate innocent
inquiry insect inside insist inspire instead institute institution instruction insurance insurer intelligence
intend intense interest interior internal introduce invasion invest investigation invitation invite involve
iron islam islamist island issue item jacket jet jewish joint joke journalist journey joy judge jump junior
jury just justice keen kick kid kidnap kind kitchen knee knife knock know knowledge labour labor lack lady
lake land language large laser late later latter laugh launch lawsuit lawyer lay lead leak lean leap learn
least leather lecture left leg legal legend legendary lend less lesson let letter level liberal library
licence license lie lift light like likely limit line link lion list listen literally little loan lobby local
locate location lock logo lonely long longest longtime loose lot loud love lovely lover loyal luck lucky
lunch luxury machine mad magazine magic mail main mainly major majority maker male mall manage manager manner
manufacturer map marathon marine mark marriage marry mass massacre massive master match mate material matter
mayor meal mean measure meat medal media medical medicine medium melt member memorial memory mental mention
mess message metal method middle midnight might mild mile military milk mind mine mini minimum minister
ministry minor minority minute miracle mirror miss mission mistake mix mobile model moderate modern modest
moment money monitor monkey monster mood morning mortgage mosque most motion motive motor motorcycle mountain
mouse mouth movement much multiple murder muscle museum music musician muslim mutual mystery myth name narrow
nasty native natural nature naval navy nearby nearly necessary neck negative neighbour neighbor neither nerve
net network neutral never nice night nobel nobody noise nomination none normal nose note nothing notice
notorious novel now nowhere nuclear_weapons number nurse object objective obvious obviously occupy occur
ocean odd offensive offer office officer often olympic online opera operate operation opinion opportunity
oppose option orange order ordinary organisation organization organise organize origin original otherwise
outbreak outside outstanding overall overcome oversea overseas own owner pace pack package pact page pain
paint painting pair palace pale panel panic paper parade paradise parent park part participate particular
partner partnership pass passenger passion passport past patch path pattern pause pay peak penalty pension
per perfect perform performance perhaps period permanent permit person personal perspective phase photo
photograph pick picture piece pilot pink pipe pipeline pitch place plain planet plant plastic plate play
plead pleasure pledge plenty plot plus pocket poem poet poetry point poison poisoned pole policy politician
politics political poll pollution pool poor pop popular population port portrait pose position positive
possible possibly post poster potential poverty practical practice praise pray prayer precious predict prefer
pregnant prepare presence present preserve presidency press pressure pretty prevent previous previously pride
priest primary prime principal print prior priority prisoner private privacy prize probably probe problem
proceed process produce producer product production professional professor profile programme program progress
project prominent promise promote proof proper property proposal propose prosecutor prospect protect proud
prove provide province provincial publish pull pump punch punish purchase pure purpose pursue push qualify
quality quarter question quick quickly quiet quit quite quote radical radio rage raid rail rain rally range
rank rape rapid rare rarely rat rather rating raw react reaction read reader ready real realise reality
really reason rebuild recall receive recent recently recession recognise recommend recover recruit red reduce
refer referendum reflect refuse regime region regret regular regulate regulator reject relate relation
relationship relative relax release relief religion religious reluctant rely remain remark remarkable
remember remind remote remove repair repeat replace reply represent representative republic reputation
request require rescue reserve resident resign resist resolution resolve resort resource respect respond
response rest restaurant restore result resume retail retire retreat reveal revenge revenue reverse revolt
revolution reward rice rich rid ride rifle right ring riot risk rival river rob robot rock role roll romance
roof room root rope rough routine row rower royal rude rugby ruin rule ruler rumour rumor rural rush sack sad
safe safety sail sailor salary sale salt same sample sanction sand save scale scandal scare scene schedule
scheme science score scream screen script sea seal seat secret section sector secure seed seem seize
selection self senator senior sense sensitive separate series serious seriously servant serve session settle
settlement several severe sex sexual shadow shake shape shark sharp shed shelter shift shine shirt shock shoe
shop shore short shortage shoulder shout shower shut shy sick side sight sign signal silence silent silk
silver similar simple simply singer single sister sit situation size skill skin sky slave sleep slice slide
slight slightly slow slowly small smart smell smile smoke smooth smuggle snake snow so social social_media
society soft software soil soldier solid solution solve somebody someone something sometimes somewhere song
soon sorry sort soul sound source space spark speak special species specific speech speed spell spend spin
spirit split spokeswoman sponsor sport spot spread spring spy squad square stab stable stadium staff stage
stake stand standard stare station statue status stay steady steal steel steep stem step stick still stimulus
stone stop store story straight strange stranger strategic strategy stream street strength stress stretch
strict strip stroke strong strongly structure struggle stuck studio stuff stun style subject succeed success
such sudden suddenly sue suffer sugar suggest suicide suicide_bombing suit sum summer sun super supply
supporter supreme sure surface surge surgery surplus surprise surrender surround survey survive suspect
suspend suspicion suspicious sweep sweet swim swimmer swing switch symbol sympathy table tackle tail tale
talent tall tank tap tape target task taste taxi tea teach teacher tear teen telephone television temperature
temple temporary tennis tension tent term terrible territory terror terrible text thank theatre theater theft
theme theory thick thin thing think thousand threat throat throughout throw ticket tie tiger tight tiny tip
tired toast tobacco together toilet ton tone tonight too tool tooth topic total touch tough tour tourist
toward towards tower town toy track tradition traditional traffic trail train transfer transform transit
transport trap travel treat treatment treaty tree tribal tribe tribute trick trigger trip triple troop trophy
trouble truck true truly trust truth tube tune tunnel twice twin twist type typical ugly ultimate ultimately
unable uncertain uncle understand unemployment unexpected uniform unique unit unite united unity universe
unknown unlikely unusual unveil upcoming upset urban urgent use user usual usually vacation valley value van
variety various vast vegetable vehicle version veteran via victory video view viewer village violent virtual
vision visible visitor vital voice volcano volume volunteer voter vow vs wage wait wake walk wall wander warm
warning wash waste watch wave weak wealth wealthy wear weather web wedding weekend weight weird welcome well
wheel whether while white whole wide widow wife wild wildlife willing wind window wine wing winner winter
wipe wire wise wish witness wonder wonderful wood wooden word worry worse worst worth wound wrap write writer
wrong yard yellow yesterday yet young youth zone zoo john michael david james robert william george peter
paul mark andrew thomas richard steve steven chris daniel mary sarah anna kate elizabeth jennifer mohammed
mohamed ahmed ali hassan abdullah ibrahim omar khalid sir lord lady mr mrs ms dr saint st september_11
world_cup premier_league champions_league stock_exchange heart_attack human_rights air_force security_council
same_sex_marriage gdp imf ecb nato cia fbi isis al_qaeda taliban execution interior_minister defence_minister
life_sentence attorney_general layoff tsunami tornado landslide drone hack robot ai tv film afghan asia asian
arab pacific atlantic middle_east kashmir crimea kenya somalia sudan congo ghana ethiopia nepal bangladesh
sri_lanka indonesia malaysia singapore vietnam taiwan hong_kong new_zealand argentina chile colombia
venezuela peru cuba haiti poland hungary czech romania bulgaria serbia croatia austria switzerland
netherlands belgium sweden norway denmark finland ireland scotland wales england portugal yemen qatar kuwait
bahrain jordan tunisia algeria morocco mali chicago boston los_angeles san_francisco washington_dc washington
hollywood baghdad damascus kabul cairo beirut jerusalem brussels rome madrid sydney mumbai manila
"""
