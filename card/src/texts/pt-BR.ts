import type { Early, Texts } from "./shape";

export const early: Early = {
  cards: {
    profile: {
      name: "Perfil de troféus do PlayStation",
      description: "Nível, categoria, pontos e troféus de uma conta",
    },
    latest: {
      name: "Últimos troféus do PlayStation",
      description: "Os últimos conquistados, ou os mais raros de todos",
    },
    games: {
      name: "Jogos do PlayStation",
      description: "Todos os jogos e o progresso, para ordenar e filtrar",
    },
    heatmap: {
      name: "Ano de troféus do PlayStation",
      description: "Um ano de troféus, um quadrado por dia",
    },
  },
  strategy: {
    name: "Troféus do PlayStation",
    description: "Um painel completo dos seus troféus, sempre atualizado",
    title: "Troféus",
  },
  config: {
    number: "“{name}” deve ser um número inteiro de {low} a {high}.",
    deviceIds: "“device_ids” deve ser uma lista de IDs de dispositivos.",
    choice: "“{name}” deve ser um destes valores: {choices}.",
    text: "“{name}” deve ser um texto.",
    yesOrNo: "“{name}” deve ser true ou false.",
  },
  notLoaded: "Não foi possível carregar este cartão. Recarregue a página.",
  reload: "Recarregar",
};

export const texts: Texts = {
  language: "pt-BR",
  strategy: {
    noAccount:
      "Adicione primeiro a sua conta do PlayStation: Configurações → Dispositivos e serviços → Adicionar integração → PlayStation Trophies.",
    profile: "Perfil",
    games: "Jogos",
    year: "O ano",
    allYears: "Todos os anos",
    monthly: "Troféus por mês",
    now: "Agora",
    rarest: "Troféus mais raros",
    missing: "O que falta no último jogo",
    log: "Diário de troféus",
  },
  tiles: {
    trophies_today: "Hoje",
    trophies_this_week: "Esta semana",
    trophies_this_month: "Este mês",
    streak: "Sequência",
    best_streak: "Maior sequência",
    games_completed: "Concluídos",
    average_completion: "Média",
  },
  form: {
    device_id: "Conta",
    device_id_help: "Não é preciso enquanto houver só uma conta.",
    title: "Título",
    count: "Número de troféus",
    sort: "Ordem",
    grade: "Tipos",
    grade_help: "Nenhum escolhido: todos.",
    status: "Jogos a mostrar",
    platform: "Plataforma",
    show_controls: "Busca, ordem e filtros no cartão",
    year: "Ano",
    year_help: "Vazio: sempre o atual.",
  },
  errors: {
    no_account:
      "Não há nenhuma conta do PlayStation para mostrar. Adicione uma em Configurações → Dispositivos e serviços → Adicionar integração → PlayStation Trophies.",
    choose_account:
      "Há várias contas do PlayStation. Edite este cartão e escolha uma.",
    account_not_found:
      "Esta conta do PlayStation não existe mais. Edite este cartão e escolha outra.",
    account_not_loaded:
      "Esta conta do PlayStation não está pronta. Ela aparece aqui assim que estiver; se não aparecer, veja em Configurações → Dispositivos e serviços.",
    title_not_found: "Este jogo não está mais na lista.",
    login_refused:
      "A Sony não aceita mais o login. Renove-o em Configurações → Dispositivos e serviços.",
    budget_spent:
      "Foram feitas perguntas demais agora. Tente novamente em alguns minutos.",
    rate_limited: "A Sony pede uma pausa. Tente novamente em alguns minutos.",
    access_denied: "A Sony não mostra isto a esta conta.",
    service_unreachable:
      "Não foi possível acessar o serviço da Sony. Tente mais tarde.",
    unexpected_answer:
      "A Sony enviou uma resposta sem sentido. Tente mais tarde.",
    unknown: "A integração ainda não responde. Este cartão continua tentando.",
  },
  problems: {
    login:
      "A Sony não aceita mais o login; este é o último estado conhecido. Renove-o com um novo token.",
    unreachable:
      "Não foi possível acessar o serviço da Sony; este é o último estado conhecido.",
    paused:
      "A Sony pede uma pausa; este é o último estado conhecido. Depois tudo continua sozinho.",
  },
  grades: {
    bronze: "Bronze",
    silver: "Prata",
    gold: "Ouro",
    platinum: "Platina",
  },
  rarities: {
    ultra_rare: "Ultrarraro",
    very_rare: "Muito raro",
    rare: "Raro",
    common: "Comum",
  },
  sorts: {
    recent: "Jogados há pouco",
    progress: "Progresso",
    closest_platinum: "Perto da platina",
    rarest: "Troféu mais raro",
    name: "Nome",
  },
  trophySorts: {
    recent: "Mais recentes primeiro",
    rarest: "Mais raros primeiro",
  },
  statuses: {
    started: "Em andamento",
    completed: "Concluídos",
    platinum_earned: "Com platina",
    platinum_missing: "Sem platina",
  },
  loading: "Carregando…",
  retry: "Tentar novamente",
  close: "Fechar",
  openAccount: "Abrir a página da conta",
  oldCards:
    "Os cartões de troféus foram atualizados. Recarregue a página para vê-los.",
  reload: "Recarregar",
  libraryProgress: "A sua biblioteca ainda está sendo lida: {percent}",
  level: "Nível",
  tier: "Categoria {tier}, {grade}",
  levelProgress: "Progresso até o próximo nível",
  pointsToNext: "{points} pontos para o nível {level}",
  highestLevel: "O nível mais alto que existe",
  points: "{points} pontos",
  trophies: { one: "{count} troféu", other: "{count} troféus" },
  latestTitle: "Últimos troféus",
  rarestTitle: "Troféus mais raros",
  noTrophies: "Nenhum troféu ainda. O primeiro aparece aqui.",
  noTrophiesOfGrade: "Nenhum troféu desse tipo ainda.",
  earnRate: "{rate} dos jogadores têm este troféu",
  earnedAt: "Conquistado",
  game: "Jogo",
  rarity: "Raridade",
  progress: "Progresso",
  platform: "Plataforma",
  grade: "Tipo",
  secretName: "Troféu oculto",
  secretDetail: "Conquiste-o para ver o que é.",
  gamesTitle: "Jogos",
  games: { one: "{count} jogo", other: "{count} jogos" },
  searchGames: "Buscar jogos",
  sortBy: "Ordenar por",
  show: "Mostrar",
  allGames: "Todos os jogos",
  allPlatforms: "Todas as plataformas",
  noGames: "Nenhum jogo ainda. O primeiro que você jogar aparece aqui.",
  noGamesFound: "Nenhum jogo encontrado.",
  clearFilters: "Mostrar todos os jogos",
  baseGame: "Jogo base",
  addOn: "Expansão {number}",
  earnedOf: "{earned} de {defined}",
  notEarned: "Ainda não conquistado",
  allTrophies: "Todos os troféus",
  missingTrophies: "Faltando",
  nothingMissing: "Não falta nada aqui.",
  yearTitle: "Ano de troféus",
  previousYear: "Ano anterior",
  nextYear: "Próximo ano",
  noTrophyOn: "{day}: nenhum troféu",
  trophiesOn: "{day}: {trophies}",
  noTrophiesInYear: "Nenhum troféu neste ano.",
  trophyDays: { one: "em {count} dia", other: "em {count} dias" },
  bestDay: "melhor dia: {day} ({count})",
  platinumEarned: "Platina!",
};
