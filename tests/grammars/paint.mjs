// Paints a spec in a terminal's colours by the TextMate grammar: `node paint.mjs FILE`.

import { readFile } from "node:fs/promises";
import { tokenize } from "./tokenize.mjs";

// The scopes that themes colour, the most special first, with the colours of a common dark theme.
const THEME = [
  ["comment", "106;153;85"],
  ["string", "206;145;120"],
  ["constant.numeric", "181;206;168"],
  ["constant.character.escape", "215;186;125"],
  ["constant", "79;193;255"],
  ["markup.underline.link", "78;201;176"],
  ["markup.inline.raw", "206;145;120"],
  ["keyword.operator", "212;212;212"],
  ["keyword.control", "197;134;192"],
  ["keyword.other.unit", "181;206;168"],
  ["keyword", "86;156;214"],
  ["storage", "86;156;214"],
  ["entity.name.function", "220;220;170"],
  ["entity.name", "78;201;176"],
  ["support", "78;201;176"],
  ["variable", "156;220;254"],
];

const lines = (await readFile(process.argv[2], "utf8")).split("\n");
const [tokens] = await tokenize([lines.join("\n")]);
const painted = lines.map(() => "");
for (const [line, start, end, scopes] of tokens) {
  const innermost = [...scopes].reverse();
  const found = innermost.map((scope) => THEME.find(([name]) => scope.startsWith(name))).find(Boolean);
  painted[line] += `\u001b[38;2;${found?.[1] ?? "212;212;212"}m${lines[line].slice(start, end)}\u001b[0m`;
}
console.log(painted.join("\n"));
