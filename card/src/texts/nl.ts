import type { Early, Texts } from "./shape";

export const early: Early = {
  cards: {
    profile: {
      name: "PlayStation-trofeeënprofiel",
      description: "Niveau, rang, punten en trofeeën van een account",
    },
    latest: {
      name: "Nieuwste PlayStation-trofeeën",
      description: "Wat het laatst is behaald, of de zeldzaamste van allemaal",
    },
    games: {
      name: "PlayStation-games",
      description: "Alle games met voortgang, om te sorteren en te filteren",
    },
    heatmap: {
      name: "PlayStation-trofeeënjaar",
      description: "Een jaar vol trofeeën, een vakje per dag",
    },
  },
  strategy: {
    name: "PlayStation-trofeeën",
    description:
      "Een volledig dashboard voor je trofeeën, dat zichzelf bijwerkt",
    title: "Trofeeën",
  },
  config: {
    number: "‘{name}’ moet een geheel getal van {low} tot {high} zijn.",
    deviceIds: "‘device_ids’ moet een lijst met apparaat-ID's zijn.",
    choice: "‘{name}’ moet een van deze waarden zijn: {choices}.",
    text: "‘{name}’ moet tekst zijn.",
    yesOrNo: "‘{name}’ moet true of false zijn.",
  },
  notLoaded: "Deze kaart kon niet worden geladen. Laad de pagina opnieuw.",
  reload: "Opnieuw laden",
};

