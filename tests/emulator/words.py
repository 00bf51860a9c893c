"""Invented names of games, places and trophies, in English, German and French."""

from collections.abc import Sequence
from typing import Final

LANGUAGES: Final = ("en", "de", "fr")

type Text = tuple[str, str, str]  # One per language, in the order of LANGUAGES.

ADJECTIVES: Final[Sequence[str]] = (
    "Amber", "Ashen", "Bramble", "Brass", "Cinder", "Clockwork", "Cobalt", "Copper",
    "Coral", "Crooked", "Dappled", "Drowsy", "Dusty", "Ember", "Feathered", "Fernlit",
    "Foggy", "Frosted", "Gilded", "Glassy", "Gossamer", "Hazel", "Humming", "Indigo",
    "Juniper", "Lacquered", "Linen", "Lopsided", "Marbled", "Mellow", "Misted", "Mossy",
    "Nimble", "Opal", "Paper", "Patchwork", "Pebbled", "Plum", "Quiet", "Rusted",
    "Saffron", "Salted", "Scarlet", "Silken", "Slate", "Sleepless", "Smoky", "Stitched",
    "Sunken", "Tangled", "Thimble", "Tin", "Umber", "Velvet", "Wandering", "Whistling",
    "Wicker", "Willow", "Windblown", "Woven",
)  # fmt: skip

NOUNS: Final[Sequence[str]] = (
    "Almanac", "Archipelago", "Atlas", "Aviary", "Bakery", "Barge", "Beacon", "Bellows",
    "Belfry", "Boathouse", "Bonfire", "Caravan", "Cartographer", "Causeway", "Comet",
    "Compass", "Conservatory", "Courier", "Cove", "Ferryman", "Foundry", "Gardener",
    "Gazebo", "Glacier", "Granary", "Greenhouse", "Harbour", "Harvest", "Heron",
    "Hourglass", "Inkwell", "Jetty", "Kestrel", "Kettle", "Kiln", "Lagoon", "Lantern",
    "Locksmith", "Lighthouse", "Loom", "Meadow", "Meridian", "Milliner", "Monsoon",
    "Moth", "Navigator", "Observatory", "Orchard", "Otter", "Parade", "Parasol",
    "Pendulum", "Pilgrim", "Planetarium", "Postmaster", "Quarry", "Quilt", "Regatta",
    "Sextant", "Sparrow", "Sundial", "Tailor", "Tannery", "Teahouse", "Telegraph",
    "Terrace", "Thicket", "Tidepool", "Timetable", "Toymaker", "Tramway", "Trellis",
    "Turnstile", "Vineyard", "Voyage", "Watchmaker", "Waterwheel", "Weathervane",
    "Windmill", "Zephyr",
)  # fmt: skip

PLACES: Final[Sequence[str]] = (
    "Alderwick", "Ambermoor", "Bellhaven", "Brackenfell", "Calder Point", "Cinderby",
    "Dovemere", "Eastering", "Elmsworth", "Fennimore", "Gullcliff", "Hallowmere",
    "Hartling", "Inverloch Quay", "Kelpstrand", "Larkspur Hill", "Lindenau", "Marrowby",
    "Mistral Bay", "Netherby", "Oakhollow", "Ostermoor", "Pellworth", "Quillon",
    "Ravensfoot", "Rosmarin", "Saltmarsh", "Silverbeck", "Tarn Edge", "Thistledown",
    "Underhill Lock", "Valmora", "Wexmouth", "Yarrow Vale",
)  # fmt: skip

PEOPLE: Final[Sequence[str]] = (
    "Abel", "Agatha", "Benno", "Brigid", "Casimir", "Clementine", "Desmond", "Edda",
    "Emeric", "Fenna", "Florian", "Greta", "Hollis", "Ingrid", "Ivo", "Jasper", "Kerstin",
    "Leander", "Linnea", "Magnus", "Mirela", "Nadja", "Odile", "Oskar", "Petra", "Quentin",
    "Rosalind", "Silas", "Tilda", "Ulrich", "Vesna", "Wilma", "Yannis", "Zelda-Mae",
)  # fmt: skip

SUBTITLES: Final[Sequence[str]] = (
    "A Winter Tale", "After the Rain", "Before Dawn", "Deep Water", "First Light",
    "Homecoming", "Last Orders", "Long Way Round", "Northbound", "Open Skies",
    "Small Hours", "The Other Shore", "The Quiet Year", "Undertow",
)  # fmt: skip

ROMAN: Final[Sequence[str]] = ("II", "III", "IV")
# What tells trophies of one wording apart.
ROUNDS: Final[Sequence[str]] = (*ROMAN, "V", "VI", "VII", "VIII", "IX", "X")

