// Runs in the pages of cards.py: a Home Assistant that has nothing but games, and what is
// done to the card that shows them. Everything is begun in a task of the page's own,
// because what a command of DevTools does itself is not counted as the page's work.

const MOST_FRAMES = 600;
const GRADES = ["bronze", "silver", "gold", "platinum"];
const RARITIES = ["ultra_rare", "very_rare", "rare", "common"];
const GROUPS = 6;
const PLATFORMS = ["PS5", "PS4", "PS3", "PSVITA", "PS4,PS5"];

const frame = () => new Promise(requestAnimationFrame);
const idle = () => new Promise(requestIdleCallback);
const task = () => new Promise((resolve) => setTimeout(resolve));
const nameOf = (row) => `Whistling Observatory ${row + 1}`;
const setOf = (row) => `NPWR${10_000 + row}_00`;
const pictureOf = (set, number) =>
  `https://psnobj.prod.dl.playstation.net/psnobj/${set}/${number}.png`;

let hass, card, opened, watched, watching;

customElements.define("ha-card", class extends HTMLElement {});

function title(row) {
  const defined = [30, 7, 2, 1];
  const earned = defined.map((count) => (row * 7 + count) % (count + 1));
  const counts = (list) =>
    Object.fromEntries(GRADES.map((grade, index) => [grade, list[index]]));
  const set = setOf(row);
  return {
    title_id: set,
    title_name: nameOf(row),
    platform: PLATFORMS[row % PLATFORMS.length],
    progress: (row * 37) % 101,
    earned: counts(earned),
    defined: counts(defined),
    icon_url: pictureOf(set, row),
    last_update: new Date(1.7e12 - row * 3e8).toISOString(),
    base_game_progress: (row * 41) % 101,
    rarest_rate: ((row * 13) % 900) / 10,
  };
}

/** Return a game with so many trophies: half of them of the base game, five add-ons. */
function details(trophies) {
  const groups = Array.from({ length: GROUPS }, (_, group) => ({
    group_id: group ? `00${group}` : "default",
    group_name: group ? `The Chapter of the ${group}. Moon` : nameOf(0),
    trophies: [],
  }));
  for (let number = 0; number < trophies; number += 1) {
    const isBase = number < trophies / 2;
    const group = groups[isBase ? 0 : 1 + (number % (GROUPS - 1))];
    const earned = number % 3 === 0;
    const isSecret = !earned && number % 11 === 0;
    const counts = !earned && number % 5 === 0;
    group.trophies.push({
      trophy_id: number,
      trophy_name: isSecret ? "" : `Keeper of Lantern ${number}`,
      trophy_detail: isSecret
        ? ""
        : "Keep the lantern burning through the longest night.",
      grade: number ? GRADES[number % 3] : "platinum",
      hidden: number % 11 === 0,
      group: group.group_id,
      icon_url: pictureOf(setOf(0), `trophy${number}`),
      rarity: RARITIES[number % RARITIES.length],
      earned_rate: ((number * 13) % 900) / 10,
      earned,
      earned_at: earned ? new Date(1.7e12 - number * 3e7).toISOString() : null,
      progress: counts ? number : null,
      progress_target: counts ? 500 : null,
    });
  }
  return { ...title(0), groups };
}

/** Answers with texts that are parsed when they arrive, each in a task of its own. */
class Connection {
  reads = 0;

  #titles;
  #details;
  #commands = [];
  #channel = new MessageChannel();

  constructor(titles, trophies = 0) {
    this.#details = JSON.stringify(details(trophies));
    this.#titles = Array.from({ length: titles }, (_, row) =>
      JSON.stringify(title(row)),
    );
    this.#channel.port1.onmessage = ({ data }) => {
      const { id, event, result } = JSON.parse(data);
      const { callback, resolve } = this.#commands[id];
      if (event) callback(event);
      else resolve(result);
    };
  }

  sendMessagePromise(message) {
    if (message.type !== "psn_trophies/read") throw new Error(message.type);
    this.reads += 1;
    return new Promise((resolve) => {
      this.#send("result", message, { resolve });
    });
  }

  async subscribeMessage(callback, message) {
    if (message.type !== "psn_trophies/subscribe")
      throw new Error(message.type);
    await new Promise((resolve) => {
      const id = this.#commands.length;
      this.#channel.port2.postMessage(`{"id":${id},"result":null}`);
      this.#send("event", message, { callback, resolve });
    });
    return () => {};
  }

  addEventListener() {}
  removeEventListener() {}

  #send(key, message, command) {
    const id = this.#commands.push(command) - 1;
    this.#channel.port2.postMessage(
      `{"id":${id},"${key}":{"account":{"device_id":"device","name":"Hunter",` +
        `"library_progress":100,"up_to_date":true,"problem":null,"cards_version":""},` +
        `"news":[],"data":${this.#view(message)}}}`,
    );
  }

  #view({ view, offset = 0, limit = 50 }) {
    if (view === "title") return this.#details;
    if (view !== "titles") throw new Error(view);
    const titles = this.#titles.slice(offset, offset + limit).join();
    return (
      `{"total":${this.#titles.length},` +
      `"platforms":["PS3","PS4","PS5","PSVITA"],"titles":[${titles}]}`
    );
  }
}

/** The card itself, in the frame that every page knows. */
const inner = () => card.shadowRoot.querySelector("psn-trophies-games");
const find = (selector) => inner()?.shadowRoot?.querySelector(selector);
const isDrawn = (row) =>
  find(`[data-row="${row}"]:not([aria-disabled])`)?.textContent.includes(
    nameOf(row),
  );

/** Wait until the game of a row can be seen, and a frame longer. */
async function drawn(row) {
  for (let frames = 0; frames < MOST_FRAMES; frames += 1) {
    await frame();
    if (isDrawn(row)) return frame();
  }
  throw new Error(`Row ${row} was not drawn`);
}

