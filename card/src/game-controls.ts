import { html, nothing, type TemplateResult } from "lit";
import {
  PLATFORM_NAMES,
  type Platform,
  type TitleSort,
  type TitleStatus,
} from "./contract";
import { icon } from "./drawings";
import type { Texts } from "./texts/shape";

const MAX_SEARCH = 100;

/** Which games are shown: as the settings say, until somebody chooses on the card. */
export interface Choice {
  sort: TitleSort;
  status: TitleStatus | "";
  platform: Platform[];
  search: string;
}

interface Controls {
  texts: Texts;
  choice: Choice;
  /** What stands in the search field. */
  typed: string;
  /** What there is to choose from. */
  platforms: Platform[];
  /** The platforms the settings name: several of them are a choice of their own. */
  several: Platform[];
  /** Whether order and filters can be seen also where there is little room. */
  isOpen: boolean;
  toggle(): void;
  search(typed: string): void;
  choose(change: Partial<Choice>): void;
}

/** Draw the fields in which games are searched, sorted and filtered. */
export function gameControls(controls: Controls): TemplateResult {
  const { texts, choice, platforms, choose, isOpen, toggle } = controls;
  const isFiltered = choice.status !== "" || choice.platform.length > 0;
  return html`<div class="controls">
    ${searchField(controls)}
    <button
      class="round ${isFiltered ? "on" : ""}"
      aria-expanded=${isOpen}
      aria-label=${texts.filters}
      title=${texts.filters}
      @click=${toggle}
    >
      ${icon("filter")}
    </button>
    <div class="selects ${isOpen ? "open" : ""}">
      ${select(texts.sortBy, texts.sorts, choice.sort, (value) => {
        choose({ sort: value as TitleSort });
      })}
      ${select(
        texts.show,
        { "": texts.allGames, ...texts.statuses },
        choice.status,
        (value) => {
          choose({ status: value as Choice["status"] });
        },
      )}
      ${
        platforms.length > 1 || choice.platform.length
          ? platformField(controls)
          : nothing
      }
    </div>
  </div>`;
}

function searchField({ texts, typed, search }: Controls): TemplateResult {
  return html`<label class="field search">
    ${icon("search")}
    <input
      type="search"
      enterkeyhint="search"
      autocomplete="off"
      spellcheck="false"
      dir="auto"
      maxlength=${MAX_SEARCH}
      aria-label=${texts.searchGames}
      placeholder=${texts.searchGames}
      .value=${typed}
      @input=${(event: Event) => {
        search((event.target as HTMLInputElement).value);
      }}
    />
  </label>`;
}

function platformField({
  texts,
  choice,
  platforms,
  several,
  choose,
}: Controls): TemplateResult {
  const names = PLATFORM_NAMES;
  const options = [
    ["", texts.allPlatforms],
    ...(several.length > 1
      ? [[several.join(), several.map((one) => names[one]).join(", ")]]
      : []),
    ...[...new Set([...platforms, ...several])].map((one) => [one, names[one]]),
  ];
  return select(
    texts.platform,
    Object.fromEntries(options) as Record<string, string>,
    choice.platform.join(),
    (value) => {
      choose({ platform: value ? (value.split(",") as Platform[]) : [] });
    },
  );
}

/** Draw a field in which one of several is chosen. */
function select(
  label: string,
  options: Record<string, string>,
  chosen: string,
  choose: (value: string) => void,
): TemplateResult {
  return html`<span class="field">
    <select
      aria-label=${label}
      title=${label}
      @change=${(event: Event) => {
        choose((event.target as HTMLSelectElement).value);
      }}
    >
      ${Object.entries(options).map(
        ([value, text]) =>
          html`<option value=${value} .selected=${value === chosen}>
            ${text}
          </option>`,
      )}
    </select>
    ${icon("next")}
  </span>`;
}
