import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { TrophyCard } from "./card";
import {
  knownGrade,
  type EarnedTrophyView,
  type Grade,
  type Request,
  type TrophyList,
  type TrophySort,
} from "./contract";
import { define, reactive } from "./define";
import "./dialog";
import { trophy } from "./drawings";
import type { CardConfig } from "./hass";
import { latestStyles } from "./latest-card.styles";
import { DEFAULT_COUNT } from "./limits";
import { ListEnd } from "./list-end";
import { backdrop, trophyPicture } from "./picture";
import { say } from "./texts/say";
import { platformNames, rarityMark } from "./title-parts";

/** Ultra rare trophies that have glittered on this page. */
const glittered = new Set<string>();

export interface LatestConfig extends CardConfig {
  count?: number;
  sort?: TrophySort;
  grade?: Grade | Grade[];
}

/** The trophies earned last, or the rarest; each opens its details. */
export class LatestCard extends TrophyCard<LatestConfig, TrophyList> {
  static override styles = [TrophyCard.styles, latestStyles];
  static override properties = reactive("opened");

  private opened: EarnedTrophyView | undefined;
  /** Ultra rare trophies that glitter as soon as they are in view. */
  private glittering = new Set<string>();
  private readonly watch = new IntersectionObserver(
    (rows) => {
      for (const { target, isIntersecting } of rows) {
        const name = (target as HTMLElement).dataset["key"] ?? "";
        if (!isIntersecting || glittered.has(name)) continue;
        target.classList.add("seen");
        glittered.add(name);
      }
    },
    { threshold: 0.5 },
  );

  constructor() {
    super();
    new ListEnd(this, () => this.renderRoot.querySelector("ul"));
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.renderRoot.querySelectorAll(".glitters").forEach((row) => {
      this.watch.observe(row);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch.disconnect();
    // Once is once: what comes back to the page has been seen.
    this.glittering.clear();
  }

  private get count(): number {
    return this.config?.count ?? DEFAULT_COUNT;
  }

  private get rarest(): boolean {
    return this.config?.sort === "rarest";
  }

  protected request(): Request {
    const grade = [this.config?.grade ?? []].flat();
    return {
      view: "trophies",
      sort: this.rarest ? "rarest" : "recent",
      limit: this.count,
      ...(grade.length ? { grade } : {}),
    };
  }

  protected override heading(): string {
    const { latestTitle, rarestTitle } = this.texts;
    return this.config?.title ?? (this.rarest ? rarestTitle : latestTitle);
  }

  protected content({ trophies }: TrophyList): TemplateResult {
    if (!trophies.length) {
      const { noTrophies, noTrophiesOfGrade } = this.texts;
      return this.message(
        this.request().grade ? noTrophiesOfGrade : noTrophies,
      );
    }
    return html`<ul aria-label=${this.heading() || this.texts.latestTitle}>
        ${repeat(trophies, key, (earned) => this.row(earned))}
      </ul>
      ${this.opened ? this.details(this.opened) : nothing}`;
  }

  private row(earned: EarnedTrophyView): TemplateResult {
    const grade = knownGrade(earned.grade);
    return html`<li
      class="${grade} ${this.look(earned)}"
      data-key=${key(earned)}
      @animationend=${(event: AnimationEvent) => {
        if (event.animationName !== "glow") return;
        this.fresh.delete(key(earned));
        this.requestUpdate();
      }}
    >
      ${grade === "platinum" ? backdrop(earned.title_icon_url) : nothing}
      <button
        aria-haspopup="dialog"
        @click=${() => {
          this.opened = earned;
        }}
      >
        ${trophyPicture(earned.icon_url, grade)}
        <span class="names">
          <span class="name" dir="auto">${earned.trophy_name}</span>
          <span class="one-line muted small" dir="auto"
            >${earned.title_name}</span
          >
          ${rarityMark(earned, this.texts, this.format, "one-line")}
        </span>
        <span class="end">
          <span class="grade grade-text small">
            ${trophy(grade)}<span class="label"
              >${this.texts.grades[grade]}</span
            >
          </span>
          ${
            earned.earned_at
              ? html`<time class="muted small" datetime=${earned.earned_at}
                  >${this.format.ago(earned.earned_at, this.now)}</time
                >`
              : nothing
          }
        </span>
      </button>
    </li>`;
  }

  /** Return what a row does: a new one glows, an ultra rare one glitters once. */
  private look(earned: EarnedTrophyView): string {
    const name = key(earned);
    if (earned.rarity === "ultra_rare" && !glittered.has(name))
      this.glittering.add(name);
    return [
      this.fresh.has(name) ? "fresh" : "",
      this.glittering.has(name) ? "glitters" : "",
    ].join(" ");
  }

  private details(earned: EarnedTrophyView): TemplateResult {
    const { texts, format } = this;
    const grade = knownGrade(earned.grade);
    const rate =
      earned.earned_rate === null
        ? ""
        : say(texts.earnRate, { rate: format.percent(earned.earned_rate) });
    const facts = [
      [texts.grade, texts.grades[grade]],
      [texts.rarity, earned.rarity ? texts.rarities[earned.rarity] : ""],
      [texts.earnedAt, earned.earned_at ? format.moment(earned.earned_at) : ""],
      [texts.game, earned.title_name],
      [texts.platform, platformNames(earned).join(", ")],
      [texts.progress, format.percent(earned.title_progress)],
    ].filter(([, value]) => value);
    return html`<psn-trophies-dialog
      .heading=${earned.trophy_name}
      .closeLabel=${texts.close}
      @closed=${() => {
        this.opened = undefined;
      }}
    >
      <div class="details ${grade}">
        <div class="top">
          ${trophyPicture(earned.icon_url, grade)}
          <div>
            <p dir="auto">${earned.trophy_detail}</p>
            ${rate ? html`<p class="grade-text">${rate}</p>` : nothing}
          </div>
        </div>
        <dl>
          ${facts.map(
            ([label, value]) =>
              html`<dt class="muted">${label}</dt>
                <dd dir="auto">${value}</dd>`,
          )}
        </dl>
      </div>
    </psn-trophies-dialog>`;
  }

  protected skeleton(): TemplateResult {
    return html`${Array.from(
      { length: this.count },
      () =>
        html`<div class="row">
          <span class="picture bone"></span><span class="bone line"></span>
        </div>`,
    )}`;
  }
}

function key(earned: EarnedTrophyView): string {
  return `${earned.title_id}/${earned.trophy_id}`;
}

define("psn-trophies-latest", LatestCard);
