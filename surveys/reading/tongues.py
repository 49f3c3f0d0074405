"""Dutch and English for surveys.reading.grammar: closed lists of small words and the shapes of longer ones. Pure."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Grammar:
    """One language.

    `joins`: small words between clauses. `becoming`: forms that make a passive with a `participle`. `denying`: words
    that deny; `undoing`: adjectives that do. `asking`: words that ask for more than yes or no. `adding`, `either`:
    and, or. `starts`: words that begin a question of their own; `describing`: what people judge with; `places`,
    `pointing`: prepositions, articles; `together`: words that make two things one.
    """

    joins: frozenset[str]
    denying: re.Pattern[str]
    undoing: re.Pattern[str]
    asking: frozenset[str]
    adding: frozenset[str]
    either: frozenset[str]
    starts: frozenset[str]
    places: frozenset[str]
    pointing: frozenset[str]
    together: frozenset[str]
    describing: re.Pattern[str]
    degrees: frozenset[str]
    becoming: frozenset[str] = frozenset()
    participle: re.Pattern[str] = re.compile("(?!)")
    address: tuple[tuple[str, frozenset[str]], ...] = ()


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _shape(alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives.split()))


_NO_PARTICIPLE = (
    "geld|geweld|gebied|gezicht|gewicht|gevecht|gedicht|gerecht|bericht|gebit|geluid|geduld|gezond|gebed|gelid|gebod|"
    "gezinnen|gesprekken|gevoelens|gegevens|getallen|gedachten|gewend|gebeuren|geven|geloven|gebruiken|gevangen|"
    "besluit|bezit|beeld|beleid|bestand|verdriet|verband|verstand|bekend|bent|beest|eigen|tegen|morgen|vragen|dagen|"
    "dingen|mogen|zorgen|\\w+ingen|\\w*dingen|krijgen|leggen|zeggen|brengen|omgeving|wegen|liggen|vliegen|volgend"
)
_STRONG = (
    "besloten|betrokken|begrepen|beschreven|verboden|vergeten|ontvangen|ontslagen|bekeken|besproken|verwezen|verzonden|"
    "vervangen|gedaan|gezien|onderzocht|ondersteund|ondertekend|overwogen|overlegd|vermeden"
)
_PARTICLES = (
    "aan|achter|af|bij|binnen|buiten|door|dicht|in|klaar|mee|na|om|onder|op|over|samen|terug|toe|uit|vast|voor|weg"
)

DUTCH = Grammar(
    joins=_listed("en maar of want als omdat zodat terwijl toen dat die wat wie waar hoe waarom wanneer voordat"),
    becoming=_listed("word wordt worden werd werden"),
    participle=re.compile(
        rf"(?!(?:{_NO_PARTICIPLE})$)(?:(?:{_PARTICLES})?ge\w{{2,}}(?:d|t|en)|(?:be|ver|ont|her|er)\w{{3,}}[dt]|{_STRONG})"
    ),
    denying=_shape("niet geen nooit niemand niets niks nergens zonder"),
    undoing=_shape(
        r"on(?:aangenaam|aardig|belangrijk|bekend|beleefd|bereikbaar)e? "
        r"on(?:betrouwbaar|duidelijk|eerlijk|eens|gelijk|gelukkig|gemakkelijk|gewenst|gezond|handig|juist|logisch)e? "
        r"on(?:mogelijk|nodig|plezierig|prettig|redelijk|rustig|tevreden|terecht|veilig|verstandig|vriendelijk)e? "
        r"on(?:voldoende|volledig|vrijwillig|zeker|zinnig|zorgvuldig)e?"
    ),
    asking=_listed("wat hoe waarom wie waar wanneer welke welk hoeveel waarmee waarvoor waarover"),
    adding=_listed("en"),
    either=_listed("of"),
    starts=_listed(
        "is was ben bent waren heb heeft hebt had hadden kan kon konden kunt kun wil wilt wilde mag mocht moet moest "
        "werd wordt word ging gaat kreeg krijgt krijg vond vindt vind voelde voelt voel hielp helpt luistert "
        "luisterde doet deed weet wist ken kent zou zouden wat hoe waarom wie waar wanneer welke hoeveel waarmee"
    ),
    places=_listed("op in bij met over voor aan van naar tijdens"),
    pointing=_listed("de het je uw jouw mijn"),
    together=_listed("samen elkaar tussen allebei beide beiden zowel verschil tegelijk"),
    describing=_shape(
        r"aardig lief goed fijn prettig nuttig snel duidelijk veilig leuk eerlijk open blij rustig slim streng warm "
        r"zeker klaar compleet serieus gezond passend voldoende genoeg vaak lang kort simpel makkelijk moeilijk "
        r"beleefd bekwaam handig ge\w{3,}d ge(?:zien|holpen|sproken|nomen) begrepen vertrouwd ontspannen tevreden "
        r"gelukkig betrokken geduldig belangrijk volledig tijdig \w{3,}(?:lijk|baar|zaam|vol|kundig)"
    ),
    degrees=_listed("ook goed heel erg zo genoeg voldoende te snel"),
    address=(("je", _listed("je jij jou jouw jezelf")), ("u", _listed("u uw uzelf uwe"))),
)

ENGLISH = Grammar(
    joins=_listed("and but or because if when while that who what which how why so"),
    denying=_shape(r"not no never nobody nothing nowhere none without cannot \w+n['’]t"),
    undoing=_shape(
        r"dis(?:satisfied|agree|honest|respectful) "
        r"un(?:clear|happy|safe|fair|kind|friendly|important|necessary|helpful|pleasant|satisfied|likely|able)"
    ),
    asking=_listed("what how why who where when which"),
    adding=_listed("and"),
    either=_listed("or"),
    starts=_listed(
        "is was are were has have had can could will would did does do should may what how why who where when which"
    ),
    places=_listed("at in with about for on during"),
    pointing=_listed("the your my a"),
    together=_listed("together other between both difference same"),
    describing=_shape(
        r"kind good nice quick clear safe fair open happy calm honest useful helpful heard seen understood helped "
        r"friendly polite respectful easy hard patient satisfied \w{3,}(?:ful|able|ible)"
    ),
    degrees=_listed("well very so enough also really"),
)

GRAMMARS = {"nl": DUTCH, "en": ENGLISH}
