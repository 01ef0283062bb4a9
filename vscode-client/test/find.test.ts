/** Where the server comes from: the order of the places, and what a workspace that is not trusted can choose (nothing). */
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { findServer, interpretersOn, NoServer, type Surroundings, splitCommand } from '../src/find';
import { type Interpreter, probe } from '../src/python';

const SELECTED = '/envs/selected/bin/python';
const ON_PATH = '/usr/bin/python3';

suite('finding the server', () => {
  let folder: string;
  setup(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heldout-find-'));
  });
  teardown(() => fs.rmSync(folder, { recursive: true, force: true }));

  test('the setting heldout.path wins over all', async () => {
    const command = touched('heldout');
    const server = await findServer(around({ path: command, command: 'other server', interpreter: SELECTED }));
    assert.deepEqual([server.command, server.args], [command, ['server']]);
    assert.ok(!server.dependsOnEnvironment);
  });

  test('a heldout.path that is not there is said, not passed over', async () => {
    await refused(
      around({ path: '/nowhere/heldout' }),
      /heldout\.path names "\/nowhere\/heldout", which does not exist/,
    );
  });

  test('then HELDOUT_SERVER, with its arguments', async () => {
    const server = await findServer(around({ command: '"/opt/my python" -m heldout server', interpreter: SELECTED }));
    assert.deepEqual([server.command, ...server.args], ['/opt/my python', '-m', 'heldout', 'server']);
  });

  test('then the Python of heldout.interpreter, which must run and have the package', async () => {
    const server = await findServer(around({ interpreter: '/my/python', has: { '/my/python': true } }));
    assert.deepEqual([server.command, ...server.args], ['/my/python', '-m', 'heldout', 'server']);
    await refused(around({ interpreter: '/gone/python' }), /"\/gone\/python", which does not run/);
    await refused(around({ interpreter: '/my/python', has: { '/my/python': false } }), /has no package heldout/);
  });

  test('then the package in the interpreter that the Python extension selected', async () => {
    const server = await findServer(around({ has: { [SELECTED]: true, [ON_PATH]: true } }));
    assert.equal(server.command, SELECTED);
    assert.match(server.origin, /of the selected interpreter/);
    assert.ok(server.dependsOnEnvironment, 'another selection may mean another server');
  });

  test('then the package in a Python on PATH', async () => {
    const server = await findServer(around({ has: { [SELECTED]: false, [ON_PATH]: true } }));
    assert.equal(server.command, ON_PATH);
  });

  test('then the libraries beside the extension, with the selected Python or one on PATH', async () => {
    bundle();
    const server = await findServer(around({ has: { [SELECTED]: false, [ON_PATH]: false } }));
    assert.equal(server.command, SELECTED);
    assert.deepEqual(server.args.slice(0, 2), ['-I', '-c']);
    assert.deepEqual(server.args.slice(-2), [path.join(folder, 'bundled', 'libs'), 'server']);
    assert.equal(server.environment.PYTHONPYCACHEPREFIX, path.join(folder, 'storage', 'pycache'));
    assert.equal((await findServer(around({ has: { [ON_PATH]: false } }))).command, ON_PATH);
  });

  test('a Python that is too old is passed over', async () => {
    bundle();
    const server = await findServer(around({ has: { [SELECTED]: true, [ON_PATH]: false }, old: [SELECTED] }));
    assert.equal(server.command, ON_PATH);
    await refused(around({ has: { [SELECTED]: true }, old: [SELECTED] }), /needs Python 3\.10 or newer/);
  });

  test('nothing at all is one sentence that says what to do', async () => {
    await refused(
      around({}),
      /^Heldout found no server\. Install it with "pip install heldout" or name it in heldout\.path\.$/,
    );
  });

  test('not trusted: what comes with the extension, and the interpreter of the workspace is not even asked', async () => {
    bundle();
    const asked: string[] = [];
    const server = await findServer(around({ trusted: false, asked, has: { [SELECTED]: true, [ON_PATH]: true } }));
    assert.equal(server.command, ON_PATH);
    assert.equal(server.args[0], '-I');
    assert.deepEqual(asked, [ON_PATH]);
  });

  test('not trusted, and nothing comes with the extension: the package of a Python of the user', async () => {
    const server = await findServer(around({ trusted: false, has: { [SELECTED]: true, [ON_PATH]: true } }));
    assert.deepEqual([server.command, ...server.args], [ON_PATH, '-m', 'heldout', 'server']);
    await refused(around({ trusted: false, has: { [SELECTED]: true } }), /found no server/);
  });

  test('PATH: full paths in order, none that is relative or lies in the workspace', () => {
    const [outside, inside] = [path.join(folder, 'usr'), path.join(folder, 'project', '.venv', 'bin')];
    for (const place of [outside, inside]) {
      fs.mkdirSync(place, { recursive: true });
      for (const name of ['python3', 'python.exe']) fs.writeFileSync(path.join(place, name), '');
    }
    const searched = ['.', 'bin', inside, path.join(folder, 'nowhere'), outside, outside].join(path.delimiter);
    const name = process.platform === 'win32' ? 'python.exe' : 'python3';
    assert.deepEqual(interpretersOn(searched, [path.join(folder, 'project')]), [path.join(outside, name)]);
    assert.deepEqual(interpretersOn(searched, []), [path.join(inside, name), path.join(outside, name)]);
    assert.deepEqual(interpretersOn(searched, [path.join(folder, 'proj')]).length, 2, 'a name that only begins alike');
  });

  test('a command is split at spaces, quotes keep them', () => {
    assert.deepEqual(splitCommand('  a "b c"  -d '), ['a', 'b c', '-d']);
    assert.deepEqual(splitCommand(''), []);
  });

  test('a real Python tells what it has; what is none tells nothing', async () => {
    const [python] = interpretersOn(process.env.PATH ?? '', []);
    assert.ok(python);
    const version = execFileSync(python, ['-c', 'import sys; print(sys.version_info >= (3, 10))'], {
      encoding: 'utf-8',
    });
    assert.equal((await probe(python, folder))?.isNewEnough, version.trim() === 'True');
    assert.equal(await probe(touched('no-python'), folder), undefined);
  });

  function touched(name: string): string {
    const file = path.join(folder, name);
    fs.writeFileSync(file, '');
    return file;
  }

  function bundle(): void {
    fs.mkdirSync(path.join(folder, 'bundled', 'libs'), { recursive: true });
  }

  interface Wanted extends Partial<Surroundings> {
    /** The Pythons that run, and whether they have the package. */
    readonly has?: Readonly<Record<string, boolean>>;
    readonly old?: readonly string[];
    readonly asked?: string[];
  }

  function around({ has = {}, old = [], asked = [], ...more }: Wanted): Surroundings {
    const plain = { path: '', interpreter: '', command: '', trusted: true, extension: folder };
    const answer = async (python: string): Promise<Interpreter | undefined> => {
      asked.push(python);
      const hasHeldout = has[python];
      return hasHeldout === undefined ? undefined : { path: python, isNewEnough: !old.includes(python), hasHeldout };
    };
    const storage = path.join(folder, 'storage');
    return { ...plain, storage, selected: async () => SELECTED, onPath: [ON_PATH], probe: answer, ...more };
  }

  async function refused(surroundings: Surroundings, message: RegExp): Promise<void> {
    await assert.rejects(findServer(surroundings), (error) => error instanceof NoServer && message.test(error.message));
  }
});
