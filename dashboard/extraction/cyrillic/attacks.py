"""Whether a line tells of an attack that took place; with what, on what, by whom, and what speaks against it."""

from __future__ import annotations

import re
from functools import cache

from dashboard.codes import Target, Weapon
from dashboard.extraction.attacks import Actor, Signals
from dashboard.extraction.cyrillic.lexicon import alternation, hits
from dashboard.extraction.cyrillic.line import Language, Line, lines
from dashboard.extraction.cyrillic.numbers import is_count, value
from dashboard.extraction.document import Sentence
from dashboard.extraction.lexicon import Hit

BLOW = "blow"
"""A word that tells an attack only with a place or a site."""
_REJECTING = ("hypothetical", "allusion", "summary", "history", "interception", "other_harm")
_NO_WEAPON = re.compile(
    r"\s(?:небезпек|загроз|опасност|угроз|бригад|полк|військ|войск|оператор|пілот|пилот|виробни|производ|програм|комплекс|"
    r"склад|тривог|тревог"
    r"|відео|видео|сезон|носі|технолог)"
)
"""After "ракетна" or "дрони": what is no weapon in use."""
_NO_WEAPON_BEFORE = re.compile(
    r"(?:(?:проти|против|(?:захи|защи|прикри|рятува|спас|укри)\w{1,8} (?:\S{1,30} ){0,3}(?:від|от)|"
    r"оператор\w{0,3}|зенітно|зенитно|склад\w{0,3} (?:з )?|виробництв\w|производств\w|розробк\w|тисяч\w?|"
    r"пускову|пусковую|пусковой|установк\w|комплекс\w?|зрк)[ -]|(?:знищ|уничтож)\w{1,8}\s(?:\S{1,30}\s){0,3})$"
)
_STRIKING = (
    r"(?:удар|вдар|атак|обстр|зав?да(?:л|в|є|ю)|нан[её]с|нанос|запуст|скин|сброс|випуст|выпуст|бомб|знищ|уничтож|ураз|пораз|"
    r"поціл|влуч|открывал|відкрива|розбомб|разбомб|расстрел|розстріл|вбил|вбив|убил|"
    r"поран|ранил|бил|бьют|б'|застосув|примен|гат|тероризу|накри|накры|прицільн|стріля|стреля|спалил|запалил|підірвал|взорвал)"
)
_BLOW = re.compile(
    r"(?<!\w)(?:удар|атак|обстр|дрон|ракет|бпла|безпіл|беспил|артил|авіа|авиа|бомб|снаряд|шахед|fpv|каб|прил|наліт|налет|"
    r"терор|террор|зав?дал|нанес|вдар|окуп|"
    r"рашист|загарб|захват|росіян|россиян|москал|попадан|влучан)"
)
_SAYS = re.compile(
    r"(?:заяв|сообщ|повідом|стверд|підтверд|подтверд|отчит|звіту|уточн|расска|розпов|назва|назв)\w{0,9}(?!\w|,? (?:что|що) )"
)
_DID = re.compile(rf"[»\"]?,?(?: [^ .;:!?]{{1,30}}){{0,5}}? {_STRIKING}")
_BLOW_BEFORE = re.compile(
    r"(?<!\w)(?:удар|обстр|атак|вогн|огн|налет|наліт|бойов|прил|авіаудар|авиаудар|артил|снаряд|дрон|ракет|"
    r"бпла)\w{0,9}(?: \S{1,30}){0,2} $|(?:со стороны|з боку) $"
)
_STRUCK_SIDE = re.compile(
    r"(?:знищ\w{2,8}|уничтож\w{2,8}|уразил\w?|поразил\w?|по|збил\w?|сбил\w?|збит\w{1,3}|сбит\w{1,3}|проти|против)\s(?:\S{1,30}\s)?$"
)
"""Before a side's name: it was struck, and did not strike."""
_SPARED = re.compile(
    r"(?<!\w)(?:поблизу|біля|поруч із|поруч з|неподалік|недалеко від|неподалік від|возле|около|рядом с|вблизи|недалеко от|"
    r"доставлен\w{0,2} (?:до|в)|"
    r"госпіталізован\w{0,2} (?:до|в)|госпитализирован\w{0,2} в|у|в)\s(?:\S{1,30}\s)?$"
)
"""Before a site: it merely stands near, or takes in the wounded."""
_HARMED = re.compile(
    r"(?: \S{1,30}){0,2}? (?:вибит|вибил|пошкодж|зруйнов|поврежд|разруш|посік|посек|выбит|выбил|вылет|загорі|загорел|горить|горит)"
)
"""After a site: it was damaged itself."""
_CLAIMED = re.compile(
    r" (?:заявил|взял|повідомил|сообщил)\w{0,2} (?:на себе ответственность за |відповідальність за |про |о |об )"
    r"(?:\S{1,30} ){0,2}?(?:удар|атак|обстр|пуск)"
)
"""After an armed group: it says that it struck. What states say of a strike is seldom of their own."""
_GROUPS = frozenset(("Hezbollah", "Hamas", "Houthis", "RSF"))
_NEAR = re.compile(
    r"(?<!\w)(?:поблизу|біля|поруч із|поруч з|неподалік|недалеко від|неподалік від|возле|около|рядом с|вблизи|недалеко от|у) "
    r"(?:\S{1,30} )?$"
)
"""Before a site that is the only one told: it struck beside it."""
_SHELTERS = (Target.MEDICAL, Target.MILITARY)
_PARTS = re.compile(r"вікн|дах|крыш|окн|окон|остекл|скл[оі]|балкон|кровл|покрівл|фасад|ліфт|двор|подвір|гараж")
"""Parts of any building: what the building is gives way to none of them."""
_AT = re.compile(
    r"(?:виби|выби|посік|посек|пошкод|повред|влуч|поціл|попад|попал|удар|прил|влет|врез|вибух|взрыв|загоріл|загорел|пожеж|"
    r"пожар)\S{0,12}(?:\s\S{1,30}){0,3}\s(?:у|в|на)\s(?:\S{1,30}\s){0,2}$"
)


