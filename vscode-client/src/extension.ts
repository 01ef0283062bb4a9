/** Where VS Code enters: one context is made, everything it does is registered, the server is started. */
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Ctx } from './ctx';
import { onPythonChanged } from './python';
import { affectsServer } from './settings';
import { VirtualPages } from './virtualPages';

let ctx: Ctx | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  ctx = new Ctx(context);
  const live = ctx;
  const pages = new VirtualPages(live);
  context.subscriptions.push(
    live,
    pages,
    ...registerCommands(live, pages),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (affectsServer(change)) void live.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => live.restart()),
    await onPythonChanged(() => {
      if (live.server?.dependsOnEnvironment ?? true) void live.restart();
    }),
  );
  // Not awaited: the editor must not wait for our server, and a missing one is not a failed activation.
  void live.start();
}

export async function deactivate(): Promise<void> {
  await ctx?.stop();
}