EXPANSIONS: Final[Sequence[Text]] = (
    ("The Drowned Chapel", "Die versunkene Kapelle", "La chapelle engloutie"),
    ("Letters from {place}", "Briefe aus {place}", "Lettres de {place}"),
    ("The {place} Line", "Die Strecke nach {place}", "La ligne de {place}"),
    ("{person}'s Errand", "{person} auf Botengang", "La course de {person}"),
    ("Winter in {place}", "Winter in {place}", "L'hiver à {place}"),
    ("The Night Market", "Der Nachtmarkt", "Le marché de nuit"),
    ("Below {place}", "Unter {place}", "Sous {place}"),
)

# (name, detail) for each language.
type Pair = tuple[Text, Text]

PLATINUM: Final[Sequence[Pair]] = (
    (
        ("Keeper of {place}", "Hüterin von {place}", "Gardien de {place}"),
        ("Earn every other trophy.", "Alle anderen Trophäen erhalten.", "Obtenez tous les autres trophées."),
    ),
    (
        ("Nothing Left Undone", "Nichts blieb liegen", "Rien ne manque"),
        ("Collect all trophies.", "Alle Trophäen sammeln.", "Réunissez tous les trophées."),
    ),
    (
        ("The Whole of {place}", "Ganz {place}", "Tout {place}"),
        ("Obtain all other trophies.", "Alle übrigen Trophäen erringen.", "Décrochez tous les autres trophées."),
    ),
)  # fmt: skip

STORY: Final[Sequence[Pair]] = (
    (
        ("What {person} Buried", "Was {person} vergrub", "Ce que {person} a enterré"),
        ("Learn who took the bell.", "Erfahre, wer die Glocke nahm.", "Découvrez qui a pris la cloche."),
    ),
    (
        ("The Empty Chair", "Der leere Stuhl", "La chaise vide"),
        ("Say goodbye to {person}.", "Nimm Abschied von {person}.", "Dites adieu à {person}."),
    ),
    (
        ("A Name in the Ledger", "Ein Name im Hauptbuch", "Un nom dans le registre"),
        ("Find out where {person} went.", "Finde heraus, wohin {person} ging.", "Découvrez où est allé {person}."),
    ),
    (
        ("Smoke over {place}", "Rauch über {place}", "Fumée sur {place}"),
        ("Leave {place} behind.", "Lass {place} hinter dir.", "Laissez {place} derrière vous."),
    ),
    (
        ("No Way but Down", "Nur noch abwärts", "Il faut descendre"),
        ("Enter the old works.", "Betritt das alte Werk.", "Entrez dans l'ancienne usine."),
    ),
    (
        ("The Second Key", "Der zweite Schlüssel", "La deuxième clé"),
        ("Open the door {person} locked.", "Öffne die Tür, die {person} verschloss.", "Ouvrez la porte fermée par {person}."),
    ),
    (
        ("Home by Morning", "Bis zum Morgen daheim", "Rentrer avant l'aube"),
        ("See the story to its end.", "Erlebe das Ende der Geschichte.", "Voyez la fin de l'histoire."),
    ),
    (
        ("{person} Remembers", "{person} erinnert sich", "{person} se souvient"),
        ("Complete the fourth chapter.", "Schließe das vierte Kapitel ab.", "Terminez le quatrième chapitre."),
    ),
)  # fmt: skip

COUNTERS: Final[Sequence[Pair]] = (
    (
        ("Wickwright", "Dochtmeister", "Maître des mèches"),
        ("Relight {n} lanterns.", "Entzünde {n} Laternen.", "Rallumez {n} lanternes."),
    ),
    (
        ("Beachcomber", "Strandgut", "Ramasseur de grève"),
        ("Pick up {n} shells.", "Sammle {n} Muscheln.", "Ramassez {n} coquillages."),
    ),
    (
        ("Well Travelled", "Weit gereist", "Grand voyageur"),
        ("Walk {n} miles.", "Laufe {n} Meilen.", "Parcourez {n} lieues."),
    ),
    (
        ("Pen Friend", "Brieffreund", "Correspondance"),
        ("Deliver {n} letters.", "Stelle {n} Briefe zu.", "Livrez {n} lettres."),
    ),
    (
        ("Green Fingers", "Grüner Daumen", "La main verte"),
        ("Grow {n} plants.", "Ziehe {n} Pflanzen.", "Faites pousser {n} plantes."),
    ),
    (
        ("Small Change", "Kleingeld", "Petite monnaie"),
        ("Find {n} coins.", "Finde {n} Münzen.", "Trouvez {n} pièces."),
    ),
    (
        ("Patchwork Champion", "Flickmeister", "Roi du rapiéçage"),
        ("Mend {n} sails.", "Flicke {n} Segel.", "Réparez {n} voiles."),
    ),
    (
        ("Bird Book", "Vogelbuch", "Carnet d'oiseaux"),
        ("Photograph {n} birds.", "Fotografiere {n} Vögel.", "Photographiez {n} oiseaux."),
    ),
)  # fmt: skip

