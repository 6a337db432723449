"""English words that matching knows: data only, in plain spelling; `core.lexicon` folds and indexes it.

Written by hand from general knowledge of news English, never counted on data that is judged.
"""

STOP = """
a an the of in on at to for from by with and or but as is are was were be been being it its this that
these those he she his her they their them him we our you your i my me who which what when where why how
than then so if into over under about after before amid during between through against upon per via up out
off down again there here has have had do does did will would could can may might should must shall just
also very more most some any all both each other such own same only not no
"""

NEGATION = """
not no never cannot can't won't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't couldn't
wouldn't neither
"""

CONCEPTS = """
plan plans planned planning
criticise criticises criticised criticize criticizes criticized criticism slam slams slammed condemn
  condemns condemned blasts_verbally denounce denounces denounced
praise praises praised hail hails hailed
vow vows vowed pledge pledges pledged promise promises promised
threaten threatens threatened threat threats
accuse accuses accused blame blames blamed
charge charges charged indict indicted
convict convicted convicts guilty found_guilty
acquit acquitted acquits
seize seizes seized grab grabs grabbed
capture captures captured
return returns returned
end_life suicide
marry marries married wedding weds wed
divorce divorces divorced split splits
birth born baby
sworn inaugurated inauguration
step steps stepped
retire retires retired retirement
recall recalls recalled
expand expands expanded expansion
build builds built construction
halt halts halted suspend suspends suspended stop stops stopped
resume resumes resumed
continue continues continued
seek seeks sought
demand demands demanded
ask asks asked
want wants wanted
help helps helped
support supports supported
oppose opposes opposed opposition
fear fears worry worries concern concerns worried
hope hopes hoped
hit hits hitting struck
test tests tested testing
fly flies flew
evacuate evacuates evacuated evacuation flee flees fled
destroy destroys destroyed
damage damages damaged
stab stabs stabbed stabbing
hostage hostages
rape raped rapes rapist
spy spying espionage spies
hack hacks hacked hacking hackers hacker cyberattack
leak leaks leaked
missile missiles rocket rockets
airstrike airstrikes
drone drones
weapon weapons arms
nuclear atomic
chemical chemicals
rebel rebels insurgents militants militant insurgent
terrorist terrorists terror terrorism
refugee refugees migrants migrant
victim victims
suspect suspects suspected
lawmaker lawmakers mps mp parliament
senate senator senators
lawyer lawyers attorney
teacher teachers
student students pupil pupils
doctor doctors physician
patient patients
scientist scientists researchers researcher
worker workers employees staff
leader leaders
official officials
king royal queen
pope vatican pontiff
church churches
school schools
hospital hospitals
university universities college
city town
village villages
border borders frontier
house houses home homes
building buildings
bridge bridges
road roads highway
train trains rail railway
bus buses coach
truck trucks lorry
helicopter helicopters chopper
economy economic
job jobs unemployment jobless
tax taxes
debt debts
bailout rescue_deal
euro eurozone
budget budgets
growth grow grows grew
recession downturn
rate rates
market markets
dollar dollars
billion bn
million mn mln
chief head boss ceo
first_one maiden
top tops topped
big biggest huge massive major large
old aged
year years yearold
month months
day days
week weeks
hour hours
football soccer
game games match matches
final finals championship title
coach manager
player players
singer musician
actor actress
star stars celebrity
tv television
internet online web
phone phones smartphone smartphones
app apps
climate warming
snow blizzard
heat heatwave
rain rains rainfall
nkorea pyongyang
skorea seoul
philippines philippine filipino manila
thailand thai
saudi saudis
libya libyan
lebanon lebanese
yemen yemeni
tunisia tunisian
nigeria nigerian
kenya kenyan
sudan sudanese
poland polish
sweden swedish
cuba cuban
brazil brazilian
argentina argentine argentinian
venezuela venezuelan
colombia colombian
ireland irish
netherlands dutch
switzerland swiss
bangladesh bangladeshi dhaka
vietnam vietnamese
indonesia indonesian
malaysia malaysian
kill killed kills killing dead dies die died death deaths slain slay murder murdered fatal fatally
injured injure injures injury injuries wounded wound wounds hurt hurts
arrest arrests arrested detain detains detained detention held custody nab nabbed captured capture
jail jailed prison imprison imprisoned sentenced sentence sentences
release releases released free freed frees
meet meets met meeting talks talk
visit visits visited trip tour
arrive arrives arrived arrival
leave leaves left depart departs departed
attack attacks attacked assault raid raids
bomb bombs bombing bombings blast blasts explosion explosions explode explodes exploded
fire fires blaze blazes wildfire
crash crashes crashed collision collide
quake earthquake earthquakes quakes tremor
flood floods flooding flooded
storm storms hurricane typhoon cyclone
protest protests protesters protester demonstration demonstrators demonstrate rally rallies march marches
strike strikes
say says said
tell tells told
claim claims claimed alleges alleged allege
warn warns warned warning
urge urges urged calls call
announce announces announced unveil unveils unveiled reveal reveals revealed launch launches launched
deny denies denied denial
confirm confirms confirmed
reject rejects rejected refuse refuses refused rejection
accept accepts accepted agree agrees agreed approve approves approved approval backs back backed
rise rises rose risen gain gains gained increase increases increased climb climbs climbed jump jumps
  jumped surge surges surged soar soars soared up higher
fall falls fell fallen drop drops dropped decline declines declined decrease decreases decreased slip
  slips slipped plunge plunges plunged tumble tumbles slump slumps sink sinks lower
win wins won beat beats beaten defeat defeats defeated victory triumph
lose loses lost loss losses
resign resigns resigned resignation quit quits
fire_job sack sacked sacks dismissed dismisses ousted oust ousts
appoint appoints appointed names named hire hires hired
open opens opened opening
close closes closed closing shut shuts shutdown
start starts started begin begins began begun
end ends ended finish finishes finished
delay delays delayed postpone postpones postponed
cancel cancels cancelled canceled scrap scraps scrapped
buy buys bought acquire acquires acquired acquisition purchase purchases takeover
sell sells sold sale sales
deal deals agreement pact accord
vote votes voted voting poll polls ballot election elections elect elected
court judge tribunal
police cops officers officer
gunman gunmen shooter gunfire shooting shootings shoot shot shoots
soldier soldiers troops troop military army
president presidential
minister ministers
government govt gov
company firm companies
child children kid kids boy girl
woman women
man men
plane aircraft jet airplane airliner flight
ship vessel boat ferry
car cars vehicle vehicles
film movie films movies
america american americans usa us
britain british uk
russia russian russians moscow kremlin
china chinese beijing
iran iranian tehran
israel israeli israelis
syria syrian syrians
egypt egyptian egyptians
iraq iraqi
france french paris
germany german berlin
japan japanese tokyo
india indian delhi
pakistan pakistani
turkey turkish ankara
palestine palestinian palestinians
ukraine ukrainian kyiv kiev
greece greek
spain spanish
italy italian
north_korea pyongyang nkorea
afghanistan afghan
mexico mexican
australia australian
canada canadian
africa african
europe european eu
un nations
profit profits earnings
share shares stock stocks
price prices
oil crude
bank banks banking
probe probes investigation investigate investigates inquiry
rescue rescues rescued save saves saved
missing disappear disappears disappeared vanished
toll tolls
plan plans planned
report reports reported
pm premier
ceasefire truce
aid relief
health healthcare
virus outbreak
sue sues sued lawsuit suit
ban bans banned
cut cuts slash slashes
raise raises raised hike hikes hiked
"""

