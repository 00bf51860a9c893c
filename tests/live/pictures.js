// Loaded into the demo's pages only. Its games are made up, so nobody but the emulator on
// this machine has their pictures: what a page wants from Sony's hosts is asked there,
// at the port that is named in this module's own address.

const port = new URL(import.meta.url).searchParams.get("port");
const SONY = /^https?:\/\/([^/?#]+\.playstation\.(?:com|net)\/)/i;

const here = (address) =>
  String(address).replace(
    SONY,
    `http://127.0.0.1:${port}/_emulator/picture/$1`,
  );

const { prototype } = HTMLImageElement;
const { setAttribute } = prototype;
const src = Object.getOwnPropertyDescriptor(prototype, "src");

prototype.setAttribute = function (name, value) {
  setAttribute.call(
    this,
    name,
    String(name).toLowerCase() === "src" ? here(value) : value,
  );
};

Object.defineProperty(prototype, "src", {
  ...src,
  set(value) {
    src.set.call(this, here(value));
  },
});
