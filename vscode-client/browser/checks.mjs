// What a person sees, in a page: squiggles, evidence, hover, lightbulb, the fixed file, a notebook before and after,
// and the picture of the pipeline.
// Few checks, because selectors change between versions of VS Code; the depth is in the extension-host suite.
// Reads ADDRESS and PICTURES from the environment; prints one JSON object.
import { clickCode, codeAt, command, hoverCode, insist, newPage, openFile, openWorkbench, picture } from './page.mjs';

const SQUIGGLE = '.squiggly-error, .squiggly-warning';
const seen = {};
const { browser, page } = await newPage({ width: 1200, height: 820 });

async function code() {
  return (await page.locator('.view-lines').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
}

/** Opens the lightbulb's menu on a piece of code and gives its entries. */
async function lightbulb(text) {
  await insist(
    page,
    async () => {
      await clickCode(page, text);
      await page.keyboard.press('Control+.');
    },
    page.locator('.action-widget .monaco-list-row').first(),
  );
  return page.locator('.action-widget .monaco-list-row.action').allInnerTexts();
}

async function take(title) {
  await page.locator('.action-widget .monaco-list-row', { hasText: title }).first().click();
  await page.locator('.action-widget:visible').waitFor({ state: 'detached' });
}

/** Scrolls the notebook, which draws only the cells that are on the screen, until some code is in its upper half. */
async function scrollTo(text) {
  const line = page.locator('.notebookOverlay .view-line', { hasText: text }).first();
  await page.mouse.move(640, 420);
  for (let turn = 0; turn < 280; turn++) {
    await page.waitForTimeout(100); // a cell is drawn a moment after it comes into view
    const box = (await line.count()) > 0 ? await line.boundingBox() : null;
    if (box !== null && box.y > 90 && box.y < 480) return;
    await page.mouse.wheel(0, turn % 140 < 70 ? 150 : -150); // down, and up again if it was passed
  }
  throw new Error(`"${text}" did not come into view`);
}

async function problems() {
  return page.locator('.markers-panel .monaco-list-row').allInnerTexts();
}

try {
  const opened = Date.now();
  await openWorkbench(page, process.env.ADDRESS);
  await openFile(page, 'churn.py');
  await page.waitForSelector(SQUIGGLE, { timeout: 30_000 });
  seen.firstSquiggleMs = Date.now() - opened;
  await page.keyboard.press('Control+B'); // more room for the code
  await codeAt(page, 'imputer.fit_transform(X_test)');
  await page.mouse.move(5, 5);
  await picture(page, 'squiggles');

  await page.setViewportSize({ width: 1500, height: 1060 });
  await command(page, 'Heldout: Show Pipeline');
  const drawing = page.frameLocator('iframe.webview[src*="heldout.heldout"]').frameLocator('#active-frame');
  const node = drawing.locator('g.node', { hasText: 'scaler.fit_transform' });
  await node.click();
  await drawing.locator('g.node.here', { hasText: 'scaler.fit_transform' }).waitFor();
  seen.pipeline = await drawing.locator('g.node .title').allTextContents();
  seen.leaks = await drawing.locator('path.leak:has(title)').count();
  seen.cursor = await page.locator('.statusbar-item', { hasText: 'Ln ' }).innerText();
  await page.mouse.move(5, 5);
  await page.waitForTimeout(500);
  await picture(page, 'pipeline');
  await command(page, 'View: Close Editors in Other Groups');
  await page.setViewportSize({ width: 1200, height: 820 });

  await hoverCode(page, 'imputer.fit_transform(X_test)');
  const hover = page.locator('.monaco-hover:visible', { hasText: 'leak-fit-on-test' }).first();
  await hover.waitFor();
  seen.hover = await hover.innerText();
  await picture(page, 'hover');
  await page.mouse.move(5, 5);

  await clickCode(page, 'scaler.fit_transform(X[numeric])');
  await page.keyboard.press('Control+Shift+M');
  await page.waitForSelector('.markers-panel .monaco-list-row');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'leak-preprocess-before-split' }).first().click();
  for (let down = 0; down < 2; down++) await page.keyboard.press('ArrowDown'); // through the related places
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'set apart' }).first().waitFor();
  seen.problems = await problems();
  await page.mouse.move(5, 5);
  await picture(page, 'related-places');
  await page.keyboard.press('Control+J');

  seen.actions = await lightbulb('train_test_split(X, y');
  await picture(page, 'lightbulb');
  await take('random_state');
  await page.locator('.view-line', { hasText: 'stratify=y, random_state=0)' }).first().waitFor();
  await insist(
    page,
    () => command(page, 'Fix All'),
    page.locator('.view-line', { hasText: 'imputer.transform(X_test)' }).first(),
  );
  await page.waitForTimeout(500);
  await page.mouse.move(5, 5);
  seen.fixed = await code();
  await picture(page, 'fixed-file');

  await openFile(page, 'churn.ipynb');
  await page.waitForSelector('.notebookOverlay .cell-list-container');
  await scrollTo('train_test_split(X_balanced');
  await page.waitForSelector('.notebookOverlay .squiggly-error, .notebookOverlay .squiggly-warning');
  await page.mouse.move(5, 5);
  await page.waitForTimeout(500);
  await picture(page, 'notebook-before');
  seen.notebookActions = await lightbulb('train_test_split(X_balanced');
  await take('random_state');
  await page.locator('.view-line', { hasText: 'random_state=42)' }).first().waitFor();
  await page.mouse.move(5, 5);
  await page.waitForTimeout(500);
  seen.notebookFixed = await code();
  await picture(page, 'notebook-after');
  console.log(JSON.stringify(seen));
} catch (error) {
  await picture(page, 'failed').catch(() => {});
  console.error(`${error.stack}\n${JSON.stringify(seen)}`);
  process.exitCode = 1;
}
await browser.close();
