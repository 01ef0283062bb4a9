/** The frame of the page with the picture: nothing but its own script and style may run or load. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

const COLOURS = `
body { padding: 0; overflow: hidden; }
#scroller { position: fixed; inset: 0; overflow: auto; }
#note { padding: 20px; margin: 0; color: var(--vscode-descriptionForeground); }
body:not(.empty) #note { position: fixed; left: 0; bottom: 0; padding: 6px 12px; background: var(--vscode-editor-background); }
body:not(.empty) #note:empty { display: none; }
#tools { position: fixed; right: 18px; bottom: 14px; display: flex; gap: 4px; }
.empty #tools { display: none; }
#tools button { width: 26px; height: 26px; border: 1px solid var(--vscode-widget-border, transparent); border-radius: 4px;
  color: var(--vscode-foreground); background: var(--vscode-editorWidget-background); cursor: pointer; }
#tools button:hover { background: var(--vscode-toolbar-hoverBackground); }
body .heldout-picture {
  --paper: var(--vscode-editor-background);
  --box: var(--vscode-editorWidget-background);
  --ink: var(--vscode-editor-foreground);
  --soft: var(--vscode-descriptionForeground);
  --rim: var(--vscode-contrastBorder, var(--vscode-editorWidget-border, var(--vscode-descriptionForeground)));
  --line: var(--vscode-descriptionForeground);
  --train: var(--vscode-charts-blue);
  --validation: var(--vscode-charts-purple);
  --test: var(--vscode-charts-orange);
  --bad: var(--vscode-errorForeground);
  --mark: var(--vscode-focusBorder);
  font-family: var(--vscode-font-family);
}
.heldout-picture .code { font-family: var(--vscode-editor-font-family); }
.heldout-picture .node { cursor: pointer; }
.heldout-picture .node:hover .box { stroke: var(--mark); }
`;

export function pageOf(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'out', 'picture.js'));
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">${COLOURS}</style>
<title>Pipeline</title>
</head>
<body class="empty">
<div id="scroller"></div>
<p id="note" role="status">Waiting for Heldout …</p>
<div id="tools">
<button id="out" type="button" title="Smaller (-)" aria-label="Smaller">−</button>
<button id="in" type="button" title="Larger (+)" aria-label="Larger">+</button>
<button id="fit" type="button" title="All of it (0)" aria-label="All of it">⤢</button>
</div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
