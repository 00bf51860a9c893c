import {
  html,
  LitElement,
  noChange,
  nothing,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { errorText } from "./card";
import {
  BASE_GROUP,
  GRADES,
  knownGrade,
  type Counts,
  type ListedTitle,
  type Request,
  type Title,
  type TitleDetailsView,
  type TitleTrophyView,
  type TrophyGroup,
} from "./contract";
import { define, reactive } from "./define";
import "./dialog";
import { icon, trophy } from "./drawings";
import type { Format } from "./format";
import type { Connection } from "./hass";
import { errorCode, read } from "./live-view";
import { drawnPicture, trophyPicture } from "./picture";
import { shared } from "./styles";
import { say } from "./texts/say";
import type { Texts } from "./texts/shape";
import { titleDialogStyles } from "./title-dialog.styles";
import {
  bestMetal,
  gradeCounts,
  platformChips,
  rarityMark,
  shareBar,
  titleName,
} from "./title-parts";
import { titleParts } from "./title-parts.styles";
import { Turns } from "./turns";

/** How many trophies are drawn first, more than are in view, and how many each time then. */
const FIRST = 12;
const MORE = 200;
/** How high a trophy gets, more or less, in pixels. */
const ROW = 92;

/**
 * The trophies of a game by group, read when it is opened and again when the game
 * changed in the list it was opened from.
 *
 * Many of them are drawn bit by bit, so that nobody has to wait on a slow device.
 */
export class TitleDialog extends LitElement {
  static override styles = [shared, titleParts, titleDialogStyles];
  static override properties = reactive(
    "connection",
    "deviceId",
    "listed",
    "texts",
    "format",
    "details",
    "failure",
    "isMissingOnly",
    "most",
  );

  connection: Connection | undefined;
  deviceId: string | undefined;
  listed!: ListedTitle;
  texts!: Texts;
  format!: Format;

  private details: TitleDetailsView | undefined;
  private failure: string | undefined;
  private isMissingOnly = false;
  /** How many trophies may be drawn so far. */
  private most = FIRST;
  /** How many of them stay as they are, because there are only more of them to draw. */
  private kept = 0;
  /** How many there are to draw in the end. */
  private total = 0;

  /** What was known of the game when it was last read. */
  private known = "";
  /** Told anew with every reading, so that answers to older ones are told apart. */
  private readonly turns = new Turns();

  /** Draw in a task of its own, so that none gets long. */
  protected override async scheduleUpdate(): Promise<void> {
    await nextTask();
    void super.scheduleUpdate();
  }

  override willUpdate(changed: PropertyValues): void {
    const isMore = changed.size === 1 && changed.has("most");
    this.kept = isMore ? Number(changed.get("most")) : 0;
    const { title_id, last_update, progress, earned } = this.listed;
    const known = JSON.stringify([title_id, last_update, progress, earned]);
    if (known === this.known) return;
    this.known = known;
    void this.read();
  }

  override updated(): void {
    if (this.most < this.total) this.most += MORE;
  }

  private async read(): Promise<void> {
    if (!this.connection) return;
    const isCurrent = this.turns.next();
    const request: Request = {
      view: "title",
      title_id: this.listed.title_id,
      ...(this.deviceId ? { device_id: this.deviceId } : {}),
    };
    try {
      const { data } = await read<TitleDetailsView>(this.connection, request);
      if (!isCurrent()) return;
      this.details = data;
      this.failure = undefined;
    } catch (error) {
      if (isCurrent()) this.failure = errorCode(error);
    }
  }

  private retry(): void {
    this.failure = undefined;
    void this.read();
  }

  override render(): TemplateResult {
    const title = this.details ?? this.listed;
    return html`<psn-trophies-dialog
      .heading=${titleName(title)}
      .closeLabel=${this.texts.close}
      @closed=${() => {
        this.dispatchEvent(new CustomEvent("closed"));
      }}
    >
      ${this.summary(title)} ${this.body()}
    </psn-trophies-dialog>`;
  }

  private summary(title: Title): TemplateResult {
    return html`<div class="summary">
      ${drawnPicture(title.icon_url, "cover", "game", 256)}
      <div class="lines">
        <span class="chips">${platformChips(title)}</span>
        ${gradeCounts(title, this.texts, this.format)}
        <span class="share">
          ${shareBar(title.progress, bestMetal(title.earned))}
          <b>${this.format.percent(title.progress)}</b>
        </span>
      </div>
    </div>`;
  }

  private body(): TemplateResult {
    const { texts, details, failure } = this;
    if (details) {
      return html`${this.filter()} ${this.groups(details.groups)}`;
    }
    if (failure) {
      return html`<div class="failure" role="alert">
        <p>${errorText(texts, failure)}</p>
        <button class="action" @click=${this.retry}>${texts.retry}</button>
      </div>`;
    }
    return html`<div aria-busy="true">
      <span class="outside">${texts.loading}</span>
      ${Array.from({ length: 6 }, () => html`<div class="bone waiting"></div>`)}
    </div>`;
  }

  private filter(): TemplateResult {
    const button = (isMissingOnly: boolean, text: string): TemplateResult =>
      html`<button
        aria-pressed=${this.isMissingOnly === isMissingOnly}
        @click=${() => {
          this.isMissingOnly = isMissingOnly;
          this.most = FIRST;
        }}
      >
        ${text}
      </button>`;
    return html`<div class="filter" role="group" aria-label=${this.texts.show}>
      ${button(false, this.texts.allTrophies)}
      ${button(true, this.texts.missingTrophies)}
    </div>`;
  }

  /** Draw the groups as far as that may go yet. */
  private groups(groups: TrophyGroup[]): unknown[] {
    const { most, kept } = this;
    this.total = 0;
    return groups.map((group, index) => {
      const shown = this.isMissingOnly
        ? group.trophies.filter(({ earned }) => !earned)
        : group.trophies;
      const first = this.total;
      this.total += shown.length;
      if (first > most) return nothing;
      if (kept && this.total <= kept) return noChange;
      const rows = shown
        .slice(0, most - first)
        .map((one, row) => (first + row < kept ? noChange : this.trophy(one)));
      return this.group(group, index, groups.length > 1, shown.length && rows);
    });
  }

  private group(
    { group_id, group_name, trophies }: TrophyGroup,
    index: number,
    hasHeading: boolean,
    rows: unknown[] | 0,
  ): TemplateResult {
    const { texts } = this;
    const name =
      group_id === BASE_GROUP
        ? texts.baseGame
        : group_name.trim() || say(texts.addOn, { number: String(index) });
    return html`<section
      style="contain-intrinsic-size:auto ${ROW * (1 + (rows && rows.length))}px"
    >
      ${hasHeading ? this.groupHeading(name, trophies) : nothing}
      ${
        rows
          ? html`<ul aria-label=${name}>
              ${rows}
            </ul>`
          : html`<p class="muted">${texts.nothingMissing}</p>`
      }
    </section>`;
  }

  private groupHeading(
    name: string,
    trophies: TitleTrophyView[],
  ): TemplateResult {
    const { texts, format } = this;
    const earned = trophies.filter((one) => one.earned);
    const counts = { earned: countsOf(earned), defined: countsOf(trophies) };
    return html`<header>
      <h3 dir="auto">${name}</h3>
      <span class="muted small">
        <bdi
          >${say(texts.earnedOf, {
            earned: format.number(earned.length),
            defined: format.number(trophies.length),
          })}</bdi
        >
      </span>
      ${gradeCounts(counts, texts, format)}
      ${shareBar(
        (earned.length / trophies.length) * 100,
        bestMetal(counts.earned),
      )}
    </header>`;
  }

  private trophy(one: TitleTrophyView): TemplateResult {
    const { texts } = this;
    const grade = knownGrade(one.grade);
    const isSecret = one.trophy_name === "";
    return html`<li class="${grade} ${one.earned ? "earned" : ""}">
      ${
        isSecret
          ? html`<span class="picture secret">${icon("secret")}</span>`
          : trophyPicture(one.icon_url, grade)
      }
      <div class="texts">
        <span class="name" dir="auto"
          >${isSecret ? texts.secretName : one.trophy_name}</span
        >
        <span class="detail muted" dir="auto"
          >${isSecret ? texts.secretDetail : one.trophy_detail}</span
        >
        ${this.counter(one)}
        <span class="foot small">
          <span class="grade">
            ${trophy(grade)}<span class="grade-text"
              >${texts.grades[grade]}</span
            >
          </span>
          ${rarityMark(one, texts, this.format)} ${this.date(one)}
        </span>
      </div>
    </li>`;
  }

  /** Show how far a trophy that counts something has come. */
  private counter({
    grade,
    earned,
    progress,
    progress_target,
  }: TitleTrophyView): TemplateResult | typeof nothing {
    if (earned || !progress_target) return nothing;
    const done = progress ?? 0;
    return html`<span class="share">
      ${shareBar((done / progress_target) * 100, knownGrade(grade))}
      <span class="outside"
        >${say(this.texts.earnedOf, {
          earned: this.format.number(done),
          defined: this.format.number(progress_target),
        })}</span
      >
      <span class="small numbers" dir="ltr" aria-hidden="true"
        >${this.format.number(done)} /
        ${this.format.number(progress_target)}</span
      >
    </span>`;
  }

  private date({ earned, earned_at }: TitleTrophyView): TemplateResult {
    if (!earned) {
      return html`<span class="outside">${this.texts.notEarned}</span>`;
    }
    return html`<span class="date">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d="m9.5 18.4-6-6L5 11l4.5 4.5L19 6l1.5 1.4Z" /></svg
      ><span class="outside">${this.texts.earnedAt}</span>
      ${
        earned_at
          ? html`<time datetime=${earned_at}
              >${this.format.date(earned_at)}</time
            >`
          : nothing
      }
    </span>`;
  }
}

/** Wait for a task of its own, which comes before the next frame. */
function nextTask(): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  port2.postMessage("");
  return new Promise((resolve) => {
    port1.onmessage = resolve;
  }).finally(() => {
    port1.close();
  });
}

function countsOf(trophies: TitleTrophyView[]): Counts {
  const counts = { bronze: 0, silver: 0, gold: 0, platinum: 0 };
  for (const { grade } of trophies) {
    const known = GRADES.find((one) => one === grade);
    if (known) counts[known] += 1;
  }
  return counts;
}

define("psn-trophies-title-dialog", TitleDialog);
