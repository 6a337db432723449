"""English verbs of news and the nouns made of them, one meaning a line; the first word names it.

Regular inflections follow by stem; irregular ones stand here.
"""

CONCEPTS = """
say says said tell tells told
claim claims claimed allege alleges alleged allegation allegations purport
warn warns warned warning warnings caution cautions
urge urges urged urging call calls called exhort implore implores beg begs plea
announce announces announced announcement unveil unveils unveiled reveal reveals revealed disclose disclosed
  disclosure declare declares declared declaration divulge
launch launches launched
deny denies denied denying denial refute refutes rebut rebuts disavow disavows
confirm confirms confirmed confirmation verify verified affirm affirms
admit admits admitted confess confesses confession acknowledge acknowledges concede concedes
reject rejects rejected refuse refuses refused refusal rejection rebuff rebuffs rebuffed spurn spurns spurned
accept accepts accepted agree agrees agreed agreeing approve approves approved approval backs back backed ok
  okays okayed greenlight greenlights endorse endorses endorsed endorsement ratify ratifies ratified
  ratification pass passes passed
support supports supported supporting
oppose opposes opposed
opposition
rise rises rose risen gain gains gained increase increases increased climb climbs climbed jump jumps jumped
  surge surges surged soar soars soared up higher spike spikes spiked skyrocket skyrockets swell swells
fall falls fell fallen drop drops dropped decline declines declined decrease decreases decreased slip slips
  slipped plunge plunges plunged tumble tumbles slump slumps lower plummet plummets plummeted dip dips dipped
  slide slides slid shrink shrinks shrank shrinking dwindle dwindles weaken weakens weaker nosedive
ease eases eased easing
rebound rebounds bounce bounces recover recovers recovered recovery
win wins won winning beat beats beaten defeat defeats defeated victory triumph triumphs thrash thrashes
  thrashed rout routs crush crushes clinch clinches clinched overcome overcame prevail prevails victorious
  trounce trounces
winner winners victor champion champions
lose loses lost loss losses losing
lead leads led leading
resign resigns resigned resignation resignations quit quits quitting
fire_job sack sacked sacks sacking dismiss dismissed dismisses dismissal oust ousts ousted ouster axe axed
  topple topples toppled overthrow overthrows overthrew overthrown depose deposed unseat unseated
appoint appoints appointed appointment names named naming hire hires hired nominate nominates nominated
  nomination nominee installs
open opens opened opening reopen reopens
close closes closed closing shut shuts shutting shutdown closure closures
start starts started begin begins began begun beginning commence commences underway kickoff onset
end ends ended ending finish finishes finished conclude concludes concluded conclusion complete completes
  completed completion
continue continues continued persist persists ongoing
resume resumes resumed resumption restart restarts
halt halts halted suspend suspends suspended suspension stop stops stopped stopping pause pauses cease
delay delays delayed postpone postpones postponed postponement defer defers deferred adjourn adjourns
  adjourned
cancel cancels cancelled canceled cancellation scrap scraps scrapped ditch ditches ditched abandon abandons
  abandoned shelve shelved
annul annuls annulled overturn overturns overturned quash quashes quashed repeal repeals repealed nullify
  nullifies rescind rescinds revoke revokes revoked invalidate invalidates
ban bans banned banning prohibit prohibits prohibited outlaw outlaws outlawed bar bars barred forbid forbids
  forbidden
block blocks blocked thwart thwarts thwarted foil foils foiled stymie
crackdown clampdown
allow allows allowed permit permits permitted let lets letting permission
buy buys bought acquire acquires acquired acquisition purchase purchases purchased takeover buyout
sell sells sold sale sales selling
deal deals agreement agreements pact pacts accord accords treaty
vote votes voted voting poll polls polling ballot ballots election elections elect elected electoral
voter voters electorate
meet meets met meeting meetings talk talks negotiate negotiates negotiated negotiating negotiation
  negotiations negotiator negotiators discuss discusses discussed discussion discussions dialogue
visit visits visited visiting visitor trip tour tours toured
travel travels travelled traveled traveling travelling journey
arrive arrives arrived arriving arrival
reach reaches reached
land_touch landing touchdown
leave leaves left leaving depart departs departed departure exit exits exited
withdraw withdraws withdrew withdrawn withdrawal withdrawals pullout retreat retreats
return returns returned returning comeback homecoming
help helps helped helping assist assists assisted assistance
aid relief
give gives gave given giving grant grants granted donate donates donated donation donations
transfer transfers transferred handover relinquish relinquishes cede cedes
take takes took taken taking
seize seizes seized seizure seizures grab grabs grabbed capture captures captured capturing confiscate
  confiscates confiscated impound impounded overrun
find finds found finding discover discovers discovered discovery uncover uncovers uncovered spot spots
  spotted detect detects detected unearth unearthed locate locates located
search searches searched searching hunt hunts hunted hunting manhunt scour scours comb
seek seeks sought seeking
missing disappear disappears disappeared disappearance vanish vanished vanishes
show shows showed shown showing
see sees saw seen seeing
hear heard hears hearing hearings
know knows knew known
think thinks thought believe believes believed belief
feel feels felt
keep keeps kept keeping retain retains retained
maintain maintains maintained
make makes made making
build builds built construct constructs constructed construction erect erected
create creates created creation
plan plans planned planning intend intends intention aim aims
consider considers considered considering mull mulls mulling weigh weighs weighing ponder ponders contemplate
  mulled explore explores
prepare prepares prepared preparing preparation preparations readies gear gears
expect expects expected expecting expectation expectations anticipate anticipates anticipated
predict predicts predicted prediction forecast forecasts forecasting
vow vows vowed vowing pledge pledges pledged pledging promise promises promised commit commits committed
  commitment
threaten threatens threatened threatening threat threats
accuse accuses accused accusing accusation accusations blame blames blamed blaming
criticise criticises criticised criticize criticizes criticized criticism criticising criticizing slam slams
  slammed condemn condemns condemned condemnation denounce denounces denounced denunciation decry decries
  deplore deplores rebuke rebukes rebuked lambast lambasts lambasted censure censured berate berates
praise praises praised hail hails hailed laud lauds lauded applaud applauds commend commends
thank thanks thanked
tribute tributes
mourn mourns mourned mourning grieve grieves grief mourners
fear fears feared worry worries worried worrying concern concerns concerned anxiety alarm alarmed
hope hopes hoped hoping hopeful optimism optimistic
want wants wanted
ask asks asked asking request requests requested
demand demands demanded demanding
question questions questioned questioning quiz quizzed interrogate interrogated grilled
try tries tried trying attempt attempts attempted
fail fails failed failing failure
succeed succeeds succeeded success successful successfully
hit hits hitting struck batter batters battered lash lashes lashed pound pounds pounded ravage ravaged
shake shakes shook shaken jolt jolts jolted rattle rattles rattled rock rocks rocked
fight fights fought fighting battle battles battled battling clash clashes clashed combat skirmish skirmishes
save saves saved rescue rescues rescued rescuing rescuers
survive survives survived survivor survivors survival
escape escapes escaped fugitive
flee flees fled fleeing evacuate evacuates evacuated evacuation evacuations evacuees
destroy destroys destroyed destruction demolish demolished demolition
damage damages damaged
collapse collapses collapsed collapsing
cut cuts cutting slash slashes slashed reduce reduces reduced reduction trim trims trimmed
raise raises raised raising hike hikes hiked boost boosts boosted
expand expands expanded expansion extend extends extended extension
limit limits limited curb curbs curbed restrict restricts restricted restriction restrictions
change changes changed changing alter alters altered
move moves moved moving
send sends sent sending dispatch dispatches dispatched deploy deploys deployed deployment
receive receives received
bring brings brought
carry carries carried
throw throws threw thrown hurl hurls hurled
get gets got
go goes went gone going
come comes came coming
run runs ran
join joins joined joining
split splits splitting breakup
unite unites unity
attend attends attended
host hosts hosted hosting
greet greets welcome welcomes welcomed
celebrate celebrates celebrated celebration celebrations
mark marks marked marking
remember remembers remembered commemorate commemorates commemorated commemoration
honour honours honoured honor honors honored
award awards awarded
speak speaks spoke spoken speaking speech address
write writes wrote written
reads
sign signs signed signing
sue sues sued suing lawsuit lawsuits suit litigation
probe probes probed probing investigation investigations investigate investigates investigated investigating
  investigator investigators inquiry inquiries enquiry
report reports reported reporting
test tests tested testing
check checks checked inspect inspects inspection inspections inspectors
watch watches watched monitor monitors monitored monitoring
play plays played playing
perform performs performed performance
fly flies flew flown flying
drive drives drove driven driving driver drivers motorist motorists
sink sinks sank sunk sinking capsize capsizes capsized
drown drowns drowned drowning
burn burns burned burnt burning
retire retires retired retiring retirement
recall recalls recalled
replace replaces replaced replacing replacement
choose chooses chose chosen choice select selects selected selection picks picked
pay pays paid paying payment payments payout
spend spends spent spending expenditure
fund funds funded funding finance finances financed financing
invest invests invested investment investments
earn earns earned
apologise apologises apologised apologize apologizes apologized apology apologies
forgive forgives forgiven pardon pardons pardoned clemency amnesty
defend defends defended defending defence defense
protect protects protected protection protecting safeguard
avoid avoids avoided avert averts averted prevent prevents prevented preventing
spark sparks sparked trigger triggers triggered prompt prompts prompted cause causes caused provoke provokes
  provoked
encourage encourages encouraged
pressure pressures pressured
push pushes pushed pushing
pull pulls pulled pulling
struggle struggles struggled struggling
wait waits waited waiting await awaits
suffer suffers suffered suffering
face faces faced facing
deepen deepens worsen worsens worsened worse escalate escalates escalated escalation
improve improves improved improvement
strengthen strengthens stronger
resolve resolves resolved solve solves solved solution
debate debates debated
clear clears cleared exonerate exonerated
identify identifies identified
spread spreads spreading
deliver delivers delivered delivery
break breaks broke broken breaking
turn turns turned turning
honeymoon
"""
