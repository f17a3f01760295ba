// The code samples of a page in Markdown.

/**
 * @typedef {object} Sample
 * @property {string} page the file that it stands in
 * @property {number} line of its first line of code, from 1
 * @property {string} language as the fence says it; empty where it says none
 * @property {string} code
 */

/**
 * Every fenced block, in order. Throws where a fence is left open.
 * @param {string} page
 * @param {string} text
 * @returns {Sample[]}
 */
export function samplesOf(page, text) {
  const found = [];
  let open = null;
  for (const [index, line] of text.split("\n").entries()) {
    const [, fence, language] = /^\s*(`{3,}|~{3,})\s*([\w-]*)/.exec(line) ?? [];
    if (open && fence?.startsWith(open.fence) && !language) {
      const { from, lines } = open;
      found.push({ page, line: from, language: open.language, code: lines.join("\n") });
      open = null;
    } else if (open) open.lines.push(line);
    else if (fence) open = { fence, language, from: index + 2, lines: [] };
  }
  if (open) throw new Error(`${page}:${open.from - 1}: this fence is never closed`);
  return found;
}
