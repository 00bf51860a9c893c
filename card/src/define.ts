/** Define an element unless another copy of the bundle has done so. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

/** Return what `static properties` takes: an element is drawn anew when one changes. */
export const reactive = (...names: string[]): Record<string, { state: true }> =>
  Object.fromEntries(names.map((name) => [name, { state: true }]));