COMMON: Final[Sequence[Pair]] = (
    (
        ("First Steps", "Erste Schritte", "Premiers pas"),
        ("Arrive in {place}.", "Erreiche {place}.", "Arrivez à {place}."),
    ),
    (
        ("A Friend in {place}", "Ein Freund in {place}", "Un ami à {place}"),
        ("Earn the trust of {person}.", "Gewinne das Vertrauen von {person}.", "Gagnez la confiance de {person}."),
    ),
    (
        ("Against the Tide", "Gegen die Flut", "À contre-courant"),
        ("Cross the bay without resting.", "Überquere die Bucht ohne Pause.", "Traversez la baie sans pause."),
    ),
    (
        ("Bird's-Eye View", "Vogelperspektive", "À vol d'oiseau"),
        ("Reach the highest roof of {place}.", "Erklimme das höchste Dach von {place}.", "Atteignez le plus haut toit de {place}."),
    ),
    (
        ("Borrowed Time", "Geborgte Zeit", "Temps emprunté"),
        ("Finish a job with a second to spare.", "Erledige eine Aufgabe mit einer Sekunde Rest.", "Finissez une mission à une seconde près."),
    ),
    (
        ("Bread and Salt", "Brot und Salz", "Le pain et le sel"),
        ("Share a meal with {person}.", "Iss gemeinsam mit {person}.", "Partagez un repas avec {person}."),
    ),
    (
        ("By the Book", "Nach Vorschrift", "Dans les règles"),
        ("Complete an order exactly as written.", "Führe einen Auftrag genau nach Plan aus.", "Exécutez une commande à la lettre."),
    ),
    (
        ("Change of Scenery", "Tapetenwechsel", "Changement de décor"),
        ("Travel from {place} by rail.", "Verlasse {place} mit der Bahn.", "Quittez {place} en train."),
    ),
    (
        ("Clean Hands", "Saubere Hände", "Les mains propres"),
        ("Finish a chapter without a fight.", "Beende ein Kapitel ohne Kampf.", "Terminez un chapitre sans combat."),
    ),
    (
        ("Echoes of {place}", "Echos von {place}", "Échos de {place}"),
        ("Hear every story told in {place}.", "Höre alle Geschichten aus {place}.", "Écoutez toutes les histoires de {place}."),
    ),
    (
        ("Every Last Crumb", "Bis zum letzten Krümel", "Jusqu'à la dernière miette"),
        ("Cook every recipe once.", "Koche jedes Rezept einmal.", "Préparez chaque recette une fois."),
    ),
    (
        ("Feather-Light", "Federleicht", "Léger comme une plume"),
        ("Land without a sound.", "Lande lautlos.", "Atterrissez sans un bruit."),
    ),
    (
        ("Full House", "Volles Haus", "Salle comble"),
        ("Fill every seat in the theatre.", "Fülle jeden Platz im Theater.", "Remplissez le théâtre."),
    ),
    (
        ("Half Past Midnight", "Halb eins", "Minuit et demi"),
        ("Visit {place} after dark.", "Besuche {place} bei Nacht.", "Visitez {place} la nuit."),
    ),
    (
        ("Head of the Class", "Klassenbester", "Premier de la classe"),
        ("Pass {person}'s test.", "Bestehe die Prüfung von {person}.", "Réussissez l'examen de {person}."),
    ),
    (
        ("In Good Company", "In guter Gesellschaft", "En bonne compagnie"),
        ("Travel with a full party.", "Reise mit voller Gruppe.", "Voyagez en groupe complet."),
    ),
    (
        ("Keep the Change", "Stimmt so", "Gardez la monnaie"),
        ("Overpay in {place}.", "Zahle in {place} zu viel.", "Payez trop cher à {place}."),
    ),
    (
        ("Light Sleeper", "Leichter Schlaf", "Sommeil léger"),
        ("Wake before the bell.", "Wache vor der Glocke auf.", "Réveillez-vous avant la cloche."),
    ),
    (
        ("Long Shot", "Weitschuss", "Coup lointain"),
        ("Hit the far buoy.", "Triff die ferne Boje.", "Touchez la bouée lointaine."),
    ),
    (
        ("Map Maker", "Kartenzeichner", "Cartographe"),
        ("Uncover the whole map of {place}.", "Decke die ganze Karte von {place} auf.", "Révélez toute la carte de {place}."),
    ),
    (
        ("Measure Twice", "Zweimal messen", "Mesurer deux fois"),
        ("Build something without waste.", "Baue etwas ohne Verschnitt.", "Construisez sans gaspiller."),
    ),
    (
        ("No Stone Unturned", "Jeden Stein umgedreht", "Remuer ciel et terre"),
        ("Search every cellar in {place}.", "Durchsuche jeden Keller in {place}.", "Fouillez chaque cave de {place}."),
    ),
    (
        ("Old Friends", "Alte Freunde", "De vieux amis"),
        ("Bring {person} back to {place}.", "Bring {person} zurück nach {place}.", "Ramenez {person} à {place}."),
    ),
    (
        ("One for the Road", "Einer für den Weg", "Un dernier pour la route"),
        ("Raise a glass with {person}.", "Stoß mit {person} an.", "Trinquez avec {person}."),
    ),
    (
        ("Paper Trail", "Papierspur", "Piste de papier"),
        ("Read every notice in {place}.", "Lies jeden Aushang in {place}.", "Lisez chaque affiche de {place}."),
    ),
    (
        ("Perfect Pitch", "Absolutes Gehör", "L'oreille absolue"),
        ("Play {person}'s tune without a mistake.", "Spiele das Lied von {person} fehlerfrei.", "Jouez l'air de {person} sans faute."),
    ),
    (
        ("Quick Study", "Schnelle Auffassung", "Vite appris"),
        ("Learn every move in one evening.", "Lerne jeden Zug an einem Abend.", "Apprenez chaque geste en une soirée."),
    ),
    (
        ("Rain or Shine", "Bei jedem Wetter", "Par tous les temps"),
        ("Work through a storm.", "Arbeite bei Sturm.", "Travaillez sous l'orage."),
    ),
    (
        ("Room with a View", "Zimmer mit Aussicht", "Chambre avec vue"),
        ("Rent the attic in {place}.", "Miete den Dachboden in {place}.", "Louez le grenier à {place}."),
    ),
    (
        ("Safe Passage", "Sichere Überfahrt", "Bon passage"),
        ("Guide {person} across the water.", "Geleite {person} übers Wasser.", "Guidez {person} sur l'eau."),
    ),
    (
        ("Second Wind", "Zweiter Atem", "Second souffle"),
        ("Win from last place.", "Gewinne vom letzten Platz aus.", "Gagnez depuis la dernière place."),
    ),
    (
        ("Sharp Eyes", "Scharfe Augen", "L'œil vif"),
        ("Spot the hidden sign in {place}.", "Entdecke das versteckte Zeichen in {place}.", "Repérez le signe caché à {place}."),
    ),
    (
        ("Steady Hands", "Ruhige Hände", "La main sûre"),
        ("Repair the clock at the first try.", "Repariere die Uhr beim ersten Versuch.", "Réparez l'horloge du premier coup."),
    ),
    (
        ("Stitch in Time", "Rechtzeitig geflickt", "Un point à temps"),
        ("Mend {person}'s coat.", "Flicke den Mantel von {person}.", "Recousez le manteau de {person}."),
    ),
    (
        ("Tall Order", "Viel verlangt", "Commande impossible"),
        ("Fill the largest order in {place}.", "Erfülle den größten Auftrag in {place}.", "Honorez la plus grosse commande de {place}."),
    ),
    (
        ("The Scenic Route", "Die schöne Strecke", "Le chemin des écoliers"),
        ("Take every detour to {place}.", "Nimm jeden Umweg nach {place}.", "Prenez tous les détours vers {place}."),
    ),
    (
        ("Three of a Kind", "Drilling", "Brelan"),
        ("Win three times in a row.", "Gewinne dreimal in Folge.", "Gagnez trois fois de suite."),
    ),
    (
        ("Under the Counter", "Unter dem Ladentisch", "Sous le comptoir"),
        ("Buy what {person} does not advertise.", "Kaufe, was {person} nicht ausstellt.", "Achetez ce que {person} ne montre pas."),
    ),
    (
        ("Warm Welcome", "Warmer Empfang", "Accueil chaleureux"),
        ("Light every stove in {place}.", "Heize jeden Ofen in {place}.", "Allumez chaque poêle de {place}."),
    ),
    (
        ("Word of Mouth", "Mundpropaganda", "Bouche-à-oreille"),
        ("Become known in {place}.", "Werde bekannt in {place}.", "Faites-vous connaître à {place}."),
    ),
)  # fmt: skip

REWARDS: Final[Sequence[Text]] = (
    ("Emblem", "Emblem", "Emblème"),
    ("Profile picture", "Profilbild", "Image de profil"),
    ("Brass compass", "Messingkompass", "Boussole en laiton"),
)

LOCALISED_TITLE: Final[Text] = (
    "The Lamplighter's Year",
    "Das Jahr des Laternenanzünders",
    "L'année de l'allumeur de réverbères",
)