_NONE_BEFORE = re.compile(r"(?<!\w)(?:без|нет|ні|ни|жодн\w{1,3})\s(?:одн\w{1,3}\s|[\w'-]{1,20}\s(?:та|і|й|и)\s)?$")
_NONE_AFTER = re.compile(
    r"(?: (?:та|і|й|и|або|или)(?: \S{1,30}){1,2})?(?: (?:у|в|на) (?:місті|городе|області|области))? "
    r"(?:немає|нема|нет|не було|не было|не зафіксован\w{0,3}|не зафиксирован\w{0,3}|відсутні|отсутствуют|не сталося|не произошло|"
    r"не допущен\w{0,3}|не чути|не слышно)(?!\w)"
)
"""Around a word of attack or damage: there was none."""


def _denied(text: str, h: Hit) -> bool:
    return _NONE_AFTER.match(text, h.end) is not None or _NONE_BEFORE.search(text[max(0, h.start - 30) : h.start]) is not None


def signals(line: Line) -> Signals:
    """Read one line against the lexicons; what it denies ("руйнувань немає") is no sign. Spans count in its plain text."""
    text = line.text
    weapons = tuple(
        h
        for h in hits(line, "strikes", "weapons")
        if (h.key == Weapon.AIR_STRIKE or not _NO_WEAPON.match(text, h.end))
        and not _NO_WEAPON_BEFORE.search(text[max(0, h.start - 60) : h.start])
    )
    attack = [h for h in hits(line, "strikes", "attack") if not _denied(text, h)]
    rejections = tuple(
        Hit(h.start, h.end, f"{name}:{h.key}")
        for name in _REJECTING
        for h in hits(line, "context", name)
        if h.key != "impact" or not _denied(text, h)
    )
    return Signals(
        weapons=weapons,
        strong=tuple(h for h in attack if h.key == "strong"),
        weak=tuple(h for h in attack if h.key in {"weak", BLOW}),
        targets=hits(line, "strikes", "targets"),
        rejections=rejections,
    )


