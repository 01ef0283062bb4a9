/** "Show Pipeline": the picture beside the editor, which follows the text and the cursor and leads back to the code. */
import * as vscode from 'vscode';
import { type Ctx, PYTHON_DOCUMENTS } from './ctx';
import type { FromPage, PageState, ToPage } from './messages';
import { pageOf } from './pipelinePage';

const VIEW = 'heldout.pipeline';
const HAS_PIPELINE = 'heldout.hasPipeline';
const TYPED_MS = 200;
const NOT_RUNNING = 'The picture comes from the Heldout server, which is not running.';
const NOTHING_OPEN = 'Open a Python file or a notebook to see its pipeline.';

interface Place {
  readonly uri: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } } & {
    readonly end: { readonly line: number; readonly character: number };
  };
}

interface Node {
  readonly id: string;
  readonly title: string;
  readonly places: readonly Place[];
}

interface Graph {
  readonly svg: string;
  readonly css: string;
  readonly nodes: readonly Node[];
  readonly note: string;
}

export class Pipeline implements vscode.Disposable, vscode.WebviewPanelSerializer<PageState> {
  nodes: readonly Node[] = [];
  note = '';
  /** What the page said it shows: the ids of its nodes, and of those that are marked. For tests. */
  shown: readonly string[] = [];
  marked: readonly string[] = [];
  private panel: vscode.WebviewPanel | undefined;
  private uri: vscode.Uri | undefined;
  private width = 0;
  private asked = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly ctx: Ctx,
    private readonly extension: vscode.Uri,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(VIEW, this),
      vscode.window.onDidChangeActiveTextEditor(() => this.turn()),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.turn()),
      vscode.window.onDidChangeTextEditorSelection(() => this.follow()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.typed(document.uri)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.typed(notebook.uri)),
      ctx.onStarted(() => this.typed(undefined)),
    ];
  }

  /** Opens the picture of what is in front, or brings it back into view. */
  show(): void {
    this.uri = inFront() ?? this.uri;
    if (this.panel !== undefined) {
      this.panel.reveal(undefined, true);
      void this.draw();
      return;
    }
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.adopt(vscode.window.createWebviewPanel(VIEW, 'Pipeline', where));
  }

  /** After a reload of the window: VS Code kept the panel, and the page its zoom and place. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: PageState | undefined): Promise<void> {
    this.panel?.dispose();
    this.uri = state?.uri ? vscode.Uri.parse(state.uri) : inFront();
    this.adopt(panel);
  }

  async receive(message: FromPage): Promise<void> {
    if (message.type === 'ready' || message.type === 'resized') {
      this.width = message.width;
      await this.draw();
    } else if (message.type === 'drawn') this.shown = message.nodes;
    else if (message.type === 'marked') this.marked = message.ids;
    else await this.reveal(message.id);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(this.extension, 'out')],
    };
    panel.webview.onDidReceiveMessage((message: FromPage) => this.receive(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.nodes = this.shown = this.marked = [];
    });
    panel.webview.html = pageOf(panel.webview, this.extension); // it says that it is ready
  }

  /** Another editor is in front: the picture is of what is in it. */
  private turn(): void {
    const uri = inFront();
    if (uri === undefined) return;
    const another = uri.toString() !== this.uri?.toString();
    this.uri = uri;
    void this.offer();
    if (another) void this.draw();
    else this.follow();
  }

  /** Some text has changed; without a URI: everything may have. */
  private typed(uri: vscode.Uri | undefined): void {
    if (uri !== undefined && !belongs(uri, this.uri)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.uri ??= inFront();
      void this.offer();
      void this.draw();
    }, TYPED_MS);
  }

  /** Shows the button in the editor's title where there is something to draw. */
  private async offer(): Promise<void> {
    const answer =
      this.uri && (await this.ctx.ask<{ some: boolean }>('heldout/hasGraph', { uri: this.uri.toString() }));
    await vscode.commands.executeCommand('setContext', HAS_PIPELINE, answer?.some ?? false);
  }

  private async draw(): Promise<void> {
    const panel = this.panel;
    if (panel === undefined || this.width === 0) return;
    const turn = ++this.asked;
    const uri = this.uri?.toString();
    const graph = uri && (await this.ctx.ask<Graph>('heldout/graph', { uri, width: this.width }));
    if (turn !== this.asked || panel !== this.panel) return; // a newer text or editor is asked for
    const { svg, css, nodes, note } = graph || { svg: '', css: '', nodes: [], note: uri ? NOT_RUNNING : NOTHING_OPEN };
    this.nodes = nodes;
    this.note = note;
    panel.title = this.uri === undefined ? 'Pipeline' : `Pipeline of ${this.uri.path.split('/').pop()}`;
    await this.tell({ type: 'draw', uri: uri ?? '', svg, css, note });
    this.follow();
  }

  /** Marks the nodes on the cursor's line. */
  private follow(): void {
    const editor = vscode.window.activeTextEditor;
    if (this.panel === undefined || editor === undefined) return;
    const uri = editor.document.uri.toString();
    const { line } = editor.selection.active;
    const at = (place: Place) => place.uri === uri && place.range.start.line <= line && line <= place.range.end.line;
    void this.tell({ type: 'here', ids: this.nodes.filter((node) => node.places.some(at)).map((node) => node.id) });
  }

  private async tell(message: ToPage): Promise<void> {
    await this.panel?.webview.postMessage(message);
  }

  /** Goes to the code of a node; of several places to the one after that where the cursor is. */
  private async reveal(id: string): Promise<void> {
    const places = this.nodes.find((node) => node.id === id)?.places ?? [];
    const editor = vscode.window.activeTextEditor;
    const line = editor?.selection.active.line;
    const now = places.findIndex((p) => p.uri === editor?.document.uri.toString() && p.range.start.line === line);
    const place = places[(now + 1) % places.length];
    if (place === undefined) return;
    const { start, end } = place.range;
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    const cell = cellOf(place.uri);
    if (cell === undefined) {
      const uri = vscode.Uri.parse(place.uri, true);
      const viewColumn = vscode.window.visibleTextEditors.find(
        (e) => e.document.uri.toString() === place.uri,
      )?.viewColumn;
      await vscode.window.showTextDocument(uri, { selection: range, viewColumn: viewColumn ?? vscode.ViewColumn.One });
      return;
    }
    await revealInCell(cell, range);
  }
}

