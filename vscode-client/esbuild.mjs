// Builds the extension into one file, and its test suite (which finds mocha in node_modules) beside it.
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
await build({ ...common, entryPoints: ['test/index.ts'], outfile: 'out-test/index.js', external: ['vscode', 'mocha'] });
