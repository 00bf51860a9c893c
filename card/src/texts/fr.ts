import type { Early, Texts } from "./shape";

export const early: Early = {
  cards: {
    profile: {
      name: "Profil de trophées PlayStation",
      description: "Niveau, rang, points et trophées d'un compte",
    },
    latest: {
      name: "Derniers trophées PlayStation",
      description: "Les derniers trophées obtenus, ou les plus rares",
    },
    games: {
      name: "Jeux PlayStation",
      description: "Tous les jeux et leur progression, à trier et à filtrer",
    },
    heatmap: {
      name: "Année de trophées PlayStation",
      description: "Une année de trophées, un carré par jour",
    },
  },
  strategy: {
    name: "Trophées PlayStation",
    description:
      "Un tableau de bord complet pour vos trophées, toujours à jour",
    title: "Trophées",
  },
  config: {
    number: "« {name} » doit être un nombre entier de {low} à {high}.",
    deviceIds: "« device_ids » doit être une liste d'identifiants d'appareils.",
    choice: "« {name} » doit être l'une de ces valeurs : {choices}.",
    text: "« {name} » doit être un texte.",
    yesOrNo: "« {name} » doit être true ou false.",
  },
  notLoaded: "Cette carte n'a pas pu être chargée. Rechargez la page.",
  reload: "Recharger",
};

