// Which lines of prose are wider than what the repository is written in: pages, and comments of the code.

/** The most characters of a line, as `rustfmt.toml` has it for code. */
export const width = 120;

/** What begins a line of comment, by the extension of the file. */
const comments = [
  [/\.rs$/, /^\s*\/\/[/!]?/],
  [/\.(?:[cm]?js|[cm]?ts|tsx|css)$/, /^\s*(?:\/\/|\/\*\*?|\*)/],
  [/\.(?:sh|py|toml|yaml|yml|capnp)$|Makefile$/, /^\s*#/],
];
const commentOf = (path) => comments.find(([files]) => files.test(path))?.[1];

/** The width of a line without what cannot be broken: addresses, and the targets of links. */
const measured = (line) =>
  [...line.replace(/\]\([^)]*\)/g, "]").replace(/\bhttps?:\/\/[^\s`)>]+/g, "")].length;

/**
 * The lines of a file that are too wide. Of a page every line counts, of code those of comments alone. Tables, blocks
 * of code, types in tags and reference definitions of links keep their width.
 * @param {string} path
 * @param {string} text
 * @returns {number[]} counted from 1
 */
export function wideLines(path, text) {
  const start = path.endsWith(".md") ? /^/ : commentOf(path);
  if (!start) return [];
  const found = [];
  let inCode = false;
  for (const [index, line] of text.split("\n").entries()) {
    const begin = start.exec(line)?.[0];
    if (begin === undefined) {
      inCode = false;
      continue;
    }
    const prose = line.slice(begin.length).trimStart();
    if (/^(?:```|~~~)/.test(prose)) inCode = !inCode;
    else if (!inCode && !/^(?:\||\[[^\]]+\]: |@\w+ \{)/.test(prose) && measured(line) > width)
      found.push(index + 1);
  }
  return found;
}
