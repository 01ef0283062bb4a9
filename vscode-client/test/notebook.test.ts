/** A notebook: its cells are one program, and stay so while cells are edited, inserted, moved and deleted. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as editor from './editor';

const CHURN = [
  'leak-preprocess-before-split',
  'leak-resample-before-split',
  'metric-hard-labels',
  'seed-missing-split',
];

suite('a notebook', () => {
  let notebook: vscode.NotebookDocument;
  setup(async () => {
    notebook = await editor.openNotebook('churn.ipynb');
    await editor.expectRules(editor.cellUris(notebook), CHURN);
  });
  teardown(editor.closeAll);

  test('evidence lies in other cells', async () => {
    const finding = await editor.findingOf(cellWith('scaler.fit_transform').document.uri, CHURN[0] ?? '');
    const cells = (finding.relatedInformation ?? []).map((step) => step.location.uri.toString());
    assert.ok(cells.includes(cellWith('train_test_split(X_balanced').document.uri.toString()), cells.join('\n'));
  });

  test('a hover and a quick fix inside a cell', async () => {
    const cell = await shown('train_test_split(X_balanced');
    const finding = await editor.findingOf(cell.uri, 'seed-missing-split');
    assert.match(await editor.hoverAt(cell.uri, finding.range.start), /seed-missing-split/);
    const others = notebook.getCells().filter((other) => other.document !== cell);
    const before = others.map((other) => other.document.getText());
    await editor.apply(await editor.quickFix(cell.uri, 'seed-missing-split'));
    assert.match(cell.getText(), /random_state=\d+\)/);
    assert.deepEqual(
      others.map((other) => other.document.getText()),
      before,
      'no other cell was touched',
    );
    await editor.expectRules(editor.cellUris(notebook), without('seed-missing-split'));
  });

  test('an edit in one cell changes what is true of another', async () => {
    const scale = cellWith('scaler.fit_transform').document;
    const line = editor.textAt(scale, 'X_scaled = scaler.fit_transform(X)');
    await editor.replace(scale, line, 'X_scaled = X');
    await editor.expectRules(editor.cellUris(notebook), without('leak-preprocess-before-split'));
    await editor.replace(scale, editor.textAt(scale, 'X_scaled = X'), 'X_scaled = scaler.fit_transform(X)');
    await editor.expectRules(editor.cellUris(notebook), CHURN);
  });

  test('a cell is inserted above, and findings stay with their cells', async () => {
    const metric = cellWith('roc_auc_score(y_test').document;
    const before = await editor.findingOf(metric.uri, 'metric-hard-labels');
    await change(vscode.NotebookEdit.insertCells(0, [python('import numpy as np\n\nrng = np.random.default_rng(0)')]));
    await change(vscode.NotebookEdit.insertCells(notebook.cellCount, [python(SECOND_SPLIT)]));
    await editor.expectRules(editor.cellUris(notebook), [...CHURN, 'seed-missing-split']);
    const after = await editor.findingOf(metric.uri, 'metric-hard-labels');
    assert.deepEqual(after.range, before.range);
  });

  test('the cell that scales is moved behind the split: the scaler has not seen the test rows any more', async () => {
    const scale = cellWith('scaler.fit_transform');
    const text = scale.document.getText();
    await change(vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(scale.index, scale.index + 1)));
    await editor.until('the finding to go', () => !rules().includes('leak-preprocess-before-split'));
    await change(vscode.NotebookEdit.insertCells(notebook.cellCount, [python(text)]));
    await change(vscode.NotebookEdit.insertCells(notebook.cellCount, [python(SECOND_SPLIT)]));
    await editor.until('the second split', () => rules().filter((rule) => rule === 'seed-missing-split').length === 2);
    assert.ok(!rules().includes('leak-preprocess-before-split'));
  });

  test('the cell with the split is deleted, and what it proved goes with it', async () => {
    const split = cellWith('train_test_split(X_balanced');
    await change(vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(split.index, split.index + 1)));
    await editor.until('the findings to go', () => {
      const left = rules();
      return !left.includes('seed-missing-split') && !left.includes('leak-resample-before-split');
    });
  });

  test('a broken cell does not silence the others', async () => {
    const split = await shown('train_test_split(X_balanced');
    await change(vscode.NotebookEdit.insertCells(3, [python('print(df.head(')]));
    const seed = await editor.findingOf(split.uri, 'seed-missing-split');
    await editor.apply(await editor.quickFix(split.uri, editor.ruleOf(seed)));
    await editor.expectRules(editor.cellUris(notebook), without('seed-missing-split'));
  });

  test('fix all of the whole notebook', async () => {
    const cell = await shown('roc_auc_score(y_test');
    const all = new vscode.Range(0, 0, cell.lineCount, 0);
    const kind = vscode.CodeActionKind.Notebook.append('source.fixAll.heldout');
    const [fixAll] = await editor.actionsAt(cell.uri, all, kind);
    assert.ok(fixAll);
    await editor.apply(fixAll);
    await editor.until('the split to be seeded', () => !rules().includes('seed-missing-split'));
    assert.match(cellWith('train_test_split(X_balanced').document.getText(), /random_state=\d+\)/);
  });

  test('no fix all of a single cell: it would not know the others', async () => {
    const cell = await shown('roc_auc_score(y_test');
    const all = new vscode.Range(0, 0, cell.lineCount, 0);
    const kind = vscode.CodeActionKind.SourceFixAll.append('heldout');
    assert.deepEqual(await editor.actionsAt(cell.uri, all, kind), []);
  });

  const SECOND_SPLIT = 'A_train, A_test = train_test_split(X)';

  function rules(): string[] {
    return editor.rulesIn(...editor.cellUris(notebook));
  }

  function without(rule: string): string[] {
    return CHURN.filter((other) => other !== rule);
  }

  function cellWith(text: string): vscode.NotebookCell {
    const cell = notebook.getCells().find((candidate) => candidate.document.getText().includes(text));
    assert.ok(cell, `a cell with "${text}"`);
    return cell;
  }

  async function shown(text: string): Promise<vscode.TextDocument> {
    const cell = cellWith(text);
    await editor.reveal(cell);
    return cell.document;
  }

  function python(text: string): vscode.NotebookCellData {
    return new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
  }

  async function change(edit: vscode.NotebookEdit): Promise<void> {
    const edits = new vscode.WorkspaceEdit();
    edits.set(notebook.uri, [edit]);
    assert.ok(await vscode.workspace.applyEdit(edits));
  }
});
