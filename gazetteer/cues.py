"""English words that tell what a capitalised word beside them is: a place, a person, an organisation. All lower case."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


ENGLISH = frozenset({"US", "GB", "AU", "CA", "NZ", "IE", "ZA", "PH", "JM"})
"""Countries where English is spoken: their villages bear the names of persons and things, and of each other."""
PLACE_BEFORE = word_set("""
    in near outside inside throughout across around within toward towards at into via nearby
""")
"""Prepositions that a place name often follows."""
WEAK_PLACE_BEFORE = word_set("""
    from to of on over between and through off beyond above
""")
"""Prepositions that a place name follows as readily as any other."""
SETTLEMENT_WORDS = word_set("""
    city town village settlement suburb township hamlet port municipality community capital borough neighborhood neighbourhood
    resort
""")
"""Words for a settlement: "the town of X", "X city"."""
REGION_WORDS = word_set("""
    region oblast province governorate state krai territory prefecture voivodeship republic regions oblasts provinces governorates
""")
"""Words for a first-order division: "Kharkiv region", "the province of Idlib"."""
DISTRICT_WORDS = word_set("""
    district raion rayon county subdistrict districts raions counties
""")
"""Words for a smaller division: "Zmiiv district"."""
WATER_WORDS = word_set("""
    river lake sea creek bay reservoir canal strait gulf ocean
""")
"""Words for waters, whose names are often those of towns."""
TITLES = word_set("""
    uss hms hmas mv mr mrs ms miss dr prof professor president chancellor minister senator sen rep congressman congresswoman judge
    justice chief officer sgt sergeant lt lieutenant capt captain col colonel gen general maj major cpl corporal pvt admiral
    commander commissioner detective sheriff deputy mayor governor gov councilman councilwoman councillor coach king queen prince
    princess pope sir lord lady dame rev reverend pastor father sister brother bishop rabbi imam sheikh ayatollah attorney secretary
    spokesman spokeswoman spokesperson director chairman chairwoman chairperson superintendent ambassador premier warden trooper
    agent inspector constable coroner trustee alderman principal author actor actress singer defendant suspect plaintiff dean aunt
    uncle quarterback forward guard striker goalkeeper driver analyst historian economist
