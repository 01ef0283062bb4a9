/** The item in the language status menu: what the server is doing, and a click to its log. */
import * as vscode from 'vscode';

export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;

  constructor(selector: vscode.DocumentSelector) {
    this.item = vscode.languages.createLanguageStatusItem('heldout.status', selector);
    this.item.name = 'Heldout';
    this.item.command = { title: 'Show Log', command: 'heldout.showLog' };
  }

  starting(): void {
    this.show('Heldout is starting', '', vscode.LanguageStatusSeverity.Information, true);
  }

  running(version: string | undefined, busy = false): void {
    this.show(`Heldout ${version ?? ''}`.trim(), '', vscode.LanguageStatusSeverity.Information, busy);
  }

  off(): void {
    this.show('Heldout is off', 'heldout.enable', vscode.LanguageStatusSeverity.Information, false);
  }

  failed(why: string): void {
    this.show('Heldout is not running', why, vscode.LanguageStatusSeverity.Error, false);
  }

  private show(text: string, detail: string, severity: vscode.LanguageStatusSeverity, busy: boolean): void {
    this.item.text = text;
    this.item.detail = detail;
    this.item.severity = severity;
    this.item.busy = busy;
  }

  dispose(): void {
    this.item.dispose();
  }
}
