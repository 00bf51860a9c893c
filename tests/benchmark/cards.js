// Runs in the pages of cards.py: a Home Assistant that has nothing but games, and what is
// done to the card that shows them. Everything is begun in a task of the page's own,
// because what a command of DevTools does itself is not counted as the page's work.

const MOST_FRAMES = 600;
const GRADES = ["bronze", "silver", "gold", "platinum"];
const PLATFORMS = ["PS5", "PS4", "PS3", "PSVITA", "PS4,PS5"];

const frame = () => new Promise(requestAnimationFrame);
const task = () => new Promise((resolve) => setTimeout(resolve));
const nameOf = (row) => `Whistling Observatory ${row + 1}`;

let hass, card;

customElements.define("ha-card", class extends HTMLElement {});

function title(row) {
  const defined = [30, 7, 2, 1];
  const earned = defined.map((count) => (row * 7 + count) % (count + 1));
  const counts = (list) =>
    Object.fromEntries(GRADES.map((grade, index) => [grade, list[index]]));
  const set = `NPWR${10_000 + row}_00`;
  return {
    title_id: set,
    title_name: nameOf(row),
    platform: PLATFORMS[row % PLATFORMS.length],
    progress: (row * 37) % 101,
    earned: counts(earned),
    defined: counts(defined),
    icon_url: `https://psnobj.prod.dl.playstation.net/psnobj/${set}/${row}.png`,
    last_update: new Date(1.7e12 - row * 3e8).toISOString(),
    base_game_progress: (row * 41) % 101,
    rarest_rate: ((row * 13) % 900) / 10,
  };
}

/** Answers with texts that are parsed when they arrive, each in a task of its own. */
class Connection {
  reads = 0;

  #titles;
  #commands = [];
  #channel = new MessageChannel();

  constructor(titles) {
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

  #send(key, { view, offset = 0, limit = 50 }, command) {
    if (view !== "titles") throw new Error(view);
    const id = this.#commands.push(command) - 1;
    const titles = this.#titles.slice(offset, offset + limit).join();
    this.#channel.port2.postMessage(
      `{"id":${id},"${key}":{"account":{"device_id":"device","name":"Hunter",` +
        `"library_progress":100,"up_to_date":true,"problem":null,"cards_version":""},"news":[],"data":{"total":` +
        `${this.#titles.length},"platforms":["PS3","PS4","PS5","PSVITA"],` +
        `"titles":[${titles}]}}}`,
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
async function prepare(titles) {
  hass = {
    connection: new Connection(titles),
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
