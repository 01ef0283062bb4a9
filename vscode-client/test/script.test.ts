/** A script: findings with their evidence, hovers, quick fixes, and what happens while it is edited. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as editor from './editor';

const CHURN = [
  'leak-fit-on-test',
  'leak-preprocess-before-split',
  'metric-hard-labels',
  'seed-missing-split',
  'unversioned-data-url',
];

suite('a script', () => {
  let document: vscode.TextDocument;
  setup(async () => {
    document = await editor.openScript('churn.py');
    await editor.expectRules([document.uri], CHURN);
  });
  teardown(editor.closeAll);

  test('a finding links to its rule, and its evidence lies in the code', async () => {
    const finding = await editor.findingOf(document.uri, 'leak-preprocess-before-split');
    assert.ok(typeof finding.code === 'object');
    assert.match(finding.code.target.path, /leak_preprocess_before_split\.md$/);
    assert.match(document.getText(finding.range), /scaler|fit_transform/);
    const split = editor.textAt(document, 'train_test_split(X, y').start.line;
    const lines = (finding.relatedInformation ?? []).map((step) => step.location.range.start.line);
    assert.ok(lines.includes(split), `the split on line ${split} is among the related lines ${lines}`);
  });

  test('severity follows the harm', async () => {
    const scaled = await editor.findingOf(document.uri, 'leak-preprocess-before-split');
    const refitted = await editor.findingOf(document.uri, 'leak-fit-on-test');
    assert.equal(scaled.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(refitted.severity, vscode.DiagnosticSeverity.Error);
  });

  test('the hover explains the finding', async () => {
    const finding = await editor.findingOf(document.uri, 'metric-hard-labels');
    const hover = await editor.hoverAt(document.uri, finding.range.start);
    assert.match(hover, /metric-hard-labels/);
    assert.ok(hover.length > finding.message.length, 'it says more than the message');
  });

  test('there is no hover where nothing was found', async () => {
    const hover = await editor.hoverAt(document.uri, editor.textAt(document, 'learning_rate').start);
    assert.doesNotMatch(hover, /heldout/i);
  });

  test('a quick fix applies, and its finding is gone', async () => {
    const fix = await editor.quickFix(document.uri, 'seed-missing-split');
    assert.ok(fix.isPreferred);
    await editor.apply(fix);
    assert.match(document.getText(), /train_test_split\(X, y, .*random_state=\d+\)/);
    await editor.expectRules(
      [document.uri],
      CHURN.filter((rule) => rule !== 'seed-missing-split'),
    );
  });

  test('the test set is transformed instead of fitted', async () => {
    await editor.apply(await editor.quickFix(document.uri, 'leak-fit-on-test'));
    assert.match(document.getText(), /X_test = imputer\.transform\(X_test\)/);
    await editor.until('the finding to go', () => !editor.rulesIn(document.uri).includes('leak-fit-on-test'));
  });

  test('a finding can be ignored by a comment on its line', async () => {
    const finding = await editor.findingOf(document.uri, 'unversioned-data-url');
    const actions = await editor.actionsAt(document.uri, finding.range, vscode.CodeActionKind.QuickFix);
    const ignore = actions.find((action) => action.title.startsWith('Ignore unversioned-data-url'));
    assert.ok(ignore, actions.map((action) => action.title).join('; '));
    await editor.apply(ignore);
    assert.match(document.getText(), /# heldout: ignore\[unversioned-data-url\]/);
    await editor.until('the finding to go', () => !editor.rulesIn(document.uri).includes('unversioned-data-url'));
  });

  test('fix all applies the safe fixes, and they alone', async () => {
    const everything = new vscode.Range(0, 0, document.lineCount, 0);
    const kind = vscode.CodeActionKind.SourceFixAll.append('heldout');
    const [fixAll] = await editor.actionsAt(document.uri, everything, kind);
    assert.ok(fixAll);
    await editor.apply(fixAll);
    assert.match(document.getText(), /imputer\.transform\(X_test\)/);
    assert.match(document.getText(), /random_state=\d+\)\n/);
    await editor.until('the safe ones to go', () => {
      const left = editor.rulesIn(document.uri);
      return !left.includes('leak-fit-on-test') && !left.includes('seed-missing-split');
    });
    assert.ok(editor.rulesIn(document.uri).includes('unversioned-data-url'));
  });

  test('findings follow what is typed, and come back when it is undone', async () => {
    const call = editor.textAt(document, 'imputer.fit_transform(X_test)');
    await editor.replace(document, call, 'imputer.transform(X_test)');
    await editor.expectRules(
      [document.uri],
      CHURN.filter((rule) => rule !== 'leak-fit-on-test'),
    );
    await vscode.commands.executeCommand('undo');
    await editor.expectRules([document.uri], CHURN);
  });

  test('a half-typed line takes none of the other findings away', async () => {
    const end = document.lineAt(document.lineCount - 1).range.end;
    await editor.replace(document, new vscode.Range(end, end), '\nprint(scaler.fit(');
    const line = editor.textAt(document, '# %% Train').start;
    await editor.replace(document, new vscode.Range(line, line), '\n\n');
    const moved = editor.textAt(document, 'roc_auc_score(y, predicted)').start.line;
    await editor.until('the finding on its new line', () =>
      editor.findingsIn(document.uri).some((found) => found.range.start.line === moved),
    );
    assert.deepEqual(editor.rulesIn(document.uri), CHURN);
  });
});

suite('other scripts', () => {
  teardown(editor.closeAll);

  test('a PyTorch script', async () => {
    const document = await editor.openScript('train_digits.py');
    const rules = ['pt-eval-missing', 'pt-missing-zero-grad', 'sec-torch-load-unsafe', 'seed-missing-entry'];
    await editor.expectRules([document.uri], rules);
    await editor.apply(await editor.quickFix(document.uri, 'pt-missing-zero-grad'));
    assert.match(document.getText(), /optimizer\.zero_grad\(\)\n\s+loss\.backward\(\)/);
    await editor.until('the finding to go', () => !editor.rulesIn(document.uri).includes('pt-missing-zero-grad'));
  });

  test('a model from a hub without a revision', async () => {
    const document = await editor.openScript('hub.py');
    await editor.expectRules([document.uri], ['unpinned-hub-revision', 'unpinned-hub-revision']);
  });

  test('careful code is met with silence', async () => {
    const careful = await editor.openScript('clean.py');
    const leaky = await editor.openScript('churn.py');
    await editor.expectRules([leaky.uri], CHURN); // opened later, so the first one is done too
    assert.deepEqual(editor.rulesIn(careful.uri), []);
  });

  test('a file that was never saved', async () => {
    const content = 'from sklearn.model_selection import train_test_split\na, b = train_test_split(range(9))\n';
    const document = await vscode.workspace.openTextDocument({ language: 'python', content });
    await vscode.window.showTextDocument(document);
    await editor.expectRules([document.uri], ['seed-missing-split']);
  });
});