BYLINES = """
writes editorial opinion column quiz briefing pictures letters cartoon weather horoscope podcast
  newsletter review
"""

OPPOSITES = """
rise fall
win lose
arrive leave
accept reject
confirm deny
open close
start end
arrest release
jail release
appoint resign
appoint fire_job
raise cut
start delay
north south
east west
northern southern
eastern western
guilty acquitted
convicted acquitted
support oppose
supports opposes
beginning end
"""

COMMON_1 = """
say new us president police
"""
COMMON_2 = """
kill man woman first year government minister china russia deal election court report market share world
home back plan state bank attack case death week day time million billion america britain north south rise
fall win talk set face health news city get make take
"""
COMMON_3 = """
two three four five six seven eight nine ten last next old big high low top former chief leader leaders
head ceo company group party senate house congress parliament law bill vote trial judge justice rights
human monday tuesday wednesday thursday friday saturday sunday january february march april june july
august september october november december today tomorrow month months years days hours weeks season game
cup league team match final player coach star show film movie music album king queen prince pope church
school university student children child family mother father son daughter people life power energy oil
gas gold price sales profit growth economy trade tax budget debt rate bond euro dollar stock tech google
apple facebook twitter microsoft amazon samsung video game phone car plane train bus ship road bridge fire
crash storm flood quake bomb blast gun shooting injured arrest jail protest strike war peace army troops
rebel border nuclear missile weapon iran iraq israel syria egypt india japan pakistan korea france germany
europe eu un uk africa australia canada mexico brazil turkey ukraine afghanistan water food drug cancer
study research scientists doctor hospital virus patients space nasa moon mars warn urge call deny confirm
reject accept launch announce open close start end delay cancel buy sell cut raise found hit hits may will
want need look help lead leads led near way amid despite against job jobs work workers support security
official officials interview review live update latest best
"""

