"""The two outcome questions of the Regeling Jeugdwet (BWBR0036007), annex 2, sections 4.3 and 4.4, literally.

Only the form of address is chosen (u / jou). Dutch statutes carry no copyright; our own wording never
replaces these (decision 7), because figures are compared nationally.
"""

USEFULNESS = {
    "je": "Geef met een rapportcijfer van 1 tot 10 aan hoe nuttig deze hulp voor jou was?",
    "u": "Geef met een rapportcijfer van 1 tot 10 aan hoe nuttig deze hulp voor u was?",
}
USEFULNESS_LOW = "volkomen nutteloos, ik had er niets aan"
USEFULNESS_HIGH = "uitstekend, ik had er heel veel aan"

FURTHER_NEED = {
    "01": "Ik heb eenzelfde soort of zwaardere hulp nodig",
    "02": "Met een lichtere vorm van hulp red ik het goed",
    "03": "Voor nu heb ik geen verdere hulp nodig, maar ik verwacht dat ik later nog wel eens om hulp zal aankloppen",
    "04": "Ik heb geen verdere hulp meer nodig",
}
