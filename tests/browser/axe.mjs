// Accessibility checks by axe.

import axe from "axe-core";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules on which light and dark can differ. */
export const ofColour = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/**
 * The violations that axe finds on a page, one line each.
 * @param {import("playwright-core").Page} page
 * @param {string[] | { type: "rule", values: string[] }} [runOnly] tags of the rules to run, or rules
 * @returns {Promise<string[]>}
 */
export async function findings(page, runOnly = rules) {
  await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const { violations } = await globalThis.axe.run(document, {
      runOnly: only,
      resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => `${impact} ${id}: ${node.html} ${node.failureSummary}`),
    );
  }, runOnly);
}