/** The document or notebook that the user looks at, if it is Python. A cell stands for its notebook. */
export function inFront(): vscode.Uri | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook !== undefined) return notebook.uri;
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && vscode.languages.match(PYTHON_DOCUMENTS, document) > 0 ? document.uri : undefined;
}

/** Whether a changed document is the one that is drawn, or a cell of it. A cell's URI is a key and says nothing itself. */
function belongs(changed: vscode.Uri, drawn: vscode.Uri | undefined): boolean {
  const key = changed.toString();
  return drawn !== undefined && (key === drawn.toString() || cellOf(key)?.notebook.uri.toString() === drawn.toString());
}

function cellOf(uri: string): vscode.NotebookCell | undefined {
  return vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find((cell) => cell.document.uri.toString() === uri);
}

async function revealInCell(cell: vscode.NotebookCell, range: vscode.Range): Promise<void> {
  const chosen = new vscode.NotebookRange(cell.index, cell.index + 1);
  const open = vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === cell.notebook);
  const editor = await vscode.window.showNotebookDocument(cell.notebook, {
    selections: [chosen],
    viewColumn: open?.viewColumn ?? vscode.ViewColumn.One,
  });
  editor.revealRange(chosen, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand('notebook.cell.edit');
  const text = vscode.window.visibleTextEditors.find((visible) => visible.document === cell.document);
  if (text === undefined) return; // far outside the screen: the cell is chosen all the same
  text.selection = new vscode.Selection(range.start, range.end);
  text.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
