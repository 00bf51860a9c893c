import type { Early, Texts } from "./shape";

export const early: Early = {
  cards: {
    profile: {
      name: "Perfil de trofeos de PlayStation",
      description: "Nivel, rango, puntos y trofeos de una cuenta",
    },
    latest: {
      name: "Últimos trofeos de PlayStation",
      description: "Los últimos conseguidos, o los más raros de todos",
    },
    games: {
      name: "Juegos de PlayStation",
      description: "Todos los juegos y su progreso, para ordenar y filtrar",
    },
    heatmap: {
      name: "Año de trofeos de PlayStation",
      description: "Un año de trofeos, un cuadro por día",
    },
  },
  strategy: {
    name: "Trofeos de PlayStation",
    description: "Un panel completo para tus trofeos, siempre al día",
    title: "Trofeos",
  },
  config: {
    number: "«{name}» debe ser un número entero de {low} a {high}.",
    deviceIds: "«device_ids» debe ser una lista de ID de dispositivos.",
    choice: "«{name}» debe ser uno de estos valores: {choices}.",
    text: "«{name}» debe ser texto.",
    yesOrNo: "«{name}» debe ser true o false.",
  },
  notLoaded: "No se pudo cargar esta tarjeta. Recarga la página.",
  reload: "Recargar",
};

