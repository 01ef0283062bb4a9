// Builds the extension and the page of its picture into one file each, and the test suite (which finds mocha in node_modules) beside it.
import { readdirSync } from 'node:fs';
import { build } from 'esbuild';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  logLevel: 'warning',
};

await build({
  ...common,
  entryPoints: ['src/extension.ts'],
  outfile: 'out/extension.js',
  external: ['vscode'],
  minify: true,
});
await build({
  ...common,
  entryPoints: ['webview/picture.ts'],
  outfile: 'out/picture.js',
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  minify: true,
});
await build({
  ...common,
  entryPoints: readdirSync('test')
    .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
    .map((name) => `test/${name}`),
  outdir: 'out-test',
  external: ['vscode', 'mocha'],
});
