/** The settings that the client itself reads. All others belong to the server, which asks for them. */
import * as os from 'node:os';
import * as vscode from 'vscode';

export const SECTION = 'heldout';

/** A change of one of these means another server process; the server hears of the others by itself. */
const CHOOSES_THE_SERVER = ['enable', 'path', 'interpreter'];

export interface ClientSettings {
  readonly enable: boolean;
  /** The `heldout` command, or nothing. */
  readonly path: string;
  /** The Python whose `heldout` package is run, or nothing. */
  readonly interpreter: string;
}

export function clientSettings(): ClientSettings {
  const section = vscode.workspace.getConfiguration(SECTION);
  return {
    enable: section.get<boolean>('enable', true),
    path: expandHome(section.get<string>('path', '').trim()),
    interpreter: expandHome(section.get<string>('interpreter', '').trim()),
  };
}

/** Where and how the agent asks. Only the user's own settings count: a workspace must not send code elsewhere. */
export interface AgentSettings {
  readonly backend: 'anthropic' | 'editor';
  readonly model: string;
  readonly baseUrl: string;
  /** Seconds for one answer. */
  readonly deadline: number;
  readonly dollarsAFix: number;
  readonly dollarsADay: number;
  readonly dollarsAWorkspace: number;
}

export function agentSettings(): AgentSettings {
  const section = vscode.workspace.getConfiguration(`${SECTION}.agent`);
  const own = <T>(name: keyof AgentSettings): T => {
    const found = section.inspect<T>(name);
    return (found?.globalValue ?? found?.defaultValue) as T;
  };
  return {
    backend: own<string>('backend') === 'editor' ? 'editor' : 'anthropic',
    model: own<string>('model').trim(),
    baseUrl: own<string>('baseUrl').trim().replace(/\/+$/, ''),
    deadline: own('deadline'),
    dollarsAFix: own('dollarsAFix'),
    dollarsADay: own('dollarsADay'),
    dollarsAWorkspace: own('dollarsAWorkspace'),
  };
}

export function affectsServer(change: vscode.ConfigurationChangeEvent): boolean {
  return CHOOSES_THE_SERVER.some((name) => change.affectsConfiguration(`${SECTION}.${name}`));
}

function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? os.homedir() + path.slice(1) : path;
}
