import type { Early, Texts } from "./shape";

export const early: Early = {
  cards: {
    profile: {
      name: "PlayStation トロフィープロフィール",
      description: "アカウントのレベル、ランク、ポイント、トロフィー",
    },
    latest: {
      name: "PlayStation 最近のトロフィー",
      description: "最近獲得したトロフィー、または最もレアなトロフィー",
    },
    games: {
      name: "PlayStation ゲーム",
      description: "すべてのゲームと進行度。並べ替えや絞り込みもできます",
    },
    heatmap: {
      name: "PlayStation トロフィーの1年",
      description: "1年分のトロフィーを1日1マスで表示",
    },
  },
  strategy: {
    name: "PlayStation トロフィー",
    description: "自動で更新される、トロフィーのダッシュボード",
    title: "トロフィー",
  },
  config: {
    number: "「{name}」には{low}から{high}までの整数を指定してください。",
    deviceIds: "「device_ids」にはデバイスIDのリストを指定してください。",
    choice: "「{name}」には次のいずれかを指定してください: {choices}",
    text: "「{name}」には文字列を指定してください。",
    yesOrNo: "「{name}」には true か false を指定してください。",
  },
  notLoaded:
    "このカードを読み込めませんでした。ページを再読み込みしてください。",
  reload: "再読み込み",
};

export const texts: Texts = {
  language: "ja",
  strategy: {
    noAccount:
      "まず PlayStation アカウントを追加してください: 設定 → デバイスとサービス → 統合を追加 → PlayStation Trophies",
    profile: "プロフィール",
    games: "ゲーム",
    year: "1年の記録",
    allYears: "全期間",
    monthly: "月ごとのトロフィー",
    now: "現在の状況",
    rarest: "最もレアなトロフィー",
    missing: "最近遊んだゲームの未獲得トロフィー",
    log: "トロフィーの記録",
  },
  tiles: {
    trophies_today: "今日",
    trophies_this_week: "今週",
    trophies_this_month: "今月",
    streak: "連続日数",
    best_streak: "最長連続日数",
    games_completed: "コンプリート",
    average_completion: "平均",
  },
  form: {
    device_id: "アカウント",
    device_id_help: "アカウントが1つだけなら不要です。",
    title: "タイトル",
    count: "トロフィーの数",
    sort: "並び順",
    grade: "グレード",
    grade_help: "選択なし: すべて",
    status: "表示するゲーム",
    platform: "プラットフォーム",
    show_controls: "カードに検索・並べ替え・絞り込みを表示",
    year: "年",
    year_help: "空欄: 常に今年",
  },
  errors: {
    no_account:
      "表示できる PlayStation アカウントがありません。設定 → デバイスとサービス → 統合を追加 → PlayStation Trophies から追加してください。",
    choose_account:
      "PlayStation アカウントが複数あります。カードを編集して1つ選んでください。",
    account_not_found:
      "この PlayStation アカウントはもうありません。カードを編集して別のアカウントを選んでください。",
    account_not_loaded:
      "この PlayStation アカウントはまだ準備ができていません。準備ができるとここに表示されます。表示されない場合は、設定 → デバイスとサービスを確認してください。",
    title_not_found: "このゲームはもう一覧にありません。",
    login_refused:
      "Sony がログインを受け付けなくなりました。設定 → デバイスとサービスで更新してください。",
    budget_spent: "問い合わせが続いています。数分後にもう一度お試しください。",
    rate_limited: "Sony が休止を求めています。数分後にもう一度お試しください。",
    access_denied: "Sony はこのアカウントにこの情報を表示しません。",
    service_unreachable:
      "Sony のサービスに接続できません。あとでもう一度お試しください。",
    unexpected_answer:
      "Sony から理解できない応答がありました。あとでもう一度お試しください。",
    unknown: "統合がまだ応答していません。このカードは再試行を続けます。",
  },
  problems: {
    login:
      "Sony がログインを受け付けなくなりました。表示は最後に確認した状態です。新しいトークンで更新してください。",
    unreachable:
      "Sony のサービスに接続できませんでした。表示は最後に確認した状態です。",
    paused:
      "Sony が休止を求めています。表示は最後に確認した状態です。自動的に再開します。",
  },
  grades: {
    bronze: "ブロンズ",
    silver: "シルバー",
    gold: "ゴールド",
    platinum: "プラチナ",
  },
  rarities: {
    ultra_rare: "ウルトラレア",
    very_rare: "ベリーレア",
    rare: "レア",
    common: "ノーマル",
  },
  sorts: {
    recent: "最近遊んだ順",
    progress: "進行度",
    closest_platinum: "プラチナまであと少し",
    rarest: "最もレアなトロフィー",
    name: "名前",
  },
  trophySorts: { recent: "新しい順", rarest: "レアな順" },
  statuses: {
    started: "進行中",
    completed: "コンプリート",
    platinum_earned: "プラチナ獲得済み",
    platinum_missing: "プラチナ未獲得",
  },
  loading: "読み込み中…",
  retry: "再試行",
  close: "閉じる",
  openAccount: "アカウントのページを開く",
  oldCards:
    "トロフィーのカードが更新されました。ページを再読み込みしてください。",
  reload: "再読み込み",
  libraryProgress: "ライブラリを読み込んでいます: {percent}",
  level: "レベル",
  tier: "ランク{tier}・{grade}",
  levelProgress: "次のレベルまでの進行度",
  pointsToNext: "レベル{level}まであと{points}ポイント",
  highestLevel: "最高レベルに到達",
  points: "{points}ポイント",
  trophies: { other: "トロフィー{count}個" },
  latestTitle: "最近のトロフィー",
  rarestTitle: "最もレアなトロフィー",
  noTrophies:
    "トロフィーはまだありません。最初のトロフィーがここに表示されます。",
  noTrophiesOfGrade: "このグレードのトロフィーはまだありません。",
  earnRate: "プレイヤーの{rate}が獲得",
  earnedAt: "獲得日時",
  game: "ゲーム",
  rarity: "レア度",
  progress: "進行度",
  platform: "プラットフォーム",
  grade: "グレード",
  secretName: "隠しトロフィー",
  secretDetail: "獲得すると内容が表示されます。",
  gamesTitle: "ゲーム",
  games: { other: "ゲーム{count}本" },
  searchGames: "ゲームを検索",
  sortBy: "並べ替え",
  show: "表示",
  allGames: "すべてのゲーム",
  allPlatforms: "すべてのプラットフォーム",
  noGames: "ゲームはまだありません。最初に遊んだゲームがここに表示されます。",
  noGamesFound: "該当するゲームがありません。",
  clearFilters: "すべてのゲームを表示",
  baseGame: "本編",
  addOn: "追加コンテンツ{number}",
  earnedOf: "{defined}個中{earned}個",
  notEarned: "未獲得",
  allTrophies: "すべてのトロフィー",
  missingTrophies: "未獲得",
  nothingMissing: "すべて獲得済みです。",
  yearTitle: "トロフィーの1年",
  previousYear: "前の年",
  nextYear: "次の年",
  noTrophyOn: "{day}: トロフィーなし",
  trophiesOn: "{day}: {trophies}",
  noTrophiesInYear: "この年のトロフィーはありません。",
  trophyDays: { other: "獲得した日: {count}日" },
  bestDay: "最も多い日: {day} ({count}個)",
  platinumEarned: "プラチナ獲得！",
};
