/** The agent's progress, where the user who has just asked looks: a message with a button that calls it off. */
import * as vscode from 'vscode';
import type {
  ProgressToken,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageclient/node';
import type { Ctx } from './ctx';

const OURS = 'heldout-agent-';

type Said = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

interface Shown {
  report(message: string): void;
  end(): void;
}

export class AgentProgress {
  private readonly shown = new Map<ProgressToken, Shown>();

  constructor(private readonly ctx: Ctx) {}

  /** The last word that was shown. For tests. */
  last = '';

  /** Middleware of the client: what is not ours is shown as always, in the status bar. */
  handle(token: ProgressToken, said: Said, next: () => void): void {
    if (!String(token).startsWith(OURS)) next();
    else if (said.kind === 'begin') this.begin(token, said);
    else if (said.kind === 'report') this.say(token, said.message ?? '');
    else {
      this.shown.get(token)?.end();
      this.shown.delete(token);
      next(); // the client forgets the token
    }
  }

  /** Calls off what goes on. */
  cancel(): void {
    for (const token of this.shown.keys()) this.callOff(token);
  }

  private callOff(token: ProgressToken): void {
    void this.ctx.client?.sendNotification('window/workDoneProgress/cancel', { token });
  }

  private say(token: ProgressToken, message: string): void {
    this.last = message;
    this.shown.get(token)?.report(message);
  }

  private begin(token: ProgressToken, { title, message }: WorkDoneProgressBegin): void {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (progress, cancellation) => {
      cancellation.onCancellationRequested(() => this.callOff(token));
      return new Promise<void>((resolve) => {
        this.shown.set(token, { report: (word) => progress.report({ message: word }), end: resolve });
        this.say(token, message ?? '');
      });
    });
  }
}
