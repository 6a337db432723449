"""More English words and expressions of news: qualities, conditions, turns of phrase; one meaning a line."""

CONCEPTS = """
historic landmark historical milestone
severe serious grave seriously severely
big giant enormous gigantic mammoth vast
small tiny little minor mini
record
new fresh latest newest
key crucial vital pivotal
controversial disputed contentious divisive
rare unusual
strong powerful mighty
weak fragile feeble
anger angry fury furious outrage outraged rage ire
shock shocks shocked shocking stun stuns stunned stunning surprise surprises surprised surprising
joy jubilation delight delighted
safe safely safety
danger dangerous hazardous perilous risky risk risks
ill sick unwell ailing
famous renowned famed
former ex onetime erstwhile
fake bogus counterfeit phoney phony forged
illegal unlawful illicit illegally
legal lawful
secret covert clandestine classified secrets secretly
poor impoverished poverty
rich wealthy
billionaire tycoon mogul magnate
hunger hungry starving starvation famine
cold freezing frigid freeze freezes frozen
naked nude topless
drunk drunken intoxicated
abroad overseas
slow slows slowed slowing
accelerate accelerates quicken hasten speed_up
double doubles doubled doubling
exceed exceeds exceeded surpass surpasses surpassed outpace
enter enters entered
form forms formed forming
propose proposes proposed proposal proposals
recommend recommends recommended recommendation advise advises advised
offer offers offered
bid bids bidding
compete competes contest contests vie vies
challenge challenges challenged
defy defies defied
ignore ignores ignored
evade evades dodge dodges
hide hides hid hidden conceal concealed
expose exposes exposed
lied lying
trick dupe duped
trap traps trapped stranded stuck marooned
contaminate contaminated contamination tainted
poison poisoned poisoning
infect infected infection infections
treat treats treated treatment
diagnose diagnosed diagnosis
remove removes removed removal get_rid_of
join take_part takes_part took_part team_up teams_up link_up participate participates participation
establish establishes established set_up sets_up
perform carry_out carries_out
inaugurate inaugurated inauguration inaugurates sworn_in sworn take_oath take_office takes_office takes_oath
uprising uprisings revolt revolts rebellion rise_up rises_up
revolution revolutions revolutionary
hospital hospitalised hospitalized hospitalise taken_to_hospital rushed_to_hospital admitted_to_hospital
  in_hospital
leave_hospital leaves_hospital discharged_from_hospital released_from_hospital out_of_hospital
testify give_evidence gives_evidence
plead_guilty pleads_guilty pleaded_guilty plea_of_guilty
plead_not_guilty pleads_not_guilty pleaded_not_guilty
trial on_trial face_trial stand_trial stands_trial go_on_trial
charge face_charges press_charges bring_charges
arson arsonist set_on_fire set_fire_to torch torched torches burn_down
fire catch_fire burst_into_flames ablaze
shoot_down shot_down shoots_down downed
missing go_missing goes_missing went_missing lose_contact lost_contact
escape break_out on_the_run at_large jailbreak prison_break
strike go_on_strike on_strike walk_out walk_off_job
join_forces
intensify intensifies step_up steps_up ramp_up ramps_up
abandon give_up
close shut_down shuts_down close_down
split break_up split_up breaks_up
seek look_to looks_to press_for
choose opt_for opts_for
buy snap_up buy_out
sell sell_off sells_off
draw draws stalemate
sent_off red_card
debut debuts
relegate relegated relegation
reach advance_to advances_to through_to progress_to
unchanged steady hold_steady
record_high all_time_high record_highs
record_low all_time_low
jobless_claims unemployment_claims unemployment_benefits jobless_benefits
house_prices home_prices property_prices housing_prices
trade_gap trade_deficit
downgrade downgrades downgraded
profit net_income
factory_output industrial_production industrial_output manufacturing_output
petrol gasoline
natural_gas lng
renewable_energy green_energy solar_power
driverless self_driving
data_breach
spacecraft space_probe
space_station iss
mars red_planet martian
launch lift_off blast_off lifts_off blasts_off liftoff
land_touch touch_down touches_down
gene genes genetic dna
dementia alzheimers alzheimer
contraceptive contraception contraceptives birth_control
e_cigarette e_cigarettes ecigarettes vaping
blackout blackouts power_cut power_cuts power_outage power_outages outage
heavy_rain torrential_rain heavy_rains torrential_rains
flash_flood flash_floods
fire forest_fire forest_fires bush_fire bush_fires wild_fire
black_box black_boxes flight_recorder flight_recorders
oil_spill oil_slick
gas_leak
stampede
head_of_state heads_of_state
no_confidence no_confidence_vote vote_of_no_confidence motion_of_no_confidence
decree decrees edict
veto vetoes vetoed
debt_ceiling debt_limit borrowing_limit
government_shutdown
tax_cut tax_cuts tax_break tax_breaks
tax_hike tax_rise tax_increase tax_hikes tax_rises
obamacare health_law affordable_care_act
peace_deal peace_agreement peace_accord peace_pact
nuclear_deal nuclear_agreement nuclear_accord
nuclear_test atomic_test
war_crimes war_crime crimes_against_humanity
genocide ethnic_cleansing
mass_grave mass_graves
junta military_rule military_government
snap_election early_election early_elections snap_elections
runoff run_off second_round
opinion_poll
by_election byelection
appeals_court court_of_appeal court_of_appeals appeal_court
plea_deal plea_bargain
hate_crime hate_crimes
drink_driving drunk_driving drunken_driving drink_drive dui
drug_trafficking drug_smuggling
people_smuggling human_trafficking people_trafficking
autopsy post_mortem postmortem
oscar oscars academy_award academy_awards
duchess_of_cambridge kate_middleton
film_festival
semi_final semi_finals semifinal semifinals last_four
quarter_final quarter_finals quarterfinal quarterfinals last_eight
shootout shoot_out
"""

