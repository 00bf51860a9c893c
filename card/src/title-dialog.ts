import { html, LitElement, nothing, type TemplateResult } from "lit";
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

/**
 * The trophies of a game by group, read when it is opened and again when the game
 * changed in the list it was opened from.
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
  );

  connection: Connection | undefined;
  deviceId: string | undefined;
  listed!: ListedTitle;
  texts!: Texts;
  format!: Format;

  private details: TitleDetailsView | undefined;
  private failure: string | undefined;
  private isMissingOnly = false;

  /** What was known of the game when it was last read. */
  private known = "";
  /** Told anew with every reading, so that answers to older ones are told apart. */
  private readonly turns = new Turns();

  override willUpdate(): void {
    const { title_id, last_update, progress, earned } = this.listed;
    const known = JSON.stringify([title_id, last_update, progress, earned]);
    if (known === this.known) return;
    this.known = known;
    void this.read();
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
      return html`${this.filter()}
      ${details.groups.map((group, index) =>
        this.group(group, index, details.groups.length > 1),
      )}`;
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
        }}
      >
        ${text}
      </button>`;
    return html`<div class="filter" role="group" aria-label=${this.texts.show}>
      ${button(false, this.texts.allTrophies)}
      ${button(true, this.texts.missingTrophies)}
    </div>`;
  }

  private group(
    { group_id, group_name, trophies }: TrophyGroup,
    index: number,
    hasHeading: boolean,
  ): TemplateResult {
    const { texts } = this;
    const name =
      group_id === BASE_GROUP
        ? texts.baseGame
        : group_name.trim() || say(texts.addOn, { number: String(index) });
    const shown = this.isMissingOnly
      ? trophies.filter(({ earned }) => !earned)
      : trophies;
    return html`<section>
      ${hasHeading ? this.groupHeading(name, trophies) : nothing}
      ${
        shown.length
          ? html`<ul aria-label=${name}>
              ${shown.map((one) => this.trophy(one))}
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
      ${icon("check")}<span class="outside">${this.texts.earnedAt}</span>
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

function countsOf(trophies: TitleTrophyView[]): Counts {
  const counts = { bronze: 0, silver: 0, gold: 0, platinum: 0 };
  for (const { grade } of trophies) {
    const known = GRADES.find((one) => one === grade);
    if (known) counts[known] += 1;
  }
  return counts;
}

define("psn-trophies-title-dialog", TitleDialog);
