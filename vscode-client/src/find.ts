/** Finding the server: the first of five places that has one. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { interpretersOnPath, probe, selectedInterpreter } from './python';
import { clientSettings } from './settings';

export interface Server {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it was found, for the log: completes "using the server …". */
  readonly origin: string;
  /** Whether another interpreter selected by the user could mean another server. */
  readonly dependsOnEnvironment: boolean;
}

/** Nothing was found, or what the user named does not work. The message is for the user. */
export class NoServer extends Error {}

/** Runs the libraries beside the extension: they come first, so an old attrs of the user cannot shadow ours. */
const RUN_BUNDLED = 'import sys; sys.path.insert(0, sys.argv.pop(1)); from heldout.cli.main import main; main()';

export async function findServer(context: vscode.ExtensionContext): Promise<Server> {
  const cwd = context.extensionPath;
  return (
    fromSettings() ??
    fromEnvironment() ??
    (await fromNamedInterpreter(cwd)) ??
    (await fromInterpreters(cwd)) ??
    (await fromBundle(context)) ??
    nothing()
  );
}

/** `heldout.path` is machine-scoped: a workspace cannot set it. */
function fromSettings(): Server | undefined {
  const command = clientSettings().path;
  if (command === '') return undefined;
  if (path.isAbsolute(command) && !fs.existsSync(command)) {
    throw new NoServer(`The setting heldout.path names "${command}", which does not exist.`);
  }
  return serverAt(command, ['server'], 'named by the setting heldout.path');
}

/** For development, and for those who start VS Code from a script. */
function fromEnvironment(): Server | undefined {
  const [command, ...args] = splitCommand(process.env.HELDOUT_SERVER ?? '');
  return command === undefined ? undefined : serverAt(command, args, 'named by HELDOUT_SERVER');
}

/** `heldout.interpreter` is a restricted setting: in an untrusted workspace VS Code gives only the user's own value. */
async function fromNamedInterpreter(cwd: string): Promise<Server | undefined> {
  const python = clientSettings().interpreter;
  if (python === '') return undefined;
  const found = await probe(python, cwd);
  if (found === undefined) throw new NoServer(`The setting heldout.interpreter names "${python}", which does not run.`);
  if (!found.hasHeldout) throw new NoServer(`The Python of heldout.interpreter, "${python}", has no package heldout.`);
  return installedIn(python, 'of the setting heldout.interpreter', false);
}

/** The selected environment is the workspace's choice, so it is asked only when the workspace is trusted. */
async function fromInterpreters(cwd: string): Promise<Server | undefined> {
  const selected = vscode.workspace.isTrusted ? await selectedInterpreter() : undefined;
  for (const python of [...(selected === undefined ? [] : [selected]), ...interpretersOnPath()]) {
    const found = await probe(python, cwd);
    if (found?.isNewEnough && found.hasHeldout) {
      return installedIn(python, python === selected ? 'of the selected interpreter' : 'of the Python on PATH', true);
    }
  }
  return undefined;
}

/** `bundled/libs` beside the extension, run by any Python that is new enough. */
async function fromBundle(context: vscode.ExtensionContext): Promise<Server | undefined> {
  const libs = path.join(context.extensionPath, 'bundled', 'libs');
  if (!fs.existsSync(libs)) return undefined;
  const selected = vscode.workspace.isTrusted ? await selectedInterpreter() : undefined;
  for (const python of [...(selected === undefined ? [] : [selected]), ...interpretersOnPath()]) {
    if ((await probe(python, context.extensionPath))?.isNewEnough) {
      const cache = path.join(context.globalStorageUri.fsPath, 'pycache');
      const server = serverAt(python, ['-I', '-c', RUN_BUNDLED, libs, 'server'], 'that comes with the extension', true);
      return { ...server, environment: { PYTHONPYCACHEPREFIX: cache } };
    }
  }
  throw new NoServer('Heldout needs Python 3.10 or newer, and none was found.');
}

function nothing(): never {
  throw new NoServer('Heldout found no server. Install it with "pip install heldout" or name it in heldout.path.');
}

function installedIn(python: string, where: string, dependsOnEnvironment: boolean): Server {
  return serverAt(python, ['-m', 'heldout', 'server'], `${where} (${python})`, dependsOnEnvironment);
}

function serverAt(command: string, args: readonly string[], origin: string, dependsOnEnvironment = false): Server {
  return { command, args, environment: {}, origin, dependsOnEnvironment };
}

/** Splits at spaces; double quotes keep a path with spaces together. */
export function splitCommand(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
