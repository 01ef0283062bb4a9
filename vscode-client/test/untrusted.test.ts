/** A workspace that is not trusted: Heldout works, and what the workspace set is not read. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../src/extension';
import { clientSettings } from '../src/settings';
import * as editor from './editor';

suite('a workspace that is not trusted', () => {
  teardown(editor.closeAll);

  test('is looked at as any other', async () => {
    const document = await editor.openScript('churn.py');
    await editor.findingOf(document.uri, 'leak-preprocess-before-split');
    await editor.apply(await editor.quickFix(document.uri, 'seed-missing-split'));
  });

  test('its pipeline is drawn', async () => {
    await editor.openScript('churn.py');
    await vscode.commands.executeCommand('heldout.showPipeline');
    await editor.until('the page', () =>
      vscode.window.tabGroups.all.flatMap((group) => group.tabs).find((tab) => tab.label === 'Pipeline of churn.py'),
    );
  });

  test('chooses no command, no interpreter and no configuration', async () => {
    const written = await vscode.workspace.fs.readFile(editor.inWorkspace('.vscode/settings.json'));
    for (const name of ['path', 'interpreter', 'configuration']) {
      assert.match(Buffer.from(written).toString(), new RegExp(`"heldout.${name}": "/evil/`), 'the workspace tries');
    }
    const { path, interpreter } = clientSettings();
    assert.deepEqual([path, interpreter], ['', '']);
    assert.equal(vscode.workspace.getConfiguration('heldout').get('configuration'), '');
  });

  test('sends nothing to any model: the agent cannot be enabled in it', async () => {
    const extension = vscode.extensions.getExtension<Api>('heldout.heldout');
    assert.ok(extension);
    const { agent } = await extension.activate();
    await agent.enable(true);
    await agent.tell();
    assert.equal(agent.enabled, false);
    assert.match(agent.reason, /not trusted/);
  });

  test('what cannot harm is its own to choose', async () => {
    assert.deepEqual(vscode.workspace.getConfiguration('heldout').get('ignore'), ['unversioned-data-url']);
    const document = await editor.openScript('churn.py');
    await editor.findingOf(document.uri, 'leak-preprocess-before-split');
    assert.ok(!editor.rulesIn(document.uri).includes('unversioned-data-url'));
  });
});
