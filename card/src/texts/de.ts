import type { Early, Texts } from "./shape";

export const early: Early = {
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
  },
  config: {
    number: "„{name}“ muss eine ganze Zahl von {low} bis {high} sein.",
    deviceIds: "„device_ids“ muss eine Liste von Geräte-IDs sein.",
    choice: "„{name}“ muss eines hiervon sein: {choices}.",
    text: "„{name}“ muss Text sein.",
    yesOrNo: "„{name}“ muss true oder false sein.",
  },
  notLoaded: "Diese Karte konnte nicht geladen werden. Lade die Seite neu.",
  reload: "Neu laden",
};

export const texts: Texts = {
  language: "de",
  strategy: {
    noAccount:
      "Füge zuerst dein PlayStation-Konto hinzu: Einstellungen → Geräte & Dienste → Integration hinzufügen → PlayStation Trophies.",
    profile: "Profil",
    games: "Spiele",
    year: "Das Jahr",
    allYears: "Alle Jahre",
    monthly: "Trophäen pro Monat",
    rarest: "Seltenste Trophäen",
    missing: "Noch offen im zuletzt gespielten Spiel",
    log: "Trophäentagebuch",
  },
  tiles: {
    trophies_today: "Heute",
    trophies_this_week: "Diese Woche",
    trophies_this_month: "Diesen Monat",
    streak: "Serie",
    best_streak: "Längste Serie",
    games_completed: "Abgeschlossen",
    average_completion: "Durchschnitt",
  },
  form: {
    device_id: "Konto",
    device_id_help: "Keines gewählt: das zuerst hinzugefügte Konto.",
    title: "Titel",
    count: "Anzahl der Trophäen",
    sort: "Reihenfolge",
    grade: "Stufen",
    unset: "Nichts gewählt: {choice}.",
    all: "Alle Stufen",
    status: "Gezeigte Spiele",
    platform: "Plattform",
    show_controls: "Suche, Reihenfolge und Filter auf der Karte",
    year: "Jahr",
    year_help: "Leer: immer das aktuelle.",
  },
  errors: {
    no_account:
      "Es gibt kein PlayStation-Konto, das gezeigt werden kann. Füge eines unter Einstellungen → Geräte & Dienste → Integration hinzufügen → PlayStation Trophies hinzu.",
    account_not_found:
      "Dieses PlayStation-Konto gibt es nicht mehr. Bearbeite diese Karte und wähle ein anderes aus.",
    account_not_loaded:
      "Dieses PlayStation-Konto ist nicht bereit. Sobald es das ist, erscheint es hier; bleibt es weg, sieh unter Einstellungen → Geräte & Dienste nach.",
    title_not_found: "Dieses Spiel steht nicht mehr in der Liste.",
    login_refused:
      "Sony nimmt die Anmeldung nicht mehr an. Erneuere sie unter Einstellungen → Geräte & Dienste.",
    budget_spent:
      "Gerade wurde zu viel gefragt. Versuche es in ein paar Minuten noch einmal.",
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
  problems: {
    login:
      "Sony nimmt die Anmeldung nicht mehr an; das ist der letzte bekannte Stand. Erneuere sie mit einem neuen Token.",
    unreachable:
      "Sonys Dienst war nicht erreichbar; das ist der letzte bekannte Stand.",
    paused:
      "Sony bittet um eine Pause; das ist der letzte bekannte Stand. Danach geht es von selbst weiter.",
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
    closest_platinum: "Kurz vor Platin",
    rarest: "Seltenste Trophäe",
    what_next: "Als Nächstes",
    name: "Name",
  },
  trophySorts: { recent: "Neueste zuerst", rarest: "Seltenste zuerst" },
  statuses: {
    started: "Begonnen",
    completed: "Abgeschlossen",
    platinum_earned: "Platin verdient",
    platinum_missing: "Platin fehlt",
  },
  loading: "Wird geladen …",
  retry: "Noch einmal versuchen",
  close: "Schließen",
  openAccount: "Seite des Kontos öffnen",
  oldCards:
    "Die Trophäenkarten wurden aktualisiert. Lade die Seite neu, um sie zu sehen.",
  reload: "Neu laden",
  libraryProgress:
    "Deine Bibliothek wird noch gelesen: {percent}, fertig {when}",
  level: "Level",
  tier: "Rang {tier}, {grade}",
  levelProgress: "Fortschritt zum nächsten Level",
  pointsToNext: "{points} Punkte bis Level {level}",
  highestLevel: "Das höchste Level überhaupt",
  points: "{points} Punkte",
  trophies: { one: "{count} Trophäe", other: "{count} Trophäen" },
  latestTitle: "Neueste Trophäen",
  rarestTitle: "Seltenste Trophäen",
  noTrophies: "Noch keine Trophäe. Die erste erscheint hier.",
  noTrophiesOfGrade: "Noch keine solche Trophäe.",
  earnRate: "{rate} der Spieler haben sie",
  earnedAt: "Verdient",
  game: "Spiel",
  rarity: "Seltenheit",
  progress: "Fortschritt",
  platform: "Plattform",
  grade: "Stufe",
  secretName: "Geheime Trophäe",
  secretDetail: "Wird sichtbar, sobald du sie verdient hast.",
  gamesTitle: "Spiele",
  games: { one: "{count} Spiel", other: "{count} Spiele" },
  searchGames: "Spiele suchen",
  filters: "Reihenfolge und Filter",
  sortBy: "Sortieren nach",
  show: "Zeigen",
  allGames: "Alle Spiele",
  allPlatforms: "Alle Plattformen",
  noGames: "Noch kein Spiel. Das erste, das du spielst, erscheint hier.",
  noGamesFound: "Kein Spiel passt.",
  allPlatinum: "Du hast jede Platintrophäe. Glückwunsch!",
  clearFilters: "Alle Spiele zeigen",
  baseGame: "Hauptspiel",
  addOn: "Erweiterung {number}",
  earnedOf: "{earned} von {defined}",
  notEarned: "Noch nicht verdient",
  allTrophies: "Alle Trophäen",
  missingTrophies: "Noch offen",
  nothingMissing: "Hier fehlt nichts.",
  yearTitle: "Trophäenjahr",
  previousYear: "Voriges Jahr",
  nextYear: "Nächstes Jahr",
  noTrophyOn: "{day}: keine Trophäe",
  trophiesOn: "{day}: {trophies}",
  noTrophiesInYear: "Keine Trophäe in diesem Jahr.",
  trophyDays: { one: "an {count} Tag", other: "an {count} Tagen" },
  bestDay: "bester Tag: {day} ({count})",
  platinumEarned: "Platin!",
};
