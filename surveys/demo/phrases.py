"""What invented people write: goals and tips, short and without a name of anybody or anything."""

from collections.abc import Mapping

GOALS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "youth": {
        "nl": (
            "minder ruzie thuis",
            "weer elke dag naar school",
            "beter slapen",
            "niet zo snel boos worden",
            "een vriend of vriendin maken",
            "minder piekeren",
            "durven praten in de klas",
            "zelf met geld omgaan",
            "een plek vinden om te sporten",
            "weten wat ik later wil worden",
            "minder gamen",
            "beter praten met mijn moeder",
            "me veilig voelen",
            "op mezelf kunnen wonen",
        ),
        "en": ("fewer fights at home", "sleep better", "go to school again", "worry less", "make a friend"),
    },
    "parent": {
        "nl": (
            "meer rust in huis",
            "mijn kind slaapt beter",
            "vaste regels die werken",
            "mijn kind gaat weer naar school",
            "beter omgaan met driftbuien",
            "samen kunnen eten zonder ruzie",
            "mijn kind durft alleen te fietsen",
            "weten wat ik kan doen bij stress",
            "mijn kind heeft meer vrienden",
            "betere afspraken met de andere ouder",
            "mijn kind kan vertellen wat er is",
            "minder schermtijd",
        ),
        "en": ("more calm at home", "my child sleeps better", "rules that work", "my child goes to school again"),
    },
    "foster_parent": {
        "nl": (
            "mijn pleegkind voelt zich hier thuis",
            "goed contact met de eigen ouders",
            "rust na een bezoek",
            "mijn pleegkind durft te vertrouwen",
            "een vaste plek op school",
            "samen leuke dingen doen",
            "weten wat ik kan verwachten",
            "beter slapen in ons huis",
        ),
        "en": ("my foster child feels at home here", "calm after visits", "good contact with the parents"),
    },
}

GLAD: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "youth": {
        "nl": (
            "Blijf zo goed luisteren.",
            "Jullie lachten ook gewoon met mij, dat was fijn.",
            "Ik mocht zelf kiezen, dat hielp echt.",
            "Blijf appen tussendoor, dat was handig.",
            "Fijn dat we buiten gingen wandelen.",
            "Niks, het was goed zo.",
            "Ik kreeg de tijd. Hou dat zo.",
        ),
        "en": ("Keep listening like that.", "It helped that I could choose myself.", "Nothing, it was good."),
    },
    "adult": {
        "nl": (
            "De tips waren duidelijk en we konden er meteen iets mee.",
            "Blijf bij mensen thuis komen, dat helpt.",
            "We voelden ons serieus genomen.",
            "Vaste persoon, altijd bereikbaar. Houd dat zo.",
            "Goed dat school er ook bij zat.",
            "Ga zo door.",
            "Er werd goed naar ons geluisterd.",
        ),
        "en": ("The advice was clear and useful.", "Keep visiting people at home.", "We felt taken seriously."),
    },
}

SORRY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "youth": {
        "nl": (
            "Niet steeds iemand anders sturen.",
            "Ik moest veel te lang wachten.",
            "Praat met mij en niet over mij.",
            "Het stopte ineens, zeg dat eerder.",
            "Leg beter uit wat er gaat gebeuren.",
            "Minder vragen, meer doen.",
            "Kom op tijd.",
        ),
        "en": ("Don't send somebody else every time.", "I had to wait too long.", "Explain better what will happen."),
    },
    "adult": {
        "nl": (
            "We moesten ons verhaal steeds opnieuw vertellen.",
            "De wachttijd was te lang.",
            "Werk beter samen met school.",
            "Graag één vast gezicht.",
            "Het was onduidelijk wat het plan was.",
            "Bel terug als u dat belooft.",
            "De hulp stopte te vroeg.",
        ),
        "en": ("We had to tell our story again and again.", "The waiting time was too long.", "Please call back."),
    },
}

VAGUE: Mapping[str, tuple[str, ...]] = {
    "nl": ("best wel oké", "hangt ervan af", "geen idee eigenlijk", "mwah", "kweenie hoor"),
    "en": ("it depends really", "kind of fine", "so so"),
}
"""What people type where a number or one of the options is asked for."""

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "nl": ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
YES: Mapping[str, tuple[str, ...]] = {"nl": ("ja", "ja hoor", "oké", "is goed"), "en": ("yes", "sure", "ok")}
UNSCORED_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "dont_know": {"nl": ("weet ik niet", "geen idee", "weet niet"), "en": ("I don't know", "no idea")},
    "rather_not": {"nl": ("zeg ik liever niet", "sla over"), "en": ("rather not say", "skip")},
}


def in_language(phrases: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """The phrases in a language, else in Dutch."""
    return phrases.get(language) or phrases["nl"]
