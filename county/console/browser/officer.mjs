// What a browser needs to be an officer: the digits of the second factor, a page of its
// own, the set-up and the door.
import { createHmac } from 'node:crypto'

export const password = 'correct horse battery'
export const patience = 120000 // milliseconds: a loaded machine is slow, not wrong

// digits are the six of RFC 6238 for a key in base 32.
export function digits(key, at) {
  let bits = ''
  for (const c of key) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')
  const raw = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)))
  const mac = createHmac('sha1', raw).update(step).digest()
  const from = mac[19] & 15
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1000000).padStart(6, '0')
}

// newPage is a page that shares nothing with others; what its scripts complain of is a fault,
// but for answers that a refusal is, and what else is forgiven.
export async function newPage(browser, fault, forgiven = []) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  page.on('pageerror', (e) => fault('script: ' + e.message))
  page.on('console', (m) => { if (m.type() === 'error' && !/axe|400|401|403|404|409/.test(m.text()) && !forgiven.some((f) => m.text().includes(f))) fault('console: ' + m.text()) })
  return page
}

// setUp gives an account its password and returns its key. The door takes
// the digits of the step now and of its neighbours, each once: [signIn] uses the next ones.
export async function setUp(page, address, { name, code }, look = async () => {}) {
  await page.goto(address + '/set-up')
  await look('set-up')
  await page.fill('#name', name)
  await page.fill('#code', code)
  await page.click('button.main')
  await look('set-up-key')
  const key = await page.textContent('.key code')
  await page.fill('#password', password)
  await page.fill('#again', password)
  await page.fill('#digits', digits(key, Date.now()))
  await page.click('button.main')
  return key
}

// signIn goes through the door.
export async function signIn(page, name, word, code) {
  await page.fill('#name', name)
  await page.fill('#password', word)
  await page.fill('#digits', code)
  await page.click('button.main')
}
