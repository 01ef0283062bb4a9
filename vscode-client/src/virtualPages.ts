/** Pages that the server writes and VS Code shows: a rule's page, and the configuration in force. */
import * as vscode from 'vscode';
import type { Ctx } from './ctx';

const SCHEME = 'heldout';
const RULE_FOLDER = '/rules/';
const CONFIGURATION_PAGE = '/Configuration in force.toml';

export class VirtualPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  constructor(private readonly ctx: Ctx) {}

  async provideTextDocumentContent(page: vscode.Uri): Promise<string> {
    if (page.path === CONFIGURATION_PAGE) {
      const answer = await this.ctx.ask<{ text: string }>('heldout/configuration', { uri: page.query });
      return answer?.text ?? '# The server is not running.\n';
    }
    const name = page.path.slice(RULE_FOLDER.length).replace(/\.md$/, '');
    const answer = await this.ctx.ask<{ markdown: string } | null>('heldout/rulePage', { name });
    return answer?.markdown ?? `There is no page for the rule "${name}".\n`;
  }

  async showRule(name: string): Promise<void> {
    const page = vscode.Uri.from({ scheme: SCHEME, path: `${RULE_FOLDER}${name}.md` });
    await vscode.commands.executeCommand('markdown.showPreview', page);
  }

  async showConfiguration(of: vscode.Uri | undefined): Promise<void> {
    const page = vscode.Uri.from({ scheme: SCHEME, path: CONFIGURATION_PAGE, query: of?.toString() ?? '' });
    this.changed.fire(page); // An open page is asked for again: the configuration may have changed since.
    await vscode.window.showTextDocument(page, { preview: true });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
