/** Asking Pythons whether they have the server, and the Python extension which one is selected. */
import { execFile } from 'node:child_process';
import * as vscode from 'vscode';

/** The part of the Python extension's API that is used here. It is there or not: no dependency is declared on it. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      environment: unknown,
    ): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

const PROBE_TIMEOUT_MS = 10_000;

/** Prints what we must know of an interpreter, without importing anything but the standard library. */
const PROBE = [
  'import importlib.util as u, json, sys',
  'print(json.dumps([list(sys.version_info[:2]), u.find_spec("heldout") is not None]))',
].join('\n');

export interface Interpreter {
  readonly path: string;
  readonly isNewEnough: boolean;
  readonly hasHeldout: boolean;
}

/** The interpreter selected in the Python extension, if that extension is there and works. */
export async function selectedInterpreter(): Promise<string | undefined> {
  try {
    const api = await pythonApi();
    if (api === undefined) return undefined;
    const resource = vscode.workspace.workspaceFolders?.[0]?.uri;
    const environment = await api.environments.resolveEnvironment(api.environments.getActiveEnvironmentPath(resource));
    return environment?.executable.uri?.fsPath;
  } catch {
    return undefined; // Somebody else's extension failing is no reason for ours to fail.
  }
}

/** Calls back when the user selects another interpreter. */
export async function onPythonChanged(callback: () => void): Promise<vscode.Disposable> {
  try {
    const api = await pythonApi();
    return api?.environments.onDidChangeActiveEnvironmentPath(callback) ?? { dispose: () => {} };
  } catch {
    return { dispose: () => {} };
  }
}

async function pythonApi(): Promise<PythonApi | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
  return extension === undefined ? undefined : extension.isActive ? extension.exports : await extension.activate();
}

/**
 * What an interpreter says of itself, or nothing if it cannot be run.
 * `cwd` is ours, never the workspace: a `json.py` in the user's folder must not run.
 */
export function probe(python: string, cwd: string): Promise<Interpreter | undefined> {
  return new Promise((resolve) => {
    execFile(python, ['-c', PROBE], { cwd, timeout: PROBE_TIMEOUT_MS }, (error, stdout) => {
      if (error !== null) return resolve(undefined);
      try {
        const [[major, minor], hasHeldout] = JSON.parse(stdout) as [[number, number], boolean];
        resolve({ path: python, isNewEnough: major > 3 || (major === 3 && minor >= 10), hasHeldout });
      } catch {
        resolve(undefined);
      }
    });
  });
}