export const texts: Texts = {
  language: "fr",
  strategy: {
    noAccount:
      "Ajoutez d'abord votre compte PlayStation : Paramètres → Appareils et services → Ajouter une intégration → PlayStation Trophies.",
    profile: "Profil",
    games: "Jeux",
    year: "L'année",
    allYears: "Toutes les années",
    monthly: "Trophées par mois",
    rarest: "Trophées les plus rares",
    missing: "Ce qui manque dans le dernier jeu",
    log: "Journal des trophées",
  },
  tiles: {
    trophies_today: "Aujourd'hui",
    trophies_this_week: "Cette semaine",
    trophies_this_month: "Ce mois-ci",
    streak: "Série",
    best_streak: "Meilleure série",
    games_completed: "Terminés",
    average_completion: "Moyenne",
  },
  form: {
    device_id: "Compte",
    device_id_help: "Aucun choisi : le compte ajouté en premier.",
    title: "Titre",
    count: "Nombre de trophées",
    sort: "Ordre",
    grade: "Catégories",
    unset: "Aucun choix : {choice}.",
    all: "Toutes les catégories",
    status: "Jeux à afficher",
    platform: "Plateforme",
    show_controls: "Recherche, tri et filtres sur la carte",
    year: "Année",
    year_help: "Vide : toujours l'année en cours.",
  },
  errors: {
    no_account:
      "Il n'y a aucun compte PlayStation à afficher. Ajoutez-en un sous Paramètres → Appareils et services → Ajouter une intégration → PlayStation Trophies.",
    account_not_found:
      "Ce compte PlayStation n'existe plus. Modifiez cette carte et choisissez-en un autre.",
    account_not_loaded:
      "Ce compte PlayStation n'est pas prêt. Il apparaîtra ici dès qu'il le sera ; s'il n'arrive pas, regardez sous Paramètres → Appareils et services.",
    title_not_found: "Ce jeu n'est plus dans la liste.",
    login_refused:
      "Sony n'accepte plus la connexion. Renouvelez-la sous Paramètres → Appareils et services.",
    budget_spent:
      "Trop de demandes à l'instant. Réessayez dans quelques minutes.",
    rate_limited: "Sony demande une pause. Réessayez dans quelques minutes.",
    access_denied: "Sony ne montre pas cela à ce compte.",
    service_unreachable:
      "Le service de Sony est injoignable. Réessayez plus tard.",
    unexpected_answer:
      "Sony a envoyé une réponse incompréhensible. Réessayez plus tard.",
    unknown:
      "L'intégration ne répond pas encore. Cette carte continue d'essayer.",
  },
  problems: {
    login:
      "Sony n'accepte plus la connexion ; voici le dernier état connu. Renouvelez-la avec un nouveau jeton.",
    unreachable:
      "Le service de Sony était injoignable ; voici le dernier état connu.",
    paused:
      "Sony demande une pause ; voici le dernier état connu. La suite vient toute seule.",
  },
  grades: {
    bronze: "Bronze",
    silver: "Argent",
    gold: "Or",
    platinum: "Platine",
  },
  rarities: {
    ultra_rare: "Ultra rare",
    very_rare: "Très rare",
    rare: "Rare",
    common: "Courant",
  },
  sorts: {
    recent: "Joués récemment",
    progress: "Progression",
    closest_platinum: "Proches du platine",
    rarest: "Trophée le plus rare",
    what_next: "À suivre",
    name: "Nom",
  },
  trophySorts: {
    recent: "Les plus récents d'abord",
    rarest: "Les plus rares d'abord",
  },
  statuses: {
    started: "En cours",
    completed: "Terminés",
    platinum_earned: "Platine obtenu",
    platinum_missing: "Platine manquant",
  },
  loading: "Chargement…",
  retry: "Réessayer",
  close: "Fermer",
  openAccount: "Ouvrir la page du compte",
  oldCards:
    "Les cartes de trophées ont été mises à jour. Rechargez la page pour les voir.",
  reload: "Recharger",
  libraryProgress:
    "Lecture de votre bibliothèque en cours : {percent}, terminée {when}",
  level: "Niveau",
  tier: "Rang {tier}, {grade}",
  levelProgress: "Progression vers le niveau suivant",
  pointsToNext: "{points} points avant le niveau {level}",
  highestLevel: "Le niveau le plus élevé qui soit",
  points: "{points} points",
  trophies: { one: "{count} trophée", other: "{count} trophées" },
  latestTitle: "Derniers trophées",
  rarestTitle: "Trophées les plus rares",
  noTrophies: "Aucun trophée pour l'instant. Le premier apparaîtra ici.",
  noTrophiesOfGrade: "Aucun trophée de ce type pour l'instant.",
  earnRate: "{rate} des joueurs l'ont",
  earnedAt: "Obtenu",
  game: "Jeu",
  rarity: "Rareté",
  progress: "Progression",
  platform: "Plateforme",
  grade: "Catégorie",
  secretName: "Trophée caché",
  secretDetail: "Obtenez-le pour découvrir ce que c'est.",
  gamesTitle: "Jeux",
  games: { one: "{count} jeu", other: "{count} jeux" },
  searchGames: "Rechercher un jeu",
  filters: "Ordre et filtres",
  sortBy: "Trier par",
  show: "Afficher",
  allGames: "Tous les jeux",
  allPlatforms: "Toutes les plateformes",
  noGames: "Aucun jeu pour l'instant. Le premier apparaîtra ici.",
  noGamesFound: "Aucun jeu ne correspond.",
  allPlatinum: "Vous avez tous les trophées de platine. Félicitations !",
  clearFilters: "Afficher tous les jeux",
  baseGame: "Jeu de base",
  addOn: "Extension {number}",
  earnedOf: "{earned} sur {defined}",
  notEarned: "Pas encore obtenu",
  allTrophies: "Tous les trophées",
  missingTrophies: "Manquants",
  nothingMissing: "Il ne manque rien ici.",
  yearTitle: "Année de trophées",
  previousYear: "Année précédente",
  nextYear: "Année suivante",
  noTrophyOn: "{day} : aucun trophée",
  trophiesOn: "{day} : {trophies}",
  noTrophiesInYear: "Aucun trophée cette année-là.",
  trophyDays: { one: "sur {count} jour", other: "sur {count} jours" },
  bestDay: "meilleur jour : {day} ({count})",
  platinumEarned: "Platine !",
};
