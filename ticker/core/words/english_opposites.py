"""English words that say the opposite of one another: data only.

A line of `OPPOSITES` and `COUNTERPARTS` holds sides with a colon between them; each word of one side is
against each of the others.
"""

OPPOSITES = """
rise gain jump surge grow climb higher : fall drop slump plunge tumble shrink slip lower
win beat : lose draw
arrive enter : leave depart exit
accept approve pass back endorse ratify : reject delay postpone shelve veto block
confirm admit : deny
open reopen inaugurate : close shut
start begin launch : end finish delay collapse
resume restart restore reinstate : cancel suspend halt stop
arrest jail detain : release free
appoint name hire elect : resign fire_job sack dismiss oust
hire recruit : lay_off
raise increase : cut reduce lower
north northern : south southern
east eastern : west western
guilty convicted : acquitted innocent
jail : acquitted
support back : oppose condemn criticise
supports : opposes
beginning : end
uphold : annul overturn quash
lift ease relax loosen : impose tighten
ban prohibit outlaw : allow permit legalise
marry wed : divorce
sign : veto
hot heat_wave heatwave : cold_snap
strengthen : weaken
widen : narrow
expand : shrink
improve : worsen deteriorate
boycott : attend participate
deploy : withdraw
praise welcome applaud : criticise condemn
agree : refuse disagree
succeed : fail
surplus : deficit
profit : loss
best : worst
strongest : weakest
warmest hottest : coldest
hot : cold
advance : retreat
escalate : defuse
"""

# Where one side alone says it, and little else, what the other tells did not happen.
REVERSALS = """
delay postpone cancel call_off scrap deny reject refuse fail foil thwart avert prevent shelve block veto
"""

# Against one another only where two words on a side differ at most.
COUNTERPARTS = """
buy sign : sell
import : export
man boy men boys father husband son king prince brother :
  woman girl women girls mother wife daughter queen princess sister
first : last final
early : late
majority : minority
public state : private
more : fewer less
highest : lowest
record : low
borrow : lend
return : leave depart
alive survive rescue : kill die
missing : found rescue
recover : steal
high : low
sign : leave quit
build : demolish
promoted : relegated demoted
qualify : eliminated
red : orange : yellow : green : blue : black : white
summer : winter : spring : autumn
january : february : april : june : july : august : september : october : november : december
landing : takeoff
before : after
for with : against without
up above over : down below under
arrest detain : seek hunt : charge indict : convict : sentence : clear exonerate : blame
collapse stall break_down : resume restart begin start conclude
add launch : cancel scrap axe suspend cut
lift : extend prolong renew : impose
delay postpone adjourn : issue deliver announce
keep hold maintain : raise increase : cut lower
flee evacuate : return
recede subside : rise swell
aground : fire : sink capsize : collide
deny : announce confirm
parliament : cabinet : senate : court
mayor : governor : ambassador : senator : judge
child children infant toddler : teenager teen : adult adults : pensioner elderly
car cars : home homes house houses : shop shops : phone phones : motorcycle motorcycles : bike bikes
league : cup : championship
film movie : series : album : song : novel book : play
murder : robbery : fraud : bribery : kidnapping : rape : arson : embezzlement : smuggling :
  perjury : blackmail
knee : ankle : hamstring : shoulder : groin : thigh : wrist
inspect visit : open inaugurate
begin start launch continue resume restart proceed approve accept adopt endorse pass win survive succeed hold
  extend renew unveil restore publish dock :
  end halt stop suspend cancel call_off scrap abandon shelve postpone delay defer reject refuse dismiss
  block veto lose fail collapse break_down
fine punish : warn
explode detonate : defuse disarm
birth born welcome : death mourn
inject pump : drain withdraw
restore : cut
intercept stop : search seek
shortlist nominate : award win
confirm : call_off
plan propose : scrap abandon drop ditch
join : leave quit
hold : postpone cancel
driver drivers : passenger passengers : pedestrian pedestrians : cyclist cyclists
police : army : navy : coast_guard : firefighters
president : prime_minister : vice_president : king
teacher teachers : student students pupil pupils
prosecutor prosecutors prosecution : defence defense
landlord landlords : tenant tenants
peace truce ceasefire : war
oldest : youngest newest
biggest largest : smallest
fastest : slowest
longest : shortest
richest : poorest
major : minor
recover : die
on in into inside : off out outside
to : from
"""
