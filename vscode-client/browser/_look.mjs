import { clickCode, command, newPage, openFile, openWorkbench, picture } from './page.mjs';
const { browser, page } = await newPage({ width: 1500, height: 1000 });
page.on('console', (m) => { if (/Content Security|CSP|refused/i.test(m.text())) console.log('CONSOLE', m.text()); });
try {
  await openWorkbench(page, process.env.ADDRESS);
  for (const [file, code] of [['churn.py', 'scaler.fit_transform(X[numeric])'], ['churn.ipynb', null], ['nb60.ipynb', null], ['real60.ipynb', null]]) {
    await openFile(page, file);
    await page.waitForTimeout(4000);
    if (file === 'churn.py') { await page.keyboard.press('Control+B'); }
    await command(page, 'Heldout: Show Pipeline');
    await page.waitForTimeout(3500);
    if (code) { await clickCode(page, code); await page.waitForTimeout(800); }
    await picture(page, 'look-' + file);
  }
  
} catch (e) { await picture(page, 'look-failed'); console.log(e.stack); }
await browser.close();
