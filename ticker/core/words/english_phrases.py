"""English expressions of several words, under the word whose meaning they have.

A name with underscores is an expression; words inside it match in all their inflections. `SILENT` holds
expressions that say nothing.
"""

CONCEPTS = """
resign step_down stand_down step_aside leave_office hand_in_notice call_it_quits bow_out tender_resignation
  submit_resignation
fire_job removed_from_office forced_out remove_from_power drive_from_power throw_out_of_office give_the_boot
retire hang_up_boots call_time_on_career
vote go_to_the_polls go_to_polls head_to_polls head_to_the_polls cast_ballot cast_ballots cast_their_ballots
  cast_votes cast_vote
pm prime_minister prime_ministers
chief chief_executive chief_executives chief_executive_officer
congress capitol_hill
parliament national_assembly house_of_commons
lawmaker member_of_parliament members_of_parliament mp
foreign_minister foreign_ministers fm foreign_secretary
defence_minister defense_minister defence_secretary defense_secretary
finance_minister chancellor_of_the_exchequer treasury_secretary
interior_minister home_secretary
secretary_of_state
foreign_ministry foreign_office state_department
attorney_general
supreme_court high_court scotus
law draft_law
execution death_penalty death_row capital_punishment put_to_death death_sentence death_sentences
  sentenced_to_death lethal_injection
jail behind_bars lock_up locked_up put_behind_bars jail_term prison_term
life_sentence life_in_prison life_imprisonment life_term jailed_for_life
arrest taken_into_custody take_into_custody in_custody placed_under_arrest
release set_free walk_free walks_free go_free
acquit not_guilty found_not_guilty cleared_of find_not_guilty
convict found_guilty find_guilty
sue take_to_court legal_action
kill lose_life lost_their_lives claim_life claim_lives take_lives pass_away passed_away beaten_to_death
suicide take_own_life took_own_life kill_himself kill_herself kill_themselves
shoot open_fire opens_fire gun_down
bomb blow_up blew_up car_bomb car_bombs car_bombing truck_bomb roadside_bomb
suicide_bombing suicide_bomb suicide_bomber suicide_bombers suicide_attack suicide_blast
airstrike air_strike air_strikes air_raid air_raids air_attack air_attacks
ceasefire cease_fire
soldier armed_forces
air_force airforce
marine_corps marines
human_rights
sexual_assault sex_assault sexual_abuse sex_abuse sex_attack
hit_by_car run_over
help lend_a_hand
aid humanitarian_aid
meet hold_talks holds_talks held_talks hold_meeting sit_down_with come_face_to_face
visit pay_visit
withdraw pull_out pull_back
return come_back go_back return_home come_home
transfer hand_over turn_over hands_over
seize take_control take_control_of
annul strike_down
reject turn_down throw_out
rule_out
accept sign_off give_green_light green_light give_go_ahead give_nod gives_nod
approve_go go_ahead
start kick_off get_under_way under_way get_underway kick_start
end come_to_an_end draw_to_a_close wrap_up come_to_end
continue carry_on press_on press_ahead push_ahead
resume pick_up_again
halt put_on_hold
delay put_off push_back put_back
cancel call_off pull_the_plug
ban crack_down_on
crackdown crack_down clamp_down
find come_across
search look_for looking_for
cut cut_back scale_back
layoff lay_off laid_off cut_jobs job_cuts job_cut job_losses slash_jobs axe_jobs shed_jobs
unemployment out_of_work
austerity spending_cuts spending_cut
bailout bail_out rescue_package rescue_deal bail_outs rescue_loan
stimulus quantitative_easing
interest_rates interest_rate
central_bank central_banks
federal_reserve fed the_fed
ecb european_central_bank
imf international_monetary_fund
world_bank
share stock_market stock_markets wall_street
stock_exchange
ipo initial_public_offering go_public public_offering
bankruptcy chapter_11 go_bust goes_bust
gdp gross_domestic_product
consumer_prices
minimum_wage
oil crude_oil
horsemeat horse_meat
under_fire come_under_fire
criticise lash_out hit_out lash_out_at hit_out_at hits_out take_aim_at speak_out_against
praise pay_tribute_to
tribute pay_tribute
apologise say_sorry sorry
expect likely_to
agree_deal reach_deal
deal reach_agreement strike_deal strikes_deal
fail break_down broke_down fall_through
rise go_up goes_up went_up
fall go_down goes_down went_down
win come_from_behind
knock_out knocked_out knock_out_of crash_out
survive come_through
marry tie_the_knot get_married ties_the_knot
birth give_birth gives_birth gave_birth
divorce file_for_divorce
gay same_sex
same_sex_marriage gay_marriage marriage_equality
ai artificial_intelligence
tv small_screen
social_media social_network social_networks
climate climate_change global_warming
new_year
christmas xmas
white_house
downing_street number_10
united_nations un u_n
security_council unsc
nato
unicef
unhcr un_refugee_agency
who_un world_health_organization world_health_organisation
iaea international_atomic_energy_agency un_nuclear_watchdog
opec
wto world_trade_organization world_trade_organisation
icc international_criminal_court
arab_league
african_union au_union
red_cross
fbi
cia
nsa national_security_agency
nasa
nypd
fda food_and_drug_administration
epa
irs
securities_and_exchange_commission
supreme_leader
taliban
al_qaeda qaeda al_qaida alqaeda qaida
isis islamic_state isil daesh
hezbollah hizbollah hizbullah
muslim_brotherhood
boko_haram
world_war_ii second_world_war world_war_two ww2 wwii world_war_2
world_war_i first_world_war world_war_one ww1 wwi
9_11 september_11 sept_11
world_cup
champions_league
premier_league
super_bowl
grand_slam
man_united manchester_united man_utd
man_city manchester_city
real_madrid
prime_suspect
olympic olympic_games
hall_of_fame
box_office
middle_east mideast
plane passenger_plane
nuclear nuclear_power
nuclear_weapons atomic_bomb nuclear_bomb nuclear_arms
chemical_weapons chemical_arms
phone mobile_phone mobile_phones cell_phone cell_phones cellphone cellphones
car_crash road_accident
hit_and_run
train_crash
plane_crash air_crash
state_of_emergency
curfew
tear_gas
no_fly_zone
gun_control
health_care
heart_attack cardiac_arrest
flu_bird bird_flu avian_flu
swine_flu h1n1
january jan
february feb
august aug
september sept
october oct
november nov
december dec
reelection re_election re_elected re_elect reelected reelect
percent per_cent
takeoff take_off
reshuffle
lifeguard life_guard
birthday
homeless
fundraiser fund_raiser fundraising fund_raising
co_founder cofounder
vice_president vp
email e_mail
website web_site
"""

SILENT = """
set to, poised to, due to, about to, according to, at least, at most, more than, less than, as well as, in
  order to,
because of, in front of, next to, as part of, ahead of, in wake of, in the wake of, out of, such as, going
  to, able to,
ready to, up to, as many as, so far, for now, in addition to, on behalf of, in response to, in favour of, in
  favor of,
in terms of, with regard to, as soon as, in spite of, rather than, other than, one of, some of, a number of,
  a lot of,
dozens of, hundreds of, thousands of, scores of
"""
