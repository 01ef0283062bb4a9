/** Entry of the suite, called by VS Code's extension host (`extensionTestsPath`), on a desktop and in code-server. */
import { appendFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';

const UNTRUSTED = 'untrusted.test.js';

/** Only the names of tests whose full title contains this are run; for the person who repairs one. */
const ONLY = process.env.HELDOUT_TESTS ?? '';

export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, fgrep: ONLY });
  for (const name of readdirSync(__dirname).sort()) {
    // A window that is not trusted has its own tests.
    if (name.endsWith('.test.js') && (name === UNTRUSTED) !== vscode.workspace.isTrusted)
      mocha.addFile(path.join(__dirname, name));
  }
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} failed`))));
    runner.on('pass', (test) => report(`passed  ${test.fullTitle()} (${test.duration} ms)`));
    runner.on('fail', (test, error) => report(`FAILED  ${test.fullTitle()}\n${error.stack ?? error.message}`));
    runner.on('end', () => report(`${runner.stats?.passes} passed, ${runner.stats?.failures} failed`));
  });
}

/** Into a file, where one is asked for: the console is full of what VS Code itself has to say. */
function report(line: string): void {
  if (process.env.HELDOUT_TEST_REPORT) appendFileSync(process.env.HELDOUT_TEST_REPORT, `${line}\n`);
  else console.log(line);
}