THINGS = """
spokesman spokeswoman spokesperson
firefighter firefighters firemen fire_crews
paramedic paramedics
lorry_driver truck_driver
bodyguard bodyguards
neighbour neighbours neighbor neighbors
friend friends
boyfriend girlfriend
grandmother grandma
grandfather grandad granddad
teen schoolboy schoolgirl
lover lovers
stepdaughter stepson
asteroid space_rock
sars
mers
ebola
hiv aids
mad_cow bse
pig pigs swine
chicken poultry
bird birds
elephant elephants
tiger tigers
bear bears
whale whales
shark sharks
lion lions
cat cats
horse horses
snake snakes
bee bees
cow cows cattle
tree trees
forest forests rainforest rainforests
river rivers
mountain mountains
island islands
beach beaches
sea seas ocean oceans
coast coasts coastal
harbour harbor port ports
airport airports
station stations
tunnel tunnels
street streets
square
mall malls shopping_centre shopping_center
hotel hotels
restaurant restaurants cafe cafes
pub pubs
nightclub nightclubs night_club
stadium stadiums arena
museum museums
library libraries
theatre theater theatres theaters
palace
castle castles
temple temples
monastery
cemetery graveyard
grave graves tomb tombs
statue statues monument
painting paintings artwork
artist artists painter
photographer photographers
writer writers
poet poets
jewel jewels jewellery jewelry gems
diamond diamonds
cocaine
heroin
cannabis marijuana weed
alcohol booze
beer beers
wine wines
sugar
chocolate
rice
bread
milk
meat meats
beef
egg eggs
fruit fruits
vegetable vegetables
computer computers laptop laptops pc
tablet tablets
robot robots robotic
camera cameras cctv
password passwords
privacy
user users
software
chip chips
battery batteries
electric_car electric_cars electric_vehicle electric_vehicles
motorcycle motorcycles motorbike motorbikes
bicycle bicycles bike bikes cyclist cyclists cycling
taxi taxis cab cabs
tanker tankers
submarine submarines sub
yacht yachts
lifeboat lifeboats
parachute
balloon balloons
engine engines
wheel wheels
fuel
coal
solar
wind_power wind_farm
dam dams
reactor reactors nuclear_plant nuclear_plants nuclear_power_plant nuclear_power_station
waste
rubbish garbage trash
sewage
earth
moon lunar
sun
planet planets
comet comets
telescope telescopes
galaxy galaxies
fossil fossils
dinosaur dinosaurs
species
human humans
brain brains
heart hearts
blood
skin
eye eyes
tooth teeth dental dentist
hair
leg legs
hand hands
foot feet
stomach
lung lungs
liver
kidney kidneys
diabetes diabetic
stroke
asthma
autism autistic
depression
pain
sleep
diet diets
exercise
sport sports
athlete athletes
runner runners
swimmer swimmers
boxer boxers
referee referees umpire
captain captains skipper
striker strikers forward
goalkeeper goalkeepers keeper
club clubs
league leagues
cup
trophy trophies
season seasons
round rounds
half halves
penalty penalties
doping
racism racist racists
sexism sexist
discrimination
equality
freedom freedoms liberty
democracy
dictator dictators dictatorship
regime
tribe tribes tribal
sectarian
ethnic
minority minorities
majority
veteran veterans
hero heroes
legend legends legendary
icon iconic
genius
millionaire millionaires
homeless homelessness
orphan orphans
widow widows
twin twins
pensioner pensioners pension pensions
adult adults
parent parents
grandparents
bride brides
mistress
adoption adopt adopts adopted
inheritance
lottery jackpot lotto
casino casinos gambling
auction auctions auctioned
bargain
discount discounts
brand brands
advert adverts advertisement advertising ad ads
logo
fashion
model models
dress dresses gown
shoe shoes
bag bags
gold golden
silver
bronze
"""

SILENT = """
last night, this week, last week, next week, this year, last year, next year, this month, last month, next
  month
"""
