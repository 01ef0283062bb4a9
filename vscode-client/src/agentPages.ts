/** Pages of plain text that the agent's work brings: what would be sent, why a fix is one, an explanation. No markup, no links. */
import * as vscode from 'vscode';
import type { Agent } from './agent';
import type { Ctx } from './ctx';

const SCHEME = 'heldout-text';
/** A language without words: lines wrap, and nothing in them becomes a link. */
const LANGUAGE = 'heldout-text';
const SEND = 'Send, and do not show it again in this workspace';
const KEEP = 'Do not send';

interface Page {
  readonly title: string;
  readonly text: string;
}

interface Payload extends Page {
  readonly lines: number;
  readonly destination: string;
}

export class AgentPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  constructor(ctx: Ctx, agent: Agent) {
    ctx.onClient((client) => {
      client.onNotification('heldout/showText', (page: Page) => this.show(page));
      client.onRequest('heldout/confirmSending', async (payload: Payload) => {
        await this.show(payload);
        const yes = await asked(payload);
        if (yes) await agent.confirm(payload.destination);
        return yes;
      });
    });
  }

  provideTextDocumentContent(page: vscode.Uri): string {
    return this.texts.get(page.path) ?? '';
  }

  /** Beside the code, without taking the cursor from it. */
  async show({ title, text }: Page): Promise<void> {
    const page = vscode.Uri.from({ scheme: SCHEME, path: `/${title}` });
    this.texts.set(page.path, text);
    this.changed.fire(page);
    const document = await vscode.workspace.openTextDocument(page);
    await vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
    const shown = vscode.window.tabGroups.all.find((group) => group.tabs.some((tab) => isOf(tab, page)));
    await vscode.window.showTextDocument(document, {
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

/** A choice above the page, which can be read and scrolled meanwhile. */
async function asked({ lines, destination }: Payload): Promise<boolean> {
  const title = `Send ${lines === 1 ? '1 line' : `${lines} lines`} to ${destination}?`;
  const placeHolder = 'The page shows all that would be sent.';
  const chosen = await vscode.window.showQuickPick([SEND, KEEP], { title, placeHolder, ignoreFocusOut: true });
  return chosen === SEND;
}

function isOf(tab: vscode.Tab, page: vscode.Uri): boolean {
  return tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === page.toString();
}
