"""Places in English.

A line of `COUNTRIES`: a place, its adjectives and its people, which mean one; `< X` = it lies in X. A line
of `CITIES`: what lies in the country named first (`-` = in none), spellings joined by `/`.
"""

COUNTRIES = """
america american americans usa us united_states
britain british uk briton britons united_kingdom great_britain
russia russian russians moscow kremlin
china chinese beijing
iran iranian iranians tehran
israel israeli israelis
syria syrian syrians
egypt egyptian egyptians
iraq iraqi iraqis
france french frenchman paris
germany german germans berlin
japan japanese tokyo
india indian indians delhi new_delhi
pakistan pakistani pakistanis
turkey turkish turks ankara turkiye
palestine palestinian palestinians
ukraine ukrainian ukrainians kyiv kiev
greece greek greeks
spain spanish spaniard spaniards
italy italian italians
north_korea nkorea pyongyang n_korea north_korean north_koreans n_korean nkorean dprk
south_korea skorea seoul s_korea south_korean south_koreans s_korean skorean
afghanistan afghan afghans
mexico mexican mexicans
australia australian australians
canada canadian canadians
africa african africans
europe european europeans eu european_union
philippines philippine filipino filipinos
thailand thai thais
saudi saudis saudi_arabia saudi_arabian
libya libyan libyans
lebanon lebanese
yemen yemeni yemenis
tunisia tunisian tunisians
nigeria nigerian nigerians
kenya kenyan kenyans
south_sudan south_sudanese
sudan sudanese
poland polish
sweden swedish swedes swede
cuba cuban cubans
brazil brazilian brazilians
argentina argentine argentinian argentines
venezuela venezuelan venezuelans
colombia colombian colombians
ireland irish
northern_ireland northern_irish
netherlands dutch holland
switzerland swiss
bangladesh bangladeshi bangladeshis dhaka
vietnam vietnamese
indonesia indonesian indonesians
malaysia malaysian malaysians
jordan jordanian jordanians
kuwait kuwaiti kuwaitis
qatar qatari qataris
emirates uae emirati emiratis united_arab_emirates
oman omani omanis
bahrain bahraini bahrainis
algeria algerian algerians
morocco moroccan moroccans
mauritania mauritanian
somalia somali somalis
somaliland
djibouti
eritrea eritrean eritreans
ethiopia ethiopian ethiopians
uganda ugandan ugandans
rwanda rwandan rwandans
burundi burundian
drc dr_congo democratic_republic_of_congo democratic_republic_of_the_congo
congo congolese
central_african_republic car_country
chad chadian
niger nigerien
mali malian malians
senegal senegalese
gambia gambian
guinea guinean
guinea_bissau
equatorial_guinea
papua_new_guinea
ivory_coast ivorian cote_d_ivoire cote_divoire
ghana ghanaian ghanaians
togo togolese
benin beninese
burkina_faso burkina
sierra_leone
liberia liberian liberians
cameroon cameroonian cameroonians
gabon gabonese
angola angolan angolans
zambia zambian zambians
zimbabwe zimbabwean zimbabweans
mozambique mozambican
malawi malawian
tanzania tanzanian tanzanians
madagascar malagasy
mauritius mauritian
seychelles
namibia namibian
botswana
lesotho
swaziland eswatini
south_africa south_african south_africans safrica s_africa
nepal nepalese nepali
bhutan bhutanese
sri_lanka sri_lankan sri_lankans lankan lanka
maldives maldivian
myanmar burma burmese
cambodia cambodian cambodians
laos laotian
singapore singaporean
brunei
taiwan taiwanese taipei
hong_kong hongkong
macau macao
mongolia mongolian
kazakhstan kazakh
uzbekistan uzbek
kyrgyzstan kyrgyz
tajikistan tajik
turkmenistan turkmen
azerbaijan azerbaijani azeri
armenia armenian armenians
georgia georgian georgians
cyprus cypriot cypriots
portugal portuguese
belgium belgian belgians
luxembourg
austria austrian austrians
hungary hungarian hungarians
czech czechs czechia czech_republic
slovakia slovak slovaks
slovenia slovenian
croatia croatian croats
serbia serbian serbs
bosnia bosnian bosnians
kosovo kosovan
macedonia macedonian
montenegro montenegrin
albania albanian albanians
bulgaria bulgarian bulgarians
romania romanian romanians
moldova moldovan
belarus belarusian
lithuania lithuanian
latvia latvian
estonia estonian
finland finnish finns
norway norwegian norwegians
denmark danish danes
iceland icelandic
greenland
malta maltese
monaco
scotland scottish scots < britain
wales welsh < britain
england english < britain
new_zealand kiwi kiwis nz
fiji fijian
samoa
tonga
solomon_islands
east_timor timor
haiti haitian haitians
dominican_republic dominican
jamaica jamaican jamaicans
puerto_rico puerto_rican
bahamas
trinidad
barbados
bermuda
guatemala guatemalan
honduras honduran
el_salvador salvadoran
nicaragua nicaraguan
costa_rica costa_rican
panama panamanian
chile chilean chileans
peru peruvian peruvians
bolivia bolivian
ecuador ecuadorian ecuadorean
paraguay paraguayan
uruguay uruguayan
guyana
suriname
alabama < america
alaska < america
arizona ariz < america
arkansas < america
california calif < america
colorado colo < america
connecticut conn < america
delaware < america
florida fla < america
georgia_state < america
hawaii hawaiian < america
idaho < america
illinois < america
indiana < america
iowa < america
kansas < america
kentucky < america
louisiana < america
maine < america
maryland < america
massachusetts < america
michigan mich < america
minnesota minn < america
mississippi < america
missouri < america
montana < america
nebraska < america
nevada < america
new_hampshire n_h < america
new_jersey n_j nj < america
new_mexico n_m < america
new_york n_y ny nyc new_york_city new_yorker new_yorkers < america
north_carolina n_c nc < america
north_dakota < america
ohio < america
oklahoma okla < america
oregon < america
pennsylvania < america
rhode_island < america
south_carolina s_c < america
south_dakota < america
tennessee tenn < america
texas texan texans tex < america
utah < america
vermont < america
virginia < america
west_virginia < america
wisconsin wis < america
wyoming < america
washington_dc district_of_columbia dc
los_angeles la_city < california
san_francisco < california
san_diego < california
las_vegas vegas < nevada
new_orleans nola < louisiana
st_louis saint_louis < missouri
salt_lake_city < utah
san_antonio < texas
fort_worth < texas
kansas_city < missouri
st_petersburg saint_petersburg < russia
tel_aviv < israel
abu_dhabi < emirates
kuala_lumpur < malaysia
ho_chi_minh_city saigon < vietnam
phnom_penh < cambodia
buenos_aires < argentina
rio_de_janeiro rio < brazil
sao_paulo < brazil
mexico_city < mexico
addis_ababa < ethiopia
cape_town < south_africa
west_bank < palestine
gaza gazan gazans gaza_strip < palestine
crimea crimean crimeans
chechnya chechen chechens < russia
kashmir kashmiri
tibet tibetan tibetans < china
kurdistan kurdish kurds kurd
catalonia catalan catalans < spain
mumbai bombay < india
kolkata calcutta < india
bangalore bengaluru < india
chennai madras < india
sinai < egypt
"""

