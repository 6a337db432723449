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

# Against one another only where nothing else differs.
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
alive survive : kill die
missing : found
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
on in into inside : off out outside
to : from
"""
