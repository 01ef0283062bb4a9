// The agent as a person meets it: enabled, asked from the lightbulb, its first request looked at, its fix confirmed.
// Reads ADDRESS and PICTURES from the environment; prints one JSON object.
import { clickCode, command, insist, newPage, openFile, openWorkbench, picture } from './page.mjs';

const CODE = 'X = scaler.fit_transform(X)';
const seen = {};
const { browser, page } = await newPage({ width: 1400, height: 860 });
const rows = page.locator('.action-widget .monaco-list-row');

try {
  await openWorkbench(page, process.env.ADDRESS);
  await openFile(page, 'retention.py');
  await page.waitForSelector('.squiggly-error, .squiggly-warning', { timeout: 30_000 });
  await page.keyboard.press('Control+B'); // more room for the code

  await command(page, 'Heldout: Enable the Agent for This Workspace');
  const modal = page.locator('.monaco-dialog-box');
  await modal.waitFor();
  seen.consent = await modal.innerText();
  await picture(page, 'agent-consent');
  await modal.locator('.monaco-button', { hasText: 'Enable' }).click();
  await modal.waitFor({ state: 'detached' });

  await insist(
    page,
    async () => {
      await clickCode(page, CODE);
      await page.keyboard.press('Control+.');
    },
    rows.filter({ hasText: 'Ask the ML engineer' }),
  );
  seen.actions = await page.locator('.action-widget .monaco-list-row.action').allInnerTexts();
  await picture(page, 'agent-lightbulb');
  await rows.filter({ hasText: 'Ask the ML engineer' }).click();

  const choice = page.locator('.quick-input-widget:visible');
  await choice.waitFor();
  await page.locator('.view-line', { hasText: 'word for word' }).first().waitFor();
  seen.question = await choice.innerText();
  await picture(page, 'agent-first-request');
  await choice.locator('.monaco-list-row', { hasText: 'Send' }).first().click();

  const progress = page.locator('.notification-toast', { hasText: 'Asking the ML engineer' }).first();
  await progress.waitFor();
  await page.waitForTimeout(1200);
  seen.progress = await progress.innerText();
  await picture(page, 'agent-progress');

  const preview = page.locator('.bulk-edit-panel:visible');
  await preview.waitFor({ timeout: 30_000 });
  await page.waitForTimeout(800);
  seen.preview = await preview.innerText();
  seen.reason = (await page.locator('.view-lines').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  await preview.locator('.monaco-list-row').first().locator('input, .monaco-checkbox, .edit-checkbox').first().click();
  await page.waitForTimeout(500);
  await picture(page, 'agent-preview');
  await preview.locator('.monaco-button', { hasText: 'Apply' }).first().click();
  await page.locator('.view-line', { hasText: 'X_test = scaler.transform(X_test)' }).first().waitFor();
  await page.waitForTimeout(800);
  await page.mouse.move(5, 5);
  seen.said = await page.locator('.notification-toast').allInnerTexts();
  seen.squiggles = await page.locator('.squiggly-error, .squiggly-warning').count();
  await picture(page, 'agent-applied');
  console.log(JSON.stringify(seen));
} catch (error) {
  await picture(page, 'agent-failed').catch(() => {});
  console.error(`${error.stack}\n${JSON.stringify(seen)}`);
  process.exitCode = 1;
}
await browser.close();