export const texts: Texts = {
  language: "nl",
  strategy: {
    noAccount:
      "Voeg eerst je PlayStation-account toe: Instellingen → Apparaten & diensten → Integratie toevoegen → PlayStation Trophies.",
    profile: "Profiel",
    games: "Games",
    year: "Het jaar",
    allYears: "Alle jaren",
    monthly: "Trofeeën per maand",
    rarest: "Zeldzaamste trofeeën",
    missing: "Nog te halen in de laatste game",
    log: "Trofeeënlogboek",
  },
  tiles: {
    trophies_today: "Vandaag",
    trophies_this_week: "Deze week",
    trophies_this_month: "Deze maand",
    streak: "Reeks",
    best_streak: "Langste reeks",
    games_completed: "Voltooid",
    average_completion: "Gemiddeld",
  },
  form: {
    device_id: "Account",
    device_id_help: "Geen gekozen: het account dat het eerst is toegevoegd.",
    title: "Titel",
    count: "Aantal trofeeën",
    sort: "Volgorde",
    grade: "Soorten",
    unset: "Niets gekozen: {choice}.",
    all: "Alle soorten",
    status: "Te tonen games",
    platform: "Platform",
    show_controls: "Zoeken, volgorde en filters op de kaart",
    year: "Jaar",
    year_help: "Leeg: altijd het huidige.",
  },
  errors: {
    no_account:
      "Er is geen PlayStation-account om te tonen. Voeg er een toe via Instellingen → Apparaten & diensten → Integratie toevoegen → PlayStation Trophies.",
    account_not_found:
      "Dit PlayStation-account is er niet meer. Bewerk deze kaart en kies een ander.",
    account_not_loaded:
      "Dit PlayStation-account is nog niet klaar. Het verschijnt hier zodra het zover is; blijft het weg, kijk dan bij Instellingen → Apparaten & diensten.",
    title_not_found: "Deze game staat niet meer in de lijst.",
    login_refused:
      "Sony accepteert de aanmelding niet meer. Vernieuw die via Instellingen → Apparaten & diensten.",
    budget_spent:
      "Er is zojuist te veel gevraagd. Probeer het over een paar minuten opnieuw.",
    rate_limited:
      "Sony vraagt om een pauze. Probeer het over een paar minuten opnieuw.",
    access_denied: "Sony toont dit niet aan dit account.",
    service_unreachable:
      "De dienst van Sony is niet bereikbaar. Probeer het later opnieuw.",
    unexpected_answer:
      "Sony stuurde een onbegrijpelijk antwoord. Probeer het later opnieuw.",
    unknown:
      "De integratie antwoordt nog niet. Deze kaart blijft het proberen.",
  },
  problems: {
    login:
      "Sony accepteert de aanmelding niet meer; dit is de laatst bekende stand. Vernieuw die met een nieuw token.",
    unreachable:
      "De dienst van Sony was niet bereikbaar; dit is de laatst bekende stand.",
    paused:
      "Sony vraagt om een pauze; dit is de laatst bekende stand. Daarna gaat het vanzelf verder.",
  },
  grades: {
    bronze: "Brons",
    silver: "Zilver",
    gold: "Goud",
    platinum: "Platina",
  },
  rarities: {
    ultra_rare: "Ultrazeldzaam",
    very_rare: "Zeer zeldzaam",
    rare: "Zeldzaam",
    common: "Algemeen",
  },
  sorts: {
    recent: "Laatst gespeeld",
    progress: "Voortgang",
    closest_platinum: "Bijna platina",
    rarest: "Zeldzaamste trofee",
    what_next: "Hierna",
    name: "Naam",
  },
  trophySorts: { recent: "Nieuwste eerst", rarest: "Zeldzaamste eerst" },
  statuses: {
    started: "Begonnen",
    completed: "Voltooid",
    platinum_earned: "Platina behaald",
    platinum_missing: "Platina ontbreekt",
  },
  loading: "Laden…",
  retry: "Opnieuw proberen",
  close: "Sluiten",
  openAccount: "Pagina van het account openen",
  oldCards:
    "De trofeeënkaarten zijn bijgewerkt. Laad de pagina opnieuw om ze te zien.",
  reload: "Opnieuw laden",
  libraryProgress: "Je bibliotheek wordt nog gelezen: {percent}, klaar {when}",
  level: "Niveau",
  tier: "Rang {tier}, {grade}",
  levelProgress: "Voortgang naar het volgende niveau",
  pointsToNext: "{points} punten tot niveau {level}",
  highestLevel: "Het hoogste niveau dat er is",
  points: "{points} punten",
  trophies: { one: "{count} trofee", other: "{count} trofeeën" },
  latestTitle: "Nieuwste trofeeën",
  rarestTitle: "Zeldzaamste trofeeën",
  noTrophies: "Nog geen trofee. De eerste verschijnt hier.",
  noTrophiesOfGrade: "Nog geen trofee van deze soort.",
  earnRate: "{rate} van de spelers heeft deze",
  earnedAt: "Behaald",
  game: "Game",
  rarity: "Zeldzaamheid",
  progress: "Voortgang",
  platform: "Platform",
  grade: "Soort",
  secretName: "Verborgen trofee",
  secretDetail: "Behaal deze trofee om te zien wat het is.",
  gamesTitle: "Games",
  games: { one: "{count} game", other: "{count} games" },
  searchGames: "Games zoeken",
  filters: "Volgorde en filters",
  sortBy: "Sorteren op",
  show: "Tonen",
  allGames: "Alle games",
  allPlatforms: "Alle platforms",
  noGames: "Nog geen game. De eerste die je speelt verschijnt hier.",
  noGamesFound: "Geen game gevonden.",
  allPlatinum: "Je hebt elke platina trofee. Gefeliciteerd!",
  clearFilters: "Alle games tonen",
  baseGame: "Basisgame",
  addOn: "Uitbreiding {number}",
  earnedOf: "{earned} van {defined}",
  notEarned: "Nog niet behaald",
  allTrophies: "Alle trofeeën",
  missingTrophies: "Nog te halen",
  nothingMissing: "Hier ontbreekt niets.",
  yearTitle: "Trofeeënjaar",
  previousYear: "Vorig jaar",
  nextYear: "Volgend jaar",
  noTrophyOn: "{day}: geen trofee",
  trophiesOn: "{day}: {trophies}",
  noTrophiesInYear: "Geen trofee in dit jaar.",
  trophyDays: { one: "op {count} dag", other: "op {count} dagen" },
  bestDay: "beste dag: {day} ({count})",
  platinumEarned: "Platina!",
};
