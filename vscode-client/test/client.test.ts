/** The client: its commands, its settings, and a server that comes and goes. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as editor from './editor';

suite('commands', () => {
  teardown(editor.closeAll);

  test('all are there', async () => {
    await editor.openScript('churn.py');
    await vscode.extensions.getExtension('heldout.heldout')?.activate();
    const commands = (await vscode.commands.getCommands(true)).filter((name) => name.startsWith('heldout.'));
    for (const name of ['restart', 'showLog', 'showPipeline', 'showRule', 'showConfiguration']) {
      assert.ok(commands.includes(`heldout.${name}`), name);
    }
  });

  test('Restart Server: findings come back', async () => {
    const document = await editor.openScript('churn.py');
    await editor.findingOf(document.uri, 'metric-hard-labels');
    await vscode.commands.executeCommand('heldout.restart');
    await editor.findingOf(document.uri, 'metric-hard-labels');
  });

  test('Show Rule: the page as a preview', async () => {
    await editor.openScript('churn.py');
    await vscode.commands.executeCommand('heldout.showRule', 'leak-fit-on-test');
    const preview = await editor.until('the preview', () =>
      vscode.window.tabGroups.all.flatMap((group) => group.tabs).find((tab) => tab.label.includes('leak-fit-on-test')),
    );
    assert.ok(preview.input instanceof vscode.TabInputWebview);
    const page = vscode.Uri.parse('heldout:/rules/leak-fit-on-test.md');
    const text = (await vscode.workspace.openTextDocument(page)).getText();
    assert.match(text, /^# leak-fit-on-test/);
  });

  test('Show Rule: an unknown rule is one clear line', async () => {
    const page = vscode.Uri.parse('heldout:/rules/no-such-rule.md');
    assert.match((await vscode.workspace.openTextDocument(page)).getText(), /no page for the rule "no-such-rule"/);
  });

  test('Show Configuration in Force: each value with its origin', async () => {
    await editor.openScript('churn.py');
    await vscode.commands.executeCommand('heldout.showConfiguration');
    const shown = vscode.window.activeTextEditor?.document;
    assert.equal(shown?.uri.scheme, 'heldout');
    assert.match(shown?.getText() ?? '', /select/);
  });

  test('Show Log', async () => {
    await vscode.commands.executeCommand('heldout.showLog');
  });
});

suite('settings', () => {
  let document: vscode.TextDocument;
  setup(async () => {
    document = await editor.openScript('churn.py');
    await editor.findingOf(document.uri, 'leak-preprocess-before-split');
  });
  teardown(editor.closeAll);

  test('ignore and select', async () => {
    await editor.withSetting('ignore', ['leak'], () =>
      editor.expectRules([document.uri], ['metric-hard-labels', 'seed-missing-split', 'unversioned-data-url']),
    );
    await editor.withSetting('select', ['seed'], () => editor.expectRules([document.uri], ['seed-missing-split']));
    await editor.findingOf(document.uri, 'leak-preprocess-before-split');
  });

  test('severity by family', async () => {
    await editor.withSetting('severity', { seed: 'hint' }, async () => {
      await editor.until('the new severity', async () => {
        const finding = await editor.findingOf(document.uri, 'seed-missing-split');
        return finding.severity === vscode.DiagnosticSeverity.Hint;
      });
    });
  });

  test('a project file wins over the editor, and a change of it is seen', async () => {
    const file = editor.inWorkspace('heldout.toml');
    await vscode.workspace.fs.writeFile(file, Buffer.from('select = ["metric"]\n'));
    try {
      await editor.expectRules([document.uri], ['metric-hard-labels']);
      await editor.withSetting('select', ['seed'], async () => {
        await vscode.commands.executeCommand('heldout.showConfiguration');
        await editor.until('the configuration', () =>
          vscode.window.activeTextEditor?.document.getText().includes('heldout.toml'),
        );
        assert.deepEqual(editor.rulesIn(document.uri), ['metric-hard-labels']);
      });
    } finally {
      await vscode.workspace.fs.delete(file);
    }
    await editor.findingOf(document.uri, 'leak-preprocess-before-split');
  });

  test('a mistake in the project file is a diagnostic in that file', async () => {
    const file = editor.inWorkspace('heldout.toml');
    await vscode.workspace.fs.writeFile(file, Buffer.from('select = ["leek"]\n'));
    try {
      const problem = await editor.until('the diagnostic', () => editor.findingsIn(file)[0]);
      assert.match(problem.message, /leek/);
      assert.ok(editor.rulesIn(document.uri).length > 0, 'the defaults are in force');
    } finally {
      await vscode.workspace.fs.delete(file);
    }
    await editor.until('the diagnostic to go', () => editor.findingsIn(file).length === 0);
  });

  test('hovers and fix all can be switched off', async () => {
    const finding = await editor.findingOf(document.uri, 'metric-hard-labels');
    await editor.withSetting('hover.enable', false, async () => {
      await editor.until('no hover', async () => {
        return !(await editor.hoverAt(document.uri, finding.range.start)).includes('metric-hard-labels');
      });
    });
    const everything = new vscode.Range(0, 0, document.lineCount, 0);
    const kind = vscode.CodeActionKind.SourceFixAll.append('heldout');
    await editor.withSetting('fixAll', false, async () => {
      await editor.until(
        'no fix all',
        async () => (await editor.actionsAt(document.uri, everything, kind)).length === 0,
      );
    });
  });

  test('enable: the server goes and comes', async () => {
    await editor.withSetting('enable', false, async () => {
      await editor.until('silence', () => editor.findingsIn(document.uri).length === 0);
    });
    await editor.findingOf(document.uri, 'leak-preprocess-before-split');
  });
});
