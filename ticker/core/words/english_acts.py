"""More English verbs of news with their synonyms, irregular forms and turns; one meaning a line."""

CONCEPTS = """
amend amends amended amendment amendments
assess assesses assessed assessment evaluate evaluates evaluation
assure assures assured reassure reassures reassurance
attract attracts attracted lure lures lured entice woo woos wooed
backtrack backtracks backtracked backpedal backpedals u_turn climb_down climbdown about_face
deport deports deported deportation expel expels expelled expulsion banish banished exile exiled kick_out
  kicked_out
extradite extradites extradited extradition
behead beheads beheaded beheading decapitate decapitated
mock mocks mocked ridicule ridicules ridiculed poke_fun make_fun
lament laments bemoan bemoans
betray betrays betrayed betrayal
blackmail extort extortion extorted
blunder blunders gaffe gaffes
bolster bolsters bolstered shore_up beef_up
breach breaches breached violate violates violated violation violations flout flouts flouted
downplay downplays downplayed play_down plays_down brush_off brush_aside shrug_off shrugs_off
bully bullies bullied bullying
chase chases chased chasing pursue pursues pursued pursuit
cooperate cooperates cooperation collaborate collaborates collaboration
compensate compensation reparation reparations
complain complains complained complaint complaints
confront confronts confronted confrontation
congratulate congratulates congratulated congratulations
link links linked tie_to connection connections
conspire conspiracy conspired plot plots plotted plotting
persuade persuades persuaded convince convinces convinced
repair repairs repaired fix fixes fixed mend
cry cries weep weeps wept tears tearful
decide decides decided decision decisions
depict depicts depicted portray portrays portrayed portrayal
defect defects defected defection defections defector defectors
devastate devastates devastated devastation devastating
develop develops developed development
dissolve dissolves dissolved dissolution disband disbands disbanded
disperse disperses dispersed
displace displaced displacement
disrupt disrupts disrupted disruption disruptions
distribute distributes distributed distribution
dominate dominates dominated domination
doubt doubts doubted
eliminate eliminates eliminated elimination
embrace embraces embraced hug hugs hugged
emerge emerges emerged emerging
enlist enlists recruit recruits recruited recruitment
evict evicts evicted eviction evictions
examine examines examined examination scrutinise scrutinize scrutiny
exchange exchanges exchanged swap swaps swapped
extinguish extinguishes extinguished douse doused
feature features
follow follows followed following
force forces forced compel compels compelled
gather gathers gathered gathering
hamper hampers hampered hinder hinders hindered impede impedes
hang hangs hanged hung hanging
harass harasses harassed harassment harassing
harm harms harmed
heckle heckles heckled
hijack hijacks hijacked hijackers hijacker hijacking
ignite ignites ignited
impeach impeaches impeached impeachment
implement implements implemented implementation
impose imposes imposed slap_on
incite incites incited incitement
include includes included including
insist insists insisted
insult insults insulted insulting
intercept intercepts intercepted
interfere interferes interference meddle meddles meddling
intervene intervenes intervened intervention
introduce introduces introduced introduction roll_out rolls_out rollout
invent invents invented invention
invite invites invited invitation
jeer jeers jeered boo boos booed
joke jokes joked joking
kiss kisses kissed kissing
dub dubs dubbed
lag lags lagged trail_behind lag_behind fall_behind
laugh laughs laughed laughter
learn learns learned learnt
lend lends lent
live lives lived
lobby lobbies lobbied lobbying lobbyist lobbyists
manage manages managed
mediate mediates mediated mediation mediator mediators broker brokers brokered
happen happens happened occur occurs occurred
obtain obtains obtained secure secures secured
occupy occupies occupied occupation
order orders ordered ordering
organise organises organised organize organizes organized organiser organisers organizers
overhaul overhauls revamp revamps shake_up shakeup
patrol patrols patrolled
linger lingers lingered
pray prays prayed prayer prayers
prefer prefers preferred preference
preserve preserves preserved preservation
produce produces produced production
promote promotes promoted promotion
prove proves proved proven proof
provide provides provided supply supplies supplied
publish publishes published publication
punch punches punched
punish punishes punished punishment
quell quells quelled suppress suppresses suppressed suppression
react reacts reacted reaction respond responds responded response reply replies replied
rebuild rebuilds rebuilt rebuilding reconstruct reconstruction
recapture recaptures recaptured retake retakes retook take_back regain regains
recognise recognises recognised recognize recognizes recognized recognition
reconcile reconciles reconciled reconciliation
register registers registered registration
regret regrets regretted
regulate regulates regulated regulation regulations regulator regulators
relocate relocates relocated
remain stay stays stayed staying stay_put
remind reminds reminded reminder
renew renews renewed renewal
represent represents represented
resist resists resisted resistance
restore restores restored restoration reinstate reinstates reinstated
retaliate retaliates retaliated retaliation revenge reprisal reprisals avenge vengeance
reunite reunites reunited reunion reunions
reverse reverses reversed reversal
review reviews reviewed
revive revives revived revival
reward rewards rewarded
rig rigged rigging
sabotage sabotaged
separate separates separated separation
settle settles settled settlement settlements
serve serves served serving
shared sharing
shelter shelters
signal signals signalled signaled indicate indicates indicated indication
sing sings sang sung singing
boycott boycotts boycotted stay_away stays_away skip skips skipped
snub snubs snubbed
spill spills spilled spillage
stages staged
stall stalls stalled deadlock deadlocked impasse standoff stand_off
strangle strangles strangled strangled_to_death
submit submits submitted
subpoena subpoenaed
succumb succumbs succumbed
suggest suggests suggested suggestion
summon summons summoned
surrender surrenders surrendered give_himself_up turn_himself_in turns_himself_in gives_himself_up
surround surrounds surrounded
sweep sweeps swept
switch switches switched
tackle tackles tackled
target targets targeted targeting
taunt taunts taunted
teach teaches taught teaching
tear_down tears_down tore_down knock_down pull_down bulldoze bulldozed
tighten tightens tightened
torture tortures tortured torturing
trace traces traced
track tracks tracked tracking
trade trades traded trading
training trains_up trained
transform transforms transformed transformation
triple triples tripled
trust trusts trusted
undermine undermines undermined
understand understands understood
unify unified unification
unleash unleashes unleashed
updated
upgrade upgrades upgraded
uphold upholds upheld
upset upsets
use uses used using usage
vandalise vandalised vandalism vandalized vandals
volunteer volunteers volunteered
wake wakes woke wake_up
walk walks walked walking
wear wears wore worn wearing
widen widens widened
wipe_out wipes_out wiped_out
withhold withholds withheld
work works worked working
wrangle wrangling wrangles
misconduct wrongdoing
sneak sneaks sneaked
snatch snatches snatched
sound_alarm sounds_alarm raise_alarm raise_the_alarm
sponsor sponsors sponsored
squeeze squeezes squeezed
stabilise stabilises stabilize stabilised
stir stirs stirred
stretch stretches
sustain sustains sustained
swallow swallows swallowed
swim swims swam swimming
swing swings swung
tempt tempts tempted
throng throngs crowd crowds crowded flock flocks flocked
trample trampled tramples
tweet tweets tweeted tweeting
vacate vacates vacated
waive waives waived
warm warms warmed
squander squandered
allay allays calm calms calmed soothe soothes
afford affords affordable
airs aired
answer answers answered
apply applies applied application applications
argue argues argued argument arguments
arrange arranges arranged arrangement arrangements
assemble assembles assembled assembly
borrow borrows borrowed borrowing
breathe breathes breath
brief briefs briefed briefing
calculate calculates calculated
catch catches caught catching
cheat cheats cheated cheating
collect collects collected collection
combine combines combined
comment comments commented
compare compares compared comparison
concentrate concentrates
conduct conducts conducted
connect connects connected
contain contains contained
contribute contributes contributed contribution contributions
control controls controlled controlling
convert converts converted conversion
count counts counted counting
cover covers covered coverage
cross crosses crossed crossing
dance dances danced dancing dancer dancers
dating
delete deletes deleted
describe describes described
deserve deserves deserved
design designs designed designer designers
dig digs dug digging
discourage discourages
disguise disguised
diver divers diving
divide divides divided division
dream dreams
drink drinks drank drinking
dump dumps dumped dumping
eat eats ate eaten eating
educate educates educated education
enforce enforces enforced enforcement
enjoy enjoys enjoyed
exist exists existed existence
experience experiences experienced
explain explains explained explanation
exploit exploits exploited exploitation
feed feeds feeding
fill fills filled
filming filmed
fit fits fitted
focus focuses focused
forget forgets forgot forgotten
hurry rush rushes rushed
imagine imagines imagined
influence influences influenced
inform informs informed information
inherit inherits inherited
inspire inspires inspired inspiration
kick kicks kicked
knock knocks knocked
lay lays laid
lift lifts lifted lifting
light lights lit
listen listens listened
lock locks locked lockdown
look looks looked looking
love loves loved
measure measures measured
miss misses missed
mix mixes mixed
need needs needed
notice notices noticed
own owns owned owner owners ownership
pack packs packed
paint paints painted
park parks parked parking
pose poses posed posing
possess possesses possession
post posts posted
pour pours poured
presses pressed
rank ranks ranked ranking rankings
rated rating ratings
realise realises realised realize realizes realized
recount recounts
relate related relation relations relationship relationships ties
relax relaxes relaxed loosen loosens
rely relies relied
rent rents rented
rest rests rested
result results resulted outcome
ride rides rode ridden riding
rings rang
roll rolls rolled
sail sails sailed sailing sailor sailors
scare scares scared scary frighten frightened
scream screams screamed shout shouts shouted yell yells
sit sits sat sitting
smell smells
smile smiles smiled
spell spells
spin spins spun
stand stands stood standing
stare stares
stick sticks
surf surfs surfer surfers
taste tastes tasted
touch touches touched
vary varies varied
wash washes washed
wish wishes wished
wonder wonders wondered
wrap wraps wrapped
"""
