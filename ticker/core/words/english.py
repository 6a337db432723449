"""Small closed classes of English: words that say nothing, negation, opposites, bylines."""

STOP = """
a an the of in on at to for from by with and or but as is are was were be been being it its this that these
those he she his her they their them him we our you your i my me who which what when where why how than then
so if into over under about after before amid during between through against upon per via up out off down
again there here has have had do does did will would could can may might should must shall just also very
more most some any all both each other such own same only not no
"""

NEGATION = """
not no never cannot can't won't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't couldn't
wouldn't neither
"""

BYLINES = """
writes editorial opinion column quiz briefing pictures letters cartoon weather horoscope podcast newsletter
review
"""
