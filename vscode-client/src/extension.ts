/** Where VS Code enters: one context is made, everything it does is registered, the server is started. */
import * as vscode from 'vscode';
import { Agent } from './agent';
import { AgentPages } from './agentPages';
import { registerCommands } from './commands';
import { Ctx } from './ctx';
import { EditorModel } from './editorModel';
import { Pipeline } from './pipeline';
import { onPythonChanged } from './python';
import { affectsServer } from './settings';
import { VirtualPages } from './virtualPages';

let ctx: Ctx | undefined;

/** What other extensions see: nothing is promised. The suite looks through it. */
export interface Api {
  readonly pipeline: Pipeline;
  readonly agent: Agent;
  readonly editorModel: EditorModel;
  readonly progress: Ctx['progress'];
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  ctx = new Ctx(context);
  const live = ctx;
  const pages = new VirtualPages(live);
  const pipeline = new Pipeline(live, context.extensionUri);
  const agent = new Agent(live, context);
  const editorModel = new EditorModel(live);
  context.subscriptions.push(
    live,
    agent,
    new AgentPages(live, agent),
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
  return { pipeline, agent, editorModel, progress: live.progress };
}

export async function deactivate(): Promise<void> {
  await ctx?.stop();
}
