import { html, type TemplateResult } from "lit";
import { TrophyCard } from "./card";
import { GRADES, type Account, type Profile, type Request } from "./contract";
import { define } from "./define";
import { progressRing, tierBadge, trophy } from "./drawings";
import type { CardConfig } from "./hass";
import { drawnPicture } from "./picture";
import { profileStyles } from "./profile-card.styles";
// As small as it is, it comes with what every dashboard has.
import "./status-card";
import { say } from "./texts/say";

/** Who somebody is as a trophy hunter: level, tier, points and counts. */
export class ProfileCard extends TrophyCard<CardConfig, Profile> {
  static override styles = [TrophyCard.styles, profileStyles];

  protected request(): Request {
    return { view: "profile" };
  }

  /** Level and counts are Sony's own: they do not wait for the library. */
  protected override readsLibrary(): boolean {
    return false;
  }

  protected content(profile: Profile, account: Account): TemplateResult {
    return html`<div class="profile ${profile.tier_grade}">
      <div class="head">
        <div class="person">
          ${drawnPicture(profile.avatar_url, "avatar", "person", 256)}
          <div class="names">
            <h2 dir="auto">${account.name}</h2>
            <span>${this.tier(profile)}</span>
          </div>
        </div>
        <div class="hero">
          ${this.ring(profile)}
          <div class="level">
            <span class="small">${this.texts.level}</span>
            <b>${this.format.number(profile.level)}</b>
          </div>
          ${this.points(profile)}
        </div>
      </div>
      <ul class="counts" aria-label=${this.texts.allTrophies}>
        ${[...GRADES].reverse().map((grade) => this.count(grade, profile))}
      </ul>
    </div>`;
  }

  private tier({ tier, tier_grade }: Profile): string {
    const { texts } = this;
    return say(texts.tier, {
      tier: String(tier),
      grade: texts.grades[tier_grade],
    });
  }

  /** Draw the shield of the tier in a ring that closes with the next level. */
  private ring({ tier, tier_grade, level_progress }: Profile): TemplateResult {
    return html`<div
      class="ring"
      role="progressbar"
      aria-label=${this.texts.levelProgress}
      aria-valuenow=${level_progress}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuetext=${this.format.percent(level_progress)}
    >
      ${progressRing(level_progress)} ${tierBadge(tier, tier_grade)}
    </div>`;
  }

  private points(profile: Profile): TemplateResult {
    const { points, points_to_next_level, level, level_progress } = profile;
    return html`<div class="points">
      <b>${say(this.texts.points, { points: this.format.number(points) })}</b>
      ${
        points_to_next_level === null
          ? html`<span class="small">${this.texts.highestLevel}</span>`
          : html`<span class="share"
                >${this.format.percent(level_progress)}</span
              >
              <span class="small"
                >${say(this.texts.pointsToNext, {
                  points: this.format.number(points_to_next_level),
                  level: this.format.number(level + 1),
                })}</span
              >`
      }
    </div>`;
  }

  private count(
    grade: (typeof GRADES)[number],
    { earned }: Profile,
  ): TemplateResult {
    return html`<li class=${grade}>
      ${trophy(grade)}
      <b>${this.format.number(earned[grade])}</b>
      <span class="small grade-text">${this.texts.grades[grade]}</span>
    </li>`;
  }

  protected skeleton(): TemplateResult {
    return html`<div class="profile">
      <div class="head">
        <div class="person">
          <span class="picture avatar bone"></span>
          <div class="names"><span class="bone line"></span></div>
        </div>
        <div class="hero">
          <span class="ring bone"></span>
          <span class="level bone"></span>
        </div>
      </div>
      <div class="bone" style="block-size:92px"></div>
    </div>`;
  }
}

define("psn-trophies-profile", ProfileCard);
