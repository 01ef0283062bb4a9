/** The page that shows a pipeline: it puts the server's drawing in place, zooms, marks nodes, and tells of clicks. */
import type { FromPage, PageState, ToPage } from '../src/messages';

interface Host {
  postMessage(message: FromPage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
}
declare function acquireVsCodeApi(): Host;

const LEAST_ZOOM = 0.2;
const LEGIBLE_ZOOM = 0.65;
const MOST_ZOOM = 3;
const SETTLED_MS = 150;
const NOTICEABLE_PX = 40;

const host = acquireVsCodeApi();
const scroller = element('scroller');
const note = element('note');
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];

let uri = host.getState()?.uri ?? '';
let zoom = host.getState()?.zoom ?? 1;
/** Until somebody zooms, a drawing that is too wide is made as small as can still be read. */
let zoomed = host.getState()?.zoomed ?? false;
let drawing: SVGSVGElement | undefined;
let size = { width: 0, height: 0 };
let here: readonly string[] = [];
let restore = host.getState();

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

function nodes(): SVGGElement[] {
  return [...(drawing?.querySelectorAll<SVGGElement>('g.node') ?? [])];
}

function width(): number {
  return Math.round(scroller.clientWidth / (zoomed ? zoom : 1)) - NOTICEABLE_PX;
}

function remember(): void {
  host.setState({ uri, zoom, zoomed, left: scroller.scrollLeft, top: scroller.scrollTop });
}

/** Puts a new drawing where the old one was; what is in view stays in view. */
function draw(message: Extract<ToPage, { type: 'draw' }>): void {
  const sameDocument = message.uri === uri;
  const focused = sameDocument ? document.activeElement?.closest('g.node')?.id : undefined;
  uri = message.uri;
  sheet.replaceSync(message.css);
  note.textContent = message.note;
  const parsed = new DOMParser().parseFromString(message.svg, 'image/svg+xml').documentElement;
  drawing = parsed instanceof SVGSVGElement ? document.importNode(parsed, true) : undefined;
  const empty = nodes().length === 0;
  document.body.classList.toggle('empty', empty);
  scroller.replaceChildren(...(drawing === undefined || empty ? [] : [drawing]));
  size = { width: drawing?.viewBox.baseVal.width ?? 0, height: drawing?.viewBox.baseVal.height ?? 0 };
  for (const node of nodes()) node.setAttribute('role', 'button');
  if (!zoomed) zoom = Math.min(1, Math.max(LEGIBLE_ZOOM, scroller.clientWidth / size.width));
  resize();
  if (restore !== undefined) scroller.scrollTo(restore.left, restore.top);
  else if (!sameDocument) scroller.scrollTo(0, 0);
  restore = undefined;
  if (focused !== undefined) document.getElementById(focused)?.focus({ preventScroll: true });
  mark(here, false);
  remember();
  host.postMessage({ type: 'drawn', nodes: nodes().map((node) => node.id) });
}

function resize(): void {
  drawing?.setAttribute('width', String(size.width * zoom));
  drawing?.setAttribute('height', String(size.height * zoom));
}

/** Zooms; the point of the drawing under `at` (of the window) stays where it is. */
function zoomTo(wanted: number, at = { x: scroller.clientWidth / 2, y: scroller.clientHeight / 2 }): void {
  const next = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, wanted));
  const [x, y] = [(scroller.scrollLeft + at.x) / zoom, (scroller.scrollTop + at.y) / zoom];
  zoom = next;
  zoomed = true;
  resize();
  scroller.scrollTo(x * zoom - at.x, y * zoom - at.y);
  remember();
}

function showAll(): void {
  if (size.width > 0) zoomTo(Math.min(1, scroller.clientWidth / size.width, scroller.clientHeight / size.height));
}

/** Marks the nodes at the cursor, and brings them into view when the cursor has moved. */
function mark(ids: readonly string[], intoView: boolean): void {
  here = ids;
  const marked = nodes().filter((node) => {
    const is = ids.includes(node.id);
    node.classList.toggle('here', is);
    if (is) node.setAttribute('aria-current', 'true');
    else node.removeAttribute('aria-current');
    return is;
  });
  if (intoView) marked[0]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function idOf(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest('g.node')?.id : undefined;
}

function later(action: () => void): () => void {
  let timer: number | undefined;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(action, SETTLED_MS);
  };
}

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'draw') draw(data);
  else {
    mark(data.ids, true);
    host.postMessage({ type: 'marked', ids: nodes().flatMap((n) => (n.classList.contains('here') ? [n.id] : [])) });
  }
});
scroller.addEventListener('click', (event) => {
  const id = idOf(event.target);
  if (id !== undefined) host.postMessage({ type: 'reveal', id });
});
scroller.addEventListener('keydown', (event) => {
  const id = idOf(event.target);
  if (id !== undefined && (event.key === 'Enter' || event.key === ' ')) {
    event.preventDefault();
    host.postMessage({ type: 'reveal', id });
  }
});
window.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '+' || event.key === '=') zoomTo(zoom * 1.2);
  else if (event.key === '-') zoomTo(zoom / 1.2);
  else if (event.key === '0') showAll();
});
scroller.addEventListener(
  'wheel',
  (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomTo(zoom * Math.exp(-event.deltaY / 400), { x: event.clientX, y: event.clientY });
  },
  { passive: false },
);
scroller.addEventListener('scroll', later(remember));
element('in').addEventListener('click', () => zoomTo(zoom * 1.2));
element('out').addEventListener('click', () => zoomTo(zoom / 1.2));
element('fit').addEventListener('click', showAll);

let told = width();
new ResizeObserver(
  later(() => {
    if (Math.abs(width() - told) < NOTICEABLE_PX) return;
    told = width();
    host.postMessage({ type: 'resized', width: told });
  }),
).observe(scroller);
host.postMessage({ type: 'ready', width: told });
