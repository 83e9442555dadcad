// Walks through the console with the keyboard alone, looks at pages that have something on them, and
// prints: walk.mjs JSON {address, chromium, cookie: {name, value}, pages, case, prints, shots}. Prints one
// line for each thing that is wrong and ends with 1 then.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import * as officer from './officer.mjs'

const given = JSON.parse(process.argv[2])
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let faults = 0
const fault = (text) => { faults++; console.log('FAULT ' + text) }
const want = (fact, text) => { if (!fact) fault(text) }

const browser = await chromium.launch({ executablePath: given.chromium, args: ['--no-sandbox'] })
const page = await officer.newPage(browser, fault)
await page.context().addCookies([{ ...given.cookie, domain: new URL(given.address).hostname, path: '/', secure: true, httpOnly: true, sameSite: 'Strict' }])
const go = async (path) => {
  await page.goto(given.address + path)
  await page.evaluate(() => document.fonts.ready)
}

// look shows a page to axe and wants nothing to run off its side.
async function look(name) {
  await page.evaluate(axe)
  const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  for (const v of result.violations) fault(`${name}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')}`)
  want(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), name + ' runs off the side')
  if (given.shots) await page.screenshot({ path: `${given.shots}/walk-${name.replaceAll('/', '-')}.png`, fullPage: true })
}

for (const [path, words] of Object.entries(given.pages)) {
  await go(path)
  const text = await page.textContent('main')
  for (const word of words) want(text.includes(word), `${path} has no ${word}`)
  await look(path.slice(1).replace(/\?.*/, ''))
}

// What has the focus, in words, and whether that is seen.
const focused = () => page.evaluate(() => {
  const e = document.activeElement
  const words = (e.labels?.[0] ?? e).textContent.replace(/\s+/g, ' ').trim()
  return { words, body: e === document.body, seen: getComputedStyle(e).outlineStyle !== 'none' || e.matches('input[type=radio], input[type=checkbox], select') }
})

// tab goes forward to what is called so.
async function tab(words) {
  for (let n = 0; n < 150; n++) {
    await page.keyboard.press('Tab')
    const at = await focused()
    if (at.words === words || at.words.startsWith(words)) {
      want(at.seen, `nobody sees that ${words} has the focus`)
      return true
    }
  }
  fault(`${words} is not reached by the keyboard`)
  return false
}

// choose goes to a group of radio buttons and on with the arrows to the one that is called so.
async function choose(words) {
  for (let n = 0; n < 150; n++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement.type === 'radio')) break
  }
  for (let n = 0; n < 20; n++) {
    if ((await focused()).words === words) break
    await page.keyboard.press('ArrowDown')
  }
  want((await focused()).words === words, words + ' is not chosen by the keyboard')
  await page.keyboard.press('Space')
}

// reaches walks through the whole page and wants each act of it to have had the focus.
async function reaches() {
  const acts = await page.evaluate(() => [...document.querySelectorAll('.acts button, .acts summary, .look summary, .letters a')].filter((e) => e.checkVisibility()).map((e) => e.textContent.replace(/\s+/g, ' ').trim()))
  const met = new Set()
  await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0) })
  for (let n = 0; n < 150; n++) {
    await page.keyboard.press('Tab')
    const at = await focused()
    if (at.body && met.size > 0) break
    met.add(at.words)
  }
  for (const act of acts) want(met.has(act), `${act} is not reached by the keyboard`)
  want(acts.length > 0, 'the case has no act')
}
const press = async (key) => { await Promise.all([page.waitForLoadState(), page.keyboard.press(key)]) }
const submit = async () => { await Promise.all([page.waitForNavigation({ timeout: 20000 }).catch(() => fault('nothing is sent')), page.keyboard.press('Enter')]) }
const text = () => page.textContent('main')

await go(given.case)
await tab('看全部')
await press('Enter')
await choose('核对材料')
await tab('记下并打开')
await submit()
want((await text()).includes('陈惜娟'), 'the name is not opened by the keyboard')
await reaches()
await tab('一次性告知补正')
await press('Enter')
await tab('银行存折')
await press('Space')
await tab('确定')
await submit()
want((await text()).includes('待补正'), 'a supplement is not asked for by the keyboard: ' + (await page.textContent('.chip')))
await reaches()
for (const verb of given.verbs) {
  if (!await tab(verb)) break
  await submit()
  want(!(await page.isVisible('[role=alert]')), verb + ' is refused')
  await reaches()
}
want((await text()).includes('已办结'), 'the case is not completed by the keyboard')

// A printed page has no navigation and nothing that is cut.
for (const path of given.prints) {
  await go(path)
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 794, height: 1123 }) // A4 at 96 dpi
  const cut = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible' && e.textContent.trim()).map((e) => e.className + ' ' + e.textContent.trim().slice(0, 30)))
  want(cut.length === 0, `${path} cuts ${cut.slice(0, 4).join(' | ')}`)
  want(await page.evaluate(() => document.documentElement.scrollWidth <= 794), path + ' runs off the paper')
  want(!(await page.isVisible('nav')) && !(await page.isVisible('main button, main .pager')), path + ' prints its navigation')
  if (given.shots) await page.pdf({ path: `${given.shots}/print${path.replaceAll(/[/?=]/g, '-')}.pdf`, format: 'A4' })
  await page.emulateMedia({ media: null })
  await page.setViewportSize({ width: 1440, height: 900 })
}

await browser.close()
console.log(`${faults} faults`)
process.exit(faults > 0 ? 1 : 0)