def target_of(line: Line, found: tuple[Hit, ...]) -> tuple[Target, Hit] | None:
    """The site that is named first as struck; those that merely stand near are passed over."""
    usable = [h for h in found if not _spared(line.text[max(0, h.start - 80) : h.start]) or _HARMED.match(line.text, h.end)]
    near = [h for h in found if h.key not in _SHELTERS and _NEAR.search(line.text[max(0, h.start - 40) : h.start])]
    named = [h for h in usable if h.key != Target.OTHER]
    whole = [h for h in named if not _PARTS.match(line.text, h.start)]
    chosen = next(iter([*whole, *near, *named, *usable]), None)
    return (Target(chosen.key), chosen) if chosen is not None else None


def _spared(before: str) -> bool:
    return _SPARED.search(before) is not None and _AT.search(before) is None


def actors_of(line: Line) -> tuple[Actor, ...]:
    """The parties that the line names as attackers, in order."""
    return tuple(Actor(h.key, h.start, h.end, "actor:lexicon") for h in hits(line, "strikes", "actors") if _acts(line.text, h))


def _acts(text: str, side: Hit) -> bool:
    """Whether a side is told to strike: by its own words, a verb after it or an attack before it; what was struck does not."""
    before = text[max(0, side.start - 50) : side.start]
    if _STRUCK_SIDE.search(before):
        return False
    did = _DID.match(text, side.end)
    told = did is not None and not _SAYS.search(did[0])
    claimed = side.key in _GROUPS and _CLAIMED.match(text, side.end) is not None
    return bool(claimed or _BLOW.search(text, side.start, side.end) or told or _BLOW_BEFORE.search(before))


def names_enemy(line: Line) -> bool:
    """Whether the line says "the enemy"."""
    return bool(hits(line, "strikes", "enemy"))


_OFTEN = re.compile(r"(?<!\w)(?:(двічі|дважды)|тричі|трижды)(?= (?:\S{1,30} ){0,4}?(?:обстр|атак|удар|вдар|бил|бомб))")


@cache
def _counted(languages: tuple[Language, ...]) -> re.Pattern[str]:
    words = "|".join(alternation("numbers", "words", str(n), languages) for n in range(2, 11))
    nouns = alternation("strikes", "attack", "counted", languages)
    number = rf"(?P<n>\d{{1,3}}|{words})"
    return re.compile(
        rf"(?<![\w.,:-]){number} (?:[а-яіїєґ'-]{{2,30}} ){{0,2}}?(?:{nouns})(?!\w)"
        rf"|(?<![\w.,:-])(?P<t>\d{{1,3}}|{words})(?: раз(?:и|ів|а)?)(?!\w)(?= (?:\S{{1,30}} ){{0,2}}?(?:обстр|атак|удар|вдар|бил|бомб))"
        rf"|(?<!\w)(?:обстр|атак|удар|вдар)\w{{0,10}}(?: \S{{1,30}}){{0,4}}? (?P<u>\d{{1,3}}|{words}) раз(?:и|ів|а)?(?!\w)"
    )


def attacks_counted(line: Line) -> tuple[int, Hit] | None:
    """The number of attacks that a line counts ("25 разів обстріляв", "три удари"), with its words."""
    often = _OFTEN.search(line.text)
    if often is not None:
        return (2 if often[1] else 3), Hit(often.start(), often.end(), "attacks")
    m = _counted(line.languages).search(line.text)
    if m is None:
        return None
    if m["n"] and not is_count(line, m.end("n")):
        return None
    count = value(m["n"] or m["t"] or m["u"], line.languages)
    return (count, Hit(m.start(), m.end(), "attacks")) if count and count > 1 else None


def enemy_in(sentence: Sentence) -> Hit | None:
    """Where a sentence says "the enemy", counted from its beginning; None where it does not."""
    for line in lines((sentence,)):
        for hit in hits(line, "strikes", "enemy"):
            start, end = line.span(hit.start, hit.end)
            return Hit(start, end, hit.key)
    return None
