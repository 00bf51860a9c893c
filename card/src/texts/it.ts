import type { Early, Texts } from "./shape";

export const early: Early = {
  cards: {
    profile: {
      name: "Profilo trofei PlayStation",
      description: "Livello, fascia, punti e trofei di un account",
    },
    latest: {
      name: "Ultimi trofei PlayStation",
      description: "Gli ultimi ottenuti, o i più rari di tutti",
    },
    games: {
      name: "Giochi PlayStation",
      description: "Tutti i giochi e i progressi, da ordinare e filtrare",
    },
    heatmap: {
      name: "Anno di trofei PlayStation",
      description: "Un anno di trofei, un quadratino al giorno",
    },
  },
  strategy: {
    name: "Trofei PlayStation",
    description: "Una plancia completa per i tuoi trofei, sempre aggiornata",
    title: "Trofei",
  },
  config: {
    number: "“{name}” deve essere un numero intero da {low} a {high}.",
    deviceIds: "“device_ids” deve essere un elenco di ID di dispositivi.",
    choice: "“{name}” deve essere uno di questi valori: {choices}.",
    text: "“{name}” deve essere un testo.",
    yesOrNo: "“{name}” deve essere true o false.",
  },
  notLoaded: "Impossibile caricare questa scheda. Ricarica la pagina.",
  reload: "Ricarica",
};

