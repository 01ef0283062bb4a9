/** What a person does in the editor, as functions: open a file, wait for findings, take a quick fix. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

const POLL_MS = 25;
const PATIENCE_MS = 30_000;

export function inWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the suite runs in a folder');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function openScript(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(name));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

let copies = 0;

/** Opens a copy: VS Code may keep a changed notebook in memory for a while after it was closed. */
export async function openNotebook(name: string): Promise<vscode.NotebookDocument> {
  // Every test file has a counter of its own: they are bundled one by one.
  const copy = inWorkspace(`copy-${Date.now()}-${++copies}-of-${name}`);
  await vscode.workspace.fs.copy(inWorkspace(name), copy);
  const notebook = await vscode.workspace.openNotebookDocument(copy);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

/** Undoes what a test changed and closes everything, so that the next test reads the file from disk. */
export async function closeAll(): Promise<void> {
  for (const notebook of vscode.workspace.notebookDocuments.filter((open) => open.isDirty)) {
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  for (const document of vscode.workspace.textDocuments.filter((open) => open.isDirty && !open.isClosed)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until('everything to be closed', () => vscode.window.tabGroups.all.every((group) => group.tabs.length === 0));
}

/** Scrolls to a cell: VS Code asks nothing about a cell that has never been on the screen. */
export async function reveal(cell: vscode.NotebookCell): Promise<void> {
  const editor = vscode.window.activeNotebookEditor;
  assert.ok(editor);
  const range = new vscode.NotebookRange(cell.index, cell.index + 1);
  editor.selection = range;
  editor.revealRange(range, vscode.NotebookEditorRevealType.AtTop);
  await vscode.commands.executeCommand('notebook.cell.edit');
  await until('the cell to be on the screen', () => vscode.window.activeTextEditor?.document === cell.document);
}

/** Heldout's findings in a document or cell, as VS Code shows them. */
export function findingsIn(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === 'heldout');
}

export function ruleOf(diagnostic: vscode.Diagnostic): string {
  return String(typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code);
}

export function rulesIn(...uris: vscode.Uri[]): string[] {
  return uris.flatMap(findingsIn).map(ruleOf).sort();
}

export function cellUris(notebook: vscode.NotebookDocument): vscode.Uri[] {
  return notebook.getCells().map((cell) => cell.document.uri);
}

/** Waits until `look` gives a value and returns it. Nothing is timed: the patience is only the limit of a hung test. */
export async function until<T>(what: string, look: () => T | undefined | false | Thenable<T | undefined | false>) {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new assert.AssertionError({ message: `waited in vain for ${what}` });
}

/** Waits for exactly these rules, one entry for each finding. */
export async function expectRules(uris: vscode.Uri[], expected: readonly string[]): Promise<void> {
  const wanted = [...expected].sort();
  try {
    await until('findings', () => JSON.stringify(rulesIn(...uris)) === JSON.stringify(wanted));
  } catch {
    assert.deepEqual(rulesIn(...uris), wanted);
  }
}

export async function findingOf(uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic> {
  return until(`a finding of ${rule}`, () => findingsIn(uri).find((diagnostic) => ruleOf(diagnostic) === rule));
}

export async function actionsAt(uri: vscode.Uri, range: vscode.Range, kind?: vscode.CodeActionKind) {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    kind?.value,
    50, // resolve them as the lightbulb does
  );
  return actions;
}

/** The quick fix that the lightbulb would offer first for this finding. */
export async function quickFix(uri: vscode.Uri, rule: string): Promise<vscode.CodeAction> {
  const finding = await findingOf(uri, rule);
  return until(`a quick fix of ${rule}`, async () =>
    (await actionsAt(uri, finding.range, vscode.CodeActionKind.QuickFix)).find(
      (action) => action.edit !== undefined && !action.title.startsWith('Ignore'),
    ),
  );
}

export async function apply(action: vscode.CodeAction): Promise<void> {
  assert.ok(action.edit, `"${action.title}" has an edit`);
  assert.ok(await vscode.workspace.applyEdit(action.edit), `"${action.title}" applies`);
}

export async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** Changes one setting for the time of `action`. */
export async function withSetting(name: string, value: unknown, action: () => Promise<void>): Promise<void> {
  const section = vscode.workspace.getConfiguration('heldout');
  await section.update(name, value, vscode.ConfigurationTarget.Global);
  try {
    await action();
  } finally {
    await section.update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}

export function textAt(document: vscode.TextDocument, needle: string): vscode.Range {
  const at = document.getText().indexOf(needle);
  assert.ok(at >= 0, `"${needle}" is in ${document.uri.path}`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + needle.length));
}

export async function replace(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
