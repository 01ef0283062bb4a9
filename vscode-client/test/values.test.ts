/** What is known of names: the hover, and the hints beside them once they are switched on. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as editor from './editor';

async function hintsIn(document: vscode.TextDocument): Promise<string[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return hints.map((hint) =>
    typeof hint.label === 'string' ? hint.label : hint.label.map((part) => part.value).join(''),
  );
}

suite('what is known of a name', () => {
  teardown(editor.closeAll);

  test('the hover says which rows it holds', async () => {
    const document = await editor.openScript('churn.py');
    await editor.findingOf(document.uri, 'leak-preprocess-before-split');
    const hover = await editor.hoverAt(document.uri, editor.textAt(document, 'X_test, y_train').start);
    assert.match(hover, /`X_test`: the test part, 25 % of `X`/);
  });

  test('hints beside the names are off until they are switched on', async () => {
    const document = await editor.openScript('churn.py');
    await editor.findingOf(document.uri, 'leak-preprocess-before-split');
    assert.deepEqual(await hintsIn(document), []);
    await editor.withSetting('inlayHints.enable', true, async () => {
      await editor.until('hints', async () => (await hintsIn(document)).includes(': test, 25 % of X'));
    });
    await editor.until('no hints', async () => (await hintsIn(document)).length === 0);
  });
});
