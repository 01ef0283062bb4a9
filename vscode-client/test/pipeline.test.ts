/** Show Pipeline: the picture is drawn in its page, follows the text and the cursor, and leads back to the code. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../src/extension';
import * as editor from './editor';

suite('the picture', () => {
  let pipeline: Api['pipeline'];
  setup(async () => {
    const extension = vscode.extensions.getExtension<Api>('heldout.heldout');
    assert.ok(extension);
    pipeline = (await extension.activate()).pipeline;
  });
  teardown(editor.closeAll);

  test('of a script: every node is drawn once, in a page beside the editor', async () => {
    await shown(await editor.openScript('churn.py'));
    const tab = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .find((one) => one.label.includes('churn.py') && one.input instanceof vscode.TabInputWebview);
    assert.equal(tab?.label, 'Pipeline of churn.py');
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(new Set(pipeline.shown).size, pipeline.shown.length);
    const titles = pipeline.nodes.map((node) => node.title);
    for (const title of ['df', 'train_test_split', 'X_train, y_train', 'X_test, y_test', 'model']) {
      assert.ok(titles.includes(title), `${title} in ${titles.join('; ')}`);
    }
  });

  test('a click on a node goes to its line', async () => {
    const document = await editor.openScript('churn.py');
    await shown(document);
    await pipeline.receive({ type: 'reveal', id: idOf('model') });
    const active = vscode.window.activeTextEditor;
    assert.equal(active?.document, document);
    assert.equal(active.selection.start.line, editor.textAt(document, 'model.fit').start.line);
    assert.equal(active.viewColumn, vscode.ViewColumn.One);
  });

  test('the node at the cursor is marked', async () => {
    const document = await editor.openScript('churn.py');
    await shown(document);
    for (const [code, title] of [
      ['scaler.fit_transform', 'X'],
      ['model.fit', 'model'],
      ['roc_auc_score(y, predicted)', 'accuracy_score, roc_auc_score'],
    ] as const) {
      const at = editor.textAt(document, code).start;
      const active = await vscode.window.showTextDocument(document);
      active.selection = new vscode.Selection(at, at);
      await editor.until(`${title} to be marked`, () => pipeline.marked.some((id) => titleOf(id) === title));
    }
    const nowhere = editor.textAt(document, 'import pandas').start;
    const active = await vscode.window.showTextDocument(document);
    active.selection = new vscode.Selection(nowhere, nowhere);
    await editor.until('nothing to be marked', () => pipeline.marked.length === 0);
  });

  test('it follows what is typed', async () => {
    const document = await editor.openScript('churn.py');
    await shown(document);
    await editor.replace(document, editor.textAt(document, 'model.fit(X_train, y_train)'), 'pass');
    await editor.until('the fit to go', () => !pipeline.nodes.some((node) => node.title === 'model'));
    await drawn();
    await vscode.commands.executeCommand('undo');
    await editor.until('the fit to come back', () => pipeline.nodes.some((node) => node.title === 'model'));
    await drawn();
  });

  test('of a notebook: a click chooses the cell and goes to its line', async () => {
    const notebook = await editor.openNotebook('churn.ipynb');
    await shown();
    await pipeline.receive({ type: 'reveal', id: idOf('train_test_split') });
    const cell = notebook.getCells().find((one) => one.document.getText().includes('train_test_split(X_balanced'));
    assert.ok(cell);
    const chosen = vscode.window.activeNotebookEditor;
    assert.equal(chosen?.notebook, notebook);
    assert.deepEqual(chosen.selection, new vscode.NotebookRange(cell.index, cell.index + 1));
    await editor.until('the node of the cell to be marked', () =>
      pipeline.marked.some((id) => titleOf(id) === 'train_test_split'),
    );
  });

  test('it turns to the editor that is in front', async () => {
    await shown(await editor.openScript('churn.py'));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(editor.inWorkspace('clean.py')), {
      viewColumn: vscode.ViewColumn.One,
    });
    await editor.until('the other pipeline', () => pipeline.nodes.some((node) => node.title === 'cross_val_score'));
    await drawn();
  });

  test('where there is no pipeline it says so', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: 'print("hello")\n' });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('heldout.showPipeline');
    await editor.until('the sentence', () => pipeline.note.includes('no pipeline'));
    assert.deepEqual(pipeline.nodes, []);
  });

  async function shown(document?: vscode.TextDocument): Promise<void> {
    if (document !== undefined) await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('heldout.showPipeline');
    await editor.until('a pipeline', () => pipeline.nodes.length > 5);
    await drawn();
  }

  /** The page has drawn what the server said. */
  async function drawn(): Promise<void> {
    await editor.until('the page to draw it', () => {
      return JSON.stringify(pipeline.shown) === JSON.stringify(pipeline.nodes.map((node) => node.id));
    });
  }

  function titleOf(id: string): string | undefined {
    return pipeline.nodes.find((node) => node.id === id)?.title;
  }

  function idOf(title: string): string {
    const node = pipeline.nodes.find((one) => one.title === title);
    assert.ok(node, `${title} in ${pipeline.nodes.map((one) => one.title).join('; ')}`);
    return node.id;
  }
});