PLACES = """
egypt
cairo < egypt
alexandria < egypt
syria
damascus < syria
aleppo < syria
homs < syria
idlib < syria
iraq
baghdad < iraq
mosul < iraq
basra < iraq
kirkuk < iraq
lebanon lebanese
beirut < lebanon
gaza < palestine
palestine
jerusalem
jenin < palestine
israel
haifa < israel
jordan jordanian
amman < jordan
riyadh < saudi
saudi
kuwait
qatar
doha < qatar
dubai < emirates
emirates uae
yemen yemeni
sanaa < yemen
aden < yemen
sudan sudanese
khartoum < sudan
darfur < sudan
libya libyan
tripoli
benghazi < libya
tunisia tunisian
algeria algerian
morocco moroccan
somalia somali
mogadishu < somalia
ethiopia ethiopian
kenya kenyan
nairobi < kenya
nigeria nigerian
lagos < nigeria
ghana
uganda
rwanda
congo
mali
niger
zimbabwe
johannesburg
turkey
istanbul < turkey
iran
isfahan < iran
afghanistan
kabul < afghanistan
kandahar < afghanistan
pakistan
karachi < pakistan
lahore < pakistan
peshawar < pakistan
quetta < pakistan
islamabad < pakistan
india
mumbai < india
kolkata < india
chennai < india
kashmir
bangladesh bangladeshi
dhaka < bangladesh
nepal
china
shanghai < china
tibet < china
japan
osaka < japan
indonesia indonesian
jakarta < indonesia
malaysia malaysian
philippines philippine
manila < philippines
thailand thai
bangkok < thailand
vietnam vietnamese
taiwan
australia
sydney < australia
melbourne < australia
russia
ukraine
kharkiv < ukraine
odesa odessa < ukraine
crimea
poland polish
warsaw < poland
germany
munich < germany
hamburg < germany
france
marseille < france
spain
madrid < spain
barcelona < spain
italy
rome < italy
milan < italy
greece
athens < greece
portugal portuguese
lisbon < portugal
netherlands dutch
belgium belgian
brussels
switzerland swiss
geneva
austria austrian
vienna < austria
hungary hungarian
romania romanian
bulgaria bulgarian
serbia serbian
sweden swedish
norway norwegian
denmark danish
finland finnish
ireland irish
scotland scottish < britain
wales welsh < britain
britain
manchester < britain
liverpool < britain
america
california < america
texas < america
florida < america
ohio < america
chicago < america
boston < america
houston < america
seattle < america
canada
toronto < canada
montreal < canada
mexico
brazil brazilian
argentina argentine
chile chilean
colombia colombian
venezuela venezuelan
peru peruvian
cuba cuban
haiti haitian
bolivia
ecuador
oslo < norway
stockholm < sweden
copenhagen < denmark
helsinki < finland
amsterdam < netherlands
dublin < ireland
budapest < hungary
czech czechia
prague < czech
slovakia slovak
bucharest < romania
sofia < bulgaria
belgrade < serbia
croatia croatian
zagreb < croatia
rabat < morocco
casablanca < morocco
tunis < tunisia
algiers < algeria
muscat < oman
oman omani
manama < bahrain
bahrain bahraini
colombo < lanka
kathmandu < nepal
hanoi < vietnam
singapore singaporean
canberra < australia
wellington < zealand
ottawa < canada
havana < cuba
caracas < venezuela
bogota < colombia
lima < peru
santiago < chile
brasilia < brazil
abuja < nigeria
accra < ghana
dakar < senegal
senegal senegalese
pretoria < africa
cameroon cameroonian
angola angolan
mozambique
tanzania tanzanian
zambia zambian
kyiv kiev < ukraine
georgia georgian
armenia armenian
azerbaijan azerbaijani
kazakhstan kazakh
uzbekistan uzbek
mongolia mongolian
"""
