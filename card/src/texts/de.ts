import type { Texts } from ".";

const plural = (count: number, one: string, other: string): string =>
  count === 1 ? one : other;

export const de: Texts = {
  cards: {
    profile: {
      name: "PlayStation-Trophäenprofil",
      description: "Level, Rang, Punkte und Trophäen eines Kontos",
    },
    latest: {
      name: "Neueste PlayStation-Trophäen",
      description: "Was zuletzt verdient wurde, oder die seltensten von allen",
    },
    games: {
      name: "PlayStation-Spiele",
      description:
        "Alle Spiele mit Fortschritt, zum Sortieren, Filtern und Öffnen",
    },
    heatmap: {
      name: "PlayStation-Trophäenjahr",
      description: "Ein Jahr voller Trophäen, ein Kästchen pro Tag",
    },
  },
  strategy: {
    name: "PlayStation-Trophäen",
    description:
      "Ein vollständiges Dashboard für deine Trophäen, das sich selbst pflegt",
    title: "Trophäen",
    noAccount:
      "Füge zuerst dein PlayStation-Konto hinzu: Einstellungen → Geräte & Dienste → Integration hinzufügen → PlayStation Trophies.",
    profile: "Profil",
    games: "Spiele",
    year: "Das Jahr",
    now: "Gerade jetzt",
    rarest: "Seltenste Trophäen",
    missing: "Fehlt noch im neuesten Spiel",
    log: "Trophäentagebuch",
  },
  tiles: {
    trophies_today: "Heute",
    trophies_this_week: "Diese Woche",
    trophies_this_month: "Dieser Monat",
    streak: "Serie",
    best_streak: "Beste Serie",
    games_completed: "Abgeschlossen",
    average_completion: "Durchschnitt",
  },
  form: {
    device_id: "Konto",
    device_id_help: "Nicht nötig, solange es nur ein Konto gibt.",
    title: "Titel",
    count: "Anzahl der Trophäen",
    sort: "Reihenfolge",
    grade: "Stufen",
    grade_help: "Keine ausgewählt: alle.",
    status: "Gezeigte Spiele",
    platform: "Plattform",
    show_controls: "Suche, Reihenfolge und Filter auf der Karte",
    year: "Jahr",
    year_help: "Leer: immer das aktuelle.",
  },
  errors: {
    no_account:
      "Es gibt kein PlayStation-Konto, das gezeigt werden kann. Füge eines unter Einstellungen → Geräte & Dienste → Integration hinzufügen → PlayStation Trophies hinzu.",
    choose_account:
      "Es gibt mehrere PlayStation-Konten. Bearbeite diese Karte und wähle eines aus.",
    account_not_found:
      "Dieses PlayStation-Konto gibt es nicht mehr. Bearbeite diese Karte und wähle ein anderes aus.",
    account_not_loaded:
      "Dieses PlayStation-Konto ist nicht bereit. Sobald es das ist, erscheint es hier; bleibt es weg, sieh unter Einstellungen → Geräte & Dienste nach.",
    title_not_found: "Dieses Spiel steht nicht mehr in der Liste.",
    login_refused:
      "Sony nimmt die Anmeldung nicht mehr an. Erneuere sie unter Einstellungen → Geräte & Dienste.",
    rate_limited:
      "Zu viele Anfragen. Versuche es in ein paar Minuten noch einmal.",
    access_denied: "Sony zeigt das diesem Konto nicht.",
    service_unreachable:
      "Sonys Dienst ist nicht erreichbar. Versuche es später noch einmal.",
    unexpected_answer:
      "Sony hat eine unverständliche Antwort geschickt. Versuche es später noch einmal.",
    unknown:
      "Die Integration antwortet noch nicht. Diese Karte versucht es weiter.",
  },
  config: {
    count: "„count“ muss eine ganze Zahl von 1 bis 50 sein.",
    year: "„year“ muss eine ganze Zahl von 2000 bis 2200 sein.",
    deviceIds: "„device_ids“ muss eine Liste von Geräte-IDs sein.",
    choice: (name, choices) => `„${name}“ muss eines hiervon sein: ${choices}.`,
    text: (name) => `„${name}“ muss Text sein.`,
    yesOrNo: (name) => `„${name}“ muss true oder false sein.`,
  },
  grades: {
    bronze: "Bronze",
    silver: "Silber",
    gold: "Gold",
    platinum: "Platin",
  },
  rarities: {
    ultra_rare: "Extrem selten",
    very_rare: "Sehr selten",
    rare: "Selten",
    common: "Häufig",
  },
  sorts: {
    recent: "Zuletzt gespielt",
    progress: "Fortschritt",
    closest_platinum: "Am nächsten an Platin",
    rarest: "Seltenste Trophäe",
    name: "Name",
  },
  trophySorts: { recent: "Neueste zuerst", rarest: "Seltenste zuerst" },
  statuses: {
    started: "Begonnen",
    completed: "Abgeschlossen",
    platinum_earned: "Platin verdient",
    platinum_missing: "Platin fehlt",
  },
  platforms: {
    PS3: "PS3",
    PS4: "PS4",
    PS5: "PS5",
    PSVITA: "PS Vita",
    PSPC: "PC",
  },
  loading: "Wird geladen …",
  retry: "Noch einmal versuchen",
  close: "Schließen",
  notUpToDate:
    "Sonys Dienst war nicht erreichbar; das ist der letzte bekannte Stand.",
  libraryProgress: (percent) =>
    `Deine Bibliothek wird noch gelesen: ${percent}`,
  level: "Level",
  tier: (tier, grade) => `Rang ${tier}, ${grade}`,
  levelProgress: "Fortschritt zum nächsten Level",
  pointsToNext: (points, level) => `${points} Punkte bis Level ${level}`,
  highestLevel: "Das höchste Level überhaupt",
  points: (points) => `${points} Punkte`,
  trophies: (count, formatted) =>
    `${formatted} ${plural(count, "Trophäe", "Trophäen")}`,
  latestTitle: "Neueste Trophäen",
  rarestTitle: "Seltenste Trophäen",
  noTrophies: "Noch keine Trophäe. Die erste erscheint hier.",
  noTrophiesOfGrade: "Noch keine solche Trophäe.",
  earnRate: (rate) => `${rate} der Spieler haben sie`,
  earnedAt: "Verdient",
  game: "Spiel",
  rarity: "Seltenheit",
  progress: "Fortschritt",
  platform: "Plattform",
  grade: "Stufe",
  secretName: "Geheime Trophäe",
  secretDetail: "Verdiene sie, um zu sehen, was sie ist.",
  gamesTitle: "Spiele",
  games: (count, formatted) =>
    `${formatted} ${plural(count, "Spiel", "Spiele")}`,
  searchGames: "Spiele suchen",
  sortBy: "Sortieren nach",
  show: "Zeigen",
  allGames: "Alle Spiele",
  allPlatforms: "Alle Plattformen",
  noGames: "Noch kein Spiel. Das erste, das du spielst, erscheint hier.",
  noGamesFound: "Kein Spiel passt.",
  clearFilters: "Alle Spiele zeigen",
  baseGame: "Hauptspiel",
  addOn: (number) => `Erweiterung ${number}`,
  earnedOf: (earned, defined) => `${earned} von ${defined}`,
  notEarned: "Noch nicht verdient",
  allTrophies: "Alle Trophäen",
  missingTrophies: "Noch offen",
  nothingMissing: "Hier fehlt nichts.",
  yearTitle: "Trophäenjahr",
  previousYear: "Voriges Jahr",
  nextYear: "Nächstes Jahr",
  noTrophyOn: (day) => `${day}: keine Trophäe`,
  trophiesOn: (day, trophies) => `${day}: ${trophies}`,
  noTrophiesInYear: "Keine Trophäe in diesem Jahr.",
  trophyDays: (count, formatted) =>
    `an ${formatted} ${plural(count, "Tag", "Tagen")}`,
  bestDay: (day, trophies) => `bester Tag: ${day} (${trophies})`,
  platinumEarned: "Platin!",
};