""")
"""Words before a person's name."""
SAYING = word_set("""
    said says told added wrote posted tweeted asked explained noted recalled argued claimed testified replied joked smiled laughed
    insisted scored played pitched hit singled doubled homered rushed threw finished grew married died pleaded thinks thought
    believes knew graduated
""")
"""What persons do; a small place does not."""
STATE_ACTS = word_set("""
    said says announced announces denied denies warned warns vowed vows accused accuses demanded demands insists insisted claims
    claimed wants wanted hopes hoped believes pledged pledges promised promises rejected rejects agreed agrees refused refuses
    called urged urges considers sends condemned condemns welcomed welcomes responded responds maintains signed intends plans
    threatened threatens signalled signaled confirmed confirms expects declared declares provides provided supplied supplies
    launched launches retaliated blames blamed seeks sought approved approves decided decides has have had is was will would could
    may might can should must needs need summoned expelled recalled protested hailed praised criticised criticized imposed lifted
    banned offered withdrew suspended resumed ordered sent delivered donated allocated backed supports backs opposes opposed
    endorsed
""")
"""What a government does, for which its capital often stands."""
PLAIN_STATE_VERBS = word_set("""
    has have had is was will would could may might can should must needs need called hit launched launches
""")
"""Those of `STATE_ACTS` that a city does as well: alone they decide nothing."""
STATE_THINGS = word_set("""
    missiles missile forces troops army military government leadership officials invasion aggression war ambassador envoy support
    allies ally decision efforts demands position proposal bid offensive counteroffensive foreign defence defense policy interests
    intentions ministry control rule claims drones drone artillery request plan plans stance response
""")
"""What belongs to a government: "Moscow's missiles"."""
STATE_OBJECT_BEFORE = word_set("""
    support supported supporting supports back backs backing backed relieve urge urged pressure pressured accuse accused blame
    blamed tell help helps helped helping arm arming arms sanction equip give gave giving provide against by pro anti persuade lobby
    lobbied convince thank thanked warn warned
""")
"""Words before a capital that stands for its government: "to support Kyiv"."""
ORGANISATION_WORDS = word_set("""
    university college school academy institute ministry department agency authority council court committee commission bureau
    office police hospital clinic airport bank club united fc athletic association society company corp corporation inc ltd llc
    group times post herald journal gazette tribune news press independent radio television tv star sun daily chronicle observer
    mirror telegraph review examiner courier dispatch sentinel museum library church cathedral foundation fund trust center centre
    union federation league party board district schools jail prison station stadium arena park hotel theatre theater festival
    orchestra zoo airlines airways railway rail pipeline conference symposium declaration agreement accord protocol treaty
    convention format process summit forum games championship marathon raiders wildcats bulldogs tigers giants cowboys bears eagles
    lions panthers chargers infirmary prosecutor administration garrison brigade regiment division battalion corps fleet front guard
    flotilla command high elementary middle road street avenue boulevard highway bridge tunnel dam plant mill mine farm farms
    cemetery hall house tower mall square plaza lane drive exchange chamber works institution initiative alliance coalition task
""")
"""Words that make an organisation, a building or a road of a place name before them: "Kyiv Post", "Greene County Jail"."""
PRESS_WORDS = word_set("""
    times post herald journal gazette tribune news independent star sun chronicle observer mirror telegraph examiner courier
    dispatch sentinel wildcats bulldogs tigers giants cowboys bears eagles lions panthers chargers raiders yankees mets knicks
    dodgers lakers celtics cubs patriots jets dolphins bills ravens steelers browns bengals titans colts texans jaguars broncos
    chiefs falcons saints buccaneers vikings packers rams cardinals seahawks braves phillies nationals pirates brewers royals twins
    astros rangers mariners athletics padres rockies diamondbacks hawks nets hornets bulls cavaliers pistons pacers bucks heat magic
    wizards nuggets timberwolves jazz warriors clippers suns kings mavericks rockets grizzlies pelicans spurs bruins sabres
    canadiens senators maple flames oilers canucks blues blackhawks predators united city rovers wanderers albion athletic hotspur
""")
"""Papers and teams: with one of these, a place name is no place at all."""
ORGANISATION_BEFORE = word_set("""
    university college bank diocese archdiocese bishop duke earl institute museum school port mayor battle treaty
""")
"""Words that with "of" and a place name make an organisation: "University of Kentucky"."""
ROAD_WORDS = word_set("""
    road street avenue boulevard lane drive st rd ave blvd ln dr highway hwy parkway pkwy court terrace pike close crescent way
""")
"""Words for roads: a name before one of them is the road's."""
JOINING = word_set("""
    of the and de la le el al du des da do di del von van der den upon on in sur ez es as ash ed ad
""")
"""Words that stand uncapitalised within names."""
COMPASS = word_set("""
    north south east west northern southern eastern western central northeast northwest southeast southwest northeastern
    northwestern southeastern southwestern upper lower greater downtown mid
""")
"""Words that narrow a place down without renaming it."""
SENTENCE_STARTERS = word_set("""
    the a an in on at to for from with by as after before during since until while when where if but and or so then also however
    meanwhile although though because near inside outside this that these those his her their its our my today yesterday tomorrow
    earlier later last next several many most some all no not only about around over under
""")
"""Words whose capital is the sentence's, not a name's."""
PLACE_AFTER = word_set("""
    area border metropolitan native outskirts resident residents suburb suburbs
""")
"""Words that a place name often stands before: "Kharkiv residents"."""
MEASURES = word_set("""
    edge kilometers kilometres km miles outside outskirts part parts
""")
"""Words that with "of" lead to a place: "30 km of X", "parts of X"."""
MONTHS_AND_DAYS = word_set("""
    january february march april may june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday
""")
NAME_PARTICLES = frozenset({"al", "el", "bin", "ibn", "bint", "abu", "abdel", "ould", "van", "von", "bel", "ben"})
"""Uncapitalised words between a given and a family name: "Hassan al-Ghabbash"."""
SINGULAR = {
    "regions": "region", "oblasts": "oblast", "provinces": "province", "governorates": "governorate", "districts": "district",
    "raions": "raion", "counties": "county",
}  # fmt: skip
"""Kind words of several by that of one."""