CITIES = """
egypt: cairo alexandria
syria: damascus aleppo homs hama daraa/deraa idlib raqqa latakia
iraq: baghdad mosul basra kirkuk falluja/fallujah ramadi tikrit erbil/irbil
lebanon: beirut
palestine: hebron ramallah nablus jenin
israel: haifa
jordan: amman
saudi: riyadh jeddah/jidda mecca/makkah
qatar: doha
emirates: dubai
yemen: sanaa aden
sudan: khartoum darfur
libya: benghazi misrata
somalia: mogadishu
kenya: nairobi mombasa
uganda: kampala
rwanda: kigali
drc: kinshasa
south_sudan: juba
nigeria: lagos abuja kano
ghana: accra
senegal: dakar
mali: bamako timbuktu
sierra_leone: freetown
liberia: monrovia
angola: luanda
zambia: lusaka
zimbabwe: harare
south_africa: johannesburg pretoria durban
turkey: istanbul izmir
iran: isfahan
afghanistan: kabul kandahar herat helmand
pakistan: karachi lahore peshawar quetta islamabad rawalpindi
india: hyderabad pune ahmedabad
nepal: kathmandu
sri_lanka: colombo
myanmar: yangon/rangoon
china: shanghai guangzhou shenzhen xinjiang sichuan
japan: osaka fukushima hiroshima
south_korea: busan
indonesia: jakarta bali sumatra aceh
philippines: manila
thailand: bangkok
vietnam: hanoi
australia: sydney melbourne brisbane perth adelaide queensland tasmania canberra
new_zealand: wellington auckland christchurch
ukraine: kharkiv/kharkov odesa/odessa donetsk luhansk/lugansk slaviansk/sloviansk mariupol
crimea: sevastopol
russia: sochi volgograd dagestan
poland: warsaw krakow
germany: munich hamburg frankfurt cologne
france: marseille lyon nice_city
spain: madrid barcelona valencia seville
italy: rome milan naples venice turin
greece: athens
portugal: lisbon
belgium: antwerp
switzerland: geneva zurich davos
austria: vienna
norway: oslo
sweden: stockholm
denmark: copenhagen
finland: helsinki
netherlands: amsterdam rotterdam
ireland: dublin
northern_ireland: belfast
hungary: budapest
czech: prague
romania: bucharest
bulgaria: sofia
serbia: belgrade
bosnia: sarajevo
croatia: zagreb
albania: tirana
belarus: minsk
lithuania: vilnius
latvia: riga
estonia: tallinn
georgia: tbilisi
armenia: yerevan
azerbaijan: baku
morocco: rabat casablanca
tunisia: tunis
algeria: algiers
oman: muscat
bahrain: manama
canada: ottawa toronto montreal vancouver quebec ontario alberta calgary
cuba: havana
venezuela: caracas
colombia: bogota
peru: lima
chile: santiago
brazil: brasilia
ecuador: quito
scotland: edinburgh glasgow
wales: cardiff
illinois: chicago
massachusetts: boston
texas: houston dallas austin
america: seattle atlanta
michigan: detroit
pennsylvania: philadelphia
maryland: baltimore
florida: miami orlando
colorado: denver
arizona: phoenix
ohio: cleveland
wisconsin: milwaukee
minnesota: minneapolis
new_york: brooklyn manhattan
hawaii: honolulu
britain: london manchester liverpool birmingham leeds bristol sheffield newcastle nottingham
-: jerusalem tripoli brussels
"""
