"""English words of crime, courts, war and disasters, one meaning a line; the first word names it."""

CONCEPTS = """
kill kills killed killing killings death deaths dead die dies died dying slain slay slays slaying murder
  murders murdered fatal fatally fatality fatalities slaughter slaughtered homicide deadly decease deceased
  perish perished lethal
suicide suicides
assassinate assassinates assassinated assassination assassin
massacre massacres
injured injure injures injury injuries injuring wounded wound wounds wounding hurt hurts
toll tolls
casualty casualties
victim victims
body bodies corpse corpses remains
arrest arrests arrested arresting detain detains detained detention held custody nab nabs nabbed apprehend
  apprehended
detainee detainees
jail jails jailed prison prisons imprison imprisons imprisoned imprisonment sentenced sentence sentences
  sentencing
prisoner prisoners inmate inmates
execution execute executes executed executions
release releases released releasing free frees freed freeing
charge charges charged charging indict indicts indicted indictment arraigned
convict convicted convicts convicting conviction guilty found_guilty
acquit acquitted acquits acquittal
court courts judge judges tribunal
ruling rulings verdict verdicts judgment judgement
trial trials
appeal appeals appealed
lawyer lawyers attorney attorneys solicitor barrister
prosecutor prosecutors prosecution prosecute prosecutes prosecuted
witness witnesses testify testifies testified testimony
jury jurors juror
bail
fine fines fined
suspect suspects suspected
attacker attackers assailant assailants
gunman gunmen shooter shooters gunfire shooting shootings shoot shoots shot
gun guns firearm firearms handgun rifle
knife knives
stab stabs stabbed stabbing stabbings
killer killers murderer murderers
police cop cops officer officers policeman policemen
detective detectives
gang gangs gangster gangsters
crime crimes criminal criminals
theft thefts steal steals stole stolen stealing rob robs robbed robbery robberies robber robbers heist
  burglary burglar burglars thief thieves raiders loot looted looting
kidnap kidnaps kidnapped kidnapping kidnappers abduct abducts abducted abduction abductions kidnapper
hostage hostages captive captives
rape rapes raped raping rapist rapists
abuse abuses abused
assault_sex molest molested
fraud frauds scam scams swindle embezzle embezzled embezzlement
corruption corrupt graft bribe bribes bribery
smuggle smuggles smuggled smuggling smugglers trafficking traffickers
drug drugs narcotics
spy spies spying spied espionage surveillance
leak leaks leaked leaking whistleblower
hack hacks hacked hacking hackers hacker cyberattack cyberattacks
scandal scandals
attack attacks attacked attacking assault assaults assaulted raid raids raided onslaught
ambush ambushes ambushed
bomb bombs bombed bombing bombings blast blasts blasted explosion explosions explode explodes exploded
  exploding explosive explosives detonate detonates detonated
bomber bombers
airstrike airstrikes
shelling shell shells shelled bombard bombards bombarded bombardment
missile missiles rocket rockets
drone drones uav
weapon weapons arms weaponry
nuclear atomic nuke nukes
chemical chemicals
soldier soldiers troops troop military army servicemen serviceman
navy naval
commander commanders
warship warships frigate destroyer
warplane warplanes
war wars warfare
peace
ceasefire ceasefires truce armistice
rebel rebels insurgents insurgency militants militant insurgent guerrilla guerrillas
terrorist terrorists terror terrorism
extremist extremists extremism
invade invades invaded invasion incursion
siege besieged besiege
coup putsch mutiny
unrest turmoil
violence violent
protest protests protested protesting demonstration demonstrations demonstrate demonstrated rally rallies
  rallied march marches marched
protester protesters protestor protestors demonstrator demonstrators marchers
riot riots rioting rioters
strike strikes walkout walkouts stoppage
refugee refugees migrants migrant
asylum
border borders frontier
fire fires blaze blazes wildfire wildfires inferno flames bushfire bushfires fired
crash crashes crashed crashing collision collisions collide collides collided pileup smash
derail derails derailed derailment
accident accidents mishap
quake earthquake earthquakes quakes tremor tremors temblor
tsunami
flood floods flooded flooding floodwaters deluge inundated
landslide landslides mudslide mudslides
storm storms hurricane hurricanes typhoon typhoons cyclone cyclones
tornado tornadoes tornados twister twisters
snow snows snowstorm blizzard blizzards snowfall
heat heatwave
rain rains rainfall downpour downpours
drought droughts
volcano volcanic erupt erupts erupted eruption
avalanche avalanches
emergency emergencies
disaster disasters catastrophe calamity tragedy
plane planes aircraft jet jets airplane airplanes airliner airliners jetliner aeroplane flight flights
helicopter helicopters chopper choppers
ship ships vessel vessels boat boats ferry ferries
train trains rail railway railways railroad
bus buses minibus
truck trucks lorry lorries
car cars vehicle vehicles automobile automobiles auto autos
bridge bridges
road roads highway highways motorway
"""
