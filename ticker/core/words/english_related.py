"""English words that are near and not the same, one field a line: two of one field are half a shared word."""

RELATED = """
bomb attack airstrike shelling suicide_bombing bomber terrorist ambush missile
kill toll casualty victim massacre assassinate body execution drown suicide
injured casualty hospital
shoot attack gun ambush killer
kill shoot attack stab bomb crash airstrike
protest protester unrest riot strike violence
fight violence unrest war attack
crash accident derail disaster
sink ship drown
fire burn
flood rain storm landslide
quake tsunami shake hit
storm tornado hit rain snow
arrest seize suspect charge jail police prisoner question
charge court trial prosecutor sue convict
convict jail ruling trial
jail prisoner ruling life_sentence
ruling court appeal
police detective
theft seize
kidnap hostage missing
rape sexual_assault abuse assault_sex
fraud corruption scandal crime
resign retire leave withdraw replace
fire_job replace resign coup
appoint choose replace
accept support approve_go allow vote
reject oppose block criticise ban
announce launch start open publish
launch start open
end halt cancel close
halt cancel delay
cancel annul
ban block limit crackdown
meet summit visit conference
visit arrive travel return
arrive reach return land_touch
leave withdraw return flee
help aid save support
give transfer award send
transfer give return
find search show
say claim confirm tell speak
say announce warn urge
urge demand ask want seek
claim accuse
criticise accuse
praise tribute support
mourn tribute funeral remember
mark celebrate anniversary remember
fear warn threaten
expect predict plan hope
plan consider prepare expect want seek
vow plan threaten
try seek bid
hit damage destroy shake
damage destroy collapse
cut limit layoff austerity fall
raise rise expand improve
rise rebound growth
fall ease recession
win winner lead
winner medal award
lose fail
deal accept merger meet
buy merger stake deal bid
war soldier peace ceasefire
peace ceasefire meet
soldier commander warplane navy
rebel terrorist taliban isis al_qaeda extremist
coup soldier
nuclear nuclear_weapons iaea
president leader
pm leader minister government
minister ministry cabinet
foreign_minister foreign_ministry minister diplomat
finance_minister minister
interior_minister minister
defence_minister minister
leader chief
government cabinet official minister
parliament law senate congress vote
congress senate lawmaker
ambassador diplomat
king royal prince
queen royal
pope vatican church
candidate campaign vote
referendum vote independence
vote voter
independence secession
law policy reform constitution ruling
economy growth recession market gdp
job unemployment worker layoff
layoff strike
wage pay minimum_wage
worker union strike
debt deficit loan bailout bankruptcy
bailout loan aid
budget spend tax deficit
tax tariff
rate interest_rates federal_reserve central_bank
central_bank federal_reserve ecb bank
inflation price cost
market share stock_exchange investor
profit revenue
revenue sell
oil gas price opec
company business industry chief
airline plane
retailer sell consumer
house building
school student teacher university
hospital doctor patient health
doctor nurse
disease virus health flu
flu virus vaccine
cancer disease
child baby teen student family
teen young
family mother father child
marry couple
scientist study expert
study find report test
space astronaut satellite nasa rocket
climate weather pollution
internet app phone hack
video photo film
tv show star
journalist newspaper media report
actor star film
singer star song album concert
football player coach team
game final tournament championship
score goal win
olympic medal
coach team
big record
city town
refugee border asylum
spy leak hack nsa
america washington_dc white_house
us white_house
russia crimea
security_council united_nations
"""
