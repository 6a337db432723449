"""Frequent words of English news, written for this project, by the part they play in a headline.

Everything is lower case except `CAMEL`. Knows words; must not know headlines.
"""

FUNCTION = """
a an the of in on at to for from by with and or but not no as is are was were be been has have had will
would can could may might must should it its his her their our your my he she they we you i who what when
where why how which that this these those than then there here if after before over under into out up down
off about amid against between during more most less new first last next all any some one two three four
five six seven eight nine ten near back still
"""

# A headline does not end with one of these: they ask for a word after them.
NO_END = """
a an the of in at to for from by with and or but as is are was were be been has have had will would can
could may might must should its his their our your my who which that than if into about amid against between
during near says say mr mrs ms dr st sir president minister prime vs via per
"""

# Words that hold a capital inside, and the heads of names that do.
CAMEL = """
YouTube iPhone iPad iPod iOS iMac iTunes iCloud eBay WhatsApp TikTok SpaceX PlayStation LeBron DeSantis
LinkedIn PayPal FedEx OpenAI ChatGPT BlackRock BlackBerry JPMorgan GitHub AstraZeneca BioNTech ExxonMobil
GlaxoSmithKline MasterCard HarperCollins DreamWorks BuzzFeed HuffPost AccuWeather WikiLeaks SoundCloud
MacBook CrossFit DuckDuckGo RuPaul PhD PhDs ConocoPhillips PricewaterhouseCoopers UnitedHealth
UnitedHealthcare PetroChina DeepMind DeepSeek StarCraft WarCraft McDonald McDonalds AirAsia AirTag AirPods
EasyJet JetBlue EgyptAir SkyWest SuperBowl PowerPoint OneDrive HomePod WeWork DoorDash GoFundMe MySpace
FaceTime FaceBook AmEx MoD MoU MoUs CoE TfL DeFi WiFi QAnon MSNBC NYTimes AfD iHeart
"""
CAMEL_HEADS = "mc mac de di la le van von fitz o d l al el du"

COMMON = """
say says said tell tells told warn warns call calls urge urges ask asks vow vows deny denies claim claims
admit admits kill kills killed dead death deaths die dies died injured wounded hurt hit hits strike strikes
struck attack attacks blast bomb bombing shoot shooting shot fire fires blaze crash crashes quake earthquake
flood floods storm storms rain rains snow heat wave wind winds hurricane typhoon drought wildfire rescue
rescued missing found search police army troops soldier soldiers officer officers guard guards court courts
judge judges jury trial jail jailed prison arrest arrested charge charged charges guilty sentence sentenced
lawyer lawyers suspect murder theft fraud robbery drug drugs president minister ministers prime premier king
queen prince princess pope governor mayor senator senate congress house parliament lawmakers cabinet
government governments party parties vote votes voters voting election elections poll polls campaign
candidate leader leaders opposition rebel rebels protest protests protesters rally march union unions worker
workers staff jobs job pay wage wages tax taxes budget debt deficit inflation growth economy economic bank
banks central rate rates interest market markets stock stocks share shares price prices oil gas gold dollar
euro pound yen trade tariff tariffs deal deals talks talk summit meeting meet meets visit visits sign signs
agree agrees agreement pact treaty peace truce ceasefire war wars fight fighting battle border borders
refugee refugees migrant migrants aid crisis sanctions nuclear missile missiles drone drones weapon weapons
ship ships boat plane planes flight flights airport airline train trains rail road roads bridge tunnel car
cars bus truck driver drivers traffic port station city cities town village island country countries nation
nations world state states national international local global region north south east west northern
southern eastern western capital street school schools student students teacher teachers university college
exam exams study research scientists researchers science space moon mars rocket satellite launch launches
technology tech app apps phone phones internet online data cyber hackers hack security privacy company
companies firm firms chief boss founder investors investment merger profit profits loss losses sales sale
sells buy buys bid offer plan plans project projects build builds open opens opening close closes closed
shut shuts reopen reopens start starts begin begins end ends stop stops halt halts delay delays delayed
cancel cancels cut cuts raise raises rise rises rising fall falls falling fell drop drops jump jumps surge
surges soar soars slump slips gain gains record records high low year years month months week weeks weekend
day days today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january february
april may june july august september october november december morning night hours hour minutes season
winter summer spring autumn hospital hospitals doctor doctors nurse nurses patient patients health vaccine
vaccines virus covid flu disease cancer treatment cure baby babies child children kids woman women man men
girl girls boy boys mother father family families people public home homes housing rent power energy
electric solar water food bread wheat farm farmers farming crop crops fish fishing animal animals dog dogs
cat bear shark whale climate carbon emissions green forest river sea ocean coast beach lake mountain film
films movie show shows series tv music song album singer actor actress star stars award awards festival art
museum book books author artist concert tour game games match matches cup league final finals team teams
club clubs player players coach fans goal goals win wins won winner beat beats lose loses lost draw title
champion champions race olympic olympics medal football soccer tennis cricket rugby basketball injury
transfer contract million billion thousand hundred hundreds thousands percent half double top big biggest
small major old young long short good best worst bad great free full early late live breaking update video
photos watch report reports review opinion analysis why how britain british england english scotland ireland
irish france french germany german italy italian spain spanish russia russian ukraine poland turkey turkish
greece europe european america american canada mexico brazil argentina china chinese japan japanese korea
india indian pakistan afghanistan iran iraq syria lebanon israel israeli gaza palestinian egypt jordan saudi
yemen sudan libya tunisia algeria morocco qatar kuwait africa african nigeria kenya ethiopia somalia asia
australia us uk un eu nato who imf nasa fbi cia bbc cnn fifa uefa opec gdp ai ceo london paris berlin rome
madrid moscow kyiv beijing tokyo delhi washington york texas california florida chicago boston sydney dubai
cairo baghdad beirut damascus tehran jerusalem trump biden obama putin zelensky netanyahu macron merkel modi
xi erdogan musk google apple amazon microsoft facebook meta twitter tesla boeing samsung law laws rule rules
bill ban bans banned block blocks blocked reject rejects rejected approve approves approved back backs
support supports face faces facing seek seeks set sets hold holds held keep keeps lead leads leading take
takes took make makes made get gets give gives given go goes going come comes move moves return returns
leave leaves left join joins quit quits resign resigns resigned step steps down fired hire appoint named
name names choose pick picks test tests testing probe inquiry investigation evidence fear fears hope hopes
threat threats threaten threatens risk risks danger safe safety help helps need needs want wants try tries
work works working change changes reform reforms reveal reveals discover discovers discovery expect expected
likely despite without across around along inside outside behind again ahead away only just also even ever
never too very so do does did dont cant
"""
