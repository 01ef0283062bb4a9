/**
 * What the user allows the agent: the key, the workspace, and where code may be sent. The server is told after each start.
 * The key lies in VS Code's secret storage, one for each address: a key is never sent to a server it was not stored for.
 */
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import type { Ctx } from './ctx';
import { agentSettings } from './settings';

const ENABLED = 'heldout.agent.enabled';
const CONFIRMED = 'heldout.agent.confirmed';
const EDITOR_MODEL = "the editor's model";

interface Answer {
  readonly ready: boolean;
  readonly reason: string;
}

export class Agent implements vscode.Disposable {
  /** What the server last said: "" when it may ask, else why not. */
  reason = 'the server is not running';
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly ctx: Ctx,
    private readonly context: vscode.ExtensionContext,
  ) {
    this.subscriptions = [
      vscode.commands.registerCommand('heldout.setApiKey', () => this.setKey()),
      vscode.commands.registerCommand('heldout.removeApiKey', () => this.removeKey()),
      vscode.commands.registerCommand('heldout.enableAgent', () => this.enable()),
      vscode.commands.registerCommand('heldout.disableAgent', () => this.disable()),
      vscode.commands.registerCommand('heldout.showPayload', () => showPayload()),
      context.secrets.onDidChange(() => this.tell()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.tell()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('heldout.agent')) void this.tell();
      }),
    ];
    ctx.onClient((client) => {
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) void this.tell(client);
      });
    });
  }

  get enabled(): boolean {
    return vscode.workspace.isTrusted && this.context.workspaceState.get<boolean>(ENABLED, false);
  }

  /** Where code would be sent, in words. */
  get destination(): string {
    const { backend, model, baseUrl } = agentSettings();
    return backend === 'editor' ? EDITOR_MODEL : `${model} at ${baseUrl}`;
  }

  /** The user has seen the first payload of this workspace and let it go there. */
  async confirm(destination: string): Promise<void> {
    await this.context.workspaceState.update(CONFIRMED, destination);
  }

  /** Tells the server what is allowed now. */
  async tell(client: LanguageClient | undefined = this.ctx.client): Promise<void> {
    const key = await this.context.secrets.get(this.secret);
    if (key !== undefined) this.ctx.secrets.add(key); // the log leaves it out
    const told = {
      ...agentSettings(),
      trusted: vscode.workspace.isTrusted,
      enabled: this.enabled,
      key: this.enabled ? (key ?? null) : null,
      confirmed: this.context.workspaceState.get(CONFIRMED) === this.destination,
    };
    try {
      const answer = await client?.sendRequest<Answer>('heldout/agent', told);
      this.reason = answer?.reason ?? 'the server is not running';
    } catch {
      this.reason = 'the server does not answer'; // an older one, or one that is going: nothing is sent
    }
  }

  /** Asks for the key, or takes one that a test has. */
  async setKey(given?: string): Promise<void> {
    const { baseUrl } = agentSettings();
    const key =
      given ??
      (await vscode.window.showInputBox({
        title: `API key for ${baseUrl}`,
        prompt: 'It is kept in the secret storage of VS Code, and sent to this address only.',
        password: true,
        ignoreFocusOut: true,
      }));
    if (key === undefined || key.trim() === '') return;
    this.ctx.secrets.add(key.trim());
    await this.context.secrets.store(this.secret, key.trim());
    await this.tell();
    if (given === undefined && !this.enabled) void this.offer('The key is stored.', 'Enable the Agent', 'enableAgent');
  }

  async removeKey(): Promise<void> {
    await this.context.secrets.delete(this.secret);
    await this.tell();
    void vscode.window.showInformationMessage(`The API key for ${agentSettings().baseUrl} is removed.`);
  }

  /** Asks whether this workspace may send code; `sure` leaves the question out. */
  async enable(sure = false): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage('The agent is off in a workspace that is not trusted.');
      return;
    }
    const detail =
      `When you choose "Ask the ML engineer" or "Explain", the code from the first to the last place of that finding's ` +
      `evidence (of a notebook, its cells), the steps that prove it and the outline of the pipeline are sent to ` +
      `${this.destination}. Keys, passwords and e-mail addresses are replaced before; outputs, data and other files are ` +
      `never sent. You see the first request word for word before it goes out. Every answer is verified on your machine, ` +
      `and nothing is changed before you confirm it.`;
    const question = 'Let Heldout send code of this workspace to a model when you ask for it?';
    const answer = sure || (await vscode.window.showInformationMessage(question, { modal: true, detail }, 'Enable'));
    if (answer !== true && answer !== 'Enable') return;
    await this.context.workspaceState.update(ENABLED, true);
    await this.tell();
    if (this.reason.includes('no key')) void this.offer('The agent needs a key.', 'Set API Key…', 'setApiKey');
  }

  async disable(): Promise<void> {
    await this.context.workspaceState.update(ENABLED, undefined);
    await this.context.workspaceState.update(CONFIRMED, undefined);
    await this.tell();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private get secret(): string {
    return `heldout.agent.key ${agentSettings().baseUrl}`;
  }

  private async offer(message: string, button: string, command: string): Promise<void> {
    if ((await vscode.window.showInformationMessage(message, button)) === button) {
      await vscode.commands.executeCommand(`heldout.${command}`);
    }
  }
}

/** What would be sent for the finding in the cursor's line. Nothing is, so it may be seen before anything is allowed. */
async function showPayload(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const at = { uri: editor.document.uri.toString(), line: editor.selection.active.line };
  await vscode.commands.executeCommand('heldout.agent.show', at);
}
