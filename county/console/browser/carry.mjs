// Officers in a real Chromium who do what they are told, each in a browser of their own:
// carry.mjs JSON {address, chromium, shots}. Each line of its input is one thing, and is
// answered by one line, "ok" or what was wrong:
//   {"name", "code"}                                an account is set up and signs in
//   {"by", "on", "code", "waits", "press", "fill"}  by presses a button on the page of the
//     case, request, booking or rating whose paper has the code, and fills the button's form
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import * as officer from './officer.mjs'

const given = JSON.parse(process.argv[2])
const browser = await chromium.launch({ executablePath: given.chromium, args: ['--no-sandbox', '--disable-gpu'] })
const pages = {} // of officers, by name
const paths = {} // of what has a page, by list and code
let shots = 0

function fault(text) { throw new Error(text) }

async function comesIn(account) {
  const page = pages[account.name] = await officer.newPage(browser, fault, ['ERR_FAILED']) // of the faces, see below
  if (!given.shots) await page.route('**/*.ttf', (route) => route.abort()) // megabytes for each of them, and nobody looks
  const key = await officer.setUp(page, given.address, account)
  await officer.signIn(page, account.name, officer.password, officer.digits(key, Date.now() + 30000))
  if (new URL(page.url()).pathname === '/sign-in') fault('is not signed in')
}

// until looks again until there is what a moment brings.
async function until(page, what, there) {
  for (const end = Date.now() + officer.patience; Date.now() < end; await page.reload()) {
    const found = await there()
    if (found) return found
    await page.waitForTimeout(200) // the machine has other work
  }
  fault(`there is no ${what} on ${new URL(page.url()).pathname}: ` + (await page.textContent('main')).replace(/\s+/g, ' ').slice(0, 400))
}

// goTo opens the page of a thing; whoever looked for it first knows its address.
async function goTo(page, { on, code }) {
  if (!paths[on + code]) {
    await page.goto(`${given.address}/${on}`)
    let row = `tr:has(td.code a:text-is("${code}")) td.code a`
    if (on === 'ratings') row = `tr:has(td.target a[href="${paths['cases' + code]}"]) td.grade a, tr:has(td.target:has-text("${code}")) td.grade a`
    paths[on + code] = await until(page, on + ' ' + code, async () => {
      const link = page.locator(row).first()
      return await link.count() && link.getAttribute('href')
    })
  }
  await page.goto(given.address + paths[on + code])
}

// fillIn gives each field of a form its value.
async function fillIn(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name="${name}"]`)
    const kind = await field.first().evaluate((f) => f.type || f.localName)
    if (kind === 'radio' || kind === 'checkbox') await form.locator(`[name="${name}"][value="${value}"]`).check()
    else if (kind.startsWith('select')) await field.selectOption(value)
    else await field.fill(value)
  }
}

// send presses a form's button and waits for the page that comes of it.
const send = (page, button) => Promise.all([page.waitForEvent('load'), button.click()])

async function does(told) {
  const page = pages[told.by]
  await goTo(page, told)
  if (told.waits) await until(page, told.waits, () => page.locator('main', { hasText: told.waits }).isVisible())
  const button = page.locator(`.acts button:text-is("${told.press}")`)
  if (await button.isVisible()) await send(page, button)
  else {
    const summary = page.locator(`summary:has-text("${told.press}")`)
    if (!await summary.isVisible()) fault('there is no such button: ' + (await page.textContent('.acts')).replace(/\s+/g, ' '))
    await summary.click()
    const form = page.locator('details[open] form')
    await fillIn(form, told.fill ?? {})
    await send(page, form.locator('button.main'))
  }
  if (await page.isVisible('[role=alert]')) fault((await page.textContent('[role=alert]')).trim())
  if (new URL(page.url()).pathname !== paths[told.on + told.code]) fault('is not back on its page')
  if (given.shots) await page.screenshot({ path: `${given.shots}/carry-${String(++shots).padStart(3, '0')}-${told.by}-${told.on}.png`, fullPage: true })
}

for await (const text of createInterface({ input: process.stdin })) {
  const told = JSON.parse(text)
  try {
    await (told.by ? does(told) : comesIn(told))
    console.log('ok')
  } catch (e) { console.log(e.message.split('\n')[0]) }
}
await browser.close()
