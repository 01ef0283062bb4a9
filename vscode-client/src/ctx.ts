/** All state of the client: the running server, its log and its status. Everything else gets this handed in. */
import * as vscode from 'vscode';
import {
  CloseAction,
  type DocumentSelector,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import { AgentProgress } from './agentProgress';
import { findServer, interpretersOn, NoServer, type Server, type Surroundings } from './find';
import { probe, selectedInterpreter } from './python';
import { without } from './quietLog';
import { clientSettings, SECTION } from './settings';
import { Status } from './status';

export const PYTHON_DOCUMENTS: DocumentSelector & vscode.DocumentSelector = [
  { scheme: 'file', language: 'python' },
  { scheme: 'untitled', language: 'python' },
  { scheme: 'vscode-notebook', language: 'python' },
  { scheme: 'vscode-notebook-cell', language: 'python' },
];

/** The client of the library has messages of its own, with a button of its own; ours is the only one that is shown. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** A server that dies more often than this within the time is left alone until the user restarts it. */
const MAX_CRASHES = 3;
const CRASHES_WITHIN_MS = 180_000;

export class Ctx implements vscode.Disposable {
  /** Never written to the log. */
  readonly secrets = new Set<string>();
  readonly log = without(this.secrets, vscode.window.createOutputChannel('Heldout', { log: true }));
  readonly progress = new AgentProgress(this);
  readonly status = new Status(PYTHON_DOCUMENTS);
  client: LanguageClient | undefined;
  server: Server | undefined;
  private readonly started = new vscode.EventEmitter<void>();
  /** A server has answered. */
  readonly onStarted = this.started.event;
  private readonly listeners: ((client: LanguageClient) => void)[] = [];
  private crashes: number[] = [];
  /** Whether the server that is meant to run has ever answered. */
  private answered = false;
  /** Starts and stops wait for each other: two quick restarts must not leave two servers. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly context: vscode.ExtensionContext) {}

  start(): Promise<void> {
    return this.inTurn(() => this.startNow());
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopNow());
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      this.crashes = [];
      await this.stopNow();
      await this.startNow();
    });
  }

  /** Calls back with each new client before it starts: what it shall hear is registered then. */
  onClient(listener: (client: LanguageClient) => void): void {
    this.listeners.push(listener);
  }

  /** Asks the server something of ours; nothing if it is not running or does not answer. */
  async ask<Answer>(method: string, parameters: object): Promise<Answer | undefined> {
    await this.turn;
    try {
      return await this.client?.sendRequest<Answer>(method, parameters);
    } catch (error) {
      this.log.error(`${method}: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** Lets the server ask for the settings again: another environment was selected. */
  async reconfigure(): Promise<void> {
    await this.client?.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  dispose(): void {
    this.started.dispose();
    this.status.dispose();
    this.log.dispose();
  }

  private inTurn(action: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(action, action);
    return this.turn;
  }

  private async startNow(): Promise<void> {
    if (!clientSettings().enable) return this.status.off();
    this.status.starting();
    try {
      this.server = await findServer(this.surroundings());
    } catch (error) {
      return this.giveUp(messageOf(error), !(error instanceof NoServer));
    }
    this.log.info(`Using the server ${this.server.origin}: ${[this.server.command, ...this.server.args].join(' ')}`);
    const client = new QuietClient('heldout', 'Heldout', this.executable(this.server), this.options());
    client.onNotification('heldout/status', ({ busy }: { busy: boolean }) =>
      this.status.running(client.initializeResult?.serverInfo?.version, busy),
    );
    for (const listener of this.listeners) listener(client);
    this.client = client;
    this.answered = false;
    try {
      await client.start();
      this.answered = true;
      this.status.running(client.initializeResult?.serverInfo?.version);
      this.started.fire();
    } catch (error) {
      this.client = undefined;
      this.giveUp(`The Heldout server could not start: ${messageOf(error)}`, true);
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) return;
    // A server that hangs or died is no reason to keep the user waiting.
    await client.dispose(2000).catch((error: unknown) => this.log.debug(`stop: ${messageOf(error)}`));
  }

  private surroundings(): Surroundings {
    const { path, interpreter } = clientSettings();
    const trusted = vscode.workspace.isTrusted;
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
    const extension = this.context.extensionPath;
    return {
      path,
      interpreter,
      command: process.env.HELDOUT_SERVER ?? '',
      trusted,
      selected: selectedInterpreter,
      onPath: interpretersOn(process.env.PATH ?? '', trusted ? [] : folders),
      probe: (python) => probe(python, extension),
      extension,
      storage: this.context.globalStorageUri.fsPath,
    };
  }

  private executable(server: Server) {
    // The extension's folder, not the workspace: Python puts the working directory on its import path.
    const options = { cwd: this.context.extensionPath, env: { ...process.env, ...server.environment } };
    return { command: server.command, args: [...server.args], transport: TransportKind.stdio, options };
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: PYTHON_DOCUMENTS,
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // `status`: this client understands the notification heldout/status; `consent`: it asks its user about the agent.
      initializationOptions: { ...vscode.workspace.getConfiguration(SECTION), status: true, consent: true },
      synchronize: { configurationSection: SECTION },
      middleware: {
        handleWorkDoneProgress: (token, said, next) => this.progress.handle(token, said, () => next(token, said)),
        workspace: {
          // The libraries of the selected environment are those that the code runs with: the server reads their versions.
          configuration: async (params, token, next) => {
            const found = await next(params, token);
            if (!Array.isArray(found)) return found;
            const environment = vscode.workspace.isTrusted ? await selectedInterpreter() : undefined;
            return found.map((settings, at) =>
              params.items[at]?.section === SECTION && environment !== undefined
                ? { environment, ...(settings as object | null) }
                : settings,
            );
          },
        },
      },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: this.afterCrash(), handled: true }),
      },
    };
  }

  private afterCrash(): CloseAction {
    if (!this.answered) return CloseAction.DoNotRestart; // it cannot start: that is said where it was started
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < CRASHES_WITHIN_MS), now];
    if (this.crashes.length < MAX_CRASHES) {
      this.log.warn('The server ended unexpectedly and is started again.');
      return CloseAction.Restart;
    }
    this.giveUp('The Heldout server ended unexpectedly several times.', true);
    return CloseAction.DoNotRestart;
  }

  /** One message with a button, and the status item keeps it: no second message until the user acts. */
  private giveUp(why: string, somethingBroke: boolean): void {
    this.log.error(why);
    this.status.failed(why);
    const [label, command, argument] = somethingBroke
      ? ['Show Log', 'heldout.showLog', undefined]
      : ['Open Settings', 'workbench.action.openSettings', '@ext:heldout.heldout'];
    void vscode.window.showErrorMessage(why, label).then((chosen) => {
      if (chosen === label) void vscode.commands.executeCommand(command, argument);
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
