/** The commands. */
import * as vscode from 'vscode';
import type { Ctx } from './ctx';
import { draftModelCard } from './modelCard';
import type { Pipeline } from './pipeline';
import type { VirtualPages } from './virtualPages';

interface Rule {
  readonly name: string;
  readonly summary: string;
}

export function registerCommands(ctx: Ctx, pages: VirtualPages, pipeline: Pipeline): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand('heldout.restart', () => ctx.restart()),
    vscode.commands.registerCommand('heldout.showLog', () => ctx.log.show()),
    vscode.commands.registerCommand('heldout.showRule', async (name?: string) => {
      const chosen = name ?? (await pickRule(ctx));
      if (chosen !== undefined) await pages.showRule(chosen);
    }),
    vscode.commands.registerCommand('heldout.showPipeline', () => pipeline.show()),
    vscode.commands.registerCommand('heldout.modelCard', () => draftModelCard(ctx)),
    vscode.commands.registerCommand('heldout.showConfiguration', () => pages.showConfiguration(activeDocument())),
  ];
}

/** Rules that were found in the file in front come first: they are what the question is about. */
async function pickRule(ctx: Ctx): Promise<string | undefined> {
  const rules = await ctx.ask<readonly Rule[]>('heldout/rules', {});
  if (rules === undefined) {
    void vscode.window.showWarningMessage('The rules come from the Heldout server, which is not running.');
    return undefined;
  }
  const here = new Set(rulesFoundIn(activeDocument()));
  const items = [...rules]
    .sort((a, b) => Number(here.has(b.name)) - Number(here.has(a.name)) || a.name.localeCompare(b.name))
    .map((rule) => ({
      label: rule.name,
      description: here.has(rule.name) ? 'found in this file' : '',
      detail: rule.summary,
    }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'A rule', matchOnDetail: true });
  return chosen?.label;
}

function activeDocument(): vscode.Uri | undefined {
  return vscode.window.activeTextEditor?.document.uri ?? vscode.window.activeNotebookEditor?.notebook.uri;
}

function rulesFoundIn(document: vscode.Uri | undefined): string[] {
  return (document === undefined ? [] : vscode.languages.getDiagnostics(document))
    .filter((diagnostic) => diagnostic.source === 'heldout')
    .map((diagnostic) => String(typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code));
}