export const texts: Texts = {
  language: "it",
  strategy: {
    noAccount:
      "Aggiungi prima il tuo account PlayStation: Impostazioni → Dispositivi e servizi → Aggiungi integrazione → PlayStation Trophies.",
    profile: "Profilo",
    games: "Giochi",
    year: "L'anno",
    allYears: "Tutti gli anni",
    monthly: "Trofei al mese",
    rarest: "Trofei più rari",
    missing: "Cosa manca nell'ultimo gioco",
    log: "Diario dei trofei",
  },
  tiles: {
    trophies_today: "Oggi",
    trophies_this_week: "Questa settimana",
    trophies_this_month: "Questo mese",
    streak: "Serie",
    best_streak: "Serie migliore",
    games_completed: "Completati",
    average_completion: "Media",
  },
  form: {
    device_id: "Account",
    device_id_help: "Nessuno scelto: l’account aggiunto per primo.",
    title: "Titolo",
    count: "Numero di trofei",
    sort: "Ordine",
    grade: "Gradi",
    unset: "Nessuna scelta: {choice}.",
    all: "Tutti i gradi",
    status: "Giochi da mostrare",
    platform: "Piattaforma",
    show_controls: "Ricerca, ordine e filtri sulla scheda",
    year: "Anno",
    year_help: "Vuoto: sempre quello in corso.",
  },
  errors: {
    no_account:
      "Non c'è nessun account PlayStation da mostrare. Aggiungine uno in Impostazioni → Dispositivi e servizi → Aggiungi integrazione → PlayStation Trophies.",
    account_not_found:
      "Questo account PlayStation non c'è più. Modifica questa scheda e scegline un altro.",
    account_not_loaded:
      "Questo account PlayStation non è pronto. Apparirà qui appena lo sarà; se non arriva, guarda in Impostazioni → Dispositivi e servizi.",
    title_not_found: "Questo gioco non è più nell'elenco.",
    login_refused:
      "Sony non accetta più l'accesso. Rinnovalo in Impostazioni → Dispositivi e servizi.",
    budget_spent:
      "Troppe richieste in questo momento. Riprova tra qualche minuto.",
    rate_limited: "Sony chiede una pausa. Riprova tra qualche minuto.",
    access_denied: "Sony non lo mostra a questo account.",
    service_unreachable:
      "Il servizio di Sony non è raggiungibile. Riprova più tardi.",
    unexpected_answer:
      "Sony ha inviato una risposta senza senso. Riprova più tardi.",
    unknown:
      "L'integrazione non risponde ancora. Questa scheda continua a provare.",
  },
  problems: {
    login:
      "Sony non accetta più l'accesso; questo è l'ultimo stato noto. Rinnovalo con un nuovo token.",
    unreachable:
      "Il servizio di Sony non era raggiungibile; questo è l'ultimo stato noto.",
    paused:
      "Sony chiede una pausa; questo è l'ultimo stato noto. Poi si riprende da soli.",
  },
  grades: {
    bronze: "Bronzo",
    silver: "Argento",
    gold: "Oro",
    platinum: "Platino",
  },
  rarities: {
    ultra_rare: "Ultra raro",
    very_rare: "Molto raro",
    rare: "Raro",
    common: "Comune",
  },
  sorts: {
    recent: "Giocati di recente",
    progress: "Progressi",
    closest_platinum: "Vicini al platino",
    rarest: "Trofeo più raro",
    what_next: "Cosa viene dopo",
    name: "Nome",
  },
  trophySorts: {
    recent: "Prima i più recenti",
    rarest: "Prima i più rari",
  },
  statuses: {
    started: "In corso",
    completed: "Completati",
    platinum_earned: "Platino ottenuto",
    platinum_missing: "Platino mancante",
  },
  loading: "Caricamento…",
  retry: "Riprova",
  close: "Chiudi",
  openAccount: "Apri la pagina dell'account",
  oldCards:
    "Le schede dei trofei sono state aggiornate. Ricarica la pagina per vederle.",
  reload: "Ricarica",
  libraryProgress:
    "La tua libreria è ancora in lettura: {percent}, pronta {when}",
  level: "Livello",
  tier: "Fascia {tier}, {grade}",
  levelProgress: "Progressi verso il livello successivo",
  pointsToNext: "{points} punti al livello {level}",
  highestLevel: "Il livello più alto che esista",
  points: "{points} punti",
  trophies: { one: "{count} trofeo", other: "{count} trofei" },
  latestTitle: "Ultimi trofei",
  rarestTitle: "Trofei più rari",
  noTrophies: "Ancora nessun trofeo. Il primo apparirà qui.",
  noTrophiesOfGrade: "Ancora nessun trofeo di questo tipo.",
  earnRate: "Ce l'ha il {rate} dei giocatori",
  earnedAt: "Ottenuto",
  game: "Gioco",
  rarity: "Rarità",
  progress: "Progressi",
  platform: "Piattaforma",
  grade: "Grado",
  secretName: "Trofeo nascosto",
  secretDetail: "Ottienilo per scoprire cos'è.",
  gamesTitle: "Giochi",
  games: { one: "{count} gioco", other: "{count} giochi" },
  searchGames: "Cerca giochi",
  filters: "Ordine e filtri",
  sortBy: "Ordina per",
  show: "Mostra",
  allGames: "Tutti i giochi",
  allPlatforms: "Tutte le piattaforme",
  noGames: "Ancora nessun gioco. Il primo a cui giochi apparirà qui.",
  noGamesFound: "Nessun gioco corrisponde.",
  allPlatinum: "Hai tutti i platini. Complimenti!",
  clearFilters: "Mostra tutti i giochi",
  baseGame: "Gioco base",
  addOn: "Espansione {number}",
  earnedOf: "{earned} di {defined}",
  notEarned: "Non ancora ottenuto",
  allTrophies: "Tutti i trofei",
  missingTrophies: "Mancanti",
  nothingMissing: "Qui non manca nulla.",
  yearTitle: "Anno di trofei",
  previousYear: "Anno precedente",
  nextYear: "Anno successivo",
  noTrophyOn: "{day}: nessun trofeo",
  trophiesOn: "{day}: {trophies}",
  noTrophiesInYear: "Nessun trofeo in quest'anno.",
  trophyDays: { one: "in {count} giorno", other: "in {count} giorni" },
  bestDay: "giorno migliore: {day} ({count})",
  platinumEarned: "Platino!",
};
