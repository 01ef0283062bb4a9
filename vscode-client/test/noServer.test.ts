/** No server: one message with a button, nothing that starts over and over, and all is well once the cause is gone. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import * as editor from './editor';

const LONG_ENOUGH_MS = 2_000;

suite('without a server', () => {
  let folder: string;
  let messages: { text: string; buttons: string[] }[];
  const window = vscode.window as unknown as { showErrorMessage: unknown };
  const original = window.showErrorMessage;

  setup(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heldout-none-'));
    messages = [];
    const document = await editor.openScript('churn.py');
    await editor.findingOf(document.uri, 'metric-hard-labels');
    window.showErrorMessage = async (text: string, ...buttons: string[]) => void messages.push({ text, buttons });
  });
  teardown(async () => {
    window.showErrorMessage = original;
    fs.rmSync(folder, { recursive: true, force: true });
    await editor.closeAll();
  });

  test('what is named is not there: the message leads to the settings', async () => {
    await editor.withSetting('path', path.join(folder, 'nothing'), async () => {
      await editor.until('the message', () => messages.length > 0);
      await vscode.commands.executeCommand('heldout.showPipeline'); // which needs a server, and must not complain as well
      await sleep();
    });
    assert.deepEqual(
      messages.map((message) => message.buttons),
      [['Open Settings']],
    );
    assert.match(messages[0]?.text ?? '', /heldout\.path names .*nothing", which does not exist/);
    await findingsAreBack();
  });

  test('what is named ends at once: it is left alone, and the message leads to the log', async () => {
    const starts = path.join(folder, 'starts');
    const server = path.join(folder, 'server');
    fs.writeFileSync(server, `#!/bin/sh\necho started >> "${starts}"\nexit 3\n`, { mode: 0o755 });
    await editor.withSetting('path', server, async () => {
      await editor.until('the message', () => messages.length > 0);
      await sleep();
      assert.equal(fs.readFileSync(starts, 'utf-8'), 'started\n');
    });
    assert.deepEqual(
      messages.map((message) => message.buttons),
      [['Show Log']],
    );
    await findingsAreBack();
  });

  test('a server that runs and dies is started again', async () => {
    const document = await editor.openScript('churn.py');
    const server = path.join(folder, 'server');
    const real = process.env.HELDOUT_SERVER ?? '';
    const starts = path.join(folder, 'starts');
    // The first one lives for a while, long enough to answer; the next ones live on.
    const script = `#!/bin/sh\necho started >> "${starts}"\n[ $(wc -l < "${starts}") -gt 1 ] && exec ${real}\n`;
    fs.writeFileSync(server, `${script}timeout 6 ${real}\n`, { mode: 0o755 });
    await editor.withSetting('path', server, async () => {
      await editor.until(
        'the second start',
        () => fs.existsSync(starts) && fs.readFileSync(starts, 'utf-8').length > 8,
      );
      await editor.replace(document, editor.textAt(document, 'metrics'), 'metrics'); // it is asked again
      await editor.findingOf(document.uri, 'metric-hard-labels');
    });
    assert.deepEqual(messages, []);
    await editor.findingOf(document.uri, 'metric-hard-labels');
  });

  async function findingsAreBack(): Promise<void> {
    await editor.findingOf(editor.inWorkspace('churn.py'), 'metric-hard-labels');
    assert.equal(messages.length, 1);
  }

  function sleep(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, LONG_ENOUGH_MS));
  }
});