export const texts: Texts = {
  language: "es",
  strategy: {
    noAccount:
      "Añade primero tu cuenta de PlayStation: Ajustes → Dispositivos y servicios → Añadir integración → PlayStation Trophies.",
    profile: "Perfil",
    games: "Juegos",
    year: "El año",
    allYears: "Todos los años",
    monthly: "Trofeos al mes",
    rarest: "Trofeos más raros",
    missing: "Lo que falta en el último juego",
    log: "Diario de trofeos",
  },
  tiles: {
    trophies_today: "Hoy",
    trophies_this_week: "Esta semana",
    trophies_this_month: "Este mes",
    streak: "Racha",
    best_streak: "Mejor racha",
    games_completed: "Completados",
    average_completion: "Promedio",
  },
  form: {
    device_id: "Cuenta",
    device_id_help: "Ninguna elegida: la cuenta que se añadió primero.",
    title: "Título",
    count: "Número de trofeos",
    sort: "Orden",
    grade: "Categorías",
    unset: "Nada elegido: {choice}.",
    all: "Todas las categorías",
    status: "Juegos que mostrar",
    platform: "Plataforma",
    show_controls: "Búsqueda, orden y filtros en la tarjeta",
    year: "Año",
    year_help: "Vacío: siempre el actual.",
  },
  errors: {
    no_account:
      "No hay ninguna cuenta de PlayStation que mostrar. Añade una en Ajustes → Dispositivos y servicios → Añadir integración → PlayStation Trophies.",
    account_not_found:
      "Esta cuenta de PlayStation ya no existe. Edita esta tarjeta y elige otra.",
    account_not_loaded:
      "Esta cuenta de PlayStation no está lista. Aparecerá aquí en cuanto lo esté; si no llega, mira en Ajustes → Dispositivos y servicios.",
    title_not_found: "Este juego ya no está en la lista.",
    login_refused:
      "Sony ya no acepta el inicio de sesión. Renuévalo en Ajustes → Dispositivos y servicios.",
    budget_spent:
      "Demasiadas consultas ahora mismo. Inténtalo de nuevo en unos minutos.",
    rate_limited: "Sony pide una pausa. Inténtalo de nuevo en unos minutos.",
    access_denied: "Sony no le muestra esto a la cuenta.",
    service_unreachable:
      "No se puede acceder al servicio de Sony. Inténtalo más tarde.",
    unexpected_answer:
      "Sony ha enviado una respuesta sin sentido. Inténtalo más tarde.",
    unknown:
      "La integración aún no responde. Esta tarjeta lo sigue intentando.",
  },
  problems: {
    login:
      "Sony ya no acepta el inicio de sesión; este es el último estado conocido. Renuévalo con un token nuevo.",
    unreachable:
      "No se pudo acceder al servicio de Sony; este es el último estado conocido.",
    paused:
      "Sony pide una pausa; este es el último estado conocido. Seguirá por sí solo.",
  },
  grades: {
    bronze: "Bronce",
    silver: "Plata",
    gold: "Oro",
    platinum: "Platino",
  },
  rarities: {
    ultra_rare: "Ultrarraro",
    very_rare: "Muy raro",
    rare: "Raro",
    common: "Común",
  },
  sorts: {
    recent: "Jugados hace poco",
    progress: "Progreso",
    closest_platinum: "A punto de platino",
    rarest: "Trofeo más raro",
    what_next: "Qué sigue",
    name: "Nombre",
  },
  trophySorts: {
    recent: "Más recientes primero",
    rarest: "Más raros primero",
  },
  statuses: {
    started: "Empezados",
    completed: "Completados",
    platinum_earned: "Con platino",
    platinum_missing: "Sin platino",
  },
  loading: "Cargando…",
  retry: "Reintentar",
  close: "Cerrar",
  openAccount: "Abrir la página de la cuenta",
  oldCards:
    "Las tarjetas de trofeos se han actualizado. Recarga la página para verlas.",
  reload: "Recargar",
  libraryProgress: "Tu biblioteca aún se está leyendo: {percent}",
  libraryProgressUntil:
    "Tu biblioteca aún se está leyendo: {percent}, lista {when}",
  level: "Nivel",
  tier: "Rango {tier}, {grade}",
  levelProgress: "Progreso hasta el siguiente nivel",
  pointsToNext: "{points} puntos para el nivel {level}",
  highestLevel: "El nivel más alto que existe",
  points: "{points} puntos",
  trophies: { one: "{count} trofeo", other: "{count} trofeos" },
  latestTitle: "Últimos trofeos",
  rarestTitle: "Trofeos más raros",
  noTrophies: "Aún no hay trofeos. El primero aparecerá aquí.",
  noTrophiesOfGrade: "Aún no hay ningún trofeo así.",
  earnRate: "Lo tiene el {rate} de los jugadores",
  earnedAt: "Conseguido",
  game: "Juego",
  rarity: "Rareza",
  progress: "Progreso",
  platform: "Plataforma",
  grade: "Categoría",
  secretName: "Trofeo oculto",
  secretDetail: "Consíguelo para ver qué es.",
  gamesTitle: "Juegos",
  games: { one: "{count} juego", other: "{count} juegos" },
  searchGames: "Buscar juegos",
  filters: "Orden y filtros",
  sortBy: "Ordenar por",
  show: "Mostrar",
  allGames: "Todos los juegos",
  allPlatforms: "Todas las plataformas",
  noGames: "Aún no hay juegos. El primero que juegues aparecerá aquí.",
  noGamesFound: "Ningún juego coincide.",
  allPlatinum: "Tienes todos los platinos. ¡Enhorabuena!",
  clearFilters: "Mostrar todos los juegos",
  baseGame: "Juego base",
  addOn: "Expansión {number}",
  earnedOf: "{earned} de {defined}",
  notEarned: "Aún sin conseguir",
  allTrophies: "Todos los trofeos",
  missingTrophies: "Pendientes",
  nothingMissing: "Aquí no falta nada.",
  yearTitle: "Año de trofeos",
  previousYear: "Año anterior",
  nextYear: "Año siguiente",
  noTrophyOn: "{day}: ningún trofeo",
  trophiesOn: "{day}: {trophies}",
  noTrophiesInYear: "Ningún trofeo en este año.",
  trophyDays: { one: "en {count} día", other: "en {count} días" },
  bestDay: "mejor día: {day} ({count})",
  platinumEarned: "¡Platino!",
};