/** Put a card on the page that knows nothing yet. */
async function prepare(titles, trophies) {
  hass = {
    connection: new Connection(titles, trophies),
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
    states: {},
  };
  await customElements.whenDefined("psn-trophies-games-card");
  // Its code and the words come with the first card of the page.
  const other = document.createElement("psn-trophies-games-card");
  other.setConfig({ type: "custom:psn-trophies-games-card" });
  other.hass = { ...hass, connection: new Connection(1) };
  document.querySelector("main").append(other);
  while (!other.shadowRoot.querySelector("psn-trophies-games")?.texts)
    await frame();
  other.remove();
  card = document.createElement("psn-trophies-games-card");
  document.querySelector("main").append(card);
  await frame();
  await frame();
}

async function firstRender() {
  await task();
  card.setConfig({ type: "custom:psn-trophies-games-card" });
  card.hass = hass;
  await drawn(0);
}

/** Set what Home Assistant sets when some entity changed; return the changes drawn. */
async function setHass(times) {
  const others = Array.from({ length: times }, (_, state) => ({
    ...hass,
    states: { "sensor.other": { entity_id: "sensor.other", state } },
  }));
  let mutations = 0;
  const observer = new MutationObserver((records) => {
    mutations += records.length;
  });
  observer.observe(inner().shadowRoot, {
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  });
  await task();
  for (const other of others) {
    card.hass = other;
    // Each is drawn by itself, if it is: the card could draw all of a task at once.
    await inner().updateComplete;
  }
  await frame();
  await frame();
  observer.disconnect();
  return mutations;
}

/** Scroll to the end, so many steps, one in each frame. */
async function scrollThrough(steps) {
  const scroller = find(".scroller");
  const list = find("[role=list]");
  const distance = scroller.scrollHeight - scroller.clientHeight;
  const last = Number(list.lastElementChild.ariaSetSize) - 1;
  const frames = [];
  let rows = 0;
  await task();
  let before = await frame();
  for (let step = 1; step <= steps; step += 1) {
    scroller.scrollTop = (distance * step) / steps;
    const now = await frame();
    frames.push(now - before);
    before = now;
    rows = Math.max(rows, list.childElementCount);
  }
  await drawn(last);
  return { frames, rows, last, reads: hass.connection.reads };
}

const centre = ({ x, y, width, height }) => [x + width / 2, y + height / 2];

/** Tell where to click to open a game; what came of it is in `opened` afterwards. */
function expectGame(trophies) {
  const row = find('[data-row="0"]');
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({
    type: "longtask",
  });
  opened = new Promise((resolve, reject) => {
    const clicked = ({ timeStamp }) =>
      complete(trophies, timeStamp, tasks).then(resolve, reject);
    row.addEventListener("click", clicked, { capture: true, once: true });
  });
  return centre(row.getBoundingClientRect());
}

/** Wait for all trophies; return when they were drawn, and the longest task until then. */
async function complete(trophies, begin, tasks) {
  const rows = () =>
    find("psn-trophies-title-dialog")?.shadowRoot?.querySelectorAll("li");
  for (let frames = 0; rows()?.length !== trophies; frames += 1) {
    if (frames > MOST_FRAMES) throw new Error(`${rows()?.length} trophies`);
    await frame();
  }
  // The task after the frame they are in.
  await task();
  const took = performance.now() - begin;
  // A task is told of only after its end.
  await frame();
  await task();
  const durations = tasks
    .filter(({ startTime, duration }) => startTime + duration > begin)
    .map(({ duration }) => duration);
  // What is shorter is no long task, and is not told of.
  return { complete: took, longest: Math.max(50, ...durations) };
}

/** Look at each frame from now on: what of the list is in view, and which rows there are. */
function watchScroll() {
  const scroller = find(".scroller");
  const list = find("[role=list]");
  watched = [];
  const look = (time) => {
    const { top } = list.getBoundingClientRect();
    const rows = [...list.children]
      .filter((row) => row.firstElementChild?.childElementCount)
      .map((row) => row.getBoundingClientRect())
      .map((box) => [box.top - top, box.bottom - top])
      .sort(([one], [other]) => one - other);
    const { scrollTop, clientHeight } = scroller;
    const view = [scrollTop, scrollTop + clientHeight];
    watched.push({ time, view, rows });
    watching = requestAnimationFrame(look);
  };
  watching = requestAnimationFrame(look);
  return centre(scroller.getBoundingClientRect());
}

/** Tell whether rows leave nothing open of what is in view. */
function fill([top, bottom], rows) {
  let filled = top;
  for (const [first, end] of rows) {
    // Rows stand at whole pixels; what is in view may not.
    if (first <= filled + 1) filled = Math.max(filled, end);
  }
  return filled >= bottom - 1;
}

/**
 * Return in how many frames rows were missing, and how fast it went.
 *
 * Scrolling does not wait for the page: what it draws in a frame is on the screen while
 * it draws the next one, and until that one is there.
 */
function endScroll() {
  cancelAnimationFrame(watching);
  const frames = watched.filter(({ view }, at) => {
    const before = watched[at - 1]?.view ?? view;
    return before[0] !== view[0];
  });
  const [first, last] = [frames[0], frames.at(-1)];
  const isFilled = ({ rows }, at) =>
    watched.slice(at, at + 3).every(({ view }) => fill(view, rows));
  return {
    frames: frames.slice(1).map(({ time }, at) => time - frames[at].time),
    blank: watched.filter((one, at) => !isFilled(one, at)).length,
    speed: ((last.view[0] - first.view[0]) / (last.time - first.time)) * 1000,
  };
}
