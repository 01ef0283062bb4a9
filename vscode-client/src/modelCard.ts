/** "Draft Model Card": a new file beside the script, never over one that is there. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Ctx } from './ctx';
import { inFront } from './pipeline';

interface Card {
  readonly text: string;
  readonly name: string;
}

export async function draftModelCard(ctx: Ctx): Promise<void> {
  const of = inFront();
  const card = of && (await ctx.ask<Card>('heldout/modelCard', { uri: of.toString() }));
  if (of === undefined || card === undefined || card.text === '') {
    const why =
      of === undefined
        ? 'Open a Python file or a notebook first.'
        : card === undefined
          ? 'The Heldout server could not write it; the log says why.'
          : 'There is no pipeline to write about.';
    void vscode.window.showInformationMessage(`No model card is drafted. ${why}`);
    return;
  }
  const file = of.scheme === 'file' || of.scheme === 'vscode-remote' ? await freeBeside(of, card.name) : undefined;
  if (file === undefined) {
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: card.text });
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
    return;
  }
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(card.text));
  await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

/** The first name that is free; nothing when both are taken. */
async function freeBeside(of: vscode.Uri, stem: string): Promise<vscode.Uri | undefined> {
  for (const name of ['MODEL_CARD.md', `MODEL_CARD-${stem}.md`]) {
    const file = of.with({ path: path.posix.join(path.posix.dirname(of.path), name), query: '', fragment: '' });
    const taken = await vscode.workspace.fs.stat(file).then(
      () => true,
      () => false,
    );
    if (!taken) return file;
  }
  return undefined;
}
