/** A log that leaves secrets out, whatever is written to it: the messages between VS Code and the server can be logged, too. */
import type * as vscode from 'vscode';

export function without(secrets: ReadonlySet<string>, channel: vscode.LogOutputChannel): vscode.LogOutputChannel {
  const clean = (text: string) => [...secrets].reduce((left, secret) => left.replaceAll(secret, '…'), text);
  return new Proxy(channel, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) =>
        Reflect.apply(
          value,
          target,
          given.map((one) => (typeof one === 'string' ? clean(one) : one)),
        );
    },
  });
}
