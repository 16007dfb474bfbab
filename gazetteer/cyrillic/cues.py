"""Ukrainian and Russian words that tell what a capitalised word beside them is: dictionary forms, folded."""

from __future__ import annotations

from gazetteer.cues import word_set
from gazetteer.place import PlaceKind

BESIDE = word_set("""
    біля поблизу неподалік навколо довкола навкруги поряд поруч під над возле около вблизи близ неподалеку вокруг рядом под над
    довкіл попід недалеко
""")
"""Prepositions that lead to a place: "біля Ізюма", "под Купянском"."""
INTO = word_set("""
    у в во на по з із зі зо від до через за між поза всередині
    из с со от к ко до через за между внутри по напротив уздовж вдоль крізь сквозь посеред проти
""")
"""Prepositions that a place follows as readily as any other."""
RESIDENTS = word_set("""
    житель жителька мешканець мешканка околиця окраина центр північ південь захід схід север юг запад восток передмістя пригород
    жительница напрям сторона район
""")
"""What a place follows in the genitive: "жителі Мирного", "у центрі Полтави"."""
LOCATIVE = frozenset({"у", "в", "во", "на", "по"})
"""Prepositions that with the locative case say where something happened."""
SETTLEMENTS = word_set("""
    місто містечко село селище смт хутір станція порт столиця околиця передмістя окраїна м с сщ сел обласний центр райцентр
    райцентр облцентр мегаполіс громада
    город городок поселок пгт хутор станица деревня станция столица окраина пригород окрестность г п пос дер предместье
""")
"""Words for a settlement before its name: "село Крячки", "в городе Дубно"."""
KINDS = {
    "область": PlaceKind.REGION, "обл": PlaceKind.REGION, "край": PlaceKind.REGION, "республіка": PlaceKind.REGION,
    "республика": PlaceKind.REGION, "округ": PlaceKind.REGION, "воєводство": PlaceKind.REGION, "воеводство": PlaceKind.REGION,
    "громада": PlaceKind.DISTRICT, "тг": PlaceKind.DISTRICT, "отг": PlaceKind.DISTRICT, "община": PlaceKind.DISTRICT,
    "район": PlaceKind.DISTRICT, "р н": PlaceKind.DISTRICT, "рн": PlaceKind.DISTRICT,
}  # fmt: skip
"""Words that make a division of the adjective before them, with the kind of place that it then names."""
KINDS_BEFORE = word_set("""
    провінція провинция штат мухафаза воєводство воеводство графство губернаторство республіка республика
""")
"""Words before a division's own name: "провинция Идлиб"."""
OPENING = word_set("""
    сектор острів остров річка ріка река озеро півострів полуостров
""")
"""Uncapitalised words that begin a name of several words: "сектор Газа"."""
ADMINISTRATIONS = word_set("""
    ова ода хова
""")
"""A region's administration: "Одеська ОВА" leads to Odesa Oblast."""
FRONTS = word_set("""
    напрямок направление фронт плацдарм виступ выступ
""")
"""What is called after a town and does not lie in it: "на Купянском направлении"."""
MUNICIPAL = word_set("""
    муниципальный городской міський муніципальний сільський селищний
""")
"""Adjectives that make a district of an "okrug" or "hromada": "Стародубский муниципальный округ"."""
COMMUNITIES = frozenset({"громада", "тг", "отг", "община"})
"""The smallest of them, which lie around the town that they are called after."""
SHORT_KINDS = {"обл": "область", "р н": "район", "рн": "район"}
"""Their abbreviations, with what they stand for."""
PLACE_NOUNS = word_set("""
    море протока пролив океан затока залив водосховище водохранилище ріка річка река острів остров коса міст мост аес аэс тес тэс гес
    гэс півострів полуостров висоти высоты схід восток європа европа союз королівство королевство штати штаты емірати эмираты
    територія территории емірати
""")
"""Uncapitalised words that end a name of several words: "Чорне море"."""
BANKS = word_set("""
    берег ріка річка река русло гирло устье притока приток пойма заплава уздовж вздовж вдоль переправа
""")
"""What only a river has."""
RIVERS = ("ріка", "річка", "река")
FACILITIES = word_set("""
    аеропорт аеродром порт завод нпз нафтобаза нафтопереробний тес тец грес гес аес летовище авіабаза полігон арсенал підстанція
    аэропорт аэродром нефтебаза нефтеперерабатывающий тэс тэц грэс гэс аэс авиабаза полигон подстанция вокзал порту лікарня больница
    склад міст мост комбінат комбинат дамба гребля плотина електростанція электростанция
""")
"""What stands in a town and is called after it: "Волгоградський нафтопереробний завод"."""
ORGANISATIONS = word_set("""
    бригада полк батальйон батальон дивізія дивизия корпус рада совет суд університет университет академія академия інститут
    институт газета агентство канал клуб фк партія партия вулиця улица проспект площа площадь провулок переулок бульвар шосе шоссе
    собор церква церковь музей театр парк вул просп пл им ім імені имени операція операция формат саміт саммит угода соглашение
    меморандум протокол конференція конференция ракета дрон комплекс система танк гаубиця
""")
"""Words that make an organisation, a street or a thing of the name beside them."""
SPEECH = word_set("""
    заявити заявляти повідомити повідомляти оголосити підтвердити спростувати відкинути вимагати погрожувати звинуватити
    засудити відреагувати пообіцяти визнати попередити закликати передати надати постачати домовитися відмовитися погодитися
    готувати хотіти заявить заявлять сообщить сообщать объявить подтвердить опровергнуть отвергнуть требовать пригрозить
    обвинить осудить отреагировать пообещать признать предупредить призвать передать предоставить поставлять договориться
    отказаться согласиться хотеть викликати вызвать готовить проігнорувати проигнорировать відповісти ответить обвинуватити
    звинувачувати обвинять стверджувати утверждать вважати считать
""")
"""What a government does, for which its capital often stands."""
