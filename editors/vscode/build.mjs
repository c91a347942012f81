// Bundles the extension and its views into dist/, and brings in what the repository keeps elsewhere.

import { copyFile, mkdir, rm } from 'node:fs/promises'
import { build } from 'esbuild'

const root = new URL('.', import.meta.url)
const at = (path) => new URL(path, root)

await rm(at('dist'), { recursive: true, force: true })
await mkdir(at('dist'), { recursive: true })

const common = {
  absWorkingDir: root.pathname,
  bundle: true,
  minify: true,
  logLevel: 'warning',
  legalComments: 'linked',
}
await Promise.all([
  build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
  }),
  build({
    ...common,
    entryPoints: ['src/preview/view/main.ts', 'src/preview/view/preview.css'],
    outdir: 'dist/preview',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  }),
  copyFile(at('../../syntax/textmate/averment.tmLanguage.json'), at('dist/averment.tmLanguage.json')),
  copyFile(at('../../LICENSE-MIT'), at('LICENSE')),
  copyFile(at('../../CHANGELOG.md'), at('CHANGELOG.md')),
])
