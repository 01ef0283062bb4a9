/** What the extension and the page with the picture say to each other. Types only: both sides import them. */

/** To the page. */
export type ToPage =
  | { readonly type: 'draw'; readonly uri: string; readonly svg: string; readonly css: string; readonly note: string }
  | { readonly type: 'here'; readonly ids: readonly string[] };

/** From the page. `width` is in pixels of the drawing, at the zoom that is set. */
export type FromPage =
  | { readonly type: 'ready'; readonly width: number }
  | { readonly type: 'resized'; readonly width: number }
  | { readonly type: 'drawn'; readonly nodes: readonly string[] }
  | { readonly type: 'marked'; readonly ids: readonly string[] }
  | { readonly type: 'reveal'; readonly id: string };

/** What the page remembers over a reload of the window. */
export interface PageState {
  readonly uri: string;
  readonly zoom: number;
  /** Whether somebody chose that zoom. */
  readonly zoomed: boolean;
  readonly left: number;
  readonly top: number;
}
