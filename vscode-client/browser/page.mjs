// A page of headless Chromium with VS Code in it, and what the checks do there.
import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function newPage({ width = 1280, height = 800 } = {}) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
  const context = await browser.newContext({ viewport: { width, height } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return { browser, page: await context.newPage() };
}

export async function openWorkbench(page, address) {
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
}

export async function picture(page, name) {
  const folder = process.env.PICTURES;
  mkdirSync(folder, { recursive: true });
  await page.waitForTimeout(300); // fades and scroll bars
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

async function pick(page, keys, text, shown = text) {
  await page.keyboard.press(keys);
  await page.waitForSelector('.quick-input-widget input', { state: 'visible' });
  await page.keyboard.type(text);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: shown }).first().click({ timeout: 20_000 });
}

export const command = (page, title) => pick(page, 'F1', title);
export const openFile = (page, name) => pick(page, 'Control+P', name);

/** The place of a piece of code on the screen: in the middle of its last character's token. */
export async function codeAt(page, text) {
  const line = page.locator('.view-line', { hasText: text }).first();
  await line.waitFor();
  const box = await line.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const whole = nodes
      .map((node) => node.textContent)
      .join('')
      .replaceAll('\u00a0', ' ');
    const at = whole.indexOf(wanted) + Math.floor(wanted.length / 2);
    let seen = 0;
    for (const node of nodes) {
      if (at < seen + node.textContent.length) {
        const range = document.createRange();
        range.setStart(node, at - seen);
        range.setEnd(node, at - seen + 1);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
      seen += node.textContent.length;
    }
    return undefined;
  }, text);
  if (box === undefined) throw new Error(`"${text}" is not on the screen`);
  return box;
}

export async function clickCode(page, text) {
  const { x, y } = await codeAt(page, text);
  await page.mouse.click(x, y);
}

export async function hoverCode(page, text) {
  const { x, y } = await codeAt(page, text);
  await page.mouse.move(x - 3, y);
  await page.mouse.move(x, y);
}

/**
 * Does something again until its effect is on the screen. VS Code forgets actions that were asked for by hand when an
 * update of its lightbulb comes in between: the server has answered, and the answer is not used.
 */
export async function insist(page, action, effect) {
  for (let turn = 0; turn < 4; turn++) {
    await action();
    if (
      await effect.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      )
    )
      return;
    await page.keyboard.press('Escape');
  }
  await effect.waitFor();
}
