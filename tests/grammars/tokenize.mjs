// Runs the TextMate grammar with the engine of VS Code. As a program it reads a JSON list of texts from standard input
// and writes, for each, a line with its tokens: `[line, start, end, [scopes]]`, in UTF-16 code units of the line.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const require = createRequire(import.meta.url);
const wasm = await readFile(require.resolve("vscode-oniguruma/release/onig.wasm"));
await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));

const path = new URL("../../syntax/textmate/averment.tmLanguage.json", import.meta.url);
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (string) => new oniguruma.OnigString(string),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(await readFile(path, "utf8"), "averment.tmLanguage.json"),
});
const grammar = await registry.loadGrammar("source.averment");

/** The tokens of each text. */
export const tokenize = (texts) =>
  texts.map((source) => {
    const tokens = [];
    let stack = textmate.INITIAL;
    source.split(/\r\n|\n|\r/).forEach((line, number) => {
      const result = grammar.tokenizeLine(line, stack);
      if (result.stoppedEarly) throw new Error(`line ${number + 1} takes too long: ${line}`);
      stack = result.ruleStack;
      for (const { startIndex, endIndex, scopes } of result.tokens) {
        tokens.push([number, startIndex, Math.min(endIndex, line.length), scopes]);
      }
    });
    return tokens;
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const source of JSON.parse(await text(process.stdin))) {
    const [tokens] = tokenize([source]);
    process.stdout.write(`${JSON.stringify(tokens)}\n`);
  }
}
