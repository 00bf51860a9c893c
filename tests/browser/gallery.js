// Puts cards of any size onto a page, with trophies that need much room.
(() => {
  const GRADES = ["bronze", "silver", "gold", "platinum"];
  const RARITIES = ["ultra_rare", "very_rare", "rare", "common"];
  const counts = (bronze, silver, gold, platinum) => ({
    bronze,
    silver,
    gold,
    platinum,
  });

  const NAMES = [
    "The Unforgettable Lighthouse Keeper of Nørreby",
    "First",
    "Donaudampfschifffahrtsgesellschaft",
    "Down in the depths, where no lantern burns",
    "灯台守の長い夜と忘れられた港",
  ];
  const trophies = (count) =>
    Array.from({ length: count }, (_, index) => ({
      trophy_id: index,
      trophy_name: NAMES[index % NAMES.length],
      trophy_detail: "Keep the lantern burning through the longest night.",
      grade: GRADES[3 - (index % 4)],
      rarity: RARITIES[index % 4],
      earned_rate: 0.4 + index * 7.3,
      hidden: false,
      title_id: "NPWR00001_00",
      title_name: "Lanterns of the Deep: Director's Complete Edition",
      platform: "PS5",
      group: "default",
      icon_url: null,
      title_icon_url: null,
      title_progress: 76,
      earned_at: new Date(
        Date.now() - index * 90_000_000 - 60_000,
      ).toISOString(),
    }));

  const titles = (count) =>
    Array.from({ length: count }, (_, index) => ({
      title_id: `NPWR0000${index}_00`,
      title_name: [
        "Lanterns of the Deep: Director's Complete Edition",
        "Moss",
        "Donaudampfschifffahrtssimulator 2026",
      ][index % 3],
      platform: ["PS5", "PS4,PS5", "PSVITA", "PS3,PS4,PSVITA", "PSPC"][
        index % 5
      ],
      progress: index % 4 ? 48 : 100,
      earned: index % 4 ? counts(88, 32, 10, 0) : counts(100, 40, 12, 1),
      defined: counts(100, 40, 12, 1),
      icon_url: null,
      last_update: new Date(Date.now() - index * 90_000_000).toISOString(),
      base_game_progress: 60,
      rarest_rate: 4.2,
    }));

  const year = new Date().getFullYear();
  const days = () => {
    const found = {};
    for (let at = 0; at < 330; at += 3) {
      const date = new Date(Date.UTC(year, 0, 1 + at))
        .toISOString()
        .slice(0, 10);
      found[date] = { [GRADES[at % 4]]: 1 + ((at * 7) % 6) };
    }
    return {
      year,
      first_year: 2011,
      today: new Date().toISOString().slice(0, 10),
      days: found,
    };
  };

  const VIEWS = {
    profile: () => ({
      avatar_url: null,
      level: 998,
      level_progress: 46,
      tier: 9,
      tier_grade: "gold",
      points: 1_934_567,
      points_to_next_level: 12_321,
      earned: counts(12_900, 3_250, 1_090, 621),
    }),
    trophies: ({ limit = 50 }) => ({ trophies: trophies(limit) }),
    titles: ({ offset = 0, limit = 100 }) => ({
      total: 60,
      platforms: ["PS3", "PS4", "PS5", "PSPC", "PSVITA"],
      titles: titles(60).slice(offset, offset + limit),
    }),
    days,
    title: () => ({
      ...titles(1)[0],
      groups: [
        {
          group_id: "default",
          group_name: "",
          trophies: trophies(40).map((one, index) => ({
            ...one,
            earned: index % 3 === 0,
            progress: index % 5 ? null : 0,
            progress_target: index % 5 ? null : 1,
          })),
        },
      ],
    }),
  };

  const ACCOUNT = {
    device_id: "device",
    name: "Lantern_Keeper16",
    library_progress: 100,
    library_minutes_left: 0,
    up_to_date: true,
    problem: null,
    cards_version: "",
  };

  /** Return a home that answers at once; its `push` sends all cards their data again. */
  function home({ account = {}, views = {}, ...rest } = {}) {
    const takes = new Map();
    const answer = (message) => ({
      account: { ...ACCOUNT, ...account },
      data: { ...VIEWS, ...views }[message.view](message),
    });
    return {
      language: "en",
      locale: {
        language: "en",
        number_format: "language",
        time_format: "language",
        time_zone: "local",
        first_weekday: "language",
      },
      config: { time_zone: "Europe/Berlin" },
      entities: {},
      devices: {},
      user: { is_admin: true },
      takes,
      push(news = []) {
        for (const [take, message] of takes) take({ ...answer(message), news });
      },
      connection: {
        async sendMessagePromise(message) {
          return answer(message);
        },
        async subscribeMessage(take, message) {
          takes.set(take, message);
          setTimeout(
            () => takes.has(take) && take({ ...answer(message), news: [] }),
          );
          return () => takes.delete(take);
        },
        addEventListener() {},
        removeEventListener() {},
      },
      ...rest,
    };
  }

  /** Put a card into a box of this size; without a height it is as high as it wants. */
  function add(name, { width, height, config = {}, hass = home() }) {
    let gallery = document.getElementById("gallery");
    if (!gallery) {
      gallery = document.createElement("div");
      gallery.id = "gallery";
      gallery.style.cssText =
        "position:absolute;inset:0;z-index:9;overflow:auto;display:flex;flex-wrap:wrap;gap:16px;padding:16px;align-items:start;align-content:start;background:var(--primary-background-color,#fafafa);font-size:calc(14px*var(--ha-font-size-scale,1))";
      document.body.append(gallery);
    }
    const box = document.createElement("div");
    box.style.cssText = `flex:none;width:${width}px;${height ? `height:${height}px` : ""}`;
    const card = document.createElement(`psn-trophies-${name}-card`);
    card.layout = "grid";
    card.setConfig({
      type: `custom:psn-trophies-${name}-card`,
      grid_options: height ? { rows: Math.round(height / 64) } : {},
      ...config,
    });
    card.hass = hass;
    box.append(card);
    gallery.append(box);
    return card;
  }

  const inside = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => [
      one,
      ...(one.shadowRoot ? inside(one.shadowRoot) : []),
    ]);
  const parentOf = (one) =>
    one.assignedSlot ?? one.parentElement ?? one.getRootNode().host;
  // What may be cut: it says more than a card needs, and is whole in a dialog.
  const MAY_BE_CUT =
    ".one-line.muted, .row .name, li .name, .outside *, .outside";
  // The year scrolls; its squares are looked at on their own.
  const LEFT_OUT = ".halves, .halves *, option";

  /** Return the part of a box that can be seen, and whether scrolling shows it all. */
  function seen(one, box, card) {
    let { left, top, right, bottom } = box;
    let scrolls = false;
    let lost = 0;
    for (let at = one; at && at !== card; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (style.display === "contents") continue;
      const room = at.getBoundingClientRect();
      if (style.overflowX !== "visible") {
        left = Math.max(left, room.left);
        right = Math.min(right, room.right);
      }
      if (style.overflowY !== "visible") {
        scrolls ||= ["auto", "scroll"].includes(style.overflowY);
        top = Math.max(top, room.top);
        bottom = Math.min(bottom, room.bottom);
      }
      if (!scrolls) lost = Math.max(top - box.top, box.bottom - bottom);
    }
    return { left, top, right, bottom, lost };
  }

  const isThere = ({ left, top, right, bottom }) =>
    right - left > 1 && bottom - top > 1;

  /** Return what is cut, overlaps, or is too small to touch in a card. */
  function faults(card) {
    const found = [];
    const frame = card.getBoundingClientRect();
    // Some of Home Assistant's own elements around a card have no box.
    let around = parentOf(card);
    while (getComputedStyle(around).display === "contents")
      around = parentOf(around);
    const room = around.getBoundingClientRect();
    if (frame.right > room.right + 1 || frame.bottom > room.bottom + 1)
      found.push(`the card is ${frame.width} by ${frame.height}`);
    const parts = [];
    for (const one of inside(card.shadowRoot)) {
      if (one.matches(LEFT_OUT) || !one.checkVisibility()) continue;
      const name = `${one.localName}.${one.className?.baseVal ?? one.className}`;
      const texts = [...one.childNodes].filter(
        (node) => node.nodeType === 3 && node.data.trim(),
      );
      for (const text of texts) {
        if (one.closest(".outside")) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const box of range.getClientRects()) {
          const shown = seen(one, box, card);
          if (!isThere(box) || !isThere(shown)) continue;
          const lost =
            Math.max(shown.left - box.left, box.right - shown.right) > 1.5 ||
            shown.lost > 4;
          const what = `${name} "${text.data.trim().slice(0, 20)}"`;
          if (
            lost &&
            !one.matches(MAY_BE_CUT) &&
            !one.closest(".one-line.muted")
          )
            found.push(`cut: ${what}`);
          parts.push({ one, what, box: shown });
        }
      }
      if (one.matches("svg, .picture, button.round")) {
        const shown = seen(one, one.getBoundingClientRect(), card);
        if (isThere(shown)) parts.push({ one, what: name, box: shown });
      }
      if (one.matches("button, select, input, a")) {
        const box = one.getBoundingClientRect();
        if (
          isThere(seen(one, box, card)) &&
          Math.min(box.height, box.width) < 44
        )
          found.push(`small: ${name} ${box.width} by ${box.height}`);
      }
    }
    parts.forEach((part, at) => {
      for (const other of parts.slice(at + 1)) {
        const across =
          Math.min(part.box.right, other.box.right) -
          Math.max(part.box.left, other.box.left);
        const down =
          Math.min(part.box.bottom, other.box.bottom) -
          Math.max(part.box.top, other.box.top);
        if (across <= 1.5 || down <= 5) continue;
        if (part.one.contains(other.one) || other.one.contains(part.one))
          continue;
        const isDrawing = ({ one }) => one.matches("svg, .picture");
        if (isDrawing(part) && isDrawing(other)) continue;
        found.push(`${part.what} over ${other.what}`);
      }
    });
    return [...new Set(found)];
  }

  const clear = () => document.getElementById("gallery")?.remove();

  window.gallery = { home, add, clear, faults, VIEWS, trophies };
})();
