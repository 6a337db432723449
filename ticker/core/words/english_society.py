"""English words of politics, economy, science, health, culture and sport, one meaning a line."""

CONCEPTS = """
president presidents presidential presidency
pm premier premiers
minister ministers
ministry ministries
government governments govt gov governmental
cabinet
lawmaker lawmakers mps mp parliament parliamentary legislator legislators legislature
congressman congresswoman congressmen
congress congressional
senate senator senators
governor governors
mayor mayors mayoral
ambassador ambassadors envoy envoys
diplomat diplomats diplomacy diplomatic
leader leaders leadership
official officials
chief chiefs head heads boss bosses ceo
king monarch
queen
royal royals
prince
pope pontiff papal
vatican
candidate candidates contender contenders
campaign campaigns campaigning
referendum plebiscite
party parties
coalition coalitions
republican republicans gop
democrat democrats democratic dems
conservative conservatives tory tories
liberal liberals
communist communists
islamist islamists
muslim muslims islamic islam
christian christians christianity
jew jews jewish
law laws legislation bill bills
reform reforms
constitution constitutional
rights
policy policies
crisis crises
summit summits
conference conferences
sanction sanctions embargo
dispute disputes row rows feud quarrel
ally allies
enemy enemies foe foes
security
independence independent
secession secede separatist separatists
immigration immigrant immigrants
citizen citizens citizenship
resident residents
people
power powers
strategy strategies
economy economies economic economics
job jobs employment
unemployment jobless unemployed joblessness
layoff layoffs redundancies
wage wages salary salaries
tax taxes taxation
tariff tariffs
debt debts
deficit deficits
loan loans
bailout bailouts rescue_deal
austerity
stimulus
euro eurozone
budget budgets
growth grow grows grew growing
recession downturn slowdown
rate rates
inflation
market markets
dollar dollars
pound sterling
billion bn
million mn mln
trillion tn
share shares stock stocks equities
investor investors shareholder shareholders
price prices pricing
cost costs
profit profits earnings
revenue revenues
oil crude petroleum
gas
bank banks banking lender lenders banker bankers
company firm companies firms corporation corporate
business businesses
industry industries industrial
factory factories
airline airlines carrier carriers
carmaker carmakers automaker automakers
retailer retailers retail store stores shop shops supermarket
consumer consumers shopper shoppers customer customers
export exports
import imports
merger mergers merge merges merged
stake stakes
ipo flotation
bankruptcy bankrupt insolvency insolvent
house houses housing home homes
building buildings
worker workers employee employees staff
union unions
farmer farmers farm farms
teacher teachers
student students pupil pupils
school schools
university universities college colleges
doctor doctors physician physicians medic medics
nurse nurses
hospital hospitals clinic
patient patients
health healthcare
disease diseases illness illnesses sickness
virus viruses outbreak outbreaks epidemic pandemic
flu influenza
vaccine vaccines vaccination vaccinations vaccinate
cancer cancers
surgery
obesity obese
smoking smoker smokers smoke tobacco cigarette cigarettes
abortion abortions
gay gays homosexual homosexuals lesbian
child children kid kids boy girl boys girls
baby babies infant infants newborn
teen teens teenager teenagers teenage
woman women female
man men male
couple couples
mother mothers mom mum moms mums
father fathers dad dads
son sons
daughter daughters
brother brothers
sister sisters
wife wives
husband husbands
family families relatives relative
marry marries married marriage wedding weddings weds wed
divorce divorces divorced
birth born
pregnant pregnancy
funeral funerals burial buried bury buries
church churches
mosque mosques
village villages
town towns
city cities
area areas region regions regional
country countries nation national nationwide
world global worldwide international
scientist scientists researchers researcher
study studies research
expert experts analyst analysts
space
satellite satellites
asteroid asteroids meteor meteors meteorite meteorites
astronaut astronauts cosmonaut cosmonauts
climate warming
weather
pollution smog polluted
internet online web website websites
phone phones smartphone smartphones handset
app apps
video videos footage
photo photos picture pictures image images photograph photographs
tv television televised
newspaper newspapers
journalist journalists reporter reporters correspondent
media press
film films movie movies
actor actress actors
singer musician singers
star stars celebrity celebrities
song songs
album albums
concert concerts gig gigs
book books
author authors novelist
director directors
prize prizes
anniversary
football soccer footballer footballers
game games match matches
final finals
championship championships title titles
olympic olympics olympian
tournament tournaments
coach coaches manager managers
player players
team teams squad
goal goals
score scores scored scoring
race races
medal medals
fan fans supporter supporters
top tops topped
big biggest huge massive major large largest
old aged
young youth
new
year years yearold
month months monthly
day days daily
week weeks weekly
hour hours
minute minutes
dog dogs
animal animals
fish fishing
fisherman fishermen
water waters
food foods
electricity
pipeline pipelines
plant plants
tourist tourists tourism
passenger passengers
pilot pilots
crew crews
miner miners mine mines
"""
