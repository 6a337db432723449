"""English words that many titles hold, by how often they do: `core.lexicon` says how much each tier is."""

COMMON_1 = """
say new us president police
"""
COMMON_2 = """
kill man woman first year government minister china russia deal election court report market share world home
back plan state bank attack case death week day time million billion america britain north south rise fall
win talk set face health news city get make take
"""
COMMON_3 = """
two three four five six seven eight nine ten last next old big high low top former chief leader leaders head
ceo company group party senate house congress parliament law bill vote trial judge justice rights human
monday tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december today tomorrow month months years days hours weeks season game cup league
team match final player coach star show film movie music album king queen prince pope church school
university student children child family mother father son daughter people life power energy oil gas gold
price sales profit growth economy trade tax budget debt rate bond euro dollar stock tech google apple
facebook twitter microsoft amazon samsung video game phone car plane train bus ship road bridge fire crash
storm flood quake bomb blast gun shooting injured arrest jail protest strike war peace army troops rebel
border nuclear missile weapon iran iraq israel syria egypt india japan pakistan korea france germany europe
eu un uk africa australia canada mexico brazil turkey ukraine afghanistan water food drug cancer study
research scientists doctor hospital virus patients space nasa moon mars warn urge call deny confirm reject
accept launch announce open close start end delay cancel buy sell cut raise found hit hits may will want need
look help lead leads led near way amid despite against job jobs work workers support security official
officials interview review live update latest best
"""
