/** Where VS Code enters: one context is made, everything it does is registered, the server is started. */
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Ctx } from './ctx';
import { Pipeline } from './pipeline';
import { onPythonChanged } from './python';
import { affectsServer } from './settings';
import { VirtualPages } from './virtualPages';

let ctx: Ctx | undefined;

/** What other extensions see: nothing is promised. The suite looks at the picture through it. */
export interface Api {
  readonly pipeline: Pipeline;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  ctx = new Ctx(context);
  const live = ctx;
  const pages = new VirtualPages(live);
  const pipeline = new Pipeline(live, context.extensionUri);
  context.subscriptions.push(
    live,
    pages,
    pipeline,
    ...registerCommands(live, pages, pipeline),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (affectsServer(change)) void live.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => live.restart()),
    await onPythonChanged(() => {
      void ((live.server?.dependsOnEnvironment ?? true) ? live.restart() : live.reconfigure());
    }),
  );
  // Not awaited: the editor must not wait for our server, and a missing one is not a failed activation.
  void live.start();
  return { pipeline };
}

export async function deactivate(): Promise<void> {
  await ctx?.stop();
}
