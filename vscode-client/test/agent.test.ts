/** The agent: off until it is allowed; asked, called off, verified, confirmed and applied, against models on this machine. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../src/extension';
import { without } from '../src/quietLog';
import * as editor from './editor';

const RULE = 'leak-preprocess-before-split';
const { improves, hangs, doubts, good, bad } = JSON.parse(process.env.HELDOUT_TEST_MODELS ?? '{}');

suite('the agent', () => {
  let api: Api;
  let document: vscode.TextDocument;
  setup(async () => {
    const extension = vscode.extensions.getExtension<Api>('heldout.heldout');
    assert.ok(extension);
    api = await extension.activate();
    document = await editor.openScript('retention.py');
    await editor.findingOf(document.uri, RULE);
  });
  teardown(async () => {
    await api.agent.disable();
    await editor.closeAll();
  });

  test('is off until it is enabled', async () => {
    const titles = (await at()).map((action) => action.title);
    assert.ok(titles.some((title) => title.startsWith('Ignore')));
    assert.ok(!titles.some((title) => title.includes('engineer') || title.includes('agent')), titles.join('; '));
  });

  test('what would be sent can be seen before anything is allowed', async () => {
    const at = editor.textAt(document, 'scaler.fit_transform').start;
    const active = await vscode.window.showTextDocument(document);
    active.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('heldout.showPayload');
    assert.match(await page('What would be sent'), /X = scaler\.fit_transform\(X\)/);
  });

  test('bad, bad, good: verified, shown, confirmed, applied, and the finding is gone', async () => {
    await allowed(improves, async () => {
      const done = run(await entry('Ask the ML engineer'));
      await sent();
      const why = await page(`Why this fixes ${RULE}`);
      assert.match(why, /Fitted on the training rows only\./);
      assert.match(why, /3 attempts/);
      await confirmed(() => document.getText().includes('scaler.transform(X_test)'));
      await done;
      await editor.expectRules([document.uri], []);
    });
  });

  test('called off while the model hangs', async () => {
    await allowed(hangs, async () => {
      const before = document.getText();
      const done = run(await entry('Ask the ML engineer'));
      await sent();
      await editor.until('it to be asked', () => api.progress.last.startsWith('asking'));
      api.progress.cancel();
      await done;
      assert.equal(document.getText(), before);
    });
  });

  test('not sent when the page is not confirmed', async () => {
    await allowed(doubts, async () => {
      const done = run(await entry('Ask the ML engineer'));
      assert.match(await page('What would be sent'), /X = scaler\.fit_transform\(X\)/);
      await answered(done, 'workbench.action.closeQuickOpen');
      const again = run(await entry('Ask the ML engineer'));
      await answered(again, 'workbench.action.closeQuickOpen'); // it is asked about again
    });
  });

  test("the editor's own model, with the same verification", async () => {
    const asked: number[] = [];
    api.editorModel.models = async () => [
      {
        id: 'one',
        family: 'of-a-test',
        sendRequest: async (messages: vscode.LanguageModelChatMessage[]) => {
          asked.push(messages.length);
          const said = asked.length === 1 ? bad : good;
          const text = (async function* () {
            yield said;
          })();
          return { text, stream: text };
        },
      },
    ];
    await editor.withSetting('agent.backend', 'editor', async () => {
      await api.agent.enable(true);
      await editor.until('consent', () => api.agent.reason === '');
      const ask = await entry('Ask the ML engineer');
      assert.match(ask.title, /to the editor's model\)$/);
      const done = run(ask);
      await sent();
      await confirmed(() => document.getText().includes('scaler.transform(X_test)'));
      await done;
      assert.deepEqual(asked, [2, 4], 'what was wrong goes back in the same conversation');
    });
  });

  test('a key is kept for its address', async () => {
    await editor.withSetting('agent.baseUrl', 'https://example.org', async () => {
      await api.agent.enable(true);
      await editor.until('a reason', () => /no key/.test(api.agent.reason));
      await api.agent.setKey('a-key-of-the-test');
      await editor.until('consent', () => api.agent.reason === '');
    });
    await editor.until('the other address to have none', () => /no key/.test(api.agent.reason));
    await editor.withSetting('agent.baseUrl', 'https://example.org', async () => {
      await editor.until('the key', () => api.agent.reason === '');
      await api.agent.removeKey();
      await editor.until('no key', () => /no key/.test(api.agent.reason));
    });
  });

  test('a key is not written to the log', () => {
    const written: string[] = [];
    const channel = { trace: (line: string) => written.push(line) } as unknown as vscode.LogOutputChannel;
    const secrets = new Set<string>();
    const log = without(secrets, channel);
    secrets.add('a-key-of-the-test');
    log.trace('Params: {"key": "a-key-of-the-test"}');
    assert.deepEqual(written, ['Params: {"key": "…"}']);
  });

  async function allowed(address: string, action: () => Promise<void>): Promise<void> {
    await editor.withSetting('agent.baseUrl', address, async () => {
      await api.agent.enable(true);
      await editor.until('consent', async () => {
        await api.agent.tell();
        return api.agent.reason === '' && api.agent.destination.endsWith(address);
      });
      await action();
    });
  }

  async function entry(title: string): Promise<vscode.CodeAction> {
    return editor.until(title, async () => (await at()).find((action) => action.title.startsWith(title)));
  }

  async function at(): Promise<vscode.CodeAction[]> {
    const finding = await editor.findingOf(document.uri, RULE);
    return editor.actionsAt(document.uri, finding.range);
  }

  async function run({ command }: vscode.CodeAction): Promise<void> {
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
  }

  /** The text of a page of ours, once it is there. */
  async function page(title: string): Promise<string> {
    const shown = await editor.until(title, () =>
      vscode.window.visibleTextEditors.find((one) => one.document.uri.path === `/${title}`),
    );
    return shown.document.getText();
  }

  /** Lets the first payload go out, once it is asked about. */
  async function sent(): Promise<void> {
    await page('What would be sent');
    api.progress.last = '';
    await editor.until('it to be asked', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return api.progress.last !== '';
    });
  }

  /** Gives a command again and again until something has ended: what it answers may not be on the screen yet. */
  async function answered(done: Promise<void>, command: string): Promise<void> {
    let ended = false;
    void done.then(() => {
      ended = true;
    });
    await editor.until('an end', async () => {
      await vscode.commands.executeCommand(command);
      return ended;
    });
  }

  /** Ticks the change in the preview and applies it, as a person does, once it is there. */
  async function confirmed(done: () => boolean): Promise<void> {
    await editor.until('the preview to be applied', async () => {
      await vscode.commands.executeCommand('refactorPreview.focus');
      await vscode.commands.executeCommand('list.focusFirst');
      await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
      await vscode.commands.executeCommand('refactorPreview.apply');
      return done();
    });
  }
});
