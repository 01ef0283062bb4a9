// Runs the extension-host suite in code-server: opens the page that starts it, prints what it logs, exits with its code.
// What @vscode/test-electron does on a desktop. Reads PORT, WORKSPACE and EXTENSION from the environment.
import { newPage } from './page.mjs';

const { PORT, WORKSPACE, EXTENSION } = process.env;
const LIMIT_MS = 280_000;

const remote = `vscode-remote://127.0.0.1:${PORT}`;
const payload = [
  ['extensionDevelopmentPath', remote + EXTENSION],
  ['extensionTestsPath', `${remote}${EXTENSION}/out-test/index.js`],
  ['skipWelcome', 'true'],
];
const { browser, page } = await newPage();
let finish;
const finished = new Promise((resolve) => {
  finish = resolve;
});
await page.exposeFunction('codeAutomationLog', (_type, lines) => console.log(...lines));
await page.exposeFunction('codeAutomationExit', (code) => finish(code));
await page.goto(`http://127.0.0.1:${PORT}/?folder=${WORKSPACE}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
const limit = setTimeout(() => finish(99), LIMIT_MS);
const code = await finished;
clearTimeout(limit);
if (code === 99) console.log(`the suite did not end within ${LIMIT_MS / 1000} s`);
await browser.close();
process.exit(code);
