/** Finding the server: the first of five places that has one. Asks nobody but what it is handed, so it can be tested. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Interpreter } from './python';

export interface Server {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it was found, for the log: completes "using the server …". */
  readonly origin: string;
  /** Whether another interpreter selected by the user could mean another server. */
  readonly dependsOnEnvironment: boolean;
}

/** What decides which server is run. */
export interface Surroundings {
  /** `heldout.path` and `heldout.interpreter`, or ''. In a workspace that is not trusted they are the user's own. */
  readonly path: string;
  readonly interpreter: string;
  /** The environment variable HELDOUT_SERVER, or ''. */
  readonly command: string;
  /** Whether what the workspace chose may be run. */
  readonly trusted: boolean;
  /** The interpreter that is selected in the Python extension: the workspace's choice. */
  selected(): Promise<string | undefined>;
  /** Pythons on PATH, the first one first. */
  readonly onPath: readonly string[];
  probe(python: string): Promise<Interpreter | undefined>;
  /** The folder of the extension, and where it may keep things. */
  readonly extension: string;
  readonly storage: string;
}

/** Nothing was found, or what the user named does not work. The message is for the user. */
export class NoServer extends Error {}

/** Runs the libraries beside the extension: they come first, so an old attrs of the user cannot shadow ours. */
const RUN_BUNDLED = 'import sys; sys.path.insert(0, sys.argv.pop(1)); from heldout.cli.main import main; main()';

export async function findServer(around: Surroundings): Promise<Server> {
  const named = fromSettings(around) ?? fromEnvironment(around) ?? (await fromNamedInterpreter(around));
  if (named !== undefined) return named;
  // What comes with the extension is what we know: where nothing else is trusted, it comes first.
  const [first, second] = around.trusted ? [installed, bundled] : [bundled, installed];
  return (await first(around)) ?? (await second(around)) ?? nothing(around);
}

/** `heldout.path` is machine-scoped: a workspace cannot set it. */
function fromSettings({ path: command }: Surroundings): Server | undefined {
  if (command === '') return undefined;
  if (path.isAbsolute(command) && !fs.existsSync(command)) {
    throw new NoServer(`The setting heldout.path names "${command}", which does not exist.`);
  }
  return serverAt(command, ['server'], 'named by the setting heldout.path');
}

/** For development, and for those who start VS Code from a script. */
function fromEnvironment(around: Surroundings): Server | undefined {
  const [command, ...args] = splitCommand(around.command);
  return command === undefined ? undefined : serverAt(command, args, 'named by HELDOUT_SERVER');
}

/** `heldout.interpreter` is a restricted setting: in an untrusted workspace VS Code gives only the user's own value. */
async function fromNamedInterpreter({ interpreter: python, probe }: Surroundings): Promise<Server | undefined> {
  if (python === '') return undefined;
  const found = await probe(python);
  if (found === undefined) throw new NoServer(`The setting heldout.interpreter names "${python}", which does not run.`);
  if (!found.hasHeldout) throw new NoServer(`The Python of heldout.interpreter, "${python}", has no package heldout.`);
  return installedIn(python, 'of the setting heldout.interpreter', false);
}

/** The package in the selected interpreter, or in a Python on PATH. */
async function installed(around: Surroundings): Promise<Server | undefined> {
  for (const [python, where] of await pythons(around)) {
    const found = await around.probe(python);
    if (found?.isNewEnough && found.hasHeldout) return installedIn(python, where, true);
  }
  return undefined;
}

/** `bundled/libs` beside the extension, run by any Python that is new enough. */
async function bundled(around: Surroundings): Promise<Server | undefined> {
  const libs = path.join(around.extension, 'bundled', 'libs');
  if (!fs.existsSync(libs)) return undefined;
  for (const [python] of await pythons(around)) {
    if ((await around.probe(python))?.isNewEnough) {
      const args = ['-I', '-c', RUN_BUNDLED, libs, 'server'];
      const environment = { PYTHONPYCACHEPREFIX: path.join(around.storage, 'pycache') };
      return { ...serverAt(python, args, 'that comes with the extension', true), environment };
    }
  }
  return undefined;
}

/** The selected environment is the workspace's choice, so it is asked only when the workspace is trusted. */
async function pythons(around: Surroundings): Promise<[string, string][]> {
  const selected = around.trusted ? await around.selected() : undefined;
  const first: [string, string][] = selected === undefined ? [] : [[selected, 'of the selected interpreter']];
  return [...first, ...around.onPath.map((python): [string, string] => [python, 'of the Python on PATH'])];
}

async function nothing(around: Surroundings): Promise<never> {
  const hasBundle = fs.existsSync(path.join(around.extension, 'bundled', 'libs'));
  throw new NoServer(
    hasBundle
      ? 'Heldout needs Python 3.10 or newer, and none was found.'
      : 'Heldout found no server. Install it with "pip install heldout" or name it in heldout.path.',
  );
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

/**
 * The Pythons on a PATH, as full paths. Relative folders are left out, and so are folders below `workspace`: a shell in
 * which somebody's `.venv` was activated does not make it trusted.
 */
export function interpretersOn(searchPath: string, workspace: readonly string[]): string[] {
  const windows = process.platform === 'win32';
  const names = windows ? ['python.exe', 'py.exe'] : ['python3', 'python'];
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const outside = folders.filter((folder) => !workspace.some((root) => isBelow(folder, root)));
  const found = outside.flatMap((folder) => names.map((name) => path.join(folder, name)).filter(isFile));
  return [...new Set(found)];
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isBelow(folder: string, root: string): boolean {
  const way = path.relative(root, folder);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}
