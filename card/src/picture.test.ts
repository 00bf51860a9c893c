import { html, LitElement, render } from "lit";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { find, findAll } from "../test/mock-hass";
import { drawnPicture, pictureUrl, trophyPicture } from "./picture";
import { shared } from "./styles";

const ONE = "https://image.api.playstation.com/trophy/np/one.png";
const OTHER = "https://psn-rsc.prod.dl.playstation.net/other.png";

/** Something on the page that looks as all cards do. */
class Place extends LitElement {
  static override styles = shared;
}

beforeAll(() => {
  customElements.define("a-place", Place);
});

afterEach(() => {
  document.body.replaceChildren();
});

/** Return what draws a picture on the page, and draws another in its stead. */
async function place() {
  const element = new Place();
  document.body.append(element);
  await element.updateComplete;
  const draw = (url: string | null | undefined): ShadowRoot => {
    render(html`${drawnPicture(url, "cover", "game")}`, element.renderRoot);
    return element.shadowRoot!;
  };
  return draw;
}

const opacity = (element: Element): string => getComputedStyle(element).opacity;

describe("the address of a picture", () => {
  it.each([
    ONE,
    OTHER,
    "https://image.api.playstation.com/a.png?w=440&thumb=false",
    "https://static-resource.np.community.playstation.net/avatar/a.png",
    "https://playstation.com.playstation.net/a.png",
    "HTTPS://IMAGE.API.PLAYSTATION.COM/A.PNG",
  ])("may be %s", (url) => {
    expect(pictureUrl(url)).toBe(url);
  });

  it.each([
    // Nothing at all.
    undefined,
    null,
    "",
    " ",
    // Not over https.
    "http://image.api.playstation.com/a.png",
    "ftp://image.api.playstation.com/a.png",
    "ws://image.api.playstation.com/a.png",
    "blob:https://image.api.playstation.com/a.png",
    "javascript:alert(1)",
    "javascript://image.api.playstation.com/%0aalert(1)",
    "data:image/png;base64,AAAA",
    "data:text/html,https://image.api.playstation.com/a.png",
    // Not an address of its own.
    "a.png",
    "/a.png",
    "//image.api.playstation.com/a.png",
    "image.api.playstation.com/a.png",
    "https://",
    "https:///",
    // Somebody else's.
    "https://evil.example/a.png",
    "https://evilplaystation.com/a.png",
    "https://image.evilplaystation.net/a.png",
    "https://playstation.com.example/a.png",
    "https://image.playstation.com.evil.example/a.png",
    "https://image.playstation.com%2eevil.example/a.png",
    "https://playstation.org/a.png",
    "https://image.playstation.co/a.png",
    "https://image.plаystation.com/a.png",
    "https://image.playstation.com./a.png",
    "https://evil.example/.playstation.com",
    "https://evil.example\\.playstation.com",
    "https://evil.example?.playstation.com",
    "https://evil.example#.playstation.com",
    // With somebody who logs in.
    "https://playstation.com@evil.example/a.png",
    "https://image.playstation.com:x@evil.example/a.png",
    "https://me@image.playstation.com/a.png",
    "https://:secret@image.playstation.com/a.png",
    // At another door.
    "https://image.playstation.com:8443/a.png",
    "https://image.playstation.com:80/a.png",
    // Sony keeps them below these, not there.
    "https://playstation.com/a.png",
    "https://playstation.net/a.png",
    "https://.playstation.com@evil.example/a.png",
  ])("may not be %j", (url) => {
    expect(pictureUrl(url)).toBeUndefined();
  });
});

describe("a signed address", () => {
  const signed = `${ONE}#0123456789abcdef01234567`;

  it.each([128, 256] as const)(
    "leads to the home's picture of %d pixels",
    (size) => {
      const url = new URL(pictureUrl(signed, size)!);
      expect(url.origin).toBe(new URL(import.meta.url).origin);
      expect(url.pathname).toBe(
        `/api/psn_trophies/picture/0123456789abcdef01234567/${size}`,
      );
      expect(url.searchParams.get("url")).toBe(ONE);
    },
  );

  it("is that of a row unless said otherwise", () => {
    expect(pictureUrl(signed)).toBe(pictureUrl(signed, 128));
  });

  it("keeps what Sony asks for", () => {
    const asked =
      "https://image.api.np.km.playstation.net/images/?w=440&image=a%20b";
    const url = new URL(pictureUrl(`${asked}#0123`)!);
    expect(url.searchParams.get("url")).toBe(asked);
  });

  it.each([
    "https://example.com/one.png#0123",
    "http://image.api.playstation.com/#1",
  ])("that is a stranger's leads nowhere: %s", (url) => {
    expect(pictureUrl(url)).toBeUndefined();
  });
});

describe("a picture", () => {
  it("tells nobody where it is shown, waits until it is seen, and is silent", async () => {
    const image = find((await place())(ONE), "img");
    expect(image.getAttribute("src")).toBe(ONE);
    expect(image.getAttribute("referrerpolicy")).toBe("no-referrer");
    expect(image.getAttribute("loading")).toBe("lazy");
    expect(image.getAttribute("alt")).toBe("");
    // Sony's servers would refuse to answer.
    expect(image.hasAttribute("crossorigin")).toBe(false);
  });

  it("has its box and a drawing before it is loaded", async () => {
    const draw = await place();
    const box = find(draw(ONE), ".picture.cover");
    const image = find(box, "img");
    expect(find(box, "svg")).toBeTruthy();
    expect(getComputedStyle(box).getPropertyValue("inline-size")).toBe("48px");
    expect(getComputedStyle(image).position).toBe("absolute");
    expect(opacity(image)).toBe("0");
    image.dispatchEvent(new Event("load"));
    expect(opacity(image)).toBe("1");
    expect(find(draw(ONE), ".picture")).toBe(box);
  });

  it("leaves the drawing where it cannot be loaded", async () => {
    const root = (await place())(ONE);
    find(root, "img").dispatchEvent(new Event("error"));
    expect(opacity(find(root, "img"))).toBe("0");
    expect(find(root, ".picture svg")).toBeTruthy();
  });

  it.each([null, undefined, "", "https://evil.example/a.png"])(
    "is a drawing in the same box where its address is %j",
    async (url) => {
      const root = (await place())(url);
      expect(findAll(root, ".picture.cover svg")).toHaveLength(1);
      expect(findAll(root, "img")).toHaveLength(0);
    },
  );

  it("is not shown any more once its address changed", async () => {
    const draw = await place();
    const old = find(draw(ONE), "img");
    old.dispatchEvent(new Event("load"));
    const image = find(draw(OTHER), "img");
    expect(image.getAttribute("src")).toBe(OTHER);
    expect(opacity(image)).toBe("0");
    const root = draw(null);
    expect(findAll(root, "img")).toHaveLength(0);
    expect(findAll(root, "svg")).toHaveLength(1);
  });

  it("stays as it is when it is drawn again", async () => {
    const draw = await place();
    const image = find(draw(ONE), "img");
    image.dispatchEvent(new Event("load"));
    expect(find(draw(ONE), "img")).toBe(image);
    expect(opacity(image)).toBe("1");
  });

  it("of a trophy stands over one in the metal of its grade", () => {
    render(trophyPicture(ONE, "gold"), document.body);
    expect(find(document.body, ".picture.gold svg.trophy.gold")).toBeTruthy();
    expect(find(document.body, ".picture img")).toBeTruthy();
  });
});
